import { Buffer } from "node:buffer";
import { isWireObject } from "../shapes.ts";

/** What an assertion says about itself, for explaining why it was refused. Not verified. */
export interface AssertionClaims {
  readonly issuer: string | null;
  readonly subject: string | null;
  readonly audience: string | null;
  /** Milliseconds since the epoch. */
  readonly notBefore: number | null;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number | null;
}

/** Null for text that is no JWT (https://www.rfc-editor.org/rfc/rfc7519). */
export function readAssertion(assertion: string): AssertionClaims | null {
  const [, payload, signature, ...others] = assertion.split(".");
  if (payload === undefined || signature === undefined || others.length > 0) return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    if (!isWireObject(claims)) return null;
    const { iss, sub, aud, nbf, exp } = claims;
    const audience: unknown = Array.isArray(aud) ? aud[0] : aud;
    return {
      issuer: typeof iss === "string" ? iss : null,
      subject: typeof sub === "string" ? sub : null,
      audience: typeof audience === "string" ? audience : null,
      notBefore: typeof nbf === "number" ? nbf * 1000 : null,
      expiresAt: typeof exp === "number" ? exp * 1000 : null,
    };
  } catch {
    return null;
  }
}
