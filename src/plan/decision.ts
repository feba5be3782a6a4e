import type { Account, Assignment, Denied, Target } from "../model/desired.ts";
import type { SourceLocation } from "../model/diagnostic.ts";
import { LOCK_CLASSES, type LockComparison } from "../model/lock.ts";
import type { Permission } from "../model/permission.ts";
import type { Action, Judged } from "../model/plan.ts";
import { firstFew } from "../model/first-few.ts";
import type { DriftFact, Move, Reason } from "../model/reasons.ts";
import { moveForTargets } from "../model/target-move.ts";
import type { RowFacts } from "./facts.ts";
import { acceptedVersions, offeredVersion } from "./versions.ts";

/** What differs and what is to be done about one (user, app) pair, before policy. */
export type Decision = Exclude<Judged, { readonly verdict: "held" }> & {
  readonly drift: readonly DriftFact[];
  readonly detail: string | null;
  readonly consent: readonly Permission[];
  /** Whose turn it is, where that is not what the reason says. */
  readonly move?: Move;
  /** Only of `replace`: what comes before the earlier upload goes; null: the app is there as it should be. */
  readonly brings?: "install" | "upgrade" | null;
};

/** All is as desired, or nothing is to be done for this reason. */
export function nothing(reason: Reason, drift: readonly DriftFact[] = [], detail: string | null = null): Decision {
  return { drift, verdict: "nothing", action: null, reason, detail, consent: [] };
}

/** No action can close the gap until the world or the configuration changes. */
export function blocked(reason: Reason, drift: readonly DriftFact[], detail: string | null = null): Decision {
  return { drift, verdict: "blocked", action: null, reason, detail, consent: [] };
}

/** The directory answered, and what it holds of the account says too little: no later run changes that. */
export function accountUnknown(detail: string): Decision {
  return { ...blocked("unreadable", ["unknown"], detail), move: "directory-admin" };
}

/** The action closes the gap, with the consent that goes along. */
export function act(action: Action, drift: readonly DriftFact[], consent: readonly Permission[]): Decision {
  return { drift, verdict: "act", action, reason: null, detail: null, consent };
}

/** `assignments/finance.yaml:4 (upgraded ">=2"), assignments/sales.yaml:9 (absent)` */
export function conflictDetail(assignments: readonly Assignment[]): string {
  return assignments
    .map((assignment) => {
      const version = assignment.version === null ? "" : ` "${assignment.version.text}"`;
      return `${place(assignment.source)} (${assignment.ensure}${version})`;
    })
    .join(", ");
}

/** Targets that could decide were not read: `group "Finance" (assignments/finance.yaml:6): its second page could not be read`. */
export function undecided(targets: readonly Target[]): Decision {
  const detail = firstFew(
    targets,
    (target) => `${target.kind} "${target.name}" (${place(target.source)}): ${target.detail ?? target.state}`,
  );
  return { ...blocked("targets-unreadable", ["unknown"], detail), move: moveForTargets(targets) };
}

/** `2.4.0 is denied: crashes on iOS` */
export function denialDetail(version: string, { reason }: Denied): string {
  return `${version} is denied${reason === null ? "" : `: ${reason}`}`;
}

/** What keeps an account from having apps, for people. */
export function accountDetail(because: Extract<Account, { state: "ineligible" }>["because"]): string {
  switch (because) {
    case "guest":
      return "a guest account";
    case "disabled":
      return "a disabled account";
    case "no-teams-plan":
      return "an account without a usable Teams plan";
  }
}

/** Names the catalog id the app has and the ids of the copies, which the owner of the copies needs to find them. */
export function otherCopiesDetail({ app, installed }: RowFacts): string {
  const copies = installed.otherCopies.map(
    (copy) => `${copy.appId}${copy.distributionMethod === "sideloaded" ? " (sideloaded)" : ""}`,
  );
  return `catalog id ${app.ids.catalogId ?? "not known"}, installed copy ${copies.join(" and ")}`;
}

/** Names an installed version that has no place in the order. */
export function versionDetail(version: string | null): string {
  return version === null ? "Graph gave no installed version" : `installed version "${version}"`;
}

/** `installed 3.1.0, offered 2.4.0, accepted ">=2.3 <3"` */
export function rangeDetail(facts: RowFacts): string {
  const installed = facts.version === null ? "" : `installed ${facts.version.text}, `;
  return `${installed}offered ${offeredVersion(facts).text}, accepted "${acceptedVersions(facts).text}"`;
}

/** `new-identity: another Entra application gets the consent; trueup.lock:4 holds 2.3.0` */
export function lockDetail(lock: Exclude<LockComparison, { readonly state: "no-lock" | "same" }>): string {
  const { definition } = lock;
  const holds =
    definition === null
      ? `${lock.source.file} does not name the app`
      : `${place(lock.source)} holds ${definition.version}`;
  return lock.state === "unknown" ? holds : `${lock.class}: ${LOCK_CLASSES[lock.class]}; ${holds}`;
}

function place(source: SourceLocation): string {
  return `${source.file}:${source.line}`;
}
