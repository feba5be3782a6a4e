import type { CatalogEntry, OfferedDefinition } from "./catalog.ts";
import type { Ensure, Filters, RepairConsent, Replaces, Target } from "./desired.ts";
import type { SourceLocation } from "./diagnostic.ts";
import type { PlanException } from "./exception.ts";
import type { Freezes } from "./freeze.ts";
import type { Permission, PermissionKnowledge } from "./permission.ts";
import type { LockComparison } from "./lock.ts";
import { type DriftFact, type Move, type OutcomeCode, type Reason, REASONS } from "./reasons.ts";
import { localTime } from "./time-zone.ts";
import type { PolicyPlaces } from "./policy.ts";
import type { RolloutProgress } from "./rollout.ts";
import type { Rows } from "./rows.ts";
import { compareVersions, parseVersion, type Version } from "./version.ts";

/**
 * What closes the gap of a row. `replace` brings the app where that is needed, and then removes an earlier upload of it.
 * `reinstall` removes the app and installs it again, so that its consent is given anew.
 */
export const ACTIONS = ["install", "upgrade", "uninstall", "replace", "reinstall"] as const;

/** One of {@link ACTIONS}. */
export type Action = (typeof ACTIONS)[number];

/** The decision about a row: all is well, act, an action that policy holds back, or no action can help. */
export type Verdict = "nothing" | "act" | "held" | "blocked";

/** The app was found, in this version. `at` is an ISO time, as in all observations. */
export interface Present {
  readonly state: "present";
  readonly version: string | null;
  readonly installationId: string;
  readonly consent: PermissionKnowledge;
  readonly at: string;
}

/** The app was proved not to be there. */
export interface Absent {
  readonly state: "absent";
  readonly at: string;
}

/** What was found for one (user, app) pair. */
export type RowObservation =
  | Present
  | Absent
  | { readonly state: "unreadable"; readonly at: string | null }
  /** Decided without looking, for example since the directory has no such user. */
  | { readonly state: "not-observed" };

/** A user as plans show them; `asWritten` is what the desired state says. */
export interface PlanUser {
  readonly id: string | null;
  readonly userPrincipalName: string | null;
  readonly asWritten: string;
}

/** A user of the directory. */
export interface KnownUser extends PlanUser {
  readonly id: string;
}

/** The installation of an earlier upload, which the app of the row replaces. */
export interface OldCopy {
  /** Its catalog id (Graph: `teamsApp.id`). */
  readonly id: string;
  readonly installationId: string;
  readonly version: string | null;
}

interface RowFields {
  readonly user: PlanUser;
  readonly app: string;
  /** Null when the winning assignments disagree. */
  readonly desired: { readonly ensure: Ensure; readonly version: string | null } | null;
  readonly observed: RowObservation;
  readonly drift: readonly DriftFact[];
  /** The reason with this row's own values, for people; null where the reason says it all. */
  readonly detail: string | null;
  readonly move: Move;
  /** The consent that the action sends: exactly what the definition requires. Empty: none is sent. */
  readonly consent: readonly Permission[];
  readonly sources: readonly SourceLocation[];
  /** What is removed once the app is there; only on rows whose action is `replace`. */
  readonly replaced?: OldCopy;
  /** Of a row under an exception: what differs and is not accepted. */
  readonly unaccepted?: readonly DriftFact[];
}

/** What is done about a row, and why not: an action where there is one, and a reason exactly where it is not carried out. */
export type Judged =
  | { readonly verdict: "act"; readonly action: Action; readonly reason: null }
  /** Without an action exactly where an exception accepts what no action could mend. */
  | { readonly verdict: "held"; readonly action: Action | null; readonly reason: Reason }
  | { readonly verdict: "nothing" | "blocked"; readonly action: null; readonly reason: Reason };

/** One (user, app) pair, as it is shown: what differs (`drift`) and what is done about it (`verdict`) are two fields. */
export type PlanRow = RowFields & Judged;

/** The app of rows that act: one object for all of them. */
export interface ActingApp {
  readonly app: PlanApp;
  /** Graph: `teamsApp.id` */
  readonly catalogId: string;
  /** What an install or upgrade brings; null when that is not known, and nothing may be brought. */
  readonly offered: Version | null;
}

