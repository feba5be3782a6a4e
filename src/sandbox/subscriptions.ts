import { propertyOf } from "../model/json-object.ts";
import { type Answer, notUnderstood, ok, refuse, Refused, type SandboxRequest } from "./answers.ts";
import { checkOptions, page } from "./odata.ts";
import type { Subscription, TenantState } from "./state.ts";
import { derivedId } from "./tenant.ts";

const MINUTE_MS = 60_000;
/** Source: https://learn.microsoft.com/graph/change-notifications-overview#subscription-lifetime */
const LONGEST_MS = 4_320 * MINUTE_MS;
/** A longer life needs an address for lifecycle notifications. Source: https://learn.microsoft.com/graph/teams-changenotifications-appinstallation */
const LONGEST_WITHOUT_LIFECYCLE_MS = 60 * MINUTE_MS;
const LONGEST_CLIENT_STATE = 128;
const CHANGE_TYPES = ["created", "updated", "deleted"] as const;
const PERSONAL = /^\?\$filter=\s*\(?\s*scopeInfo\/scope eq 'personal'\s*\)?\s*$/;
const TAKEN = [
  "changeType",
  "notificationUrl",
  "lifecycleNotificationUrl",
  "resource",
  "expirationDateTime",
  "clientState",
  "latestSupportedTlsVersion",
];

/** What a request to subscribe asks for, so far as it can be told before the addresses were asked. */
type Asked = Omit<Subscription, "id" | "applicationId" | "warned">;

/** POST /subscriptions. Source: https://learn.microsoft.com/graph/api/subscription-post-subscriptions */
export function subscribe(state: TenantState, request: SandboxRequest): Answer {
  checkOptions(request, []);
  const asked = askedIn(state, request);
  if (request.endpointProblem !== null) {
    const message = `Subscription validation request failed. ${request.endpointProblem}`;
    return refuse(400, message, { code: "ValidationError" });
  }
  const id = derivedId("subscription", `${state.tenantId} ${state.subscriptions.size} ${request.nowMs}`);
  const subscription = { ...asked, id, applicationId: request.caller?.appId ?? null, warned: false };
  state.subscriptions.set(id, subscription);
  return { status: 201, body: entity(subscription, asked.clientState) };
}

/** GET /subscriptions: those of the caller's application that have not ended. Source: https://learn.microsoft.com/graph/api/subscription-list */
export function listSubscriptions(state: TenantState, request: SandboxRequest): Answer {
  checkOptions(request, []);
  const own = liveSubscriptions(state, request.nowMs).filter((one) => isOf(one, request));
  return page(request, own, own.length + 1, (one) => entity(one, null));
}

/** GET /subscriptions/{id}. Source: https://learn.microsoft.com/graph/api/subscription-get */
export function getSubscription(state: TenantState, request: SandboxRequest): Answer {
  checkOptions(request, []);
  return ok(entity(named(state, request), null));
}

/** PATCH /subscriptions/{id}: puts its end off. Source: https://learn.microsoft.com/graph/api/subscription-update */
export function renewSubscription(state: TenantState, request: SandboxRequest): Answer {
  checkOptions(request, []);
  const before = named(state, request);
  const body = bodyOf(request);
  refuseOthers(body, ["expirationDateTime"]);
  const expiresAtMs = expiryIn(body, request.nowMs, before.lifecycleNotificationUrl !== null);
  const subscription = { ...before, expiresAtMs, warned: false };
  state.subscriptions.set(before.id, subscription);
  return ok(entity(subscription, null));
}

/** POST /subscriptions/{id}/reauthorize. Source: https://learn.microsoft.com/graph/api/subscription-reauthorize */
export function reauthorizeSubscription(state: TenantState, request: SandboxRequest): Answer {
  checkOptions(request, []);
  named(state, request);
  return { status: 204, body: null };
}

/** DELETE /subscriptions/{id}. Source: https://learn.microsoft.com/graph/api/subscription-delete */
export function unsubscribe(state: TenantState, request: SandboxRequest): Answer {
  checkOptions(request, []);
  state.subscriptions.delete(named(state, request).id);
  return { status: 204, body: null };
}

/** Those that have not ended; the others are forgotten by it, silently as in Graph. */
export function liveSubscriptions(state: TenantState, nowMs: number): readonly Subscription[] {
  for (const { id, expiresAtMs } of state.subscriptions.values())
    if (expiresAtMs <= nowMs) state.subscriptions.delete(id);
  return [...state.subscriptions.values()];
}

/** The addresses that a request to subscribe wants to be asked; none where it is refused whatever they answer. */
export function addressesIn(body: unknown): readonly string[] {
  const urls = ["notificationUrl", "lifecycleNotificationUrl"].map((name) => propertyOf(body, name));
  return [...new Set(urls.filter((url) => typeof url === "string"))];
}

