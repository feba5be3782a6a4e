import type { Definition } from "../model/catalog.ts";
import type { Permission } from "../model/permission.ts";

/** An app as the catalog lists it. */
export interface CatalogApp {
  readonly id: string;
  readonly externalId: string | null;
  readonly displayName: string | null;
  readonly distributionMethod: string | null;
  readonly definitions: readonly Definition[];
}

/** A group as the directory lists it. */
export interface TenantGroup {
  /** Lower case. */
  readonly id: string;
  readonly displayName: string | null;
  /** Whether its members are shown to few only. */
  readonly hidden: boolean;
}

/** Reads a tenant whole. Every method throws GraphError where an answer fails. */
export interface TenantInventory {
  readonly readApps: (which: "organization" | "all") => Promise<readonly CatalogApp[]>;
  readonly readGroups: () => Promise<readonly TenantGroup[]>;
  /**
   * The ids of all users in a group, nested ones included, lower case; null where some may be hidden.
   * @param hidden ids of all groups that hide their members
   */
  readonly readMemberIds: (group: TenantGroup, hidden: ReadonlySet<string>) => Promise<readonly string[] | null>;
  /** The id of the tenant, from `/organization`; null where the answer names none. */
  readonly readTenantId: () => Promise<string | null>;
}

/** An account of the tenant. */
export interface Person {
  /** Lower case. */
  readonly id: string;
  readonly userPrincipalName: string | null;
  /** Whether `everyone` reaches the account. */
  readonly ofEveryone: boolean;
  /** False: what the account has could not be read to its end, so that it may have any app. */
  readonly read: boolean;
}

/** A group whose members were all read. */
export interface GroupMembers {
  readonly group: TenantGroup;
  /** Lower-case ids. */
  readonly members: readonly string[];
}

/** An app that people have. */
export interface HeldApp {
  readonly catalogId: string;
  readonly externalId: string | null;
  readonly displayName: string | null;
  readonly distributionMethod: string | null;
  /** Null: the catalog does not show the app. */
  readonly definitions: readonly Definition[] | null;
  /** By lower-case id of the person; a version that was not told is null. */
  readonly holders: ReadonlyMap<string, string | null>;
  /** Every permission that was seen in force. */
  readonly consented: readonly Permission[];
}

/** What was seen of a tenant. */
export interface Survey {
  /** Null: neither the token nor Graph told it. */
  readonly tenantId: string | null;
  readonly people: readonly Person[];
  readonly groups: readonly GroupMembers[];
  /** Groups that were listed, and whose members were not all shown. */
  readonly groupsNotRead: number;
  /** Display names that two groups or more have, lower case. */
  readonly sharedNames: ReadonlySet<string>;
  /** By name, then id. */
  readonly apps: readonly HeldApp[];
  /** All apps of the catalog's organization part, also those that nobody has. */
  readonly catalog: readonly CatalogApp[];
}
