import { Buffer } from "node:buffer";
import type { Dispatcher } from "undici";
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
 * throws for what the network or the server does. The dispatcher hands over each part of the answer as it comes: a stream
 * for every body costs as much as all that is done with what is in it.
 */
export function exchange(outgoing: Sent, options: ExchangeOptions): Promise<Exchange> {
  const { dispatcher, timeoutMs, stop } = options;
  if (stop?.aborted === true) return Promise.resolve(gaveUp());
  const { promise, resolve } = Promise.withResolvers<Exchange>();
  let controller: Dispatcher.DispatchController | null = null;
  let isOver = false;
  let answer: Incoming | null = null;

  function end(result: Exchange): void {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    stop?.removeEventListener("abort", onStop);
    answer?.forget();
    resolve(result);
  }
  /** Ends with `otherwise`, or with an answer whose body does not matter, and gives up the connection. */
  function breakOff(otherwise: Exchange): void {
    end(answer?.saidAll() ?? otherwise);
    controller?.abort(new Error("given up"));
  }
  const timer = setTimeout(
    () => breakOff(broken("timed-out", `no whole answer within ${timeoutMs / 1000} s`, null)),
    timeoutMs,
  );
  const onStop = (): void => breakOff(gaveUp());
  stop?.addEventListener("abort", onStop);

  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(started) {
      controller = started;
      // It waited for a connection, and nobody waits for it any more.
      if (isOver) started.abort(new Error("given up"));
    },
    onResponseStart(_, status, headers) {
      // Those below 200 only announce the answer.
      if (status >= 200) answer = incoming(status, headers, options);
    },
    onResponseData(_, chunk) {
      const problem = answer?.add(chunk) ?? null;
      if (problem !== null) breakOff(problem);
    },
    onResponseEnd(_, trailers) {
      if (answer !== null) end(answer.whole(trailers));
    },
    onResponseError(_, error) {
      end(answer?.saidAll() ?? broken("connection-failed", failureName(error), error));
    },
  };
  try {
    const { origin, pathname, search } = new URL(outgoing.url);
    const { method, headers, body } = outgoing;
    dispatcher.dispatch({ origin, path: pathname + search, method, headers, body }, handler);
  } catch (error) {
    end(broken("connection-failed", failureName(error), error));
  }
  return promise;
}

type Sent = Omit<Outgoing, "body"> & { readonly body: string | Uint8Array | null };

function gaveUp(): Broken {
  return broken("stopped", "given up before there was an answer", null);
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

/** An answer on its way. */
interface Incoming {
  /** What the request ends with where there is too much of the body; null: it goes on. */
  readonly add: (chunk: Buffer) => Exchange | null;
  /** The answer where its status line has said all that matters: a body that breaks, or does not end, takes nothing back. */
  readonly saidAll: () => HttpAnswer | null;
  readonly whole: (trailers: Headers) => HttpAnswer;
  /** Gives back what it took of the room. */
  readonly forget: () => void;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** So much of a body that does not matter is waited for, to keep its connection. */
const MOST_DISCARDED = 65_536;

function incoming(status: number, headers: Headers, { mostBytes, room, readsBody }: ExchangeOptions): Incoming {
  const isRead = readsBody?.(status) ?? true;
  const chunks: Buffer[] = [];
  let size = 0;
  let held = 0;
  let trailers: Headers = {};
  // What came after the body counts as well: it may say that something went wrong on the way.
  const header = (name: string): string | null => joined(headers[name] ?? trailers[name]);
  const all = (): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, joined(value) ?? ""]));
  const answer = (text: string): HttpAnswer => ({ kind: "answer", status, header, headers: all, text });
  return {
    add(chunk) {
      size += chunk.length;
      if (!isRead) return size > MOST_DISCARDED ? answer("") : null;
      if (size > mostBytes) return { kind: "too-large", header };
      if (room?.take(chunk.length) === false) {
        return broken("no-room", "the answers of this moment are too large together", null);
      }
      held += chunk.length;
      chunks.push(chunk);
      return null;
    },
    saidAll: () => (isRead ? null : answer("")),
    whole(after) {
      trailers = after;
      const [only, ...more] = chunks;
      if (only === undefined) return answer("");
      return answer((more.length === 0 ? only : Buffer.concat(chunks)).toString("utf8"));
    },
    forget() {
      room?.giveBack(held);
      held = 0;
    },
  };
}

function joined(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  return typeof header === "string" ? header : header.join(", ");
}

/** The system's own name of a failure (`ECONNREFUSED`), with words for it; they tell nothing private, its text may. */
function failureName(error: unknown): string {
  const code = errorCode(error);
  if (code === null || !/^[A-Z0-9_]+$/.test(code)) return "the connection failed";
  const words = systemWords(code);
  return words === null ? code : `${code}: ${words}`;
}
