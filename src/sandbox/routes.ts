import { type Answer, refuse, type SandboxRequest } from "./answers.ts";
import { getApp, listApps, listDefinitions } from "./catalog.ts";
import type { Dials } from "./dials.ts";
import { followGroups, followUsers } from "./delta.ts";
import {
  getGroup,
  getOrganization,
  getUser,
  getUserProperty,
  listGroups,
  listMembers,
  listTransitiveMembers,
  listUsers,
} from "./directory.ts";
import { tableOf } from "./incoming.ts";
import { getInstallation, listInstallations } from "./installation-reads.ts";
import { getUserConfiguration, listUserConfigurations } from "./user-configurations.ts";
import { install, uninstall, upgrade } from "./installation-writes.ts";
import type { Access } from "./roles.ts";
import {
  getSubscription,
  listSubscriptions,
  reauthorizeSubscription,
  renewSubscription,
  subscribe,
  unsubscribe,
} from "./subscriptions.ts";
import type { TenantState } from "./state.ts";
import type { RequestClass } from "./throttle.ts";

/** One endpoint. `*` stands for one segment of the path. */
export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly class: RequestClass;
  readonly access: Access;
  /** What the request costs of its class's limit; of the directory's in resource units, before what options change. */
  readonly cost: number;
  readonly handle: (state: TenantState, request: SandboxRequest, dials: Dials) => Answer;
}

const APPS = "appCatalogs/teamsApps";
const CONFIGURATIONS = "admin/teams/userConfigurations";
const INSTALLED = "users/*/teamwork/installedApps";

/** Every endpoint of the sandbox. Source of the costs: https://learn.microsoft.com/graph/throttling-limits */
export const ROUTES: readonly Route[] = [
  get("users", "directory", "users", listUsers, 2),
  get("users/delta", "directory", "users", followUsers, 2),
  get("users/*", "directory", "users", getUser),
  get("users/*/*", "directory", "users", getUserProperty),
  get("organization", "directory", "users", getOrganization),
  get("groups", "directory", "groups", listGroups),
  get("groups/delta", "directory", "groups", followGroups),
  get("groups/*", "directory", "groups", getGroup),
  get("groups/*/members", "directory", "members", listMembers, 3),
  get("groups/*/members/*", "directory", "members", listMembers, 3),
  get("groups/*/transitiveMembers", "directory", "members", listTransitiveMembers, 5),
  get("groups/*/transitiveMembers/*", "directory", "members", listTransitiveMembers, 5),
  get(CONFIGURATIONS, "other-reads", "user-configurations", listUserConfigurations),
  get(`${CONFIGURATIONS}/*`, "other-reads", "user-configurations", getUserConfiguration),
  get(APPS, "catalog", "catalog", listApps),
  get(`${APPS}/*`, "catalog", "catalog", getApp),
  get(`${APPS}/*/appDefinitions`, "catalog", "catalog", listDefinitions),
  get(INSTALLED, "installation-reads", "installation-reads", listInstallations),
  get(`${INSTALLED}/*`, "installation-reads", "installation-reads", getInstallation),
  write("POST", INSTALLED, "installation-writes", install),
  write("POST", `${INSTALLED}/*/upgrade`, "installation-writes", upgrade),
  write("DELETE", `${INSTALLED}/*`, "removals", uninstall),
  get("subscriptions", "other-reads", "subscriptions", listSubscriptions),
  onSubscriptions("POST", "subscriptions", subscribe),
  get("subscriptions/*", "other-reads", "subscriptions", getSubscription),
  onSubscriptions("PATCH", "subscriptions/*", renewSubscription),
  onSubscriptions("DELETE", "subscriptions/*", unsubscribe),
  onSubscriptions("POST", "subscriptions/*/reauthorize", reauthorizeSubscription),
];

const findRoute = tableOf(ROUTES);

/** What a request costs: `$select` one less and a `$top` below 20 one less, but never under one. */
export function costOf(route: Route, query: URLSearchParams): number {
  if (route.class !== "directory") return route.cost;
  const top = query.get("$top");
  const isSmall = top !== null && Number(top) < 20;
  return Math.max(1, route.cost - (query.has("$select") ? 1 : 0) - (isSmall ? 1 : 0));
}

/** The route of a request, or the refusal of one that has none. */
export function routeFor(method: string, segments: readonly string[]): Route | Answer {
  const found = findRoute(method, segments);
  if (typeof found === "object") return found;
  return found === 405
    ? refuse(405, `Method '${method}' is not allowed here.`, { code: "Request_BadRequest" })
    : refuse(404, `Resource not found for the segment '${segments[0] ?? ""}'.`, { code: "ResourceNotFound" });
}

function get(path: string, limit: RequestClass, access: Access, handle: Route["handle"], cost = 1): Route {
  return { method: "GET", path, class: limit, access, cost, handle };
}

function write(method: "POST" | "DELETE", path: string, limit: RequestClass, handle: Route["handle"]): Route {
  return { method, path, class: limit, access: "installation-writes", cost: 1, handle };
}

function onSubscriptions(method: Route["method"], path: string, handle: Route["handle"]): Route {
  return { method, path, class: "other-reads", access: "subscriptions", cost: 1, handle };
}
