import { createHash } from "node:crypto";
import type { Permission } from "../model/permission.ts";

/** A tenant as a file describes it: what there is at the start. */
export interface Tenant {
  readonly tenantId: string;
  readonly users: readonly TenantUser[];
  readonly groups: readonly TenantGroup[];
  readonly catalog: readonly CatalogApp[];
  readonly installations: readonly TenantInstallation[];
  readonly policies: TenantPolicies;
}

/** A user of the tenant, with the properties that Graph shows. */
export interface TenantUser {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly accountEnabled: boolean;
  readonly userType: "Member" | "Guest";
  /** Whether the account has a Teams plan. */
  readonly hasTeams: boolean;
}

/** A group; members are ids of users and groups. */
export interface TenantGroup {
  readonly id: string;
  readonly displayName: string;
  readonly visibility: "Private" | "Public" | "HiddenMembership";
  readonly members: readonly string[];
}

/** An app of the catalog. */
export interface CatalogApp {
  readonly id: string;
  /** The manifest id; null for Store apps. */
  readonly externalId: string | null;
  readonly displayName: string;
  readonly distributionMethod: "organization" | "store" | "sideloaded";
  readonly definitions: readonly AppDefinition[];
}

/** One version of an app. */
export interface AppDefinition {
  readonly version: string;
  readonly publishingState: "published" | "submitted" | "rejected";
  /** Null: the answer has no `authorization`. */
  readonly permissions: readonly Permission[] | null;
}

/** An app that a user has at the start. */
export interface TenantInstallation {
  readonly userId: string;
  readonly app: InstalledApp;
  readonly version: string;
  readonly consent: readonly Permission[];
}

/** What an installation says about its app, which need not be in the catalog (any more). */
export type InstalledApp = Omit<CatalogApp, "definitions">;

/** What administrators have set; users by id, apps by catalog id. */
export interface TenantPolicies {
  /** Pairs for which a permission policy forbids the app. */
  readonly blocked: readonly { readonly appId: string; readonly userId: string }[];
  /** Pairs for which a setup policy installed the app, which then cannot be removed. */
  readonly preinstalled: readonly { readonly appId: string; readonly userId: string }[];
  /** Built-in apps that can neither be upgraded nor removed. */
  readonly permanent: readonly string[];
  /** The tenant's switch for consent in personal scope. */
  readonly personalScopeConsent: boolean;
}

/** An id for something that the file names but gives no id: always the same for the same name. */
export function derivedId(kind: "user" | "group" | "app" | "manifest", name: string): string {
  const hex = createHash("sha256").update(`${kind}:${name.toLowerCase()}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
