import { createHash } from "node:crypto";
import type { Permission } from "../model/permission.ts";
import type { Dials } from "./dials.ts";
import type { SandboxEvent } from "./events.ts";
import type { Fault } from "./faults.ts";
import type { AccountType, Definition, Permission as WrittenPermission, Plan, UserType } from "./schema.d.ts";

/** A tenant as a file describes it: what there is at the start, and how it behaves. */
export interface Tenant {
  readonly tenantId: string;
  readonly users: readonly TenantUser[];
  readonly groups: readonly TenantGroup[];
  readonly devices: readonly TenantDevice[];
  readonly catalog: readonly CatalogApp[];
  readonly builtIn: readonly BuiltInApp[];
  readonly installations: readonly TenantInstallation[];
  readonly policies: TenantPolicies;
  /** Dials that the file sets; others have their defaults. */
  readonly dials: Partial<Dials>;
  readonly faults: readonly Fault[];
  readonly events: readonly SandboxEvent[];
}

/** A user of the tenant, with the properties that Graph shows. */
export interface TenantUser {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly accountEnabled: boolean;
  readonly userType: UserType;
  readonly assignedPlans: readonly AssignedPlan[];
  /** What Teams takes the account for; null: Teams does not know it. */
  readonly accountType: AccountType;
  /** What Teams says the account is licensed for. */
  readonly featureTypes: readonly string[];
}

/** Graph's `assignedPlan`. */
export type AssignedPlan = Required<Plan>;

/** Service plans `TEAMS1` and Exchange. Source: https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference */
const TEAMS_PLAN: AssignedPlan = {
  capabilityStatus: "Enabled",
  service: "TeamspaceAPI",
  servicePlanId: "57ff2da0-773e-42df-b2af-ffb7a2317929",
};
const OTHER_PLAN: AssignedPlan = {
  capabilityStatus: "Enabled",
  service: "exchange",
  servicePlanId: "efb87545-963c-4e0d-99df-69c6916d9eb0",
};
/** The plans of somebody who has Teams. */
export const WITH_TEAMS: readonly AssignedPlan[] = [TEAMS_PLAN, OTHER_PLAN];
/** The plans of somebody who has none for Teams. */
export const WITHOUT_TEAMS: readonly AssignedPlan[] = [OTHER_PLAN];

/** A group; members are ids of users, groups and devices. */
export interface TenantGroup {
  readonly id: string;
  readonly displayName: string;
  readonly visibility: "Private" | "Public" | "HiddenMembership";
  readonly members: readonly string[];
}

/** A member of a group that is nobody who has apps. */
export interface TenantDevice {
  readonly id: string;
  readonly displayName: string;
}

/** An app of the catalog. */
export interface CatalogApp {
  readonly id: string;
  /** The manifest id; null for Store apps. */
  readonly externalId: string | null;
  readonly displayName: string;
  readonly distributionMethod: "organization" | "store" | "sideloaded";
  /** The Entra app that the Teams app belongs to: what `…Self…` roles are about. */
  readonly clientAppId: string | null;
  readonly definitions: readonly AppDefinition[];
}

/** One version of an app. */
export interface AppDefinition {
  readonly version: string;
  readonly publishingState: Required<Definition>["publishingState"];
  /** Null: the answer has no `authorization`. */
  readonly permissions: readonly Permission[] | null;
  /** The Entra app that gets the consent; null: the answer names none. */
  readonly clientAppId: string | null;
  /** The id of its bot; null: it has none. */
  readonly bot: string | null;
}

/** An app that a user has at the start. */
export interface TenantInstallation {
  /** Null: as Graph's samples have it. */
  readonly id: string | null;
  readonly userId: string;
  readonly app: InstalledApp;
  readonly version: string;
  readonly consent: readonly Permission[];
}

/** What an installation says about its app, which need not be in the catalog (any more). */
export type InstalledApp = Omit<CatalogApp, "definitions">;

/** An app of Teams itself that everyone has and nobody can change, such as Activity. */
interface BuiltInApp {
  readonly app: InstalledApp;
  readonly version: string;
}

/** What administrators have set; apps by catalog id. */
interface TenantPolicies {
  /** For whom a permission policy forbids an app. */
  readonly blocked: readonly AppPolicy[];
  /** For whom a setup policy installed an app, which then cannot be removed. */
  readonly preinstalled: readonly AppPolicy[];
  /** Apps that can neither be upgraded nor removed, besides the built-in ones. */
  readonly permanent: readonly string[];
  /** Graph: `teamsAppSettings.isUserPersonalScopeResourceSpecificConsentEnabled`. */
  readonly personalScopeConsent: boolean;
}

/** A policy about one app: for users, for members of groups (nested ones count), or for everyone. */
export interface AppPolicy {
  readonly appId: string;
  readonly userIds: ReadonlySet<string>;
  readonly groupIds: readonly string[];
  readonly everyone: boolean;
}

/** A version of an app, as the tenant file and the control endpoint write it. */
export function readDefinition(written: Definition, app: Pick<CatalogApp, "clientAppId">): AppDefinition {
  const { version, publishingState = "published", permissions = [], permissionsShown, clientAppId, bot } = written;
  return {
    version,
    publishingState,
    permissions: permissionsShown === false || permissions === null ? null : readPermissions(permissions),
    clientAppId: clientAppId === undefined ? app.clientAppId : (clientAppId?.toLowerCase() ?? null),
    bot: bot ?? null,
  };
}

/** Permissions; one without a type is an application's. */
export function readPermissions(permissions: readonly WrittenPermission[] = []): readonly Permission[] {
  return permissions.map(({ value, type = "application" }) => ({ value, type }));
}

/** An id for something that the file names but gives no id: always the same for the same name. */
export function derivedId(
  kind: "user" | "group" | "device" | "app" | "manifest" | "application" | "request" | "subscription",
  name: string,
): string {
  const hex = createHash("sha256").update(`${kind}:${name.toLowerCase()}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
