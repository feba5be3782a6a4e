import { type Answer, refuse, type SandboxRequest } from "./answers.ts";
import { listApps, listDefinitions } from "./catalog-routes.ts";
import { getGroup, getUser, listGroups, listTransitiveMembers, listUsers } from "./directory-routes.ts";
import {
  getInstallation,
  type InstallationDials,
  install,
  listInstallations,
  uninstall,
  upgrade,
} from "./installation-routes.ts";
import type { TenantState } from "./state.ts";
import type { RequestClass } from "./throttle.ts";

/** One endpoint. `*` stands for one segment of the path. */
export interface Route {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly class: RequestClass;
  /** What the request costs of its class's limit. */
  readonly cost: number;
  readonly handle: (state: TenantState, request: SandboxRequest, dials: InstallationDials) => Answer;
}

const INSTALLED_APPS = "users/*/teamwork/installedApps";

/**
 * Every endpoint of the sandbox. Costs of the directory are resource units after the discount for `$select`.
 * Source: https://learn.microsoft.com/graph/throttling-limits
 */
export const ROUTES: readonly Route[] = [
  { method: "GET", path: "users", class: "directory", cost: 1, handle: listUsers },
  { method: "GET", path: "users/*", class: "directory", cost: 1, handle: getUser },
  { method: "GET", path: "groups", class: "directory", cost: 1, handle: listGroups },
  { method: "GET", path: "groups/*", class: "directory", cost: 1, handle: getGroup },
  { method: "GET", path: "groups/*/transitiveMembers", class: "directory", cost: 4, handle: listTransitiveMembers },
  { method: "GET", path: "groups/*/transitiveMembers/*", class: "directory", cost: 4, handle: listTransitiveMembers },
  { method: "GET", path: "appCatalogs/teamsApps", class: "catalog", cost: 1, handle: listApps },
  { method: "GET", path: "appCatalogs/teamsApps/*/appDefinitions", class: "catalog", cost: 1, handle: listDefinitions },
  { method: "GET", path: INSTALLED_APPS, class: "installation-reads", cost: 1, handle: listInstallations },
  { method: "GET", path: `${INSTALLED_APPS}/*`, class: "installation-reads", cost: 1, handle: getInstallation },
  { method: "POST", path: INSTALLED_APPS, class: "installation-writes", cost: 1, handle: install },
  { method: "POST", path: `${INSTALLED_APPS}/*/upgrade`, class: "installation-writes", cost: 1, handle: upgrade },
  { method: "DELETE", path: `${INSTALLED_APPS}/*`, class: "removals", cost: 1, handle: uninstall },
];

/** The route of a request, or the refusal of one that has none. */
export function routeFor(method: string, segments: readonly string[]): Route | Answer {
  const fitting = ROUTES.filter((route) => fits(route.path.split("/"), segments));
  const route = fitting.find((candidate) => candidate.method === method);
  if (route !== undefined) return route;
  return fitting.length > 0
    ? refuse(405, "Request_BadRequest", `Method '${method}' is not allowed here.`)
    : refuse(404, "ResourceNotFound", `Resource not found for the segment '${segments[0] ?? ""}'.`);
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  return pattern.length === segments.length && pattern.every((part, index) => part === "*" || part === segments[index]);
}
