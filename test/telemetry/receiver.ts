import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";

/** One request that came in. */
export interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** What is answered to each request; a function is told which one it is, from 1 on. */
export type Answers = number | "never" | ((nth: number) => number);

/** A receiver of OTLP: it keeps what is sent, and answers as it is told to. */
export async function startReceiver(answers: Answers = 200) {
  const received: Received[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request);
    received.push({ path: request.url ?? "", headers: request.headers, body });
    if (answers === "never") return;
    const status = typeof answers === "number" ? answers : answers(received.length);
    response.writeHead(status, { "content-type": "application/json" });
    response.end("{}");
  };
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** All that a protobuf message holds, in the order of the wire: text, and the numbers of fixed length. */
export function wireValues(bytes: Buffer): readonly (string | number | bigint)[] {
  const values: (string | number | bigint)[] = [];
  let at = 0;
  const varint = (): bigint => {
    let [value, shift] = [0n, 0n];
    for (;;) {
      const byte = bytes[at];
      if (byte === undefined) throw new Error("a number does not end");
      at += 1;
      value |= BigInt(byte & 127) << shift;
      shift += 7n;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const type = Number(varint() & 7n);
    if (type === 0) values.push(varint());
    else if (type === 1) {
      values.push(bytes.readDoubleLE(at));
      at += 8;
    } else if (type === 5) at += 4;
    else if (type === 2) {
      const length = Number(varint());
      const part = bytes.subarray(at, at + length);
      at += length;
      values.push(part.toString("utf8"), ...nested(part));
    } else throw new Error(`no wire type: ${type}`);
  }
  return values;
}

/** What is within a part, where it is a message and not text. */
function nested(part: Buffer): readonly (string | number | bigint)[] {
  try {
    return wireValues(part);
  } catch {
    return [];
  }
}
