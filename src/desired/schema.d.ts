// Made from schemas/desired-state.schema.json by `npm run generate`; do not edit.

export type SharedFile = string;
/**
 * A permission's name, which means the application type, or its name and type.
 */
export type Permission =
  | PermissionName
  | {
      value: PermissionName;
      /**
       * application or delegated, in any case.
       */
      type?: string;
    };
export type PermissionName = string;
/**
 * Who has to be asked about the app, such as a team. Reports name it wherever the app's owner has to act.
 */
export type Owner = string;
/**
 * Which versions are accepted: latest, a range such as ">=2.3 <3", "2.x" or "~2.3", or "latest <3". Graph always brings the version the catalog offers.
 */
export type Version = string;
/**
 * A group's display name or object id; nested members count.
 */
export type GroupTarget = string;
/**
 * A user principal name or an object id.
 */
export type UserName = string;
/**
 * A CSV file, relative to this file, with principal names or object ids in the column that its header names, or else first in each row.
 */
export type ListPath = string;
/**
 * true: the group or list may be empty. Without it an empty one is a warning, and in except it blocks the assignment's rows.
 */
export type AllowEmpty = boolean;
/**
 * A comparison such as "< 3", or the value itself.
 */
export type Condition = string | number | boolean;
/**
 * @minItems 1
 */
export type Globs = string[];
/**
 * A user, or a group.
 */
export type ProtectedTarget =
  | UserName
  | {
      group: GroupTarget;
      allowEmpty?: AllowEmpty;
    };
export type TimeOfDay = string;

/**
 * Which Microsoft Teams apps people have in their personal scope, at which versions, and what each app may be granted. A folder is the union of its files.
 */
export interface TrueUpDesiredState {
  /**
   * Marks the file as desired state, in this version of the language.
   */
  apiVersion: "trueup/v1";
  /**
   * The tenant this state is for. Required to apply; a token for another tenant is refused.
   */
  tenant?: string;
  /**
   * Shared files of the fleet that this tenant takes in, such as shared/apps/expenses.yaml. Only a tenant of a fleet can use them.
   */
  use?: SharedFile[];
  /**
   * The apps this repository manages, by a name of its own. An app that no assignment names is never touched.
   */
  apps?: {
    [k: string]: App;
  };
  /**
   * Which versions of an app are accepted, for whom.
   */
  assignments?: Assignment[];
  /**
   * The short form: user -> app -> version, or { version, ensure }. A user named here wins over groups, lists and everyone.
   */
  users?: {
    [k: string]: UserApps;
  };
  /**
   * Deviations that somebody accepts: visible, owned, and with an end. Nothing is changed for these people meanwhile.
   */
  exceptions?: Exception[];
  /**
   * How the versions of an app reach people in steps, by the app's name, or `default` for every app without an entry of its own.
   */
  rollouts?: {
    [k: string]: Rollout;
  };
  policy?: Policy;
}
export interface App {
  /**
   * For organization apps: the id in the app's manifest (Graph: teamsApp.externalId).
   */
  manifestId?: string;
  /**
   * For Store apps: the id in the catalog (Graph: teamsApp.id).
   */
  catalogId?: string;
  /**
   * Resource-specific permissions approved for this app. What is sent is exactly what the offered version requires, and only if all of it is listed here.
   */
  permissions?: Permission[];
  owner?: Owner;
  /**
   * Versions that nobody is brought to. Reports name the people who have one.
   */
  deny?: Denied[];
  /**
   * The Entra application that may get the consent (Graph: authorization.clientAppId). Where an offered version has another, nothing is written.
   */
  clientAppId?: string;
  /**
   * What is done where somebody's consent is narrower than what the installed version requires. report: reports say so. upgrade: the upgrade call is sent once more with the set, and read back. reinstall: the app is removed and installed again; what it keeps for the person may be gone.
   */
  repairConsent?: "report" | "upgrade" | "reinstall";
  replaces?: Replaces;
  /**
   * true: never act on this app; its rows are held.
   */
  suspend?: boolean;
}
export interface Denied {
  /**
   * A version or a range, such as "2.4.0" or ">=2.4 <2.5".
   */
  versions: string;
  /**
   * Why. Reports show it.
   */
  reason?: string;
}
/**
 * An earlier upload of this app, which left the catalog or will leave it. People who have that copy get this app instead. The app is installed and read back before the copy is removed.
 */
