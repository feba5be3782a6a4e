import { Buffer } from "node:buffer";
import { type Answer, refuse } from "./answers.ts";
import type { Dials } from "./dials.ts";
import type { Caller } from "./incoming.ts";

/** An unsigned token that says what a real one would: good for sandboxes, refused by every real service. */
export function sandboxToken(claims: {
  readonly tenantId: string;
  readonly roles: readonly string[];
  readonly appId?: string;
  readonly expiresAtMs?: number;
}): string {
  const payload = {
    tid: claims.tenantId,
    roles: claims.roles,
    aud: "sandbox",
    ...(claims.appId === undefined ? {} : { appid: claims.appId }),
    ...(claims.expiresAtMs === undefined ? {} : { exp: Math.floor(claims.expiresAtMs / 1000) }),
  };
  return `${encoded({ alg: "none", typ: "JWT" })}.${encoded(payload)}.sandbox`;
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

const READ_INSTALLATIONS = ["Read.All", "ReadForUser.All", "ReadSelectedForUser.All"];
const WRITE_INSTALLATIONS = [
  "ReadWriteSelfForUser.All",
  "ReadWriteSelectedForUser.All",
  "ReadWriteForUser.All",
  "ReadWriteAndConsentSelfForUser.All",
  "ManageSelectedForUser.All",
  "ReadWriteAndConsentForUser.All",
];

const READ_GROUPS = [
  "GroupMember.Read.All",
  "Group.Read.All",
  "GroupMember.ReadWrite.All",
  "Group.ReadWrite.All",
  "Directory.Read.All",
  "Directory.ReadWrite.All",
];

/** Which roles let a request pass, least first. Source: https://learn.microsoft.com/graph/permissions-reference */
const NEEDED = {
  users: ["User.ReadBasic.All", "User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"],
  groups: ["Group.ReadBasic.All", ...READ_GROUPS],
  members: ["GroupMember.ReadBasic.All", ...READ_GROUPS],
  catalog: ["AppCatalog.Read.All", "AppCatalog.ReadWrite.All"],
  "user-configurations": ["TeamsUserConfiguration.Read.All"],
  "installation-reads": [...READ_INSTALLATIONS, ...WRITE_INSTALLATIONS].map((name) => `TeamsAppInstallation.${name}`),
  // Source: https://learn.microsoft.com/graph/teams-changenotifications-appinstallation#personal-scope
  subscriptions: [
    "ReadForUser.All",
    "ReadWriteSelfForUser.All",
    "ReadWriteForUser.All",
    "ReadWriteAndConsentSelfForUser.All",
    "ReadWriteAndConsentForUser.All",
    "Read.All",
  ].map((name) => `TeamsAppInstallation.${name}`),
  "installation-writes": WRITE_INSTALLATIONS.map((name) => `TeamsAppInstallation.${name}`),
};

/** What a request does, as far as roles tell it apart. */
export type Access = keyof typeof NEEDED;

/** What a refusal names: the least role that works for every app. */
const NAMED: Readonly<Record<Exclude<Access, "users" | "groups" | "members">, string>> = {
  catalog: "AppCatalog.Read.All",
  "user-configurations": "TeamsUserConfiguration.Read.All",
  "installation-reads": "TeamsAppInstallation.ReadForUser.All",
  subscriptions: "TeamsAppInstallation.ReadForUser.All",
  "installation-writes": "TeamsAppInstallation.ReadWriteForUser.All",
};

/** The refusal of a token that lacks every role for a request; null when it has one. */
export function missingRole(caller: Caller | null, access: Access, dials: Dials): Answer | null {
  if (caller === null || caller.roles.some((role) => NEEDED[access].includes(role))) return null;
  if (access === "users" || access === "groups" || access === "members") {
    return refuse(403, "Insufficient privileges to complete the operation.", { code: "Authorization_RequestDenied" });
  }
  // Source: https://github.com/microsoftgraph/microsoft-graph-docs/issues/9488
  if (dials.missingRole === "unexplained") return refuse(403, "", { code: "UnknownError" });
  // Source: https://github.com/MicrosoftDocs/office-docs-powershell/issues/8399
  const message = `Missing role permissions on the request. API requires one of '${NAMED[access]}'. Roles on the request '${caller.roles.join(", ")}'.`;
  return refuse(403, message, { inner: "AccessDenied" });
}

/** Which properties of users the token shows: all, names only, or none but the id. */
export function userDetail(caller: Caller | null): "full" | "basic" | "none" {
  if (caller === null) return "full";
  const full = NEEDED.users.filter((role) => role !== "User.ReadBasic.All");
  if (caller.roles.some((role) => full.includes(role))) return "full";
  return caller.roles.includes("User.ReadBasic.All") ? "basic" : "none";
}

/** Whether members of groups with hidden membership are shown. */
export function seesHiddenMembers(caller: Caller | null): boolean {
  return caller === null || caller.roles.includes("Member.Read.Hidden");
}

/** Whether the token reaches installations of an app: `…Self…` roles reach the caller's own, `…Selected…` ones none here. */
export function reaches(caller: Caller | null, clientAppId: string | null, access: "read" | "write"): boolean {
  if (caller === null) return true;
  const broad = ["ReadWriteForUser.All", "ReadWriteAndConsentForUser.All"];
  const names = access === "read" ? ["Read.All", "ReadForUser.All", ...broad] : broad;
  if (hasOne(caller, names)) return true;
  const isOwn = clientAppId !== null && clientAppId === caller.appId;
  return isOwn && hasOne(caller, ["ReadWriteSelfForUser.All", "ReadWriteAndConsentSelfForUser.All"]);
}

/** Whether the token may grant consent for an app that it reaches. */
export function mayConsent(caller: Caller | null, clientAppId: string | null): boolean {
  if (caller === null || hasOne(caller, ["ReadWriteAndConsentForUser.All"])) return true;
  const isOwn = clientAppId !== null && clientAppId === caller.appId;
  return isOwn && hasOne(caller, ["ReadWriteAndConsentSelfForUser.All"]);
}

function hasOne(caller: Caller, names: readonly string[]): boolean {
  return names.some((name) => caller.roles.includes(`TeamsAppInstallation.${name}`));
}
