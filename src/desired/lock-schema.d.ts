// Made from schemas/lock.schema.json by `npm run generate`; do not edit.

export type ObjectId = string;
export type PermissionName = string;

/**
 * Which definition of each app was reviewed. trueup lock writes the file trueup.lock beside the desired state; docs/lock.md tells of it.
 */
export interface TrueUpLock {
  /**
   * The version of this format.
   */
  readonly lockVersion: 1;
  /**
   * The tenant whose catalog the definitions were seen in; null where it could not be told.
   */
  readonly tenant: ObjectId | null;
  /**
   * By the name of the app in the desired state, sorted.
   */
  readonly apps: {
    readonly [k: string]: LockedApp;
  };
}
export interface LockedApp {
  /**
   * Graph: teamsApp.id.
   */
  readonly catalogId: string;
  /**
   * As the catalog spells it.
   */
  readonly version: string;
  /**
   * The id of the Entra application that gets the consent; null where none does.
   */
  readonly clientAppId: ObjectId | null;
  /**
   * What the definition requires, sorted by name and type.
   */
  readonly permissions: {
    readonly value: PermissionName;
    readonly type: "application" | "delegated";
  }[];
  /**
   * Whether the definition holds a bot.
   */
  readonly bot: boolean;
  /**
   * SHA-256 over version, clientAppId, permissions and bot, so that none of them can be changed by hand unseen.
   */
  readonly digest: string;
  /**
   * When the definition was first seen, in UTC.
   */
  readonly firstSeen: string;
}