export interface Replaces {
  /**
   * The catalog id of the earlier upload (Graph: teamsApp.id).
   */
  id: string;
  /**
   * So many copies may be due for removal at once. Over it, none is replaced.
   */
  removals: number;
}
export interface Assignment {
  /**
   * A name under apps.
   */
  app: string;
  version?: Version;
  /**
   * upgraded (default): brought to an accepted version where installed. installed: installed too. absent: removed, within policy.maxRemovals. leave: left as it is.
   */
  ensure?: "upgraded" | "installed" | "absent" | "leave";
  /**
   * For whom.
   *
   * @minItems 1
   */
  to: Target[];
  /**
   * For whom not, whatever the target in `to` that holds them. Counts for this assignment only.
   */
  except?: ExceptTarget[];
  /**
   * Which accounts everyone means. resource: rooms, panels, phones and shared devices, which TeamsUserConfiguration.Read.All tells apart.
   *
   * @minItems 1
   */
  accountTypes?: ("person" | "resource")[];
  /**
   * Between assignments that name a user equally directly, the higher one wins.
   */
  priority?: number;
}
export interface Target {
  group?: GroupTarget;
  user?: UserName;
  usersFrom?: ListPath;
  /**
   * Every account that can have the app.
   */
  everyone?: true;
  allowEmpty?: AllowEmpty;
}
export interface ExceptTarget {
  group?: GroupTarget;
  user?: UserName;
  usersFrom?: ListPath;
  allowEmpty?: AllowEmpty;
}
export interface UserApps {
  /**
   * A version, or a version with ensure.
   */
  [k: string]:
    | Version
    | {
        version?: Version;
        /**
         * upgraded (default): brought to an accepted version where installed. installed: installed too. absent: removed, within policy.maxRemovals. leave: left as it is.
         */
        ensure?: "upgraded" | "installed" | "absent" | "leave";
      };
}
export interface Exception {
  /**
   * A name under apps.
   */
  app: string;
  /**
   * For whom.
   *
   * @minItems 1
   */
  to: Target[];
  /**
   * What may differ meanwhile. What is not known cannot be accepted.
   *
   * @minItems 1
   */
  accept?: (
    | "outdated"
    | "missing"
    | "ahead"
    | "unwanted"
    | "consent-not-approved"
    | "consent-narrower"
    | "consent-wider"
    | "denied-version"
  )[];
  /**
   * Why. Reports show it.
   */
  reason: string;
  owner: Owner;
  /**
   * The last day, such as 2027-01-31; it ends at 24:00 in policy.timeZone.
   */
  until: string;
}
export interface Rollout {
  /**
   * Whom a version reaches, step by step. Exactly one ring has neither to nor share: everybody else.
   *
   * @minItems 1
   */
  rings: Ring[];
  gates?: Gates;
  /**
   * A name of policy.windows: this app's changes begin only while it is open, and policy.window too.
   */
  window?: string;
  /**
   * The rollout begins so long after the store first saw the version.
   */
  after?: string;
  /**
   * Without a change or a new ring for so long, the rollout is over until somebody resumes it. Suspended times and closed windows do not count.
   */
  expires?: string;
  /**
   * true: each version meets other people first.
   */
  rotate?: boolean;
  /**
   * The digest of a definition that does not wait: soaks and after are skipped, and removals need not prove anything.
   */
  urgent?: string;
  /**
   * The halt that is lifted, as the plan names it: the digest of the definition, a slash, and the number of the halt.
   */
  resume?: string;
}
export interface Ring {
  /**
   * What reports call it.
   */
  name: string;
  /**
   * Who is in it, over any share.
   *
   * @minItems 1
   */
  to?: ExceptTarget[];
  /**
   * The part of everybody else that has the version when this ring is open, the shares before it included.
   */
  share?: string;
  /**
   * The share is raised to so many people, and to half of everybody at most.
   */
  atLeast?: number;
  /**
   * The next ring opens so long after this one is complete, at the earliest.
   */
  soak?: string;
  /**
   * none: the next ring opens also where this one is too small to show whether people remove the app.
   */
  proof?: "none";
}
/**
 * What has to be well before the next ring opens. A gate that is not written does not exist.
 */
