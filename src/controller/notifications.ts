import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { Agent, type Dispatcher } from "undici";
import { openProxied } from "../http/proxied.ts";
import { causeOf, UsageError } from "../errors.ts";
import type { Clock } from "../model/clock.ts";
import { createDelivery } from "../notify/deliver.ts";
import { messageOf, type Origin } from "../notify/message.ts";
import { type Receiver, receiversOf } from "../notify/receiver.ts";
import { type PassState, stateOf } from "../notify/state.ts";
import type { People } from "../report/facts/people.ts";
import type { ControllerStatus } from "./controller.ts";
import type { Log } from "./log.ts";
import type { PassReport } from "./pass-report.ts";
import { createKeptWatch, type KeepsTold } from "./keeps-told.ts";

/** The ways to receivers: through a proxy where the environment names one, but never to this machine. */
export interface ReceiverConnections {
  readonly dispatcherOf: (receiver: Receiver) => Dispatcher;
  readonly close: () => Promise<void>;
}

/** One try may take so long. */
export const NOTIFY_TIMEOUT_MS = 10_000;

/**
 * The receivers that the environment sets, by `TRUEUP_NOTIFY_…` or a file that `TRUEUP_NOTIFY_…_FILE` names.
 * @throws UsageError for one that cannot be used, without showing its address
 */
export function receiversIn(environment: Readonly<Record<string, string | undefined>>): readonly Receiver[] {
  return receiversOf((name) => secretIn(environment, name));
}

/**
 * What a variable says, or the file that `…_FILE` names; empty without both.
 * @throws UsageError for both, and for a file that cannot be used
 */
export function secretIn(environment: Readonly<Record<string, string | undefined>>, name: string): string {
  const [value, file] = [environment[name] ?? "", environment[`${name}_FILE`] ?? ""];
  if (value !== "" && file !== "") throw new UsageError(`${name} and ${name}_FILE are both set`, "take one out");
  return file === "" ? value : readSecret(file, `${name}_FILE`);
}

/** Opens the ways; nothing is connected yet. */
export function openReceiverConnections(): ReceiverConnections {
  const direct = new Agent({ allowH2: false });
  const proxied = openProxied();
  return {
    dispatcherOf: ({ loopback }) => (loopback ? direct : proxied),
    close: async () => {
      await Promise.all([direct.destroy(), proxied.destroy()]);
    },
  };
}

function readSecret(file: string, name: string): string {
  try {
    const text = readFileSync(file, "utf8").trim();
    if (text !== "") return text;
  } catch (error) {
    throw new UsageError(`${name} names a file that cannot be read, ${file}: ${causeOf(error)}`);
  }
  throw new UsageError(`${name} names a file that is empty: ${file}`);
}

/** Tells people what passes came to. */
export interface Notifying {
  /** Takes a pass that has ended; neither waits nor throws. */
  readonly notePass: (report: PassReport, standing: ControllerStatus, tenantId: string | null) => void;
  /** Gives messages under way a short while, and ends. */
  readonly close: () => Promise<void>;
}

/** Whoever asks a controller to end often waits for ten seconds only, and ends it then. */
const GRACE_MS = 8_000;

/**
 * Messages to the receivers that the environment sets; without one, none.
 * @param options.memory asked after each pass
 * @param options.people made anew for each message, since pseudonyms are remembered
 * @throws UsageError for a receiver that cannot be used
 */
export function createNotifying(options: {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly source: () => string;
  /** Where people see the status page; null: nobody said so. */
  readonly page: string | null;
  readonly people: () => People;
  readonly memory: KeepsTold;
  readonly log: Log;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly connect: () => ReceiverConnections;
}): Notifying {
  const receivers = receiversIn(options.environment);
  if (receivers.length === 0) return { notePass: () => undefined, close: () => Promise.resolve() };
  const notice = (text: string): void => options.log({ kind: "notice", text });
  const ways = options.connect();
  const note = createKeptWatch(options.memory);
  const delivery = createDelivery(receivers, {
    clock: options.clock,
    random: options.random,
    dispatcherOf: ways.dispatcherOf,
    timeoutMs: NOTIFY_TIMEOUT_MS,
    notice,
  });
  let noted = Promise.resolve();
  const tell = async (earlier: Promise<void>, state: PassState, origin: Origin): Promise<void> => {
    await earlier;
    const change = await note(state);
    if (change !== null) delivery.send(messageOf(change, randomUUID(), origin));
  };
  return {
    notePass(report, standing, tenantId) {
      const origin: Origin = { tenantId, source: options.source(), page: options.page };
      const state = stateOf(report, standing, options.people());
      noted = tell(noted, state, origin);
    },
    async close() {
      await noted;
      await delivery.close(GRACE_MS);
      await ways.close();
    },
  };
}
