import { type Permission, parsePermissionType, samePermissions } from "../model/permission.ts";
import { type Answer, ok, refuse, type SandboxRequest } from "./answers.ts";
import { appEntity, definitionEntity, definitionOf, permissionSet } from "./catalog-routes.ts";
import { findUser } from "./directory-routes.ts";
import { checkOptions, page, parseExpand, parseFilter, QueryRefused, select } from "./odata.ts";
import { mayConsent, seesOwnAppOnly } from "./roles.ts";
import { installationId, newestPublished, type SandboxInstallation, type TenantState } from "./state.ts";
import type { AppDefinition, CatalogApp, InstalledApp, TenantUser } from "./tenant.ts";

/** What is not documented about installations, as dials. */
export interface InstallationDials {
  /** Milliseconds until reads show a write. */
  readonly lagMs: number;
  /** Installations a page. */
  readonly pageSize: number;
  /** What the list does with `$select=consentedPermissionSet`: shows it, leaves it out, or answers 400. */
  readonly consentOnList: "shown" | "ignored" | "refused";
}

/** GET /users/{id}/teamwork/installedApps. Source: https://learn.microsoft.com/graph/api/userteamwork-list-installedapps */
export function listInstallations(state: TenantState, request: SandboxRequest, dials: InstallationDials): Answer {
  checkOptions(request, { options: ["$filter", "$select", "$expand"] });
  const user = userOf(state, request);
  if (user === null) return userNotFound(request);
  const selected = request.query.get("$select");
  if (selected?.includes("consentedPermissionSet") === true && dials.consentOnList === "refused") {
    throw new QueryRefused("Could not find a property named 'consentedPermissionSet' to select.");
  }
  const matches = parseFilter(request.query.get("$filter"), ["teamsApp/id", "teamsApp/externalId"]);
  const visible = seesOwnAppOnly(request.roles) ? [] : state.installationsOf(user.id, request.nowMs - dials.lagMs);
  const installations = visible.filter(({ app }) =>
    matches({ "teamsApp/id": app.id, "teamsApp/externalId": app.externalId }),
  );
  const toEntity = (installation: SandboxInstallation): object => {
    const { consentedPermissionSet, ...entity } = installationEntity(state, installation, request);
    return dials.consentOnList === "shown" && consentedPermissionSet !== undefined
      ? { ...entity, consentedPermissionSet }
      : entity;
  };
  return page(request, installations, dials.pageSize, toEntity, { "@odata.count": installations.length });
}

/** GET /users/{id}/teamwork/installedApps/{id}. Source: https://learn.microsoft.com/graph/api/userteamwork-get-installedapps */
export function getInstallation(state: TenantState, request: SandboxRequest, dials: InstallationDials): Answer {
  checkOptions(request, { options: ["$select", "$expand"] });
  const user = userOf(state, request);
  if (user === null) return userNotFound(request);
  const visible = seesOwnAppOnly(request.roles) ? [] : state.installationsOf(user.id, request.nowMs - dials.lagMs);
  const installation = visible.find(({ id }) => sameInstallation(id, request.segments[4] ?? ""));
  return installation === undefined ? installationNotFound() : ok(installationEntity(state, installation, request));
}

/** POST /users/{id}/teamwork/installedApps. Source: https://learn.microsoft.com/graph/api/userteamwork-post-installedapps */
export function install(state: TenantState, request: SandboxRequest): Answer {
  const id = request.segments[1] ?? "";
  const user = userOf(state, request);
  // Source: https://github.com/pnp/cli-microsoft365, app-install.ts: a well-formed id of nobody raises no error.
  if (user === null) return isObjectId(id) ? { status: 201, body: null } : userNotFound(request);
  const app = boundApp(state, request);
  if (app === null) return refuse(404, "NotFound", "The app was not found in the catalog.");
  const definition = newestPublished(app);
  if (definition === null) return refuse(404, "NotFound", "The app has no published definition.");
  const installed = state.installationsOf(user.id);
  if (installed.some((installation) => installation.app.id === app.id)) {
    // Source: https://github.com/OfficeDev/microsoft-teams-apps-company-communicator/issues/970
    return refuse(409, "Conflict", `AppEntitlement id: '${app.id}' already exists in thread`);
  }
  const refusal = refusalFor(state, request, user, app, definition);
  if (refusal !== null) return refusal;
  const { definitions: _, ...reference } = app;
  state.change(user.id, request.nowMs, [...installed, broughtBy(user, reference, definition, request)]);
  return { status: 201, body: null };
}