/** How Graph shows one. The client state is told to whoever has just sent it, and to nobody later. */
function entity(one: Subscription, clientState: string | null): object {
  return {
    id: one.id,
    resource: one.resource,
    applicationId: one.applicationId,
    changeType: one.changeTypes.join(","),
    clientState,
    notificationUrl: one.notificationUrl,
    lifecycleNotificationUrl: one.lifecycleNotificationUrl,
    expirationDateTime: new Date(one.expiresAtMs).toISOString(),
    includeResourceData: null,
    latestSupportedTlsVersion: "v1_2",
  };
}

/** @throws Refused (404) for one that has ended, never was, or is another application's */
function named(state: TenantState, request: SandboxRequest): Subscription {
  const found = liveSubscriptions(state, request.nowMs).find(({ id }) => id === request.segments[1]?.toLowerCase());
  if (found !== undefined && isOf(found, request)) return found;
  throw new Refused(refuse(404, "The object was not found.", { code: "ResourceNotFound" }));
}

function isOf({ applicationId }: Subscription, { caller }: SandboxRequest): boolean {
  return applicationId === null || caller === null || caller.appId === applicationId;
}

function askedIn(state: TenantState, request: SandboxRequest): Asked {
  const body = bodyOf(request);
  refuseOthers(body, TAKEN);
  const resource = textIn(body, "resource");
  const notificationUrl = textIn(body, "notificationUrl");
  const lifecycleNotificationUrl = optionalTextIn(body, "lifecycleNotificationUrl");
  const clientState = optionalTextIn(body, "clientState");
  if (clientState !== null && clientState.length > LONGEST_CLIENT_STATE)
    throw notUnderstood("clientState has to be of 128 characters at most.", "InvalidRequest");
  const appId = appIn(resource);
  if (!state.catalog.has(appId)) {
    throw new Refused(refuse(404, `The app '${appId}' was not found in the catalog.`));
  }
  return {
    resource,
    appId,
    changeTypes: changeTypesIn(textIn(body, "changeType")),
    notificationUrl,
    lifecycleNotificationUrl,
    clientState,
    expiresAtMs: expiryIn(body, request.nowMs, lifecycleNotificationUrl !== null),
  };
}

/** Personal scope only, since there is no other here; all scopes at once need `TeamsAppInstallation.Read.All`. */
function appIn(resource: string): string {
  const [, app = "", query = ""] = /^\/?appCatalogs\/teamsApps\/([^/?]+)\/installations(\?.*)?$/.exec(resource) ?? [];
  if (app === "" || (query !== "" && !PERSONAL.test(query)))
    throw notUnderstood(`The resource '${resource}' is not supported.`, "InvalidRequest");
  return app.toLowerCase();
}

function changeTypesIn(text: string): Subscription["changeTypes"] {
  const given = text.split(",").map((type) => type.trim());
  if (given.some((type) => !CHANGE_TYPES.some((known) => known === type)))
    throw notUnderstood(`The change type '${text}' is not supported.`, "InvalidRequest");
  return CHANGE_TYPES.filter((type) => given.includes(type));
}

function expiryIn(body: object, nowMs: number, hasLifecycle: boolean): number {
  const atMs = Date.parse(textIn(body, "expirationDateTime"));
  if (Number.isNaN(atMs) || atMs <= nowMs)
    throw notUnderstood("Subscription expiration can only be in the future.", "InvalidRequest");
  if (atMs - nowMs > LONGEST_MS)
    throw notUnderstood("Subscription expiration can only be 4320 minutes in the future.", "InvalidRequest");
  if (atMs - nowMs > LONGEST_WITHOUT_LIFECYCLE_MS && !hasLifecycle) {
    const message =
      "lifecycleNotificationUrl is a required property for subscription creation on this resource when the expirationDateTime value is set to greater than 1 hour.";
    throw notUnderstood(message, "InvalidRequest");
  }
  return atMs;
}

function bodyOf({ body }: SandboxRequest): object {
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body;
  throw notUnderstood("The request body is no JSON object.");
}

function refuseOthers(body: object, taken: readonly string[]): void {
  for (const name of Object.keys(body)) {
    if (!taken.includes(name)) throw notUnderstood(`The property '${name}' is not understood here.`);
  }
}

function textIn(body: object, name: string): string {
  const value = optionalTextIn(body, name);
  if (value === null) throw notUnderstood(`${name} is missing.`, "InvalidRequest");
  return value;
}

function optionalTextIn(body: object, name: string): string | null {
  const value = propertyOf(body, name);
  if (value === undefined || value === null) return null;
  if (typeof value !== "string") throw notUnderstood(`${name} is no text.`, "InvalidRequest");
  return value;
}