/** What an action of one write needs. */
type SingleChange =
  | { readonly action: "install"; readonly observed: Absent; readonly on: ActingApp & { readonly offered: Version } }
  | { readonly action: "upgrade"; readonly observed: Present; readonly on: ActingApp & { readonly offered: Version } }
  | { readonly action: "uninstall"; readonly observed: Present; readonly on: ActingApp };

/** What an action of several writes needs. */
type CompoundChange =
  | {
      readonly action: "replace";
      readonly observed: Present | Absent;
      readonly replaced: OldCopy;
      /** What comes before the removal; null: the app is there as it should be. */
      readonly brings: "install" | "upgrade" | null;
      /** With an offered version where it brings something. */
      readonly on: ActingApp;
    }
  | {
      readonly action: "reinstall";
      readonly observed: Present;
      readonly on: ActingApp & { readonly offered: Version };
    };

/** A row that can be carried out. */
export type ActingRow = ActingFields & (SingleChange | CompoundChange);

/** A row that one write carries out. */
export type SingleRow = ActingFields & SingleChange;

type ActingFields = Extract<PlanRow, { readonly verdict: "act" }> & { readonly user: KnownUser };

/** A row as it was decided in this run. */
export type DecidedRow = ActingRow | Exclude<PlanRow, { readonly verdict: "act" }>;

/** The versions that a row's action leads from and to; null: none, or one that Graph did not give. */
export function versionStep(row: ActingRow): { readonly from: string | null; readonly to: string | null } {
  const own = row.observed.state === "present" ? row.observed.version : null;
  switch (row.action) {
    case "uninstall":
      return { from: own, to: null };
    case "replace":
      return {
        from: own ?? row.replaced.version,
        to: row.brings === null ? own : (row.on.offered?.text ?? null),
      };
    case "install":
    case "upgrade":
    case "reinstall":
      return { from: own, to: row.on.offered.text };
  }
}

/** Whether the row is there for the consent alone: the version that is offered is installed already. */
export function isRepair(row: ActingRow): boolean {
  if (row.action === "reinstall") return true;
  if (row.action !== "upgrade" || row.observed.version === null) return false;
  const installed = parseVersion(row.observed.version);
  return installed !== null && compareVersions(installed, row.on.offered) === 0;
}

/** The row, held for the reason: it keeps its drift, its action and the consent it would send. */
export function held(row: ActingRow, reason: Reason, detail: string | null): DecidedRow {
  return { ...row, verdict: "held", reason, detail, move: REASONS[reason].move };
}

/** Why a row that was to act must not begin now. */
export interface LateHold {
  readonly reason: Reason;
  readonly detail: string;
  /** When it may begin; null: that is not known. */
  readonly next: NextAct | null;
}

/** The earliest time at which a row that only waits may act. */
export interface NextAct {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  /** For people, in the time zone of the policy. */
  readonly text: string;
}

/** The same, for people too. */
export function nextAct(atMs: number, zone: string): NextAct {
  return { atMs, text: localTime(atMs, zone) };
}

/** Names a (user, app) pair by the user's id and the app's name or id, whatever their case. */
export function pairKey(app: string, userId: string): string {
  return `${app} ${userId}`.toLowerCase();
}

/** Names the (user, app) pair of a row: as {@link pairKey}, or by how the desired state names somebody who has no id. */
export function rowKey({ app, user }: Pick<PlanRow, "app" | "user">): string {
  return pairKey(app, user.id ?? `=${user.asWritten}`);
}

/** A row after `apply`: rows that were to act have an outcome, the others null. */
export type ResultRow = PlanRow & {
  readonly outcome: Outcome | null;
};

