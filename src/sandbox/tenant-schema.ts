import { DIALS_SCHEMA } from "./dials.ts";
import { FAULT_SCHEMA } from "./faults.ts";

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
