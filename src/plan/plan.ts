import type { CatalogEntry } from "../model/catalog.ts";
import { type App, type Claim, type DesiredRow, type DesiredState, identityKey } from "../model/desired.ts";
import { appIds, type Observed, type UserObservation } from "../model/observation.ts";
import { permissionsLacking } from "../model/permission.ts";
import { isoTime } from "../model/clock.ts";
import type { ActingApp, DecidedPlan, DecidedRow, OldCopy, PlanApp, PlanRow, RowObservation } from "../model/plan.ts";
import { packRows } from "../model/plan-rows.ts";
import { REASONS } from "../model/reasons.ts";
import { rememberingVersions } from "../model/version.ts";
import { isDecidedWithoutLooking } from "./decide.ts";
import { canAct } from "./can-act.ts";
import { createDecider } from "./decide-once.ts";
import type { Decision } from "./decision.ts";
import { type AppFacts, appFacts, type FindsUsers, type RowFacts, rowFacts } from "./facts.ts";
import { InternalError } from "../errors.ts";
import { offeredDefinition } from "./offer.ts";

/**
 * Joins desired and observed into one row for each (user, app) pair, in the order of the desired rows. Pure: the same
 * input gives the same plan.
 */
export function plan(desired: DesiredState, observed: Observed): DecidedPlan {
  const ids = desired.apps.map((app) => {
    const { catalogId } = appIds(app, catalogEntry(observed, app));
    return { name: app.name, catalogId: catalogId?.toLowerCase() ?? null };
  });
  const apps = new Map(
    desired.apps.map((app) => {
      const others = ids.filter(({ name }) => name !== app.name);
      return [app.name, appFacts(app, catalogEntry(observed, app), others)];
    }),
  );
  const readVersion = rememberingVersions();
  const decide = createDecider();
  const planApps = new Map([...apps.values()].map((facts) => [facts, planApp(facts)]));
  const shared = createShared(planApps);
  const inTurn = { ...observed, users: askedInTurn(observed.users) };
  const rows = packRows(desired.rows, (row) => {
    const facts = rowFacts(row, factsOf(apps, row), inTurn, readVersion);
    return planRow(facts, decide(facts), shared);
  });
  return {
    apps: [...planApps.values()],
    targets: desired.targets,
    rows,
    totalRows: desired.totalRows,
    filters: desired.filters,
    ...(desired.rollouts.length === 0
      ? {}
      : { ruledAt: { rollouts: new Map(desired.rollouts.map(({ app, source }) => [app, source])) } }),
  };
}

/** Object ids of the users that have to be read: those of rows that git and the directory alone do not decide. */
export function usersToObserve(desired: DesiredState): readonly string[] {
  const apps = new Map(desired.apps.map((app) => [app.name, appFacts(app, NOT_LOOKED_UP)]));
  const nobody = { users: new Map(), mayConsent: "unknown" as const };
  const ids = new Set<string>();
  for (const row of desired.rows) {
    if (row.user.id === null || ids.has(row.user.id)) continue;
    if (!isDecidedWithoutLooking(rowFacts(row, factsOf(apps, row), nobody))) ids.add(row.user.id);
  }
  return [...ids];
}

/** Tells whether somebody was not as desired by an earlier reading, by what the catalog says now. */
export function judgesReadings(
  desired: DesiredState,
  catalog: Observed["apps"],
): (userId: string, reading: UserObservation) => boolean {
  const observed = { apps: catalog };
  const apps = new Map(desired.apps.map((app) => [app.name, appFacts(app, catalogEntry(observed, app))]));
  const decide = createDecider();
  let rowsOf: ReadonlyMap<string | null, readonly DesiredRow[]> | null = null;
  return (userId, reading) => {
    // Made once somebody is judged: where everybody was read a short while ago, nobody is.
    rowsOf ??= Map.groupBy(desired.rows, ({ user }) => user.id);
    const seen = { users: { get: () => reading }, mayConsent: "unknown" as const };
    return (rowsOf.get(userId) ?? []).some((row) => decide(rowFacts(row, factsOf(apps, row), seen)).drift.length > 0);
  };
}

/**
 * Observations, asked for in the order in which they are held: each is the next one, or that of the row before. To find each
 * among a million instead would be a third of the work. Whoever comes out of turn is looked up.
 */
function askedInTurn(users: Observed["users"]): FindsUsers {
  const entries = users.entries();
  let asked: readonly [string, UserObservation] | undefined;
  let next = entries.next().value;
  return {
    get(userId) {
      if (next?.[0] === userId) {
        asked = next;
        next = entries.next().value;
      }
      return asked?.[0] === userId ? asked[1] : users.get(userId);
    },
  };
}

const NOT_LOOKED_UP = { state: "not-in-catalog" } as const;

