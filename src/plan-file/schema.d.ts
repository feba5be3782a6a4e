// Made from schemas/plan.schema.json by `npm run generate`; do not edit.

/**
 * What plan, drift, validate and apply write as JSON.
 */
export type TrueUpReport = {
  readonly formatVersion: FormatVersion;
  readonly kind: "plan" | "drift" | "validation" | "result";
} & (Plan | Drift | Validation | Result);
/**
 * Moves by semantic versioning; a new code in a closed set raises the minor part.
 */
export type FormatVersion = "1.3";
/**
 * ISO 8601, UTC, with milliseconds.
 */
export type Time = string;
/**
 * A number of rows, or a share of all rows such as 20%.
 */
export type Limit = number | string;
/**
 * How the worst row, app or target stands: the one judgement that exit codes, reports and metrics follow. A closed set, the best first.
 */
export type State = "as-desired" | "held-as-meant" | "waiting" | "differs" | "open" | "unknown";
export type Digest = string;
export type DriftFact =
  | "missing"
  | "outdated"
  | "ahead"
  | "old-copy"
  | "unwanted"
  | "unknown"
  | "consent-not-approved"
  | "consent-narrower"
  | "consent-wider"
  | "denied-version";
export type Observed =
  | {
      readonly state: "present";
      readonly version: string | null;
      readonly installationId: string;
      readonly consent: Consent;
      readonly at: Time;
    }
  | {
      readonly state: "absent";
      readonly at: Time;
    }
  | {
      readonly state: "unreadable";
      readonly at: Time | null;
    }
  | {
      readonly state: "not-observed";
    };
export type Consent =
  | {
      readonly state: "known";
      readonly permissions: readonly Permission[];
    }
  | {
      readonly state: "unknown";
    };
export type Verdict = "nothing" | "act" | "held" | "blocked";
export type Action = "install" | "upgrade" | "uninstall" | "replace" | "reinstall";
export type Reason =
  | "conflicting-assignments"
  | "targets-unreadable"
  | "user-not-found"
  | "user-not-eligible"
  | "left-alone"
  | "not-applicable"
  | "unreadable"
  | "installations-refused"
  | "installations-hidden"
  | "not-read-yet"
  | "other-copy-installed"
  | "not-installed"
  | "in-sync"
  | "newer-than-offered"
  | "version-not-comparable"
  | "catalog-unreadable"
  | "app-not-in-catalog"
  | "app-ambiguous"
  | "nothing-published"
  | "cannot-downgrade"
  | "version-past-range"
  | "version-not-offered"
  | "denied-version"
  | "permissions-unknown"
  | "identity-not-approved"
  | "definition-not-locked"
  | "permissions-not-approved"
  | "consent-not-approved"
  | "replaces-managed-app"
  | "unproved"
  | "suspended"
  | "excepted"
  | "frozen"
  | "protected"
  | "reinstall-without-store"
  | "protected-unresolved"
  | "settling"
  | "backing-off"
  | "removal-limit"
  | "change-limit"
  | "rollout-halted"
  | "rollout-expired"
  | "rollout-without-store"
  | "not-aged"
  | "next-ring"
  | "soaking"
  | "gate-pending"
  | "gate-unreadable"
  | "next-day"
  | "next-run"
  | "outside-window"
  | "not-in-plan"
  | "outside-envelope";
/**
 * Whose turn it is.
 */
export type Move =
  "none" | "trueup" | "permission-owner" | "app-owner" | "assignment-owner" | "teams-admin" | "directory-admin";
/**
 * How much of the rows can be relied on between readings; null where nobody tells of changes.
 */
export type Certainty = {
  /**
   * Rows that need a look.
   */
  readonly rows: number;
  /**
   * Of those, how many are known as they were within 24 hours: by a reading, or since every change after it would have been told.
   */
  readonly known: number;
  /**
   * Users who were read again within seven days to learn what no notification told.
   */
  readonly audited: number;
  /**
   * Of those, in whose apps something had changed untold.
   */
  readonly misses: number;
  /**
   * Changes of a user in a day that nobody tells, with the bounds of 95 % confidence; null before the first audit.
   */
  readonly missesPerUserDay: {
    readonly estimate: number;
    readonly lowest: number;
    readonly highest: number;
  } | null;
} | null;
export type OutcomeStatus = "applied" | "already-done" | "unverified" | "failed" | "not-tried";
export type OutcomeCode =
  | "definition-changed"
  | "changed-since-plan"
  | "blocked-by-policy"
  | "permanent-app"
  | "admin-preinstalled"
  | "consent-mismatch"
  | "consent-not-repaired"
  | "role-missing"
  | "consent-role-missing"
  | "role-too-narrow"
  | "installed-unseen"
  | "not-stored"
  | "throttled"
  | "stopped"
  | "other-version"
  | "not-visible"
  | "precondition-failed"
  | "conflict"
  | "refused";

