import { Buffer } from "node:buffer";
import { type Dispatcher, request } from "undici";

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
  readonly because: "connection-failed" | "timed-out" | "stopped";
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
  /** Whether the body of an answer with this status matters. One that does not is not waited for. Default: it does. */
  readonly readsBody?: (status: number) => boolean;
  /** Aborted: the request is given up. */
  readonly stop?: AbortSignal;
}

/**
 * Sends one request, once, and reads the answer to its end. It follows no redirect and asks for no compression. It never
 * throws for what the network or the server does.
 */
export async function exchange(outgoing: Outgoing, options: ExchangeOptions): Promise<Exchange> {
  const { dispatcher, timeoutMs, mostBytes, readsBody, stop } = options;
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
    const header = (name: string): string | null => joined(response.headers[name]);
    const isRead = readsBody?.(status) ?? true;
    const text = isRead ? await readBoundedBody(response.body, mostBytes) : await discard(response.body, ending.signal);
    if (text === null) return { kind: "too-large", header };
    const headers = (): Record<string, string> =>
      Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, joined(value) ?? ""]));
    return { kind: "answer", status, header, headers, text };
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

/** Reads the body of an answer to its end, as UTF-8; null, and the connection is given up, once it has more than `mostBytes`. */
async function readBoundedBody(body: Dispatcher.ResponseData["body"], mostBytes: number): Promise<string | null> {
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

/** The status line has said it all: a body that breaks, or does not end, takes nothing back. */
async function discard(body: Dispatcher.ResponseData["body"], signal: AbortSignal): Promise<""> {
  await body.dump({ limit: 65_536, signal }).catch(() => undefined);
  return "";
}

function joined(header: string | string[] | undefined): string | null {
  return header === undefined ? null : [header].flat().join(", ");
}

/** The system's own name of a failure (`ECONNREFUSED`), which tells nothing private; its text may. */
function failureName(error: unknown): string {
  const code: unknown = error instanceof Error && "code" in error ? error.code : null;
  return typeof code === "string" && /^[A-Z0-9_]+$/.test(code) ? code : "the connection failed";
}
