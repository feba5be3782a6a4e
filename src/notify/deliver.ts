import type { Dispatcher } from "undici";
import { backoff } from "../http/retry-after.ts";
import type { Clock } from "../model/clock.ts";
import type { Message } from "./message.ts";
import { post } from "./post.ts";
import type { Receiver } from "./receiver.ts";

/** What deliveries are made with. */
interface DeliveryOptions {
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly dispatcherOf: (receiver: Receiver) => Dispatcher;
  /** How long one try may take. */
  readonly timeoutMs: number;
  /** Told what could not be delivered, in one line without addresses. */
  readonly notice: (text: string) => void;
}

/** Brings messages to receivers, each at its own pace. */
export interface Delivery {
  /** Takes a message for all receivers. Neither waits nor throws. */
  readonly send: (message: Message) => void;
  /** Gives what is under way so long, in milliseconds, and then ends. */
  readonly close: (graceMs: number) => Promise<void>;
}

/** A message that could not be delivered within so long is old news. */
const PATIENCE_MS = 5 * 60_000;

/** So many wait for a receiver that is slow or down; the oldest give way. */
const LONGEST_QUEUE = 20;

/** A way to each receiver that knows nothing of the others. */
export function createDelivery(receivers: readonly Receiver[], options: DeliveryOptions): Delivery {
  const stop = new AbortController();
  const boxes = receivers.map((receiver) => openOutbox(receiver, options, stop.signal));
  return {
    send(message) {
      for (const box of boxes) box.put(message);
    },
    async close(graceMs) {
      const allSent = new AbortController();
      const emptied = Promise.all(boxes.map(({ settled }) => settled())).then(() => allSent.abort());
      await Promise.race([emptied, options.clock.sleep(graceMs, allSent.signal)]);
      stop.abort();
      await emptied;
    },
  };
}

interface Outbox {
  readonly put: (message: Message) => void;
  /** Resolves when nothing waits. */
  readonly settled: () => Promise<void>;
}

function openOutbox(receiver: Receiver, options: DeliveryOptions, stop: AbortSignal): Outbox {
  const queue: Message[] = [];
  let work: Promise<void> | null = null;

  async function empty(): Promise<void> {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const failure = await deliver(next, receiver, options, stop);
      if (failure !== null) options.notice(`a notification to ${receiver.name} was given up: ${failure}`);
    }
    work = null;
  }

  return {
    put(message) {
      queue.push(message);
      if (queue.length > LONGEST_QUEUE) {
        queue.shift();
        options.notice(`the oldest notification to ${receiver.name} is dropped, as ${LONGEST_QUEUE} wait behind it`);
      }
      work ??= empty();
    },
    settled: async () => {
      await work;
    },
  };
}

/** @returns why it was given up; null: it was accepted */
async function deliver(
  message: Message,
  receiver: Receiver,
  options: DeliveryOptions,
  stop: AbortSignal,
): Promise<string | null> {
  const { clock, timeoutMs } = options;
  const dispatcher = options.dispatcherOf(receiver);
  const untilMs = clock.elapsed() + PATIENCE_MS;
  for (let attempt = 1; ; attempt += 1) {
    if (stop.aborted) return "the controller ends";
    const nowMs = clock.now();
    const posted = await post(receiver.outgoing(message, nowMs), { dispatcher, timeoutMs, stop, nowMs });
    if (posted.isAccepted) return null;
    const waitMs = posted.waitMs ?? backoff(attempt, options.random);
    if (!posted.mayPass || clock.elapsed() + waitMs > untilMs) {
      return `${posted.text}${attempt === 1 ? "" : `, after ${attempt} tries`}`;
    }
    await clock.sleep(waitMs, stop);
  }
}
