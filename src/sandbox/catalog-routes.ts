import { type Answer, ok, refuse, type SandboxRequest } from "./answers.ts";
import {
  APP_PROPERTIES,
  appEntity,
  DEFINITION_PROPERTIES,
  definitionEntity,
  shownDefinitions,
} from "./catalog-entities.ts";
import type { Dials } from "./dials.ts";
import { type FilterRules, parseFilter } from "./filter.ts";
import { checkOptions, page, parseExpand, parseSelect, select } from "./odata.ts";
import type { TenantState } from "./state.ts";
import type { CatalogApp } from "./tenant.ts";

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
  checkOptions(request, ["$select"]);
  const app = state.catalog.get((request.segments[2] ?? "").toLowerCase());
  if (app === undefined) return appNotFound(request);
  const selected = parseSelect(request.query.get("$select"), DEFINITION_PROPERTIES);
  return page(request, shownDefinitions(app, dials), 100, (definition) =>
    select(definitionEntity(app, definition, dials), selected),
  );
}

function shapeOfApps(request: SandboxRequest, dials: Dials): (app: CatalogApp) => object {
  const selected = parseSelect(request.query.get("$select"), APP_PROPERTIES);
  const expanded = parseExpand(request.query.get("$expand"), { appDefinitions: DEFINITION_PROPERTIES });
  const ofDefinitions = expanded.get("appDefinitions");
  return (app) => ({
    ...select(appEntity(app), selected),
    ...(ofDefinitions === undefined
      ? {}
      : {
          appDefinitions: shownDefinitions(app, dials).map((one) =>
            select(definitionEntity(app, one, dials), ofDefinitions),
          ),
        }),
  });
}

function appNotFound(request: SandboxRequest): Answer {
  return refuse(404, "NotFound", `App with id '${request.segments[2] ?? ""}' was not found.`);
}