/**
 * Every row, and what is to be done about it.
 */
export interface Plan {
  readonly formatVersion: FormatVersion;
  readonly kind: "plan";
  readonly createdAt: Time;
  /**
   * ISO 8601, UTC, with milliseconds.
   */
  readonly expiresAt: string;
  /**
   * The token's tenant; null when the token does not tell.
   */
  readonly tenantId: string | null;
  readonly filters: Filters;
  readonly limits: Limits;
  readonly source: Source;
  readonly summary: Summary;
  readonly observations: Observations;
  readonly envelope: Envelope;
  readonly apps: readonly App[];
  readonly targets: readonly Target[];
  /**
   * How the rollouts of its apps stand, or would after the next run that acts.
   */
  readonly rollouts: readonly Rollout[];
  /**
   * Deviations that somebody accepts for a time, by file and line.
   */
  readonly exceptions: readonly Exception[];
  /**
   * Sorted by app, lower-cased principal name, id.
   */
  readonly rows: readonly Row[];
  /**
   * What the plan alters against an earlier desired state; null: it was compared with none.
   */
  readonly base: Base | null;
  /**
   * What was proved of the plan apart from the planner; null: nothing was.
   */
  readonly proof: readonly Statement[] | null;
  readonly diagnostics: readonly Diagnostic[];
  /**
   * SHA-256 over the canonical form (RFC 8785) of the plan without this property.
   */
  readonly digest: string;
}
/**
 * As given with --app and --user; empty means no filter of that kind.
 */
export interface Filters {
  readonly apps: readonly string[];
  readonly users: readonly string[];
}
/**
 * The policy that held for this run, after flags such as --max-changes.
 */
export interface Limits {
  readonly suspended: boolean;
  readonly maxChanges: Limit;
  readonly maxRemovals: Limit;
  readonly perRun: number | null;
  /**
   * null: no such limit.
   */
  readonly maxDue: Limit | null;
  /**
   * null: no such limit.
   */
  readonly perDay: number | null;
  /**
   * The window in which changes may begin, for people; null: always.
   */
  readonly window: string | null;
  /**
   * Of the window.
   */
  readonly timeZone: string;
  /**
   * What somebody froze outside of the desired state: one text each, with who and why.
   */
  readonly frozen: readonly string[];
}
export interface Source {
  /**
   * PATH as given.
   */
  readonly path: string;
  readonly commit: string | null;
  /**
   * SHA-256 over the sorted (path, SHA-256) pairs of every file read.
   */
  readonly digest: string;
}
/**
 * Counts of rows; install, upgrade and uninstall count rows that act.
 */
export interface Summary {
  readonly state: State;
  readonly rows: number;
  readonly nothing: number;
  readonly act: number;
  readonly held: number;
  readonly blocked: number;
  readonly install: number;
  readonly upgrade: number;
  readonly uninstall: number;
  readonly replace: number;
  readonly reinstall: number;
  readonly unreadable: number;
  readonly notInstalled: number;
  /**
   * Rows that are to act in all, in this run or later, where nothing but waves and the window spreads them.
   */
  readonly due: number;
  /**
   * Rows that only wait for their turn.
   */
  readonly waiting: number;
  /**
   * The earliest time at which one of those may act; null: none waits, or that is not known.
   */
  readonly nextAt: Time | null;
}
/**
 * Over the rows: where what they rest on comes from. Rows that were decided without looking are in none of the counts.
 */
export interface Observations {
  /**
   * Rows whose user this run has read.
   */
  readonly now: number;
  /**
   * Rows whose user an earlier run has read.
   */
  readonly remembered: number;
  /**
   * Rows whose user nobody has read yet.
   */
  readonly notReadYet: number;
  /**
   * When the oldest of those readings was made.
   */
  readonly oldestAt: Time | null;
}
/**
 * What apply --envelope may do at most. What each app's definition is, apps tells.
 */
