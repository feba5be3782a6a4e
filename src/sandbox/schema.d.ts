// Made from schemas/tenant-file.schema.json by `npm run generate`; do not edit.

/**
 * Null: an account that was made before the property was.
 */
export type UserType = "Member" | "Guest" | null;
/**
 * Whether the account has a Teams plan; `plans` says it in full instead.
 */
export type HasTeams = boolean;
/**
 * What Teams takes the account for; null: Teams does not know it.
 */
export type AccountType = "user" | "resourceAccount" | "guest" | "sfbOnPremUser" | "unknown" | "ineligibleUser" | null;
/**
 * What Teams says the account is licensed for, such as Teams and CallingPlan.
 */
export type FeatureTypes = readonly string[];
/**
 * A group that some of a population are members of: from `from` to `to`, `every` apart.
 */
export type Membership =
  | string
  | {
      readonly name: string;
      readonly from?: number;
      readonly to?: number;
      readonly every?: number;
    };
export type Permissions = readonly Permission[];
/**
 * Another catalog id than the app has: an orphan of a re-upload.
 */
export type OtherAppId = string;
/**
 * The installation's own id, whatever its form; left out: as in Graph's samples.
 */
export type InstallationId = string;
export type RetryAfterForm = "seconds" | "fraction" | "date" | "none";

/**
 * A tenant of the sandbox: what there is at the start, and how it behaves.
 */
export interface TenantFile {
  readonly tenantId?: string;
  readonly users?: readonly User[];
  readonly population?: readonly Population[];
  readonly groups?: readonly Group[];
  readonly catalog?: readonly App[];
  /**
   * By principal name.
   */
  readonly installations?: {
    readonly [k: string]: readonly Installation[];
  };
  readonly policies?: Policies;
  readonly builtIn?: readonly BuiltIn[];
  readonly dials?: Dials;
  readonly faults?: readonly Fault[];
  readonly events?: readonly Event[];
}
export interface User {
  readonly upn: string;
  readonly id?: string;
  readonly displayName?: string;
  readonly accountEnabled?: boolean;
  readonly userType?: UserType;
  readonly teams?: HasTeams;
  readonly plans?: readonly Plan[];
  readonly accountType?: AccountType;
  readonly featureTypes?: FeatureTypes;
}
export interface Plan {
  readonly service: string;
  readonly servicePlanId: string;
  readonly capabilityStatus?: "Enabled" | "Warning" | "Suspended" | "Deleted" | "LockedOut";
}
/**
 * Many users alike: `{n}` in the principal name and display name counts from 1.
 */
export interface Population {
  readonly count: number;
  readonly upn: string;
  readonly displayName?: string;
  readonly accountEnabled?: boolean;
  readonly userType?: UserType;
  readonly teams?: HasTeams;
  readonly plans?: readonly Plan[];
  readonly accountType?: AccountType;
  readonly featureTypes?: FeatureTypes;
  readonly groups?: readonly Membership[];
  readonly installations?: readonly Share[];
}
/**
 * An app that some of a population have. `offset` skips that many of them first.
 */
export interface Share {
  readonly app: string;
  readonly version: string;
  readonly consent?: Permissions;
  readonly sideloaded?: boolean;
  readonly appId?: OtherAppId;
  readonly id?: InstallationId;
  readonly from?: number;
  readonly to?: number;
  readonly every?: number;
  readonly offset?: number;
}
/**
 * A permission; application is the default type.
 */
export interface Permission {
  readonly value: string;
  readonly type?: "application" | "delegated";
}
/**
 * A group by name, with users by principal name, groups by name and devices.
 */
export interface Group {
  readonly name: string;
  readonly id?: string;
  readonly visibility?: "Private" | "Public" | "HiddenMembership";
  readonly members?: {
    readonly user?: string;
    readonly group?: string;
    readonly device?: string;
  }[];
}
/**
 * An app of the catalog; other parts of the file refer to it by `name`.
 */
export interface App {
  readonly name: string;
  readonly id?: string;
  readonly externalId?: string;
  readonly displayName?: string;
  readonly clientAppId?: string;
  readonly distributionMethod?: "organization" | "store";
  readonly definitions: readonly Definition[];
}
/**
 * One version of an app.
 */
export interface Definition {
  readonly version: string;
  readonly publishingState?: "published" | "submitted" | "rejected";
  /**
   * Null: the answer has no `authorization`.
   */
  readonly permissions?: readonly Permission[] | null;
  /**
   * False: as `permissions` null.
   */
  readonly permissionsShown?: boolean;
  /**
   * The Entra app that gets the consent, of this version; null: the answer names none. Left out: the app's.
   */
  readonly clientAppId?: string | null;
  /**
   * The id of the bot of this version; null or left out: it has none.
   */
  readonly bot?: string | null;
}
/**
 * An app that one user has.
 */
export interface Installation {
  readonly app: string;
  readonly version: string;
  readonly consent?: Permissions;
  readonly sideloaded?: boolean;
  readonly appId?: OtherAppId;
  readonly id?: InstallationId;
}
/**
 * What administrators have set; apps, users and groups by name.
 */
export interface Policies {
  readonly blocked?: readonly AppPolicy[];
  readonly preinstalled?: readonly AppPolicy[];
  readonly permanent?: readonly string[];
  readonly personalScopeConsent?: boolean;
}
/**
 * One app, and for whom.
 */
export interface AppPolicy {
  readonly app: string;
  readonly users?: readonly string[];
  readonly groups?: readonly string[];
  readonly everyone?: boolean;
}
/**
 * An app of Teams itself.
 */
export interface BuiltIn {
  readonly name: string;
  readonly id?: string;
  readonly version: string;
}
/**
 * What no source settles, or what differs from tenant to tenant; `docs/sandbox.md` has a line for each.
 */
