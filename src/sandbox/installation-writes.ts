import { isObjectId } from "../model/object-id.ts";
import { parsePermissionType, type Permission, samePermissions } from "../model/permission.ts";
import { type Answer, notUnderstood, refuse, type SandboxRequest } from "./answers.ts";
import type { Dials } from "./dials.ts";
import { installationNotFound, sameInstallation, userNotFound } from "./installation-reads.ts";
import { checkOptions } from "./odata.ts";
import { mayConsent, reaches } from "./roles.ts";
import {
  findUser,
  installationId,
  isOlder,
  newestPublished,
  type SandboxInstallation,
  type TenantState,
} from "./state.ts";
import type { AppDefinition, CatalogApp, InstalledApp, TenantUser } from "./tenant.ts";

const CREATED: Answer = { status: 201, body: null };
const DONE: Answer = { status: 204, body: null };

function changed(answer: Answer, user: TenantUser, app: InstalledApp): Answer {
  return { ...answer, changed: { userId: user.id, appId: app.id } };
}

/** POST /users/{id}/teamwork/installedApps. Source: https://learn.microsoft.com/graph/api/userteamwork-post-installedapps */
export function install(state: TenantState, request: SandboxRequest, dials: Dials): Answer {
  checkOptions(request, []);
  const body = bodyOf(request, ["teamsApp@odata.bind", "consentedPermissionSet"]);
  const appId = boundAppId(request, body);
  const sent = sentConsent(body);
  const id = request.segments[1] ?? "";
  const user = findUser(state, id);
  // Source: https://github.com/pnp/cli-microsoft365, app-install.ts: a well-formed id of nobody raises no error.
  if (user === null) return isObjectId(id) ? CREATED : userNotFound(request);
  const app = state.catalog.get(appId);
  const definition = app === undefined ? null : newestPublished(app);
  if (app === undefined || definition === null) return notInCatalog(appId);
  if (!reaches(request.caller, app.clientAppId, "write")) return notAllowedToManage(request, app);
  const installed = state.installationsOf(user.id);
  if (installed.some((installation) => installation.app.id === app.id)) {
    // Source: https://github.com/OfficeDev/microsoft-teams-apps-company-communicator/issues/970
    return refuse(409, `AppEntitlement id: '${app.id}' already exists in thread`);
  }
  if (dials.installWithoutTeams === "not-found" && !hasTeams(user)) return refuse(404, "");
  const refusal = policyRefusal(state, user, app) ?? consentRefusal(state, request, app, definition, sent);
  if (refusal !== null) return refusal;
  const { definitions: _, ...reference } = app;
  const installation = brought(installationId(user.id, app.id), reference, definition, sent, dials);
  state.change(user.id, request.nowMs, [...installed, installation]);
  return changed(CREATED, user, app);
}

/** POST …/upgrade. Source: https://learn.microsoft.com/graph/api/userteamwork-teamsappinstallation-upgrade */
export function upgrade(state: TenantState, request: SandboxRequest, dials: Dials): Answer {
  checkOptions(request, []);
  const sent = sentConsent(bodyOf(request, ["consentedPermissionSet"]));
  const found = writable(state, request);
  if ("status" in found) return found;
  const { user, installation } = found;
  if (state.isPermanent(installation.app.id)) return permanent("Upgrade", installation.app);
  const app = state.catalog.get(installation.app.id);
  const definition = app === undefined ? null : newestPublished(app);
  if (app === undefined || definition === null) return notInCatalog(installation.app.id);
  const isCurrent = !isOlder(installation.version, definition.version);
  if (isCurrent && dials.upgradeWhenCurrent === "refused") {
    return refuse(400, "The app installation is already at the latest version.");
  }
  const refusal = policyRefusal(state, user, app) ?? consentRefusal(state, request, app, definition, sent);
  if (refusal !== null) return refusal;
  // A version newer than the catalog's stays, consent and all: Graph has no way back.
  const isNewer = isOlder(definition.version, installation.version);
  if (isNewer || (isCurrent && dials.upgradeWhenCurrent === "nothing")) return DONE;
  replace(state, request, user, installation, [brought(installation.id, installation.app, definition, sent, dials)]);
  return changed(DONE, user, app);
}