export interface Envelope {
  /**
   * A number of rows, or a share of all rows such as 20%.
   */
  readonly slack: number | string;
  /**
   * Sorted by name. Nothing may be done to an app that is not listed.
   */
  readonly apps: readonly Bounds[];
}
/**
 * How many rows of an app may act, slack included.
 */
export interface Bounds {
  readonly app: string;
  readonly install: number;
  readonly upgrade: number;
  readonly uninstall: number;
  readonly replace: number;
  readonly reinstall: number;
}
export interface App {
  /**
   * The name of this repository.
   */
  readonly name: string;
  /**
   * Catalog id (Graph: teamsApp.id); null when it is not known.
   */
  readonly id: string | null;
  readonly displayName: string | null;
  /**
   * The newest published version; null when there is none or it is not known.
   */
  readonly offered: Offered | null;
  readonly approved: readonly Permission[];
  /**
   * Required and not approved; null when what is required is not known.
   */
  readonly lacking: readonly Permission[] | null;
  /**
   * Approved and not required; null when what is required is not known.
   */
  readonly unused: readonly Permission[] | null;
  /**
   * Graph: teamsApp.externalId; null for Store apps and where it is not known.
   */
  readonly manifestId: string | null;
  readonly source: Place;
  /**
   * Whether the catalog shows exactly one such app, and could be read.
   */
  readonly catalog: "found" | "not-in-catalog" | "wrong-field" | "ambiguous" | "unreadable";
  readonly suspended: boolean;
  /**
   * Who has to be asked about the app, as git says; null: it does not.
   */
  readonly owner: string | null;
  /**
   * The Entra application that git pins as the one that gets the consent; null without a pin.
   */
  readonly clientAppId: string | null;
  /**
   * How what is offered stands to what the lock file says was reviewed; null: there is no lock file.
   */
  readonly lock: LockComparison | null;
  /**
   * What the desired state wants where somebody's consent is narrower than required.
   */
  readonly repairConsent: "report" | "upgrade" | "reinstall";
  /**
   * The earlier upload that the app replaces; null: there is none.
   */
  readonly replaces: {
    readonly id: string;
    readonly removals: number;
  } | null;
}
export interface Offered {
  readonly version: string;
  /**
   * What it requires; null when that is not known, which is not the same as nothing.
   */
  readonly permissions: readonly Permission[] | null;
  /**
   * The Entra application that gets the consent (Graph: authorization.clientAppId); null where there is none, and where bot is null.
   */
  readonly clientAppId: string | null;
  /**
   * Whether it holds a bot; null where that, or who gets the consent, is not known.
   */
  readonly bot: boolean | null;
  /**
   * SHA-256 over the canonical form (RFC 8785) of version, permissions sorted by type and name, clientAppId and bot; null when one of them is not known.
   */
  readonly digest: Digest | null;
}
/**
 * A resource-specific permission.
 */
export interface Permission {
  readonly value: string;
  readonly type: "application" | "delegated";
}
export interface Place {
  /**
   * Relative to PATH.
   */
  readonly file: string;
  readonly line: number;
}
export interface LockComparison {
  /**
   * unknown: what is offered is not known whole.
   */
  readonly state: "same" | "differs" | "unknown";
  /**
   * How it differs; null unless it does.
   */
  class:
    | "new-catalog-id"
    | "new-identity"
    | "same-version-other-permissions"
    | "more-consent"
    | "new-bot"
    | "less-consent"
    | "same-consent"
    | null;
  /**
   * The version that was reviewed; null: none of this app was.
   */
  readonly version: string | null;
  /**
   * Of the definition that was reviewed.
   */
  readonly digest: string | null;
  readonly source: Place;
}
export interface Target {
  readonly kind: "group" | "user" | "usersFrom" | "everyone";
  readonly name: string;
  readonly id: string | null;
  readonly state: "read" | "unreadable" | "not-found" | "ambiguous";
  /**
   * Users it holds; null unless it was read.
   */
  readonly members: number | null;
  readonly source: Place;
  readonly role: "to" | "except" | "protected" | "ring" | "exception";
  /**
   * Why it was not read, for people.
   */
  readonly detail: string | null;
}
/**
 * How far a version has come, ring by ring.
 */
