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
        groups: { type: "array", items: { type: "string" } },
        installations: { type: "array", items: { $ref: "#/$defs/share" } },
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
      properties: { user: { type: "string" }, group: { type: "string" } },
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
    appPolicy: {
      type: "object",
      additionalProperties: false,
      required: ["app", "users"],
      properties: { app: { type: "string" }, users: { type: "array", items: { type: "string" } } },
    },
  },
} as const;

/** A tenant file that fits the schema. */
export interface TenantFile {
  readonly tenantId?: string;
  readonly users?: readonly FileUser[];
  readonly population?: readonly FilePopulation[];
  readonly groups?: readonly FileGroup[];
  readonly catalog?: readonly FileApp[];
  /** By principal name. */
  readonly installations?: Readonly<Record<string, readonly FileInstallation[]>>;
  readonly policies?: {
    readonly blocked?: readonly FileAppPolicy[];
    readonly preinstalled?: readonly FileAppPolicy[];
    readonly permanent?: readonly string[];
    readonly personalScopeConsent?: boolean;
  };
}

interface FileAccount {
  readonly displayName?: string;
  readonly accountEnabled?: boolean;
  readonly userType?: "Member" | "Guest";
  readonly teams?: boolean;
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
  readonly groups?: readonly string[];
  readonly installations?: readonly FileShare[];
}

/** An app that every n-th user of a population has. */
export interface FileShare {
  readonly app: string;
  readonly version: string;
  readonly consent?: readonly FilePermission[];
  readonly every?: number;
  readonly offset?: number;
}

/** A group by name, with users by principal name and groups by name. */
export interface FileGroup {
  readonly name: string;
  readonly id?: string;
  readonly visibility?: "Private" | "Public" | "HiddenMembership";
  readonly members?: readonly { readonly user?: string; readonly group?: string }[];
}

/** An app of the catalog; other parts of the file refer to it by `name`. */
export interface FileApp {
  readonly name: string;
  readonly id?: string;
  readonly externalId?: string;
  readonly displayName?: string;
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

interface FileAppPolicy {
  readonly app: string;
  readonly users: readonly string[];
}
