import { Buffer } from "node:buffer";
import { type Dispatcher, request } from "undici";
import { errorCode, systemWords } from "../errors.ts";

/** One HTTP request as it goes out. */
export interface Outgoing {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** A whole answer, whatever its status. */
export interface HttpAnswer {
  readonly kind: "answer";
  readonly status: number;
  /** A header by its lower-case name, one that came several times as a list with commas; null where there is none. */
  readonly header: (name: string) => string | null;
  /** All of them, as {@link HttpAnswer.header} gives each. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** The body; empty where `readsBody` said that it does not matter. */
  readonly text: string;
}

/** No whole answer; the request may have been carried out all the same. */
export interface Broken {
  readonly kind: "broken";
  /** `no-room`: what is read at the same time would be too large together. */
  readonly because: "connection-failed" | "timed-out" | "stopped" | "no-room";
  readonly detail: string;
  /** What was thrown; not for people. */
  readonly cause: unknown;
}

/** What came of one request. */
export type Exchange = HttpAnswer | Broken | { readonly kind: "too-large"; readonly header: HttpAnswer["header"] };

/** How one request is sent. */
export interface ExchangeOptions {
  readonly dispatcher: Dispatcher;
  /** From sending to the last byte. */
  readonly timeoutMs: number;
  /** A body with more bytes than that is `too-large`, and its connection is given up. */
  readonly mostBytes: number;
  /** What this body shares with those that are read at the same time; without it, only `mostBytes` counts. */
  readonly room?: Room;
  /** Whether the body of an answer with this status matters. One that does not is not waited for. Default: it does. */
  readonly readsBody?: (status: number) => boolean;
  /** Aborted: the request is given up. */
  readonly stop?: AbortSignal;
}

/**
 * Sends one request, once, and reads the answer to its end. It follows no redirect and asks for no compression. It never
 * throws for what the network or the server does.
 */
export async function exchange(
  outgoing: Omit<Outgoing, "body"> & { readonly body: string | Uint8Array | null },
  options: ExchangeOptions,
): Promise<Exchange> {
  const { dispatcher, timeoutMs, readsBody, stop } = options;
  const ending = new AbortController();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    ending.abort();
  }, timeoutMs);
  const giveUp = (): void => ending.abort();
  stop?.addEventListener("abort", giveUp);
  if (stop?.aborted === true) giveUp();
  try {
    const { url, method, body } = outgoing;
    const sent = { method, headers: outgoing.headers, body, dispatcher, signal: ending.signal };
    const response = await request(url, sent);
    const status = response.statusCode;
    // What came after the body counts as well: it may say that something went wrong on the way.
    const header = (name: string): string | null => joined(response.headers[name] ?? response.trailers[name]);
    const isRead = readsBody?.(status) ?? true;
    const read = isRead ? await readBoundedBody(response.body, options) : await discard(response.body, ending.signal);
    if (read === "too-large") return { kind: "too-large", header };
    if (read === "no-room") return broken("no-room", "the answers of this moment are too large together", null);
    const headers = (): Record<string, string> =>
      Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, joined(value) ?? ""]));
    return { kind: "answer", status, header, headers, text: read.text };
  } catch (error) {
    if (isLate) return broken("timed-out", `no whole answer within ${timeoutMs / 1000} s`, error);
    if (stop?.aborted === true) return broken("stopped", "given up before there was an answer", error);
    return broken("connection-failed", failureName(error), error);
  } finally {
    clearTimeout(timer);
    stop?.removeEventListener("abort", giveUp);
  }
}

function broken(because: Broken["because"], detail: string, cause: unknown): Broken {
  return { kind: "broken", because, detail, cause };
}

/** Memory that the bodies of several requests share while they are read. */
export interface Room {
  /** Takes that many bytes; false, and nothing is taken, where there are not so many left. */
  take(bytes: number): boolean;
  giveBack(bytes: number): void;
}

/** A room that holds `bytes`. */
export function createRoom(bytes: number): Room {
  let free = bytes;
  return {
    take(wanted) {
      if (wanted > free) return false;
      free -= wanted;
      return true;
    },
    giveBack(taken) {
      free += taken;
    },
  };
}

/** Reads the body of an answer to its end, as UTF-8. Its connection is given up once it has more bytes than it may. */
async function readBoundedBody(
  body: Dispatcher.ResponseData["body"],
  { mostBytes, room }: Pick<ExchangeOptions, "mostBytes" | "room">,
): Promise<{ readonly text: string } | "too-large" | "no-room"> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
      const problem =
        size + bytes.length > mostBytes ? "too-large" : room?.take(bytes.length) === false ? "no-room" : null;
      if (problem !== null) {
        body.destroy();
        return problem;
      }
      size += bytes.length;
      chunks.push(bytes);
    }
    const [only = Buffer.alloc(0), ...more] = chunks;
    return { text: (more.length === 0 ? only : Buffer.concat(chunks)).toString("utf8") };
  } finally {
    room?.giveBack(size);
  }
}

/** The status line has said it all: a body that breaks, or does not end, takes nothing back. */
async function discard(body: Dispatcher.ResponseData["body"], signal: AbortSignal): Promise<{ readonly text: "" }> {
  await body.dump({ limit: 65_536, signal }).catch(() => undefined);
  return { text: "" };
}

function joined(header: string | string[] | undefined): string | null {
  return header === undefined ? null : [header].flat().join(", ");
}

/** The system's own name of a failure (`ECONNREFUSED`), with words for it; they tell nothing private, its text may. */
function failureName(error: unknown): string {
  const code = errorCode(error);
  if (code === null || !/^[A-Z0-9_]+$/.test(code)) return "the connection failed";
  const words = systemWords(code);
  return words === null ? code : `${code}: ${words}`;
}
