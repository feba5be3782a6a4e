import { Buffer } from "node:buffer";
import { SignInError } from "../errors.ts";
import { isWireObject, type WireObject } from "../http/shapes.ts";

/** Gives bearer tokens. How they are got, kept and renewed is its own affair. */
export interface TokenSource {
  /** @throws SignInError */
  token(): Promise<string>;
  /**
   * Another token than `refused`, which Graph answered with 401. A source without it is asked for its token again.
   * @throws SignInError
   */
  renew?(refused: string): Promise<string>;
}

/** A token that somebody else got, used as it is. */
export function fixedToken(token: string): TokenSource {
  return { token: () => Promise.resolve(token) };
}

/**
 * The token, when it can stand in a header.
 * @throws SignInError `token-unusable`, without showing it
 */
export function usableToken(token: string): string {
  if (/^[\u0021-\u007e]+$/.test(token)) return token;
  const problem = token === "" ? "is empty" : "holds white space or characters that no token has";
  throw new SignInError(
    "token-unusable",
    `the access token ${problem}`,
    "pass the token alone, without quotes or line ends",
  );
}

/** What a token says about itself. Not verified: Graph does that; these are for explaining and for caution. */
export interface TokenClaims {
  /** `tid`, lower case. */
  readonly tenantId: string | null;
  /** `appid` (or `azp` in newer tokens): the application that signed in, lower case. */
  readonly clientId: string | null;
  /** `roles`: application permissions; null when the token has no such claim. */
  readonly roles: readonly string[] | null;
  /** `scp`: delegated permissions; null when the token has no such claim. */
  readonly scopes: readonly string[] | null;
  /** `exp`, in milliseconds since the epoch. */
  readonly expiresAt: number | null;
}

/** The claims of a JWT (https://www.rfc-editor.org/rfc/rfc7519), or null for a token that is opaque. */
export function decodeClaims(token: string): TokenClaims | null {
  const [, claims, signature, ...others] = token.split(".");
  if (claims === undefined || signature === undefined || others.length > 0) return null;
  const payload = decodeObject(claims);
  if (payload === null) return null;
  const { tid, appid, azp, roles, scp, exp } = payload;
  return {
    tenantId: lowerText(tid),
    clientId: lowerText(appid) ?? lowerText(azp),
    roles: Array.isArray(roles) ? roles.filter((role) => typeof role === "string") : null,
    scopes: typeof scp === "string" ? scp.split(" ").filter((scope) => scope !== "") : null,
    expiresAt: typeof exp === "number" ? exp * 1000 : null,
  };
}

function lowerText(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value.toLowerCase() : null;
}

function decodeObject(part: string): WireObject | null {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return isWireObject(decoded) ? decoded : null;
  } catch {
    return null;
  }
}

/**
 * The permissions that list every installation of a user, without and with the `.All` of application permissions.
 * Source: https://learn.microsoft.com/graph/permissions-reference
 */
const SHOWS_ALL_INSTALLATIONS =
  /^TeamsAppInstallation\.(?:Read|(?:Read|ReadWrite|ReadWriteAndConsent)ForUser)(?:\.All)?$/i;

/** The permissions that may grant consent while installing or upgrading. Source: as above */
const MAY_CONSENT = /^TeamsAppInstallation\.(?:ReadWriteAndConsent\w*|ManageSelected)ForUser(?:\.All)?$/i;

/** Whether the token may grant consent; `unknown` for an opaque token and for one that names no permissions at all. */
export function mayConsent(claims: TokenClaims | null): boolean | "unknown" {
  const permissions = permissionsOf(claims);
  return permissions === null ? "unknown" : permissions.some((permission) => MAY_CONSENT.test(permission));
}

/**
 * Whether an app that is not listed is not installed. False where the token's only permissions on installations show
 * some apps only (`…Self…`, `…Selected…`): for the others the list is empty, without an error.
 * Source: https://learn.microsoft.com/graph/api/userteamwork-list-installedapps#permissions
 */
export function provesAbsence(claims: TokenClaims | null): boolean {
  const onInstallations = (permissionsOf(claims) ?? []).filter((name) => /^TeamsAppInstallation\./i.test(name));
  return onInstallations.length === 0 || onInstallations.some((name) => SHOWS_ALL_INSTALLATIONS.test(name));
}

/**
 * Whether the token is known to show the members of groups that hide them. As a delegated permission it shows only
 * what the signed-in user may see, which proves nothing.
 * Source: https://learn.microsoft.com/graph/permissions-reference#memberreadhidden
 */
export function showsHiddenMembers(claims: TokenClaims | null): boolean {
  return (claims?.roles ?? []).some((role) => role.toLowerCase() === "member.read.hidden");
}

function permissionsOf(claims: TokenClaims | null): readonly string[] | null {
  if (claims === null || (claims.roles === null && claims.scopes === null)) return null;
  return [...(claims.roles ?? []), ...(claims.scopes ?? [])];
}