export interface Dials {
  /**
   * Milliseconds before each answer.
   */
  readonly latencyMs?: number;
  /**
   * Milliseconds until reads show a write.
   */
  readonly lagMs?: number;
  /**
   * Installations a page.
   */
  readonly pageSize?: number;
  /**
   * What the list does with `$select=consentedPermissionSet`: shows it, leaves it out, answers 400, or shows it without the expansions.
   */
  readonly consentOnList?: "shown" | "ignored" | "refused" | "drops-expand";
  /**
   * A single read is an object, or an object in a list of one, as one sample has it.
   */
  readonly singleRead?: "object" | "wrapped";
  /**
   * An upgrade of what is already the newest: takes the consent, changes nothing, or answers 400. Never goes back.
   */
  readonly upgradeWhenCurrent?: "consents" | "nothing" | "refused";
  /**
   * What is recorded where a set of delegated permissions was left out.
   */
  readonly consentWhenLeftOut?: "none" | "required";
  /**
   * A removal of what is not installed.
   */
  readonly removalWhenAbsent?: "not-found" | "accepted";
  /**
   * The list for a well-formed object id of nobody.
   */
  readonly listForUnknownId?: "not-found" | "empty";
  /**
   * An install for an account without a usable Teams plan.
   */
  readonly installWithoutTeams?: "accepted" | "not-found";
  /**
   * Members of a hidden group, for a JWT without `Member.Read.Hidden`.
   */
  readonly hiddenMembers?: "empty" | "refused";
  /**
   * Which definitions the catalog shows, and in which order.
   */
  readonly definitions?: "as-listed" | "reversed" | "offered-only";
  /**
   * How answers spell permission types.
   */
  readonly permissionTypes?: "lower" | "pascal";
  /**
   * The refusal of a token that lacks a role: with the roles, or the bare `UnknownError` that some reports show.
   */
  readonly missingRole?: "explained" | "unexplained";
  /**
   * Tokens that are accepted; null: any.
   */
  readonly acceptedTokens?: readonly string[] | null;
  /**
   * How the time to wait is given with a 429.
   */
  readonly retryAfter?: RetryAfterForm | RetryAfterForms;
  /**
   * The time to wait that every 429 names, in milliseconds; null: as long as it takes until requests pass again.
   */
  readonly retryAfterMs?: number | null;
  /**
   * Which answers tell, from 0.8 on, what share of the limit is used.
   */
  readonly limitPercentage?: "directory" | "everywhere" | "nowhere";
  /**
   * Whether a write that is answered with 429 was carried out all the same.
   */
  readonly throttledWrites?: "refused" | "done";
  /**
   * The share of notifications of changes that never comes, from 0 to 1.
   */
  readonly notificationLoss?: number;
  /**
   * Milliseconds until a notification is sent.
   */
  readonly notificationDelayMs?: number;
  /**
   * Which events in the life of a subscription are told: those documented for installations, or also lost notifications and removed subscriptions.
   */
  readonly lifecycleEvents?: "documented" | "all";
  /**
   * Users, or groups and members together, a page of a delta query.
   */
  readonly deltaPageSize?: number;
  /**
   * Milliseconds until delta queries tell of a change.
   */
  readonly deltaLagMs?: number;
  /**
   * So many changes that were told before are told again in each round.
   */
  readonly deltaReplays?: number;
  /**
   * What a delta token of an earlier round is: good, gone (410 with a Location), or not found (400).
   */
  readonly deltaTokens?: "good" | "gone" | "unknown";
  /**
   * Whether delta queries tell that a restored user is in groups again.
   */
  readonly restoredMemberships?: "told" | "untold";
}
export interface RetryAfterForms {
  "installation-reads"?: RetryAfterForm;
  "installation-writes"?: RetryAfterForm;
  readonly removals?: RetryAfterForm;
  readonly catalog?: RetryAfterForm;
  readonly directory?: RetryAfterForm;
  "other-reads"?: RetryAfterForm;
}
/**
 * A dial for failures: which requests, how often, and what goes wrong.
 */
export interface Fault {
  kind:
    | "status"
    | "status-after"
    | "reset-before"
    | "reset-after"
    | "truncate"
    | "not-json"
    | "foreign-next-link"
    | "repeat-next-link"
    | "dead-next-link"
    | "empty-list"
    | "error-beside-list"
    | "count-too-large"
    | "partial"
    | "null-app"
    | "hang";
  /**
   * Any method when left out.
   */
  readonly method?: string;
  /**
   * A regular expression over the path below the root, with its query, decoded.
   */
  readonly path: string;
  /**
   * Requests about this user only, by principal name or id.
   */
  readonly user?: string;
  /**
   * So many matching requests pass before the first one fails.
   */
  readonly after?: number;
  /**
   * So many matching requests fail; all when left out.
   */
  readonly times?: number;
  readonly status?: number;
  readonly body?: {};
  readonly headers?: {
    readonly [k: string]: string;
  };
}
/**
 * What somebody else does in the middle: a control that is carried out behind some requests.
 */
export interface Event {
  /**
   * Method and path of a control; `{user}` and `{app}` stand for those of the write that it follows.
   */
  readonly do: string;
  /**
   * What the control gets.
   */
  readonly body?: {};
  /**
   * Requests of this method; left out: those that changed something.
   */
  readonly method?: string;
  /**
   * A regular expression over the path below the root, with its query, decoded; any when left out.
   */
  readonly path?: string;
  /**
   * The first of the matching requests behind which it happens; 1 when left out.
   */
  readonly after?: number;
  /**
   * So often, behind each further one; always when left out.
   */
  readonly times?: number;
}
