import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { UsageError } from "../errors.ts";

/** What a receiver checks the sender with. Never shown. */
type SigningKey = Uint8Array;

const SHORTEST_BYTES = 24;
const LONGEST_BYTES = 64;

/**
 * Reads `whsec_` and 24 to 64 bytes in base64, as Standard Webhooks writes secrets:
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme
 * @param name of the variable, for messages
 * @throws UsageError for anything else, without showing it
 */
export function parseSigningKey(text: string, name: string): SigningKey {
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text)?.[1] ?? "";
  const key = Buffer.from(encoded, "base64");
  if (key.length >= SHORTEST_BYTES && key.length <= LONGEST_BYTES) return key;
  throw new UsageError(
    `${name} is not whsec_ and ${SHORTEST_BYTES} to ${LONGEST_BYTES} bytes in base64`,
    'make one with: echo "whsec_$(openssl rand -base64 32)"',
  );
}

/**
 * The headers by which a receiver knows that the body comes from whoever has the key, and is not an old one sent again:
 * the HMAC-SHA256 of `id.seconds.body`, as Standard Webhooks has it.
 * @param id holds no period
 * @param nowMs of this try; milliseconds since the epoch
 */
export function signatureHeaders(
  id: string,
  nowMs: number,
  body: string,
  key: SigningKey,
): Readonly<Record<string, string>> {
  const seconds = `${Math.floor(nowMs / 1000)}`;
  const digest = createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": seconds, "webhook-signature": `v1,${digest}` };
}
