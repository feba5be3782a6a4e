import { Buffer } from "node:buffer";
import type { Permission } from "../model/permission.ts";
import { type Answer, ok, refuse, type SandboxRequest } from "./answers.ts";
import type { Dials } from "./dials.ts";
import {
  checkOptions,
  type Expandable,
  type Expansion,
  type FilterRules,
  page,
  parseExpand,
  parseFilter,
  parseOptions,
  parseSelect,
  select,
} from "./odata.ts";
import { newestPublished, type TenantState } from "./state.ts";
import { type AppDefinition, type CatalogApp, type InstalledApp, readDefinition } from "./tenant.ts";

/** Source: https://learn.microsoft.com/graph/api/appcatalogs-list-teamsapps: any field, with `eq`, `ne`, `and`, `or`, `not`. */
const FILTER: FilterRules<CatalogApp> = {
  negation: true,
  properties: {
    id: (app) => app.id,
    externalId: (app) => app.externalId,
    displayName: (app) => app.displayName,
    distributionMethod: (app) => app.distributionMethod,
  },
};

/** GET /appCatalogs/teamsApps. Source: https://learn.microsoft.com/graph/api/appcatalogs-list-teamsapps */
export function listApps(state: TenantState, request: SandboxRequest, dials: Dials): Answer {
  checkOptions(request, ["$filter", "$select", "$expand"]);
  const apps = [...state.catalog.values()].filter(parseFilter(request.query.get("$filter"), FILTER));
  const toEntity = shapeOfApps(request, dials);
  return page(request, apps, 100, toEntity, { "@odata.context": `${request.root}/$metadata#appCatalogs/teamsApps` });
}

/** GET /appCatalogs/teamsApps/{id} */
export function getApp(state: TenantState, request: SandboxRequest, dials: Dials): Answer {
  checkOptions(request, ["$select", "$expand"]);
  const app = state.catalog.get((request.segments[2] ?? "").toLowerCase());
  return app === undefined ? appNotFound(request) : ok(shapeOfApps(request, dials)(app));
}

/** GET /appCatalogs/teamsApps/{id}/appDefinitions */
export function listDefinitions(state: TenantState, request: SandboxRequest, dials: Dials): Answer {
  checkOptions(request, ["$select", "$expand"]);
  const app = state.catalog.get((request.segments[2] ?? "").toLowerCase());
  if (app === undefined) return appNotFound(request);
  const shown = parseOptions(request.query, DEFINITIONS);
  return page(request, shownDefinitions(app, dials), 100, (definition) =>
    definitionEntity(app, definition, dials, shown),
  );
}

function shapeOfApps(request: SandboxRequest, dials: Dials): (app: CatalogApp) => object {
  const selected = parseSelect(request.query.get("$select"), APP_PROPERTIES);
  const ofDefinitions = parseExpand(request.query.get("$expand"), { appDefinitions: DEFINITIONS }).get(
    "appDefinitions",
  );
  return (app) => ({
    ...select(appEntity(app), selected),
    ...(ofDefinitions === undefined
      ? {}
      : {
          appDefinitions: shownDefinitions(app, dials).map((one) => definitionEntity(app, one, dials, ofDefinitions)),
        }),
  });
}

function appNotFound(request: SandboxRequest): Answer {
  return refuse(404, `App with id '${request.segments[2] ?? ""}' was not found.`);
}

/** Properties of Graph's `teamsApp`. */
export const APP_PROPERTIES = ["id", "externalId", "displayName", "distributionMethod"];
/** Graph's `teamsAppDefinition`: its properties, and the bot that comes only when it is expanded. */
export const DEFINITIONS: Expandable = {
  properties: [
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
  ],
  expand: { bot: { properties: ["id"] } },
};

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
export function definitionEntity(
  app: InstalledApp,
  definition: AppDefinition,
  dials: Dials,
  shown: Expansion,
): Record<string, unknown> {
  const { version, publishingState, permissions, clientAppId } = definition;
  const state = publishingState.charAt(0).toUpperCase() + publishingState.slice(1);
  const entity = {
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
      permissions === null ? null : { clientAppId, requiredPermissionSet: permissionSet(permissions, dials) },
  };
  const bot = definition.bot === null ? null : { id: definition.bot };
  return { ...select(entity, shown.select), ...(shown.expand.has("bot") ? { bot } : {}) };
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
function shownDefinitions(app: CatalogApp, dials: Dials): readonly AppDefinition[] {
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
  return known ?? readDefinition({ version, permissions: null }, { clientAppId: null });
}