/** POST …/upgrade. Source: https://learn.microsoft.com/graph/api/userteamwork-teamsappinstallation-upgrade */
export function upgrade(state: TenantState, request: SandboxRequest): Answer {
  const found = writable(state, request);
  if ("status" in found) return found;
  const { user, installation } = found;
  const app = state.catalog.get(installation.app.id);
  const definition = app === undefined ? null : newestPublished(app);
  if (app === undefined || definition === null) return refuse(404, "NotFound", "The app was not found in the catalog.");
  if (state.policies.permanent.includes(app.id)) {
    // Source: https://github.com/pnp/cli-microsoft365, user-app-upgrade.spec.ts
    const message = `User operation (Upgrade) is not allowed on a permanent app (appId: ${app.id})`;
    return refuse(403, "Forbidden", message, "AccessDenied");
  }
  const refusal = refusalFor(state, request, user, app, definition);
  if (refusal !== null) return refusal;
  const upgraded = broughtBy(user, installation.app, definition, request);
  replace(state, request, user, installation, [upgraded]);
  return { status: 204, body: null };
}

/** DELETE …. Source: https://learn.microsoft.com/graph/api/userteamwork-delete-installedapps */
export function uninstall(state: TenantState, request: SandboxRequest): Answer {
  const found = writable(state, request);
  if ("status" in found) return found;
  const { user, installation } = found;
  if (state.policies.preinstalled.some(({ appId, userId }) => appId === installation.app.id && userId === user.id)) {
    // Source: https://github.com/microsoftgraph/microsoft-graph-docs/issues/13146
    const message = "Trying to RemoveUserAppEntitlement for an App that is explicitly preinstalled by the tenant admin";
    return refuse(403, "Forbidden", message, "AppIsTenantAdminPreinstalled");
  }
  replace(state, request, user, installation, []);
  return { status: 204, body: null };
}

function userOf(state: TenantState, request: SandboxRequest): TenantUser | null {
  return findUser(state, request.segments[1] ?? "");
}

/** Writes act on the present, whatever reads still show. */
function writable(
  state: TenantState,
  request: SandboxRequest,
): { user: TenantUser; installation: SandboxInstallation } | Answer {
  const user = userOf(state, request);
  if (user === null) return userNotFound(request);
  const wanted = request.segments[4] ?? "";
  const installation = state.installationsOf(user.id).find(({ id }) => sameInstallation(id, wanted));
  if (installation !== undefined) return { user, installation };
  // Source: https://github.com/microsoftgraph/microsoft-graph-docs/issues/5715 and 9716: another kind of id is refused as such.
  if (isObjectId(wanted)) {
    return request.method === "DELETE"
      ? refuse(400, "BadRequest", `Invalid id '${wanted}' provided.`)
      : refuse(403, "Forbidden", "This request is forbidden.");
  }
  return installationNotFound();
}

function replace(
  state: TenantState,
  request: SandboxRequest,
  user: TenantUser,
  installation: SandboxInstallation,
  by: readonly SandboxInstallation[],
): void {
  const others = state.installationsOf(user.id).filter(({ id }) => id !== installation.id);
  state.change(user.id, request.nowMs, [...others, ...by]);
}

function broughtBy(
  user: TenantUser,
  app: InstalledApp,
  definition: AppDefinition,
  request: SandboxRequest,
): SandboxInstallation {
  return {
    id: installationId(user.id, app.id),
    app,
    version: definition.version,
    consent: sentConsent(request) ?? [],
  };
}

