import { Buffer } from "node:buffer";
import type { Dispatcher } from "undici";

/** Reads the body of an answer to its end, as UTF-8; null, and the connection is given up, once it has more than `mostBytes`. */
export async function readBoundedBody(
  body: Dispatcher.ResponseData["body"],
  mostBytes: number,
): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > mostBytes) {
      body.destroy();
      return null;
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}
