import { below, optionalText, requiredId, UnexpectedShape, wireObject } from "../http/shapes.ts";
import { isJsonObject } from "../model/json-object.ts";
import type { Definition, DefinitionIdentity } from "../model/catalog.ts";
import type { Installation } from "../model/observation.ts";
import {
  parsePermissionType,
  type Permission,
  type PermissionKnowledge,
  sortPermissions,
} from "../model/permission.ts";
import type { GraphRoot } from "./graph-url.ts";
import { parseItems, parseNextLink } from "./paging.ts";
import { LINK_TO_DEFINITIONS } from "./whole-answer.ts";

const UNKNOWN: PermissionKnowledge = { state: "unknown" };
/** There are some hundred in all. */
const MOST_PERMISSIONS = 1_000;

/**
 * Reads a `teamsAppPermissionSet`. Whatever is not exactly a list of permissions with a known type is unknown: a set
 * with one entry left out would be another set. An empty list is empty.
 * Source: https://learn.microsoft.com/graph/api/resources/teamsapppermissionset
 */
function readPermissionSet(set: unknown): PermissionKnowledge {
  if (!isJsonObject(set)) return UNKNOWN;
  const entries: unknown = set["resourceSpecificPermissions"];
  if (!Array.isArray(entries) || entries.length > MOST_PERMISSIONS) return UNKNOWN;
  const permissions: Permission[] = [];
  for (const entry of entries) {
    const permission = readPermission(entry);
    if (permission === null) return UNKNOWN;
    permissions.push(permission);
  }
  return { state: "known", permissions: sortPermissions(permissions) };
}

function readPermission(entry: unknown): Permission | null {
  if (!isJsonObject(entry)) return null;
  const { permissionValue: value, permissionType } = entry;
  if (typeof value !== "string" || value === "" || typeof permissionType !== "string") return null;
  const type = parsePermissionType(permissionType);
  return type === null ? null : { value, type };
}

/**
 * One `userScopeTeamsAppInstallation` with both expansions.
 * Source: https://learn.microsoft.com/graph/api/userteamwork-list-installedapps
 */
export function parseInstallation(item: unknown, path: string): Installation {
  const installation = wireObject(item, path);
  const appPath = below(path, "teamsApp");
  const app = wireObject(installation["teamsApp"], appPath);
  const definition = installation["teamsAppDefinition"] ?? null;
  const definitionPath = below(path, "teamsAppDefinition");
  return {
    id: requiredId(installation, "id", path),
    appId: requiredId(app, "id", appPath),
    externalId: optionalText(app, "externalId", appPath),
    distributionMethod: optionalText(app, "distributionMethod", appPath),
    version:
      definition === null ? null : optionalText(wireObject(definition, definitionPath), "version", definitionPath),
    consent: readPermissionSet(installation["consentedPermissionSet"]),
  };
}

/** As `parseInstallation`, for an answer of which it is not yet known that it honours both expansions. */
export function parseWholeInstallation(item: unknown, path: string): Installation {
  if (!isJsonObject(item) || item["teamsAppDefinition"] !== undefined) return parseInstallation(item, path);
  throw new UnexpectedShape(below(path, "teamsAppDefinition"), "is missing");
}

/**
 * The consent in a single read, which the reference shows wrapped in a list of one.
 * Source: https://learn.microsoft.com/graph/api/userteamwork-get-installedapps
 */
export function parseConsent(body: unknown): PermissionKnowledge {
  const outer = wireObject(body, "");
  const wrapped = outer["value"];
  if (wrapped === undefined) return consentOf(outer, "");
  const [consent, ...others] = parseItems(wrapped, "value", consentOf);
  if (consent !== undefined && others.length === 0) return consent;
  throw new UnexpectedShape("value", `holds ${others.length + (consent === undefined ? 0 : 1)} installations, not one`);
}

function consentOf(item: unknown, path: string): PermissionKnowledge {
  const installation = wireObject(item, path);
  requiredId(installation, "id", path);
  return readPermissionSet(installation["consentedPermissionSet"]);
}

/** A hit in the catalog, with its definitions so far. */
export interface CatalogHit {
  readonly id: string;
  readonly externalId: string | null;
  readonly displayName: string | null;
  readonly distributionMethod: string | null;
  readonly definitions: readonly Definition[];
  /** Where the other definitions are; null when these are all. */
  readonly moreDefinitions: string | null;
}

/** One `teamsApp` with `appDefinitions`. Source: https://learn.microsoft.com/graph/api/appcatalogs-list-teamsapps */
export function parseCatalogHit(root: GraphRoot): (item: unknown, path: string) => CatalogHit {
  return (item, path) => {
    const app = wireObject(item, path);
    return {
      id: requiredId(app, "id", path),
      externalId: optionalText(app, "externalId", path),
      displayName: optionalText(app, "displayName", path),
      distributionMethod: optionalText(app, "distributionMethod", path),
      definitions: parseItems(app["appDefinitions"], below(path, "appDefinitions"), parseDefinition),
      moreDefinitions: parseNextLink(app, LINK_TO_DEFINITIONS, root),
    };
  };
}

/** One `teamsAppDefinition`. Source: https://learn.microsoft.com/graph/api/resources/teamsappdefinition */
export function parseDefinition(item: unknown, path: string): Definition {
  const definition = wireObject(item, path);
  const authorization: unknown = definition["authorization"];
  const permissions = isJsonObject(authorization) ? readPermissionSet(authorization["requiredPermissionSet"]) : UNKNOWN;
  return {
    id: requiredId(definition, "id", path),
    version: optionalText(definition, "version", path),
    publishingState: optionalText(definition, "publishingState", path),
    permissions,
    identity: readIdentity(authorization, permissions, definition["bot"]),
  };
}

/**
 * Who gets the consent, and whether there is a bot. A definition that requires a permission names the application that
 * gets it, or is unknown; one that requires none may name nobody, since nobody gets anything. `bot` is null where there is
 * none; where it is missing, the answer did not say.
 * Source: https://learn.microsoft.com/graph/api/resources/teamsappauthorization
 */
function readIdentity(authorization: unknown, permissions: PermissionKnowledge, bot: unknown): DefinitionIdentity {
  if (bot !== null && !isJsonObject(bot)) return { state: "unknown", detail: "whether it holds a bot was not told" };
  const clientAppId = isJsonObject(authorization) ? (authorization["clientAppId"] ?? null) : null;
  const isNobody = clientAppId === null && permissions.state === "known" && permissions.permissions.length === 0;
  if (!isNobody && (typeof clientAppId !== "string" || clientAppId === "")) {
    return { state: "unknown", detail: "which Entra application gets the consent was not told" };
  }
  return { state: "known", clientAppId: isNobody ? null : String(clientAppId).toLowerCase(), bot: bot !== null };
}
