import { Buffer } from "node:buffer";
import type { Permission } from "../model/permission.ts";
import type { Dials } from "./dials.ts";
import { newestPublished } from "./state.ts";
import type { AppDefinition, CatalogApp, InstalledApp } from "./tenant.ts";

/** Properties of Graph's `teamsApp`. */
export const APP_PROPERTIES = ["id", "externalId", "displayName", "distributionMethod"];
/** Properties of Graph's `teamsAppDefinition`. */
export const DEFINITION_PROPERTIES = [
  "id",
  "teamsAppId",
  "displayName",
  "version",
  "publishingState",
  "shortDescription",
  "description",
  "lastModifiedDateTime",
  "createdBy",
  "authorization",
];

/** Graph's `teamsApp`. */
export function appEntity(app: InstalledApp): Record<string, unknown> {
  return {
    id: app.id,
    externalId: app.externalId,
    displayName: app.displayName,
    distributionMethod: app.distributionMethod,
  };
}

/** Graph's `teamsAppDefinition`. Samples of the reference show `lastModifiedDateTime` and `createdBy` as null. */
export function definitionEntity(app: InstalledApp, definition: AppDefinition, dials: Dials): Record<string, unknown> {
  const { version, publishingState, permissions } = definition;
  const state = publishingState.charAt(0).toUpperCase() + publishingState.slice(1);
  return {
    id: Buffer.from(`${app.id}##${version}##${state}`).toString("base64"),
    teamsAppId: app.id,
    displayName: app.displayName,
    version,
    publishingState,
    shortDescription: app.displayName,
    description: app.displayName,
    lastModifiedDateTime: null,
    createdBy: null,
    authorization:
      permissions === null
        ? null
        : { clientAppId: app.clientAppId, requiredPermissionSet: permissionSet(permissions, dials) },
  };
}

/** Graph's `teamsAppPermissionSet`. */
export function permissionSet(permissions: readonly Permission[], dials: Dials): object {
  const spelled = { application: "Application", delegated: "Delegated" };
  return {
    resourceSpecificPermissions: permissions.map(({ value, type }) => ({
      permissionValue: value,
      permissionType: dials.permissionTypes === "lower" ? type : spelled[type],
    })),
  };
}

/** The definitions that a catalog answer shows. */
export function shownDefinitions(app: CatalogApp, dials: Dials): readonly AppDefinition[] {
  switch (dials.definitions) {
    case "as-listed":
      return app.definitions;
    case "reversed":
      return app.definitions.toReversed();
    case "offered-only": {
      const newest = newestPublished(app);
      return newest === null ? [] : [newest];
    }
  }
}

/** The definition of an installed version. What one that the catalog does not have (any more) requires is not known. */
export function definitionOf(app: CatalogApp | undefined, version: string): AppDefinition {
  const known = app?.definitions.find((definition) => definition.version === version);
  return known ?? { version, publishingState: "published", permissions: null };
}
