import { isObjectId } from "../model/object-id.ts";
import { type Answer, notUnderstood, ok, refuse, type SandboxRequest } from "./answers.ts";
import { APP_PROPERTIES, appEntity, DEFINITIONS, definitionEntity, definitionOf, permissionSet } from "./catalog.ts";
import type { Dials } from "./dials.ts";
import { checkOptions, type FilterRules, page, parseExpand, parseFilter, parseSelect, select } from "./odata.ts";
import { reaches } from "./roles.ts";
import { findUser, type SandboxInstallation, type TenantState } from "./state.ts";
import type { TenantUser } from "./tenant.ts";

/** Source: https://learn.microsoft.com/microsoftteams/platform/graph-api/proactive-bots-and-messages/graph-proactive-bots-and-messages */
const FILTER: FilterRules<SandboxInstallation> = {
  properties: {
    "teamsApp/id": ({ app }) => app.id,
    "teamsApp/externalId": ({ app }) => app.externalId,
    "teamsApp/displayName": ({ app }) => app.displayName,
    "teamsApp/distributionMethod": ({ app }) => app.distributionMethod,
    "teamsAppDefinition/displayName": ({ app }) => app.displayName,
  },
};

/** GET /users/{id}/teamwork/installedApps. Source: https://learn.microsoft.com/graph/api/userteamwork-list-installedapps */
export function listInstallations(state: TenantState, request: SandboxRequest, dials: Dials): Answer {
  checkOptions(request, ["$filter", "$select", "$expand"]);
  const asksConsent = request.query.get("$select")?.split(",").includes("consentedPermissionSet") === true;
  if (asksConsent && dials.consentOnList === "refused") {
    throw notUnderstood("Could not find a property named 'consentedPermissionSet'.");
  }
  const matches = parseFilter(request.query.get("$filter"), FILTER);
  const toEntity = shapeOfInstallations(state, request, dials, {
    consent: dials.consentOnList !== "ignored",
    expansions: !asksConsent || dials.consentOnList !== "drops-expand",
  });
  const id = request.segments[1] ?? "";
  const user = findUser(state, id);
  if (user === null && !(isObjectId(id) && dials.listForUnknownId === "empty")) return userNotFound(request);
  const installations = user === null ? [] : visible(state, request, user, dials).filter(matches);
  return page(request, installations, dials.pageSize, toEntity, { "@odata.count": installations.length });
}

/** GET /users/{id}/teamwork/installedApps/{id}. Source: https://learn.microsoft.com/graph/api/userteamwork-get-installedapps */
export function getInstallation(state: TenantState, request: SandboxRequest, dials: Dials): Answer {
  checkOptions(request, ["$select", "$expand"]);
  const toEntity = shapeOfInstallations(state, request, dials, { consent: true, expansions: true });
  const user = findUser(state, request.segments[1] ?? "");
  if (user === null) return userNotFound(request);
  const wanted = request.segments[4] ?? "";
  const installation = visible(state, request, user, dials).find(({ id }) => sameInstallation(id, wanted));
  if (installation !== undefined) {
    const entity = toEntity(installation);
    return ok(dials.singleRead === "wrapped" ? { value: [entity] } : entity);
  }
  return isObjectId(wanted) ? refuse(400, `Invalid id '${wanted}' provided.`) : installationNotFound();
}

/** What a read shows: as it was before the lag, and what the token reaches. */
function visible(
  state: TenantState,
  request: SandboxRequest,
  user: TenantUser,
  dials: Dials,
): readonly SandboxInstallation[] {
  const all = state.installationsOf(user.id, request.nowMs - dials.lagMs);
  return all.filter(({ app }) => reaches(request.caller, app.clientAppId, "read"));
}

/** Graph's `userScopeTeamsAppInstallation`; the consent comes only when `$select` names it. */
function shapeOfInstallations(
  state: TenantState,
  request: SandboxRequest,
  dials: Dials,
  shown: { readonly consent: boolean; readonly expansions: boolean },
): (installation: SandboxInstallation) => object {
  const selected = parseSelect(request.query.get("$select"), ["id", "consentedPermissionSet"]);
  const written = parseExpand(request.query.get("$expand"), {
    teamsApp: { properties: APP_PROPERTIES },
    teamsAppDefinition: DEFINITIONS,
  });
  const ofApp = shown.expansions ? written.get("teamsApp") : undefined;
  const ofDefinition = shown.expansions ? written.get("teamsAppDefinition") : undefined;
  const withConsent = shown.consent && selected?.has("consentedPermissionSet") === true;
  return ({ id, app, version, consent }) => {
    const definition = definitionOf(state.catalog.get(app.id), version);
    return {
      ...select({ id, ...(withConsent ? { consentedPermissionSet: permissionSet(consent, dials) } : {}) }, selected),
      ...(ofApp === undefined ? {} : { teamsApp: select(appEntity(app), ofApp.select) }),
      ...(ofDefinition === undefined
        ? {}
        : { teamsAppDefinition: definitionEntity(app, definition, dials, ofDefinition) }),
    };
  };
}

/** Samples of the reference show ids with and without the `=` at the end. */
export function sameInstallation(a: string, b: string): boolean {
  return a.replace(/=+$/, "") === b.replace(/=+$/, "");
}

/** Source of the text: https://github.com/pnp/cli-microsoft365, app-install.spec.ts */
export function userNotFound(request: SandboxRequest): Answer {
  return refuse(404, `Failed to find user with id '${request.segments[1] ?? ""}' in the tenant`);
}

/** For an installation that the user does not have. */
export function installationNotFound(): Answer {
  return refuse(404, "The app installation was not found.");
}
