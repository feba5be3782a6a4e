/** Whose turn it is when something was not done. */
export type Move =
  | "none"
  | "trueup"
  | "permission-owner"
  | "app-owner"
  | "assignment-owner"
  | "teams-admin"
  | "directory-admin";

/**
 * How a row, an app, a target or a whole plan stands, the best first: the worst of them decides. It is judged in one place,
 * `src/plan/convergence.ts`, and every report, exit code, metric and message follows from it.
 */
export const STATES = ["as-desired", "held-as-meant", "waiting", "differs", "open", "unknown"] as const;

/** One of {@link STATES}. */
export type State = (typeof STATES)[number];

interface Explained {
  /** For people: completes "because ..."; lower case, no period. */
  readonly sentence: string;
  readonly move: Move;
}

interface ExplainedRow extends Explained {
  /** How a row stands that is not acted on for this reason, where nothing else about it is worse. */
  readonly state: State;
}

interface ExplainedOutcome extends Explained {
  /** What there is to do for whoever has to act; null: a later run goes on by itself. */
  readonly todo: string | null;
}

/** Where it is said what a token lacks. */
export const DOCTOR = "run trueup doctor, which says what is missing";

/** Why a row is not acted on, or why nothing is to be done. A closed set: a new code raises the minor format version. */
export const REASONS = {
  "conflicting-assignments": {
    sentence: "assignments of equal rank and priority ask for different things",
    move: "assignment-owner",
    state: "open",
  },
  "targets-unreadable": {
    sentence: "a group, list or exception that could decide this was not read to its end",
    move: "directory-admin",
    state: "unknown",
  },
  "user-not-found": { sentence: "the directory has no such user", move: "assignment-owner", state: "open" },
  "user-not-eligible": {
    sentence: "the account is named directly but cannot have the app",
    move: "assignment-owner",
    state: "open",
  },
  "left-alone": { sentence: "the desired state leaves it as it is", move: "none", state: "held-as-meant" },
  "not-applicable": { sentence: "the account cannot have the app", move: "none", state: "as-desired" },
  unreadable: {
    sentence: "the account, or what the user has, could not be read",
    move: "trueup",
    state: "unknown",
  },
  "installations-refused": {
    sentence: "Graph does not show what the user has, who has perhaps never used Teams",
    move: "teams-admin",
    state: "unknown",
  },
  "installations-hidden": {
    sentence: "the token's role shows some apps only, so that an app that is not listed may be there",
    move: "directory-admin",
    state: "unknown",
  },
  "not-read-yet": { sentence: "the user has not been read yet; a later run does", move: "trueup", state: "unknown" },
  "other-copy-installed": {
    sentence: "another copy of the app is installed, which this app's rows must not touch",
    move: "teams-admin",
    state: "open",
  },
  "not-installed": { sentence: "the app is not installed", move: "none", state: "as-desired" },
  "in-sync": { sentence: "installed as desired", move: "none", state: "as-desired" },
  "newer-than-offered": {
    sentence: "installed is newer than the catalog offers, as it lags behind",
    move: "none",
    state: "as-desired",
  },
  "version-not-comparable": {
    sentence: "a version cannot be put in an order with the others",
    move: "app-owner",
    state: "open",
  },
  "catalog-unreadable": { sentence: "the app catalog could not be read", move: "teams-admin", state: "unknown" },
  "app-not-in-catalog": { sentence: "the app catalog does not show the app", move: "teams-admin", state: "open" },
  "app-ambiguous": {
    sentence: "the app catalog has two entries for one manifest id",
    move: "app-owner",
    state: "open",
  },
  "nothing-published": {
    sentence: "the catalog has no published version of the app",
    move: "app-owner",
    state: "open",
  },
  "cannot-downgrade": {
    sentence: "installed is newer than the desired state accepts, and Graph cannot go back",
    move: "assignment-owner",
    state: "open",
  },
  "version-past-range": {
    sentence: "the catalog offers a version newer than the desired state accepts",
    move: "assignment-owner",
    state: "open",
  },
  "version-not-offered": {
    sentence: "the catalog does not offer a version that the desired state accepts",
    move: "app-owner",
    state: "open",
  },
  "denied-version": {
    sentence: "the catalog offers a version that the desired state denies",
    move: "app-owner",
    state: "open",
  },
  "permissions-unknown": {
    sentence: "the catalog does not say which permissions the version requires",
    move: "app-owner",
    state: "open",
  },
  "permissions-not-approved": {
    sentence: "the offered version requires permissions that nobody approved",
    move: "permission-owner",
    state: "open",
  },
  "identity-not-approved": {
    sentence: "another Entra application than the approved one would get the consent",
    move: "permission-owner",
    state: "open",
  },
  "definition-not-locked": {
    sentence: "the lock file does not hold the definition that the catalog offers, so nobody has reviewed it",
    move: "permission-owner",
    state: "open",
  },
  "consent-not-approved": {
    sentence: "the consent in force holds permissions that nobody approved",
    move: "permission-owner",
    state: "open",
  },
  "replaces-managed-app": {
    sentence: "the earlier upload to be replaced is an app of the desired state itself",
    move: "app-owner",
    state: "open",
  },
  unproved: {
    sentence:
      "what it would reach was computed a second time and came out otherwise, which is a defect of trueup; report it",
    move: "teams-admin",
    state: "open",
  },
  suspended: { sentence: "suspended in the desired state", move: "none", state: "held-as-meant" },
  frozen: {
    sentence: "changes are frozen outside of the desired state, or the store does not tell whether they are",
    move: "assignment-owner",
    state: "open",
  },
  protected: { sentence: "the user is protected in the desired state", move: "none", state: "held-as-meant" },
  excepted: { sentence: "the desired state accepts it for a time", move: "none", state: "held-as-meant" },
  settling: {
    sentence: "a change was sent a short while ago and is not visible yet; a later run looks again",
    move: "trueup",
    state: "waiting",
  },
  "backing-off": {
    sentence: "earlier tries were refused, changed nothing or did not last, so the next one waits",
    move: "trueup",
    state: "open",
  },
  "reinstall-without-store": {
    sentence: "a run that is cut off between removing and installing could not be carried on without a store",
    move: "app-owner",
    state: "open",
  },
  "protected-unresolved": {
    sentence: "a protected entry could not be resolved, so anybody might be protected",
    move: "assignment-owner",
    state: "open",
  },
  "removal-limit": {
    sentence: "more removals than maxRemovals or replaces.removals allows",
    move: "assignment-owner",
    state: "open",
  },
  "change-limit": {
    sentence: "more changes than maxChanges or maxDue allows",
    move: "assignment-owner",
    state: "open",
  },
  "rollout-halted": {
    sentence: "the rollout of this version is halted, until git resumes it",
    move: "app-owner",
    state: "open",
  },
  "rollout-expired": {
    sentence: "the rollout of this version came to nothing for too long, until git resumes it",
    move: "app-owner",
    state: "open",
  },
  "rollout-without-store": {
    sentence: "how far the rollout has come is kept in a store, and none can be used",
    move: "teams-admin",
    state: "open",
  },
  "not-aged": {
    sentence: "the version has not been offered for as long as its rollout asks for",
    move: "trueup",
    state: "waiting",
  },
  "next-ring": {
    sentence: "a later ring of the rollout; a later run that applies does it",
    move: "trueup",
    state: "waiting",
  },
  soaking: {
    sentence: "the next ring of the rollout; the ring before it soaks",
    move: "trueup",
    state: "waiting",
  },
  "gate-pending": {
    sentence: "the next ring of the rollout; a gate cannot tell yet",
    move: "trueup",
    state: "waiting",
  },
  "gate-unreadable": {
    sentence: "the next ring of the rollout; what a gate asks does not answer",
    move: "app-owner",
    state: "open",
  },
  "next-day": { sentence: "over perDay; a later run that applies does it", move: "trueup", state: "waiting" },
  "next-run": { sentence: "over perRun; a later run that applies does it", move: "trueup", state: "waiting" },
  "outside-window": {
    sentence: "outside the hours in which changes may begin; a later run that applies does it",
    move: "trueup",
    state: "waiting",
  },
  "not-in-plan": {
    sentence: "not a change of the reviewed plan; review a new plan",
    move: "assignment-owner",
    state: "open",
  },
  "outside-envelope": {
    sentence: "outside the envelope of the reviewed plan; review a new plan",
    move: "assignment-owner",
    state: "open",
  },
} as const satisfies Record<string, ExplainedRow>;

