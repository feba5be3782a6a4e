import { Buffer } from "node:buffer";
import type { Permission } from "../model/permission.ts";
import { type Answer, refuse, type SandboxRequest } from "./answers.ts";
import { checkOptions, page, parseExpand, parseFilter, select } from "./odata.ts";
import type { TenantState } from "./state.ts";
import type { AppDefinition, CatalogApp, InstalledApp } from "./tenant.ts";

/** GET /appCatalogs/teamsApps. Source: https://learn.microsoft.com/graph/api/appcatalogs-list-teamsapps */
export function listApps(state: TenantState, request: SandboxRequest): Answer {
  checkOptions(request, { options: ["$filter", "$select", "$expand"] });
  const matches = parseFilter(request.query.get("$filter"), ["id", "externalId", "displayName", "distributionMethod"]);
  const expanded = parseExpand(request.query.get("$expand"));
  const apps = [...state.catalog.values()].filter((app) => matches({ ...app }));
  const selected = request.query.get("$select");
  return page(request, apps, 100, (app) => ({
    ...select(appEntity(app), selected),
    ...(expanded.has("appDefinitions")
      ? {
          appDefinitions: app.definitions.map((one) =>
            select(definitionEntity(app, one), expanded.get("appDefinitions") ?? null),
          ),
        }
      : {}),
  }));
}

/** GET /appCatalogs/teamsApps/{id}/appDefinitions */
export function listDefinitions(state: TenantState, request: SandboxRequest): Answer {
  checkOptions(request, { options: ["$select", "$filter", "$expand"] });
  const id = request.segments[2] ?? "";
  const app = state.catalog.get(id.toLowerCase());
  if (app === undefined) return refuse(404, "NotFound", `App with id '${id}' was not found.`);
  const selected = request.query.get("$select");
  return page(request, app.definitions, 100, (definition) => select(definitionEntity(app, definition), selected));
}

/** Graph's `teamsApp`. */
export function appEntity(app: InstalledApp): Record<string, unknown> {
  return {
    id: app.id,
    externalId: app.externalId,
    displayName: app.displayName,
    distributionMethod: app.distributionMethod,
  };
}

/** Graph's `teamsAppDefinition`. */
export function definitionEntity(app: InstalledApp, definition: AppDefinition): Record<string, unknown> {
  return {
    id: Buffer.from(`${app.id}##${definition.version}##${definition.publishingState}`).toString("base64"),
    teamsAppId: app.id,
    displayName: app.displayName,
    version: definition.version,
    publishingState: definition.publishingState,
    shortDescription: app.displayName,
    description: app.displayName,
    lastModifiedDateTime: null,
    createdBy: null,
    authorization:
      definition.permissions === null
        ? null
        : { clientAppId: null, requiredPermissionSet: permissionSet(definition.permissions) },
  };
}

/** Graph's `teamsAppPermissionSet`. Reads answer with lower-case types; the samples show both. */
export function permissionSet(permissions: readonly Permission[]): object {
  return {
    resourceSpecificPermissions: permissions.map(({ value, type }) => ({
      permissionValue: value,
      permissionType: type,
    })),
  };
}

/** The definition of a version that an app has or had. */
export function definitionOf(app: CatalogApp | undefined, version: string): AppDefinition {
  const known = app?.definitions.find((definition) => definition.version === version);
  return known ?? { version, publishingState: "published", permissions: [] };
}
