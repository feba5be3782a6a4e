import { type Dials, DIALS_SCHEMA } from "./dials.ts";
import { FAULT_SCHEMA, type WrittenFault } from "./faults.ts";
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
interface FileUser extends FileAccount {
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
interface FileMembership extends FileRange {
  readonly name: string;
}

/** An app that some of a population have. `offset` skips that many of them first. */
interface FileShare extends FileRange, FileInstallation {
  readonly offset?: number;
}

/** A group by name, with users by principal name, groups by name and devices. */
interface FileGroup {
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
interface FileDefinition {
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
interface FilePolicies {
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

/** JSON Schema (2020-12) of a tenant file; `docs/sandbox.md` describes it for people. */
export const TENANT_SCHEMA = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  additionalProperties: false,
  properties: {
    tenantId: { type: "string" },
    users: { type: "array", items: { $ref: "#/$defs/user" } },
    population: { type: "array", items: { $ref: "#/$defs/population" } },
    groups: { type: "array", items: { $ref: "#/$defs/group" } },
    catalog: { type: "array", items: { $ref: "#/$defs/app" } },
    installations: {
      type: "object",
      additionalProperties: { type: "array", items: { $ref: "#/$defs/installation" } },
    },
    policies: {
      type: "object",
      additionalProperties: false,
      properties: {
        blocked: { type: "array", items: { $ref: "#/$defs/appPolicy" } },
        preinstalled: { type: "array", items: { $ref: "#/$defs/appPolicy" } },
        permanent: { type: "array", items: { type: "string" } },
        personalScopeConsent: { type: "boolean" },
      },
    },
    builtIn: { type: "array", items: { $ref: "#/$defs/builtIn" } },
    dials: DIALS_SCHEMA,
    faults: { type: "array", items: FAULT_SCHEMA },
  },
  $defs: {
    user: {
      type: "object",
      additionalProperties: false,
      required: ["upn"],
      properties: {
        upn: { type: "string" },
        id: { type: "string" },
        displayName: { type: "string" },
        accountEnabled: { type: "boolean" },
        userType: { type: "string", enum: ["Member", "Guest"] },
        teams: { type: "boolean" },
        plans: { $ref: "#/$defs/plans" },
      },
    },
    plans: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["service", "servicePlanId"],
        properties: {
          service: { type: "string" },
          servicePlanId: { type: "string" },
          capabilityStatus: { type: "string", enum: ["Enabled", "Warning", "Suspended", "Deleted", "LockedOut"] },
        },
      },
    },
    population: {
      type: "object",
      additionalProperties: false,
      required: ["count", "upn"],
      properties: {
        count: { type: "integer", minimum: 1, maximum: 2_000_000 },
        upn: { type: "string", pattern: "\\{n\\}" },
        displayName: { type: "string" },
        accountEnabled: { type: "boolean" },
        userType: { type: "string", enum: ["Member", "Guest"] },
        teams: { type: "boolean" },
        plans: { $ref: "#/$defs/plans" },
        groups: { type: "array", items: { $ref: "#/$defs/membership" } },
        installations: { type: "array", items: { $ref: "#/$defs/share" } },
      },
    },
    membership: {
      type: ["string", "object"],
      additionalProperties: false,
      required: ["name"],
      properties: {
        name: { type: "string" },
        from: { type: "integer", minimum: 1 },
        to: { type: "integer", minimum: 1 },
        every: { type: "integer", minimum: 1 },
      },
    },
    share: {
      type: "object",
      additionalProperties: false,
      required: ["app", "version"],
      properties: {
        app: { type: "string" },
        version: { type: "string" },
        consent: { $ref: "#/$defs/permissions" },
        every: { type: "integer", minimum: 1 },
        offset: { type: "integer", minimum: 0 },
        from: { type: "integer", minimum: 1 },
        to: { type: "integer", minimum: 1 },
        sideloaded: { type: "boolean" },
        appId: { type: "string" },
      },
    },
    group: {
      type: "object",
      additionalProperties: false,
      required: ["name"],
      properties: {
        name: { type: "string" },
        id: { type: "string" },
        visibility: { type: "string", enum: ["Private", "Public", "HiddenMembership"] },
        members: { type: "array", items: { $ref: "#/$defs/member" } },
      },
    },
    member: {
      type: "object",
      additionalProperties: false,
      minProperties: 1,
      maxProperties: 1,
      properties: { user: { type: "string" }, group: { type: "string" }, device: { type: "string" } },
    },
    app: {
      type: "object",
      additionalProperties: false,
      required: ["name", "definitions"],
      properties: {
        name: { type: "string" },
        id: { type: "string" },
        externalId: { type: "string" },
        displayName: { type: "string" },
        clientAppId: { type: "string" },
        distributionMethod: { type: "string", enum: ["organization", "store"] },
        definitions: { type: "array", items: { $ref: "#/$defs/definition" } },
      },
    },
    definition: {
      type: "object",
      additionalProperties: false,
      required: ["version"],
      properties: {
        version: { type: "string" },
        publishingState: { type: "string", enum: ["published", "submitted", "rejected"] },
        permissions: { $ref: "#/$defs/permissions" },
        permissionsShown: { type: "boolean" },
      },
    },
    permissions: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["value"],
        properties: {
          value: { type: "string" },
          type: { type: "string", enum: ["application", "delegated"] },
        },
      },
    },
    installation: {
      type: "object",
      additionalProperties: false,
      required: ["app", "version"],
      properties: {
        app: { type: "string" },
        version: { type: "string" },
        consent: { $ref: "#/$defs/permissions" },
        sideloaded: { type: "boolean" },
        appId: { type: "string" },
      },
    },
    builtIn: {
      type: "object",
      additionalProperties: false,
      required: ["name", "version"],
      properties: { name: { type: "string" }, id: { type: "string" }, version: { type: "string" } },
    },
    appPolicy: {
      type: "object",
      additionalProperties: false,
      required: ["app"],
      properties: {
        app: { type: "string" },
        users: { type: "array", items: { type: "string" } },
        groups: { type: "array", items: { type: "string" } },
        everyone: { type: "boolean" },
      },
    },
  },
} as const;