export interface Rollout {
  readonly app: string;
  readonly catalogId: string | null;
  /**
   * Of the definition that is rolled out; null when it is not known.
   */
  readonly digest: string | null;
  readonly version: string | null;
  /**
   * What it waits for, or how it ended.
   */
  phase:
    | "not-begun"
    | "not-aged"
    | "rolling"
    | "soaking"
    | "gate-pending"
    | "gate-unreadable"
    | "promotable"
    | "halted"
    | "expired"
    | "without-store"
    | "done";
  /**
   * The ring that was opened last; null: none was.
   */
  readonly ring: string | null;
  readonly rings: readonly Ring[];
  /**
   * Until when it waits at least; null: for no time, or nobody knows.
   */
  readonly until: string | null;
  readonly detail: string | null;
  /**
   * What each gate said last.
   */
  readonly gates: readonly Gate[];
  /**
   * What its numbers cannot tell, for people.
   */
  readonly warnings: readonly string[];
  /**
   * How many people the removals gate will have read again at most, whatever is remembered of them; null: nobody.
   */
  readonly rereads: {
    /**
     * People who get or got the version.
     */
    readonly upgraded: number;
    /**
     * As many of those who wait for it, to compare with.
     */
    readonly others: number;
    /**
     * So long after they got it, or were chosen.
     */
    readonly afterSeconds: number;
  } | null;
  /**
   * The halt that stands; null: none does.
   */
  readonly halt: Halt | null;
}
export interface Ring {
  readonly name: string;
  readonly open: boolean;
  /**
   * Members that are to have the version and that nothing else keeps from it; null: nobody counted, as there is no store.
   */
  readonly people: number | null;
  /**
   * Those of them that have it; null as well.
   */
  readonly done: number | null;
  /**
   * When it opens at the earliest; null: it is open, or nobody knows.
   */
  readonly earliestAt: string | null;
}
export interface Gate {
  readonly name: string;
  readonly verdict: "pass" | "fail" | "pending" | "unknown";
  readonly detail: string;
}
export interface Halt {
  /**
   * What git names to lift it: resume: DIGEST/NUMBER.
   */
  readonly number: number;
  readonly kind: "halted" | "expired";
  readonly at: Time;
  readonly because: string;
}
export interface Exception {
  readonly app: string;
  /**
   * What may differ meanwhile.
   */
  readonly accept: readonly DriftFact[];
  readonly reason: string;
  readonly owner: string;
  /**
   * The last day, as the desired state says it.
   */
  readonly until: string;
  /**
   * ends-soon: within 14 days.
   */
  readonly state: "in-force" | "ends-soon" | "ended";
  /**
   * Rows that it holds, or held.
   */
  readonly rows: number;
  /**
   * Of these, rows that act when it ends, or since it has ended.
   */
  readonly acts: number;
  readonly source: Place;
}
/**
 * One (user, app) pair.
 */
export interface Row {
  readonly user: User;
  readonly app: string;
  /**
   * Null when the winning assignments disagree.
   */
  readonly desired: Desired | null;
  readonly observed: Observed;
  /**
   * How live differs from desired. Empty: not at all, as far as is known.
   */
  readonly drift: readonly DriftFact[];
  readonly verdict: Verdict;
  /**
   * What act does and held would do; null otherwise.
   */
  readonly action: Action | null;
  /**
   * Null exactly when the verdict is act.
   */
  readonly reason: Reason | null;
  /**
   * The reason with this row's own values, for people.
   */
  readonly detail: string | null;
  readonly move: Move;
  /**
   * The consent that the action sends: exactly what the offered version requires. Empty: none is sent.
   */
  readonly consent: readonly Permission[];
  /**
   * Where the assignments that decide the row begin; a conflict lists all of them.
   */
  readonly sources: readonly Place[];
  /**
   * In a plan that was compared with a base: whether the row acts because of the change, or for drift that is there anyway; null where it does not act.
   */
  readonly because?: "change" | "drift" | null;
  readonly replaced?: OldCopy;
  readonly wayOut?: WayOut;
}
export interface User {
  /**
   * Directory object id.
   */
  readonly id: string | null;
  readonly userPrincipalName: string | null;
  /**
   * What the desired state calls the user.
   */
  readonly asWritten: string;
}
export interface Desired {
  readonly ensure: "upgraded" | "installed" | "absent" | "leave";
  /**
   * The constraint as written; null for absent.
   */
  readonly version: string | null;
}
/**
 * What is removed once the app is there; only where the action is replace.
 */