/** DELETE …. Source: https://learn.microsoft.com/graph/api/userteamwork-delete-installedapps */
export function uninstall(state: TenantState, request: SandboxRequest, dials: Dials): Answer {
  checkOptions(request, []);
  const found = writable(state, request);
  if ("status" in found) {
    return found.status === 404 && dials.removalWhenAbsent === "accepted" ? DONE : found;
  }
  const { user, installation } = found;
  if (state.isPermanent(installation.app.id)) return permanent("Uninstall", installation.app);
  if (state.isPreinstalled(installation.app.id, user.id)) {
    // Source: https://github.com/microsoftgraph/microsoft-graph-docs/issues/13146
    const message = "Trying to RemoveUserAppEntitlement for an App that is explicitly preinstalled by the tenant admin";
    return refuse(403, message, { inner: "AppIsTenantAdminPreinstalled" });
  }
  replace(state, request, user, installation, []);
  return changed(DONE, user, installation.app);
}

/** The installation that a write is about. Writes act on the present, whatever reads still show. */
function writable(
  state: TenantState,
  request: SandboxRequest,
): { readonly user: TenantUser; readonly installation: SandboxInstallation } | Answer {
  const user = findUser(state, request.segments[1] ?? "");
  if (user === null) return userNotFound(request);
  const wanted = request.segments[4] ?? "";
  const installation = state.installationsOf(user.id).find(({ id }) => sameInstallation(id, wanted));
  if (installation !== undefined) {
    const isReached = reaches(request.caller, installation.app.clientAppId, "write");
    return isReached ? { user, installation } : notAllowedToManage(request, installation.app);
  }
  if (!isObjectId(wanted)) return installationNotFound();
  // Sources: https://github.com/microsoftgraph/microsoft-graph-docs/issues/9716 and 5715: the app's id is refused as such.
  return request.method === "DELETE"
    ? refuse(400, `Invalid id '${wanted}' provided.`)
    : refuse(403, "This request is forbidden.");
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

/** What an installation is after an accepted write. */
function brought(
  id: string,
  app: InstalledApp,
  definition: AppDefinition,
  sent: Consent,
  dials: Dials,
): SandboxInstallation {
  const leftOut = dials.consentWhenLeftOut === "required" ? (definition.permissions ?? []) : [];
  return { id, app, version: definition.version, consent: sent ?? leftOut };
}

function hasTeams(user: TenantUser): boolean {
  return user.assignedPlans.some(
    ({ service, capabilityStatus }) =>
      service.startsWith("TeamspaceAPI") && ["Enabled", "Warning"].includes(capabilityStatus),
  );
}

function policyRefusal(state: TenantState, user: TenantUser, app: CatalogApp): Answer | null {
  if (!state.isBlocked(app.id, user.id)) return null;
  // Source: https://github.com/OfficeDev/microsoft-teams-apps-company-communicator/issues/1537
  const message = `App is blocked by app permission policy. TenantId: ${state.tenantId}, UserObjectId: ${user.id}, AppId: ${app.id}, AppType: Private`;
  return refuse(403, message, { inner: "AccessDenied" });
}

/** Source: https://github.com/pnp/cli-microsoft365, user-app-upgrade.spec.ts; the text for removal follows the same form. */
function permanent(operation: "Upgrade" | "Uninstall", app: InstalledApp): Answer {
  const message = `User operation (${operation}) is not allowed on a permanent app (appId: ${app.id})`;
  return refuse(403, message, { inner: "AccessDenied" });
}

/** Source: https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/478 */
function notAllowedToManage({ caller }: SandboxRequest, app: InstalledApp): Answer {
  const message = `AAD App Id '${caller?.appId ?? "unknown"}' is not allowed to manage the Teams App '${app.id}'`;
  return refuse(403, message, { inner: "AccessDenied" });
}

function notInCatalog(appId: string): Answer {
  return refuse(404, `The app '${appId}' was not found in the catalog.`);
}

/** The permissions that a write consents to; null: it says nothing about them. */
type Consent = readonly Permission[] | null;

/** @throws Refused (400) for a set of unexpected shape */
function sentConsent(body: WriteBody): Consent {
  const set = body.get("consentedPermissionSet") ?? null;
  if (set === null) return null;
  const list: unknown = typeof set === "object" ? Reflect.get(set, "resourceSpecificPermissions") : undefined;
  if (!Array.isArray(list)) throw notUnderstood("'consentedPermissionSet' has no list of permissions.");
  return list.map(readPermission);
}

function readPermission(entry: unknown): Permission {
  const isObject = typeof entry === "object" && entry !== null;
  const value: unknown = isObject ? Reflect.get(entry, "permissionValue") : undefined;
  const type: unknown = isObject ? Reflect.get(entry, "permissionType") : undefined;
  const known = typeof type === "string" ? parsePermissionType(type) : null;
  if (typeof value !== "string" || known === null) {
    throw notUnderstood(`'${JSON.stringify(entry)}' is no resource-specific permission.`);
  }
  return { value, type: known };
}

/**
 * Why the consent of a write is refused; null: it is right. It must be what the definition requires, and may be left out
 * when that is nothing, or delegated permissions only.
 */
function consentRefusal(
  state: TenantState,
  request: SandboxRequest,
  app: CatalogApp,
  definition: AppDefinition,
  sent: Consent,
): Answer | null {
  const required = definition.permissions ?? [];
  if (required.length > 0 && !state.personalScopeConsent) {
    const message = "Resource-specific consent in personal scope is switched off for this tenant.";
    return refuse(403, message, { inner: "AccessDenied" });
  }
  const mayBeLeftOut = required.every(({ type }) => type === "delegated");
  const isRight = sent === null ? mayBeLeftOut : samePermissions(sent, required);
  const isGranting = sent !== null && sent.length > 0;
  if (isRight && (!isGranting || mayConsent(request.caller, app.clientAppId))) return null;
  // Source: https://github.com/byte5ai/omadia-m365-connector
  return refuse(400, "The consented permissions do not match those of the app.", {
    code: "ResourceSpecificPermissionsMismatch",
  });
}

/** The properties of a write's body. */
type WriteBody = ReadonlyMap<string, unknown>;

/** @throws Refused (400) for a body that is no JSON object or has other keys; no body is one without keys */
function bodyOf(request: SandboxRequest, keys: readonly string[]): WriteBody {
  const { body } = request;
  if (body === null) return new Map();
  if (body === undefined) throw notUnderstood("The request body is no JSON.");
  if (typeof body !== "object" || Array.isArray(body)) throw notUnderstood("The request body is no JSON object.");
  const entries = Object.entries(body);
  for (const [key] of entries) {
    if (!keys.includes(key)) throw notUnderstood(`The property '${key}' does not exist here.`);
  }
  return new Map<string, unknown>(entries);
}

/**
 * The lower-cased catalog id in `teamsApp@odata.bind`.
 * @throws Refused (400) for anything but a URL of an app below this very root
 */
function boundAppId(request: SandboxRequest, body: WriteBody): string {
  const bind = body.get("teamsApp@odata.bind");
  const prefix = `${request.root}/appCatalogs/teamsApps`;
  const text = typeof bind === "string" ? bind : "";
  const rest = text.startsWith(prefix) ? text.slice(prefix.length) : "";
  const id = /^(?:\/([^/?#']+)|\('([^/?#']+)'\))$/.exec(rest);
  if (id === null) throw notUnderstood(`Invalid value for 'teamsApp@odata.bind': '${text}'.`);
  return (id[1] ?? id[2] ?? "").toLowerCase();
}