/** What rows have in common, so that a million rows hold it once. */
interface Shared {
  readonly ofClaim: (facts: RowFacts) => Pick<PlanRow, "desired" | "sources">;
  /** The app as rows that act hold it; null where the catalog does not tell its id. */
  readonly actingApp: (facts: AppFacts) => ActingApp | null | undefined;
  /** ISO text of milliseconds since the epoch. */
  readonly time: (ms: number) => string;
}

function createShared(planApps: ReadonlyMap<AppFacts, PlanApp>): Shared {
  const actingApps = new Map([...planApps].map(([facts, app]) => [facts, actingApp(facts, app)]));
  const ofClaims = new Map<Claim, Pick<PlanRow, "desired" | "sources">>();
  let last = { ms: Number.NaN, text: "" };
  return {
    ofClaim(facts) {
      const known = ofClaims.get(facts.row.claim) ?? wantedBy(facts);
      ofClaims.set(facts.row.claim, known);
      return known;
    },
    actingApp: (facts) => actingApps.get(facts),
    time(ms) {
      if (ms !== last.ms) last = { ms, text: isoTime(ms) };
      return last.text;
    },
  };
}

function wantedBy({ row: { claim }, ensure, constraint }: RowFacts): Pick<PlanRow, "desired" | "sources"> {
  const assignments = claim.kind === "won" ? [claim.assignment] : claim.assignments;
  return {
    desired: ensure === null ? null : { ensure, version: constraint?.text ?? null },
    sources: assignments.map((assignment) => assignment.source),
  };
}

function planRow(facts: RowFacts, decision: Decision, shared: Shared): DecidedRow {
  const { desired, sources } = shared.ofClaim(facts);
  const { drift, detail, consent } = decision;
  const { user } = facts.row;
  const app = facts.row.app.name;
  const observed = rowObservation(facts, decision, shared);
  // Each row is one literal, since a million of them are made.
  if (decision.verdict !== "act") {
    const { verdict, action, reason } = decision;
    const { move = REASONS[reason].move } = decision;
    return { user, app, desired, observed, drift, verdict, action, reason, detail, move, consent, sources };
  }
  const { verdict, action, reason } = decision;
  const on = shared.actingApp(facts.app);
  const row = {
    user,
    app,
    desired,
    observed,
    drift,
    verdict,
    action,
    reason,
    detail,
    move: "trueup",
    consent,
    sources,
    on,
    ...replacing(facts, decision),
  } as const;
  if (!canAct(row)) throw new InternalError(`the plan lacks what the ${action} of ${app} needs`);
  return row;
}

/** What only `replace` holds. */
function replacing(
  { installed: { replaced } }: RowFacts,
  { action, brings }: Decision,
): { readonly replaced: OldCopy; readonly brings: "install" | "upgrade" | null } | undefined {
  if (action !== "replace" || replaced === null) return undefined;
  const { appId, id: installationId, version } = replaced;
  return { replaced: { id: appId, installationId, version }, brings: brings ?? null };
}

function actingApp({ ids: { catalogId }, offer }: AppFacts, app: PlanApp): ActingApp | null {
  return catalogId === null ? null : { app, catalogId, offered: offer.state === "none" ? null : offer.version };
}

function rowObservation({ observation, installed }: RowFacts, { reason }: Decision, { time }: Shared): RowObservation {
  if (observation.state === "not-read-yet") {
    return reason === "not-read-yet" ? { state: "unreadable", at: null } : { state: "not-observed" };
  }
  const at = time(observation.at);
  const { own } = installed;
  if (own !== null) {
    return { state: "present", version: own.version, installationId: own.id, consent: own.consent, at };
  }
  return { state: observation.state === "read" && observation.absenceProven ? "absent" : "unreadable", at };
}

function planApp({ app, entry, ids, offer, lock }: AppFacts): PlanApp {
  const offered = offeredDefinition(offer);
  const required = offered?.permissions ?? null;
  return {
    name: app.name,
    id: ids.catalogId,
    manifestId: ids.manifestId,
    displayName: entry.state === "found" || entry.state === "wrong-field" ? entry.displayName : null,
    catalog: entry.state,
    suspended: app.suspended,
    owner: app.owner,
    offered,
    clientAppId: app.clientAppId,
    repairConsent: app.repairConsent,
    replaces: app.replaces,
    lock,
    approved: app.approved,
    source: app.source,
    lacking: required === null ? null : permissionsLacking(required, app.approved),
    unused: required === null ? null : permissionsLacking(app.approved, required),
  };
}

function catalogEntry(observed: Pick<Observed, "apps">, { identity, name }: App): CatalogEntry {
  const entry = observed.apps.get(identityKey(identity));
  if (entry === undefined) throw new InternalError(`the catalog was not asked about app ${name}`);
  return entry;
}

function factsOf(apps: ReadonlyMap<string, AppFacts>, row: DesiredRow): AppFacts {
  const facts = apps.get(row.app.name);
  if (facts === undefined) throw new InternalError(`a row names app ${row.app.name}, which the desired state lacks`);
  return facts;
}