export interface OldCopy {
  /**
   * Its catalog id (Graph: teamsApp.id).
   */
  readonly id: string;
  readonly installationId: string;
  readonly version: string | null;
}
/**
 * Where to go and what to do; only of rows that are held, blocked, to be looked at, or tried in vain and left to somebody.
 */
export interface WayOut {
  /**
   * Where what holds or blocks the row is written; else where the row is asked for.
   */
  readonly at: readonly Place[];
  /**
   * The line to write, or what else there is to do. Null: nothing, as it goes on by itself or is meant so.
   */
  readonly todo: string | null;
  /**
   * Who has to be asked, as git says; null where it does not say, or where it is somebody else's turn.
   */
  readonly owner: string | null;
}
export interface Base {
  readonly source: Source;
  /**
   * Rows that act because of the change.
   */
  readonly change: number;
  /**
   * Rows that act for drift that is there anyway.
   */
  readonly drift: number;
  /**
   * (user, app) pairs that are managed from now on.
   */
  readonly pairsAdded: number;
  /**
   * (user, app) pairs that are not managed any more.
   */
  readonly pairsRemoved: number;
  /**
   * Pairs that would act without the change and do not with it, with what they would have done.
   */
  readonly noLonger: readonly NoLonger[];
  /**
   * Apps about which the change says something.
   */
  readonly apps: readonly AppChange[];
  /**
   * Limits, brakes, protection, sections, denied versions, exceptions and rollouts that the change alters; loosened ones come first.
   */
  readonly guards: readonly GuardChange[];
}
/**
 * A pair that would act without the change and does not with it.
 */
export interface NoLonger {
  readonly user: User;
  readonly app: string;
  readonly action: Action;
}
/**
 * What the change says about an app.
 */
export interface AppChange {
  readonly app: string;
  readonly kind: "added" | "removed" | "changed";
  /**
   * Permissions that are approved from now on.
   */
  readonly approved: readonly Permission[];
  /**
   * Permissions that are not approved any more.
   */
  readonly withdrawn: readonly Permission[];
}
export interface GuardChange {
  /**
   * As the files spell it, such as maxChanges or rollouts.expenses.gates.refusals.halt.
   */
  readonly guard: string;
  /**
   * Null: it was not written.
   */
  readonly before: string | null;
  /**
   * Null: it is not written any more.
   */
  readonly after: string | null;
  /**
   * Something may happen from now on that could not before, or nobody can tell that it may not.
   */
  readonly loosens: boolean;
}
/**
 * One thing that was proved of the plan, or that was found not to hold.
 */
export interface Statement {
  readonly claim: string;
  readonly holds: boolean;
  /**
   * Rows and targets that contradict it; not always all of them.
   */
  readonly counterexamples: readonly string[];
}
export interface Diagnostic {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly hint: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly related: readonly Related[];
}
/**
 * Another place that belongs to it, such as the first of two duplicates.
 */
