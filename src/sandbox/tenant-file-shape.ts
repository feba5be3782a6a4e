import type { Dials } from "./dials.ts";
import type { WrittenFault } from "./faults.ts";
import type { AssignedPlan } from "./tenant.ts";

/** A tenant file that fits the schema. */
export interface TenantFile {
  readonly tenantId?: string;
  readonly users?: readonly FileUser[];
  readonly population?: readonly FilePopulation[];
  readonly groups?: readonly FileGroup[];
  readonly catalog?: readonly FileApp[];
  readonly builtIn?: readonly FileBuiltIn[];
  /** By principal name. */
  readonly installations?: Readonly<Record<string, readonly FileInstallation[]>>;
  readonly policies?: FilePolicies;
  readonly dials?: Partial<Dials>;
  readonly faults?: readonly WrittenFault[];
}

/** What one user and each user of a population have in common. */
export interface FileAccount {
  readonly displayName?: string;
  readonly accountEnabled?: boolean;
  readonly userType?: "Member" | "Guest";
  /** Whether the account has a Teams plan; `plans` says it in full instead. */
  readonly teams?: boolean;
  readonly plans?: readonly (Omit<AssignedPlan, "capabilityStatus"> & Partial<AssignedPlan>)[];
}

/** One user. */
export interface FileUser extends FileAccount {
  readonly upn: string;
  readonly id?: string;
}

/** Many users alike: `{n}` in the principal name and display name counts from 1. */
export interface FilePopulation extends FileAccount {
  readonly count: number;
  readonly upn: string;
  readonly groups?: readonly (string | FileMembership)[];
  readonly installations?: readonly FileShare[];
}

/** Which numbers of a population: from `from` to `to`, `every` apart. All by default. */
export interface FileRange {
  readonly from?: number;
  readonly to?: number;
  readonly every?: number;
}

/** A group that some of a population are members of. */
export interface FileMembership extends FileRange {
  readonly name: string;
}

/** An app that some of a population have. `offset` skips that many of them first. */
export interface FileShare extends FileRange, FileInstallation {
  readonly offset?: number;
}

/** A group by name, with users by principal name, groups by name and devices. */
export interface FileGroup {
  readonly name: string;
  readonly id?: string;
  readonly visibility?: "Private" | "Public" | "HiddenMembership";
  readonly members?: readonly { readonly user?: string; readonly group?: string; readonly device?: string }[];
}

/** An app of the catalog; other parts of the file refer to it by `name`. */
export interface FileApp {
  readonly name: string;
  readonly id?: string;
  readonly externalId?: string;
  readonly displayName?: string;
  readonly clientAppId?: string;
  readonly distributionMethod?: "organization" | "store";
  readonly definitions: readonly FileDefinition[];
}

/** One version of an app. */
export interface FileDefinition {
  readonly version: string;
  readonly publishingState?: "published" | "submitted" | "rejected";
  readonly permissions?: readonly FilePermission[];
  /** False: the answer has no `authorization`. */
  readonly permissionsShown?: boolean;
}

/** A permission; application is the default type. */
export interface FilePermission {
  readonly value: string;
  readonly type?: "application" | "delegated";
}

/** An app that one user has. */
export interface FileInstallation {
  readonly app: string;
  readonly version: string;
  readonly consent?: readonly FilePermission[];
  readonly sideloaded?: boolean;
  /** Another catalog id than the app has: an orphan of a re-upload. */
  readonly appId?: string;
}

/** An app of Teams itself. */
export interface FileBuiltIn {
  readonly name: string;
  readonly id?: string;
  readonly version: string;
}

/** What administrators have set; apps, users and groups by name. */
export interface FilePolicies {
  readonly blocked?: readonly FileAppPolicy[];
  readonly preinstalled?: readonly FileAppPolicy[];
  readonly permanent?: readonly string[];
  readonly personalScopeConsent?: boolean;
}

/** One app, and for whom. */
export interface FileAppPolicy {
  readonly app: string;
  readonly users?: readonly string[];
  readonly groups?: readonly string[];
  readonly everyone?: boolean;
}