/** Policy, the tenant's switch, and the rule that the consent must be what the definition requires. */
function refusalFor(
  state: TenantState,
  request: SandboxRequest,
  user: TenantUser,
  app: CatalogApp,
  definition: AppDefinition,
): Answer | null {
  if (state.policies.blocked.some(({ appId, userId }) => appId === app.id && userId === user.id)) {
    // Source: https://github.com/OfficeDev/microsoft-teams-apps-company-communicator/issues/1537
    const message = `App is blocked by app permission policy. TenantId: ${state.tenantId}, UserObjectId: ${user.id}, AppId: ${app.id}, AppType: Private`;
    return refuse(403, "Forbidden", message, "AccessDenied");
  }
  const required = definition.permissions ?? [];
  if (required.length > 0 && !state.policies.personalScopeConsent) {
    return refuse(
      403,
      "Forbidden",
      "Resource-specific consent in personal scope is switched off for this tenant.",
      "AccessDenied",
    );
  }
  const sent = sentConsent(request);
  const delegatedOnly = required.every(({ type }) => type === "delegated");
  const isRight = sent === null ? delegatedOnly : samePermissions(sent, required);
  if (isRight && (sent === null || sent.length === 0 || mayConsent(request.roles))) return null;
  // Source: https://github.com/byte5ai/omadia-m365-connector
  return refuse(400, "ResourceSpecificPermissionsMismatch", "The consented permissions do not match those of the app.");
}

/** The set in the body; null when there is none. */
function sentConsent({ body }: SandboxRequest): readonly Permission[] | null {
  const set = property(body, "consentedPermissionSet");
  const list = property(set, "resourceSpecificPermissions");
  if (!Array.isArray(list)) return null;
  return list.map((entry: unknown) => ({
    value: String(property(entry, "permissionValue")),
    type: parsePermissionType(String(property(entry, "permissionType"))) ?? "application",
  }));
}

/** The app that `teamsApp@odata.bind` names, which must be below this very root. */
function boundApp(state: TenantState, request: SandboxRequest): CatalogApp | null {
  const bind = property(request.body, "teamsApp@odata.bind");
  const prefix = `${request.root}/appCatalogs/teamsApps/`;
  if (typeof bind !== "string" || !bind.startsWith(prefix)) return null;
  return state.catalog.get(decodeURIComponent(bind.slice(prefix.length)).toLowerCase()) ?? null;
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** Graph's `userScopeTeamsAppInstallation`; the consent comes only when `$select` names it. */
function installationEntity(
  state: TenantState,
  installation: SandboxInstallation,
  request: SandboxRequest,
): Record<string, unknown> {
  const { app, version, consent, id } = installation;
  const expanded = parseExpand(request.query.get("$expand"));
  const selected = request.query.get("$select");
  const withConsent = selected?.split(",").includes("consentedPermissionSet") === true;
  const definition = definitionEntity(app, definitionOf(state.catalog.get(app.id), version));
  return {
    ...select({ id, ...(withConsent ? { consentedPermissionSet: permissionSet(consent) } : {}) }, selected),
    ...(expanded.has("teamsApp") ? { teamsApp: select(appEntity(app), expanded.get("teamsApp") ?? null) } : {}),
    ...(expanded.has("teamsAppDefinition")
      ? { teamsAppDefinition: select(definition, expanded.get("teamsAppDefinition") ?? null) }
      : {}),
  };
}

/** Samples of the reference show ids with and without the `=` at the end. */
function sameInstallation(a: string, b: string): boolean {
  return a.replace(/=+$/, "") === b.replace(/=+$/, "");
}

function isObjectId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

function userNotFound(request: SandboxRequest): Answer {
  return refuse(404, "NotFound", `Failed to find user with id '${request.segments[1] ?? ""}' in the tenant`);
}

function installationNotFound(): Answer {
  return refuse(404, "NotFound", "The app installation was not found.");
}
