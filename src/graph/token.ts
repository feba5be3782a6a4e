import { Buffer } from "node:buffer";
import { SignInError } from "../errors.ts";
import { parseJsonObject, type JsonObject } from "../model/json-object.ts";

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
  const payload = decodePayload(token);
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

/** Whether permissions are those of an application (`roles`) or of a person (`scp`). */
export type PermissionKind = "application" | "delegated";

/** For whom the token speaks; null where it does not say. */
export function permissionKind(claims: TokenClaims | null): PermissionKind | null {
  if (claims === null) return null;
  if (claims.scopes !== null) return "delegated";
  return claims.roles === null ? null : "application";
}

function lowerText(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value.toLowerCase() : null;
}

/** The payload of a JWT, not verified; null for text that is none. */
export function decodePayload(token: string): JsonObject | null {
  const [, payload, signature, ...others] = token.split(".");
  if (payload === undefined || signature === undefined || others.length > 0) return null;
  return parseJsonObject(Buffer.from(payload, "base64url").toString("utf8"));
}
