import { Buffer } from "node:buffer";
import { type Answer, refuse } from "./answers.ts";
import type { RequestClass } from "./throttle.ts";

/** An unsigned token that says what a real one would: good for sandboxes, refused by every real service. */
export function sandboxToken(claims: { readonly tenantId: string; readonly roles: readonly string[] }): string {
  return `${encoded({ alg: "none", typ: "JWT" })}.${encoded({ tid: claims.tenantId, roles: claims.roles, aud: "sandbox" })}.sandbox`;
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

/** The application permissions of a token; null for a token that is no JWT. */
export function rolesOf(token: string): readonly string[] | null {
  const payload = token.split(".");
  if (payload.length !== 3) return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload[1] ?? "", "base64url").toString());
    const roles: unknown = typeof claims === "object" && claims !== null && "roles" in claims ? claims.roles : [];
    return Array.isArray(roles) ? roles.filter((role) => typeof role === "string") : [];
  } catch {
    return null;
  }
}

/**
 * Which roles let a class of requests pass, least first.
 * Source: https://learn.microsoft.com/graph/permissions-reference
 */
const NEEDED: Readonly<Record<RequestClass, RegExp>> = {
  "installation-reads":
    /^TeamsAppInstallation\.(Read\.All|(Read|ReadWrite|ReadWriteAndConsent|Manage)(Self|Selected)?ForUser\.All)$/,
  "installation-writes": /^TeamsAppInstallation\.(ReadWrite|ReadWriteAndConsent|Manage)(Self|Selected)?ForUser\.All$/,
  removals: /^TeamsAppInstallation\.(ReadWrite|ReadWriteAndConsent|Manage)(Self|Selected)?ForUser\.All$/,
  catalog: /^AppCatalog\.(Read|ReadWrite)\.All$/,
  directory: /^(User\.Read|User\.ReadBasic|Directory\.Read|Group\.Read|GroupMember\.Read)\.All$/,
};

const EXAMPLES: Readonly<Record<RequestClass, string>> = {
  "installation-reads": "TeamsAppInstallation.ReadForUser.All",
  "installation-writes": "TeamsAppInstallation.ReadWriteForUser.All",
  removals: "TeamsAppInstallation.ReadWriteForUser.All",
  catalog: "AppCatalog.Read.All",
  directory: "User.Read.All",
};

/** The refusal of a token that lacks every role for a request; null when it has one. */
export function missingRole(roles: readonly string[] | null, requestClass: RequestClass): Answer | null {
  if (roles === null || roles.some((role) => NEEDED[requestClass].test(role))) return null;
  if (requestClass === "directory") {
    return refuse(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
  }
  const message = `Missing role permissions on the request. API requires one of '${EXAMPLES[requestClass]}'. Roles on the request '${roles.join(", ")}'.`;
  return refuse(403, "Forbidden", message, "AccessDenied");
}

/** Whether the only roles on installations are for the caller's own app: then lists are empty, without an error. */
export function seesOwnAppOnly(roles: readonly string[] | null): boolean {
  if (roles === null) return false;
  const onInstallations = roles.filter((role) => role.startsWith("TeamsAppInstallation."));
  return onInstallations.every((role) => /(Self|Selected)ForUser\.All$/.test(role));
}

/** Whether the token may grant consent for other apps than its own. */
export function mayConsent(roles: readonly string[] | null): boolean {
  return (
    roles === null ||
    roles.some((role) => /^TeamsAppInstallation\.(ReadWriteAndConsent|ManageSelected)ForUser\.All$/.test(role))
  );
}
