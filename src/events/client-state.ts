import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** What Graph sends with each notification, so that others cannot: it follows from the secret, so nothing has to be kept. */
export function clientStateOf(secret: string): string {
  return createHmac("sha256", secret).update("trueup notifications").digest("base64url");
}

/** In the same time whatever was given, so that it tells nothing about what is right. */
export function isClientState(given: unknown, right: string): boolean {
  const text = typeof given === "string" ? given : "";
  return timingSafeEqual(sha256(text), sha256(right));
}

function sha256(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