export interface Gates {
  refusals?: {
    /**
     * So many refused changes halt the rollout.
     */
    halt: number | string;
    /**
     * Fewer changes than this were tried: the gate never halts.
     */
    atLeast?: number;
  };
  readBack?: {
    /**
     * So many changes that came back as something else than planned halt the rollout.
     */
    halt: number | string;
  };
  unverified?: {
    /**
     * While so many changes are not visible, no ring opens.
     */
    wait: number | string;
  };
  removals?: {
    /**
     * So long after an upgrade a removal counts.
     */
    within: string;
    /**
     * So many more of the upgraded people remove the app than of the others: the rollout halts.
     */
    harmful: string;
    /**
     * So many good versions may be halted by chance.
     */
    falseHalts?: string;
    /**
     * So many harmful versions may pass by chance.
     */
    missedHarm?: string;
  };
  /**
   * @minItems 1
   */
  signals?: Signal[];
}
export interface Signal {
  /**
   * What reports call it.
   */
  name: string;
  /**
   * A query that gives one number. TRUEUP_PROMETHEUS_URL says where Prometheus is.
   */
  prometheus?: string;
  /**
   * An address that answers with JSON: https, or http on this machine.
   */
  get?: string;
  /**
   * Where in the answer of get the figure is, as a JSON Pointer such as /state.
   */
  pointer?: string;
  /**
   * The environment variable whose value is sent to the address of get as a bearer token.
   */
  tokenFrom?: string;
  ok: Condition;
  fail?: Condition;
  /**
   * It is asked for at most so often.
   */
  every?: string;
}
/**
 * What holds actions back. Of a folder, only in the file policy.yaml at its root.
 */
export interface Policy {
  /**
   * Where a section may stand; elsewhere it is an error. So code owners can be given to folders.
   */
  sections?: {
    apps?: Globs;
    assignments?: Globs;
    users?: Globs;
    tenant?: Globs;
    rollouts?: Globs;
    exceptions?: Globs;
  };
  /**
   * Users or groups that are never acted on; their rows are held.
   */
  protectedUsers?: ProtectedTarget[];
  /**
   * More changes in one run than this: every action is held.
   */
  maxChanges?: number | string;
  /**
   * More uninstalls due than this, before waves: every uninstall is held.
   */
  maxRemovals?: number | string;
  /**
   * At most so many rows act in one run; the others are held for later runs.
   */
  perRun?: number;
  /**
   * At most so many changes are sent in any 24 hours, over all apps and runs; the others are held for later.
   */
  perDay?: number;
  /**
   * More changes due in all than this, before waves: every action is held.
   */
  maxDue?: number | string;
  /**
   * true: every action is held.
   */
  suspend?: boolean;
  /**
   * The time zone of windows and of the ends of exceptions, such as Europe/Berlin.
   */
  timeZone?: string;
  /**
   * Hours of a week, by a name of their own.
   */
  windows?: {
    [k: string]: Window;
  };
  /**
   * A name under windows: only in these hours a change may begin. What is under way at their end is finished.
   */
  window?: string;
}
export interface Window {
  /**
   * The days on which it begins.
   *
   * @minItems 1
   */
  days: ("Mon" | "Tue" | "Wed" | "Thu" | "Fri" | "Sat" | "Sun")[];
  from: TimeOfDay;
  /**
   * Before from: of the next day. 24:00 is the end of the day.
   */
  to: string;
}