/** A code of {@link REASONS}. */
export type Reason = keyof typeof REASONS;

/** How live differs from desired. A closed set. */
export const DRIFT_FACTS = {
  missing: { sentence: "not installed, and should be" },
  outdated: { sentence: "older than desired" },
  ahead: { sentence: "newer than desired or offered" },
  "old-copy": { sentence: "an earlier upload installed, which the app replaces" },
  unwanted: { sentence: "installed, and should not be" },
  unknown: { sentence: "not known" },
  "consent-not-approved": { sentence: "consent in force that nobody approved" },
  "consent-narrower": { sentence: "less consent in force than the installed version requires" },
  "consent-wider": { sentence: "more consent in force than the installed version requires" },
  "denied-version": { sentence: "a version that the desired state denies" },
} as const satisfies Record<string, { readonly sentence: string }>;

/** A code of {@link DRIFT_FACTS}. */
export type DriftFact = keyof typeof DRIFT_FACTS;

/** Why a row that was to act did not end as `applied`. A closed set: a new code raises the minor format version. */
export const OUTCOME_CODES = {
  "definition-changed": {
    sentence: "the catalog's definition is no longer the one that was planned",
    move: "trueup",
    todo: null,
  },
  "changed-since-plan": { sentence: "the installation is no longer as it was planned", move: "trueup", todo: null },
  "blocked-by-policy": {
    sentence: "a Teams policy forbids the app for this user",
    move: "teams-admin",
    todo: "have the Teams policy allow the app for the user, or take the user out",
  },
  "permanent-app": {
    sentence: "Teams does not let this built-in app be changed",
    move: "assignment-owner",
    todo: "take the assignment out, since nobody can change the app",
  },
  "admin-preinstalled": {
    sentence: "an administrator preinstalled the app, so it cannot be removed",
    move: "teams-admin",
    todo: "have the app taken out of what Teams installs for the user, or take the assignment out",
  },
  "consent-mismatch": {
    sentence: "the consent does not match what the version requires",
    move: "app-owner",
    todo: "approve under permissions exactly what the version requires",
  },
  "consent-not-repaired": {
    sentence: "Graph carried the repair out and left the consent as it was",
    move: "app-owner",
    todo: "write repairConsent: reinstall, or report, which leaves it as it is",
  },
  "role-missing": { sentence: "the token lacks a Graph permission", move: "directory-admin", todo: DOCTOR },
  "consent-role-missing": {
    sentence: "the token may not grant the consent that the app requires",
    move: "directory-admin",
    todo: DOCTOR,
  },
  "role-too-narrow": {
    sentence: "the token's permission is good for other apps only, such as the caller's own",
    move: "directory-admin",
    todo: DOCTOR,
  },
  "installed-unseen": {
    sentence: "Graph says that the app is there and does not list it, as where the token sees its own apps only",
    move: "directory-admin",
    todo: DOCTOR,
  },
  "not-stored": {
    sentence: "Teams could not store the change at that moment; the same request succeeds later",
    move: "trueup",
    todo: null,
  },
  throttled: { sentence: "Graph kept asking to wait", move: "trueup", todo: null },
  stopped: { sentence: "the run was stopped before this was tried", move: "trueup", todo: null },
  "other-version": { sentence: "another version than the planned one was installed", move: "trueup", todo: null },
  "not-visible": { sentence: "Graph accepted the change, but it is not visible yet", move: "trueup", todo: null },
  "precondition-failed": {
    sentence: "Graph refused with 412 and does not say why; it was seen where the token may not grant the consent",
    move: "directory-admin",
    todo: DOCTOR,
  },
  conflict: {
    sentence: "Graph says that the change conflicts with what the user has, and what was read does not show how",
    move: "teams-admin",
    todo: "look at the app with the user in Teams, or take the user out",
  },
  refused: {
    sentence: "Graph refused",
    move: "teams-admin",
    todo: "read Graph's own words, and ask Microsoft with the request id",
  },
} as const satisfies Record<string, ExplainedOutcome>;

/** A code of {@link OUTCOME_CODES}. */
export type OutcomeCode = keyof typeof OUTCOME_CODES;