export interface Related {
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
/**
 * The rows with drift only; the summary counts all rows.
 */
export interface Drift {
  readonly formatVersion: FormatVersion;
  readonly kind: "drift";
  readonly createdAt: Time;
  /**
   * The token's tenant; null when the token does not tell.
   */
  readonly tenantId: string | null;
  readonly filters: Filters;
  readonly limits: Limits;
  readonly source: Source;
  readonly summary: Summary;
  readonly observations: Observations;
  readonly certainty: Certainty;
  readonly apps: readonly App[];
  readonly targets: readonly Target[];
  /**
   * How the rollouts of its apps stand, or would after the next run that acts.
   */
  readonly rollouts: readonly Rollout[];
  /**
   * Deviations that somebody accepts for a time, by file and line.
   */
  readonly exceptions: readonly Exception[];
  /**
   * Sorted by app, lower-cased principal name, id.
   */
  readonly rows: readonly Row[];
  readonly diagnostics: readonly Diagnostic[];
}
/**
 * What can be said of the desired state without a tenant.
 */
export interface Validation {
  readonly formatVersion: FormatVersion;
  readonly kind: "validation";
  readonly createdAt: Time;
  readonly diagnostics: readonly Diagnostic[];
}
/**
 * The plan after apply.
 */
export interface Result {
  readonly formatVersion: FormatVersion;
  readonly kind: "result";
  readonly createdAt: Time;
  /**
   * The token's tenant; null when the token does not tell.
   */
  readonly tenantId: string | null;
  readonly filters: Filters;
  readonly limits: Limits;
  readonly source: Source;
  readonly summary: ResultSummary;
  readonly observations: Observations;
  readonly apps: readonly App[];
  readonly targets: readonly Target[];
  /**
   * How the rollouts of its apps stand, or would after the next run that acts.
   */
  readonly rollouts: readonly Rollout[];
  /**
   * Deviations that somebody accepts for a time, by file and line.
   */
  readonly exceptions: readonly Exception[];
  /**
   * Sorted by app, lower-cased principal name, id.
   */
  readonly rows: readonly ResultRow[];
  readonly diagnostics: readonly Diagnostic[];
}
/**
 * As summary, with how the rows that were to act ended.
 */
export interface ResultSummary {
  readonly state: State;
  readonly rows: number;
  readonly nothing: number;
  readonly act: number;
  readonly held: number;
  readonly blocked: number;
  readonly install: number;
  readonly upgrade: number;
  readonly uninstall: number;
  readonly replace: number;
  readonly reinstall: number;
  readonly unreadable: number;
  readonly notInstalled: number;
  readonly applied: number;
  readonly alreadyDone: number;
  readonly unverified: number;
  readonly failed: number;
  readonly notTried: number;
  /**
   * Rows that are to act in all, in this run or later, where nothing but waves and the window spreads them.
   */
  readonly due: number;
  /**
   * Rows that only wait for their turn.
   */
  readonly waiting: number;
  /**
   * The earliest time at which one of those may act; null: none waits, or that is not known.
   */
  readonly nextAt: Time | null;
}
/**
 * One (user, app) pair after apply.
 */
export interface ResultRow {
  readonly user: User;
  readonly app: string;
  /**
   * Null when the winning assignments disagree.
   */
  readonly desired: Desired | null;
  readonly observed: Observed;
  /**
   * How live differs from desired. Empty: not at all, as far as is known.
   */
  readonly drift: readonly DriftFact[];
  readonly verdict: Verdict;
  /**
   * What act does and held would do; null otherwise.
   */
  readonly action: Action | null;
  /**
   * Null exactly when the verdict is act.
   */
  readonly reason: Reason | null;
  /**
   * The reason with this row's own values, for people.
   */
  readonly detail: string | null;
  readonly move: Move;
  /**
   * The consent that the action sends: exactly what the offered version requires. Empty: none is sent.
   */
  readonly consent: readonly Permission[];
  /**
   * Where the assignments that decide the row begin; a conflict lists all of them.
   */
  readonly sources: readonly Place[];
  /**
   * What happened to a row that was to act; null for the others.
   */
  readonly outcome: Outcome | null;
  readonly replaced?: OldCopy1;
  readonly wayOut?: WayOut1;
}
export interface Outcome {
  readonly status: OutcomeStatus;
  /**
   * Null exactly for applied and already-done.
   */
  readonly code: OutcomeCode | null;
  /**
   * Graph's code and words, or versions seen.
   */
  readonly message: string | null;
  /**
   * Graph's request-id of the write, for a support case.
   */
  readonly requestId: string | null;
  readonly at: Time;
}
/**
 * What is removed once the app is there; only where the action is replace.
 */
export interface OldCopy1 {
  /**
   * Its catalog id (Graph: teamsApp.id).
   */
  readonly id: string;
  readonly installationId: string;
  readonly version: string | null;
}
/**
 * Where to go and what to do; only of rows that are held, blocked, to be looked at, or tried in vain and left to somebody.
 */
export interface WayOut1 {
  /**
   * Where what holds or blocks the row is written; else where the row is asked for.
   */
  readonly at: readonly Place[];
  /**
   * The line to write, or what else there is to do. Null: nothing, as it goes on by itself or is meant so.
   */
  readonly todo: string | null;
  /**
   * Who has to be asked, as git says; null where it does not say, or where it is somebody else's turn.
   */
  readonly owner: string | null;
}
