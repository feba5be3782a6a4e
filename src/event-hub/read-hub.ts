import { Buffer } from "node:buffer";
import { setTimeout as pause } from "node:timers/promises";
import { EventHubConsumerClient, latestEventPosition, type ReceivedEventData } from "@azure/event-hubs";
import { type Dispatcher, WebSocket } from "undici";
import { causeOf, messageOf } from "../errors.ts";

/** What reading a hub needs. */
export interface HubOptions {
  /** Such as `contoso.servicebus.windows.net`. */
  readonly host: string;
  readonly hub: string;
  /** The way outside, perhaps through a proxy. */
  readonly dispatcher: Dispatcher;
  /** A token for Event Hubs, and when it ends, in milliseconds since the epoch. */
  readonly token: () => Promise<{ readonly token: string; readonly endsAtMs: number }>;
  /** What came since then is read as well; null: what comes from now on. Milliseconds since the epoch, by the hub's clock. */
  readonly sinceMs: number | null;
  /** Takes one message, or waits until there is room or nobody waits for it any more; null: one whose text cannot be told. */
  readonly take: (text: string | null, over: AbortSignal) => Promise<void>;
  /** Told that a part of the hub was read, whether or not something was there. */
  readonly noteRead: () => void;
  /** Told what keeps it from being read, for people. It is tried again without being asked. */
  readonly noteTrouble: (words: string) => void;
  /** A part in which nothing comes is heard of so often. */
  readonly signOfLifeMs: number;
  /** What failed is tried again after so long. */
  readonly againAfterMs: number;
  /** In place of the namespace's own address, for tests. */
  readonly endpoint?: string;
}

/** Graph sends one notification, or a few, in a message. */
const MOST_AT_ONCE = 50;
/** Of each part of the hub, so many messages may wait here. */
const MOST_WAITING = 100;
/** Longer than that an attempt takes only when nobody answers. */
const TIMEOUT_MS = 15_000;
const LONGEST_WORDS = 300;
/** As large as a message of a hub may be. */
const LARGEST_BYTES = 1024 * 1024;

/**
 * Reads all parts of a hub until it is stopped, by AMQP over WebSockets: port 443, and the proxy of the process. After trouble
 * it goes on from what each part showed last.
 */
export async function readHub(options: HubOptions, stop: AbortSignal): Promise<void> {
  const last = new Map<string, number>();
  while (!stop.aborted) {
    try {
      await readUntilTrouble(options, last, stop);
    } catch (error) {
      if (stop.aborted) return;
      options.noteTrouble(messageOf(error));
      await pause(options.againAfterMs, null, { signal: stop }).catch(() => null);
    }
  }
}

/** @param last the sequence number of the last message of each part; added to */
async function readUntilTrouble(options: HubOptions, last: Map<string, number>, stop: AbortSignal): Promise<void> {
  const { client, lost } = connect(options);
  const over = new AbortController();
  const end = Promise.withResolvers<void>();
  const onStop = (): void => end.resolve();
  stop.addEventListener("abort", onStop, { once: true });
  try {
    for (const part of await client.getPartitionIds({ abortSignal: stop }))
      subscribe(client, part, options, { last, over: over.signal, fail: end.reject });
    await end.promise;
  } catch (error) {
    throw new Error(wordsOf(error, lost()), { cause: error });
  } finally {
    stop.removeEventListener("abort", onStop);
    over.abort();
    await client.close();
  }
}

/** @returns what connects, and why the last connection could not be made: a socket of the web does not tell that by itself */
function connect({ host, hub, dispatcher, token, endpoint }: Parameters<typeof countParts>[0]): {
  readonly client: EventHubConsumerClient;
  readonly lost: () => string | null;
} {
  let lost: string | null = null;
  const noteLost = (error: Error): void => {
    lost = causeOf(error);
  };
  const watched = dispatcher.compose((dispatch) => (asked, handler) => dispatch(asked, watching(handler, noteLost)));
  class Socket extends WebSocket {
    constructor(url: string, protocols: string | string[] = []) {
      super(url, { protocols, dispatcher: watched });
    }
  }
  const getToken = async () => {
    const { token: text, endsAtMs } = await token();
    return { token: text, expiresOnTimestamp: endsAtMs };
  };
  const client = new EventHubConsumerClient(
    EventHubConsumerClient.defaultConsumerGroupName,
    host,
    hub,
    { getToken },
    {
      webSocketOptions: { webSocket: Socket },
      // Whoever is told of the trouble waits before the next attempt.
      retryOptions: { maxRetries: 0, timeoutInMs: TIMEOUT_MS },
      ...(endpoint === undefined ? {} : { customEndpointAddress: endpoint }),
    },
  );
  return { client, lost: () => lost };
}

/** The same handler, whose errors are told to somebody else as well. */
function watching(handler: Dispatcher.DispatchHandler, note: (error: Error) => void): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
    onRequestUpgrade: (...upgraded) => handler.onRequestUpgrade?.(...upgraded),
    onResponseStart: (...started) => handler.onResponseStart?.(...started),
    onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
    onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
    onResponseError(controller, error) {
      note(error);
      handler.onResponseError?.(controller, error);
    },
  };
}

/** One attempt to read: where it begins, when it is over, and what ends it. */
interface Attempt {
  readonly last: Map<string, number>;
  readonly over: AbortSignal;
  readonly fail: (error: unknown) => void;
}

function subscribe(
  client: EventHubConsumerClient,
  part: string,
  { sinceMs, take, noteRead, signOfLifeMs }: HubOptions,
  { last, over, fail }: Attempt,
): void {
  const known = last.get(part);
  const beginning = sinceMs === null ? latestEventPosition : { enqueuedOn: sinceMs };
  client.subscribe(
    part,
    {
      async processEvents(events) {
        if (over.aborted) return;
        noteRead();
        for (const event of events) {
          await take(textOf(event), over);
          if (over.aborted) return;
          last.set(part, event.sequenceNumber);
        }
      },
      processError: async (error) => fail(error),
    },
    {
      startPosition: known === undefined ? beginning : { sequenceNumber: known, isInclusive: false },
      maxBatchSize: MOST_AT_ONCE,
      prefetchCount: MOST_WAITING,
      maxWaitTimeInSeconds: signOfLifeMs / 1000,
      skipParsingBodyAsJson: true,
    },
  );
}

/** How many parts a hub has. @throws Error for people, for what keeps it from being read */
export async function countParts(
  options: Pick<HubOptions, "host" | "hub" | "dispatcher" | "token" | "endpoint">,
): Promise<number> {
  const { client, lost } = connect(options);
  try {
    return (await client.getPartitionIds()).length;
  } catch (error) {
    throw new Error(wordsOf(error, lost()), { cause: error });
  } finally {
    await client.close();
  }
}

/** What the library, or the service through it, says is wrong: its first line; where it says nothing, why the connection failed. */
function wordsOf(error: unknown, lost: string | null): string {
  const cause: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.split("\n", 1)[0]?.trim().slice(0, LONGEST_WORDS) || (lost ?? "the connection was lost");
}

/** Null for what is no text, or too much. */
function textOf({ body }: ReceivedEventData): string | null {
  const bytes: unknown = body;
  if (typeof bytes === "string") return Buffer.byteLength(bytes) > LARGEST_BYTES ? null : bytes;
  return bytes instanceof Uint8Array && bytes.byteLength <= LARGEST_BYTES ? Buffer.from(bytes).toString("utf8") : null;
}
