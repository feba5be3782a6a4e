import { Buffer } from "node:buffer";

/** Whom a JWT stands for. */
export interface Caller {
  /** Application permissions. */
  readonly roles: readonly string[];
  /** The Entra app that got the token; null when the token does not say. */
  readonly appId: string | null;
  /** Null: never. */
  readonly expiresAtMs: number | null;
}

/** What a token says; null for a token that is no JWT. A JWT without `roles` has none. */
export function callerOf(token: string): Caller | null {
  const parts = token.split(".");
  if (parts.length !== 3) return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(parts[1] ?? "", "base64url").toString());
    if (typeof claims !== "object" || claims === null) return null;
    const roles = "roles" in claims && Array.isArray(claims.roles) ? claims.roles : [];
    return {
      roles: roles.filter((role) => typeof role === "string"),
      appId: "appid" in claims && typeof claims.appid === "string" ? claims.appid.toLowerCase() : null,
      expiresAtMs: "exp" in claims && typeof claims.exp === "number" ? claims.exp * 1000 : null,
    };
  } catch {
    return null;
  }
}