/** One app of the desired state, as the plan found it in the catalog. */
export interface PlanApp {
  readonly name: string;
  /** Catalog id (Graph: `teamsApp.id`); null when it is not known. */
  readonly id: string | null;
  /** Manifest id (Graph: `teamsApp.externalId`); null for Store apps and where it is not known. */
  readonly manifestId: string | null;
  readonly displayName: string | null;
  /** Whether the catalog shows exactly one such app, and could be read. */
  readonly catalog: CatalogEntry["state"];
  /** True: the desired state suspends the app, so none of its rows acts. */
  readonly suspended: boolean;
  /** Who has to be asked about it, as git says; null: it does not. */
  readonly owner: string | null;
  /** Null when nothing is published, or that is not known. */
  readonly offered: OfferedDefinition | null;
  /** The identity that git pins, lower case; null without a pin. */
  readonly clientAppId: string | null;
  readonly repairConsent: RepairConsent;
  readonly replaces: Replaces | null;
  /** How what is offered stands to what the lock file says was reviewed. */
  readonly lock: LockComparison;
  readonly approved: readonly Permission[];
  /** Where the desired state names it. */
  readonly source: SourceLocation;
  /** Required and not approved; null when what is required is unknown. */
  readonly lacking: readonly Permission[] | null;
  /** Approved and not required; null when what is required is unknown. */
  readonly unused: readonly Permission[] | null;
}

/** What to write for the id of an app that the catalog does not show. */
export function idAdvice({ catalog, id, displayName }: Pick<PlanApp, "catalog" | "id" | "displayName">): string {
  if (catalog !== "wrong-field") return "correct the id, or take the app out";
  const [written, right] = id === null ? ["manifestId", "catalogId"] : ["catalogId", "manifestId"];
  return `write ${right} in place of ${written}: the id is the ${right} of ${displayName ?? "another app"}`;
}

/** Every row, in the order of `comparePlanOrder`. Serves preview, drift report and apply alike. */
export interface Plan<Row extends PlanRow = PlanRow> {
  readonly apps: readonly PlanApp[];
  readonly targets: readonly Target[];
  readonly rows: Rows<Row>;
  /** Pairs before filters: what percentages are taken of. */
  readonly totalRows: number;
  readonly filters: Filters;
  /** How many rows are to act in all, in this run or later; left out: as many as act. */
  readonly due?: number;
  /** What is frozen, whether a row would act or not; left out: nothing is. */
  readonly freezes?: Freezes;
  /** Deviations that somebody accepts, or accepted; left out: there are none. */
  readonly exceptions?: readonly PlanException[];
  /** Left out: no row waits, or nobody knows for how long. */
  readonly nextAct?: NextAct;
  /** How the rollouts of its apps stand; left out: none has one. */
  readonly rollouts?: readonly RolloutProgress[];
  /** Where the rules that hold rows are written; left out: that is not known. */
  readonly ruledAt?: RulePlaces;
}

/** Where rules are written that are no assignment's. */
export interface RulePlaces {
  readonly policy?: PolicyPlaces;
  /** By app. */
  readonly rollouts?: ReadonlyMap<string, SourceLocation>;
}

/** A plan that can be carried out. */
export type DecidedPlan = Plan<DecidedRow>;

/** A plan after it was carried out. */
export type Result = Plan<ResultRow>;

/** What happened to a row that was to act. `applied` and `already-done` were read back, never assumed. */
export type OutcomeStatus = "applied" | "already-done" | "unverified" | "failed" | "not-tried";

/** What became of one row that was to act. */
export interface Outcome {
  readonly status: OutcomeStatus;
  /** Null exactly for `applied` and `already-done`. */
  readonly code: OutcomeCode | null;
  /** This row's own facts, for people: Graph's code and words, versions seen. */
  readonly message: string | null;
  /** Graph's `request-id` of the write, for a support case. */
  readonly requestId: string | null;
  /** ISO time at which the outcome was known. */
  readonly at: string;
}

/** A write that was about to be sent, noted before it was: whether it took effect, only a read can tell. */
export interface Intent {
  readonly userId: string;
  /** Catalog id (Graph: `teamsApp.id`). */
  readonly appId: string;
  readonly action: Action;
  /** The version it was to bring; null for `uninstall`. */
  readonly version: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** When its effect was read back, in milliseconds since the epoch; left out where it was not. */
  readonly seenAt?: number;
}
