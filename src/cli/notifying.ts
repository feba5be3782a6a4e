import { randomUUID } from "node:crypto";
import type { Standing } from "../controller/controller.ts";
import type { Log } from "../controller/log.ts";
import type { PassReport } from "../controller/pass-report.ts";
import { watchChanges } from "../notify/change.ts";
import { createDelivery } from "../notify/deliver.ts";
import { messageOf, type Origin } from "../notify/message.ts";
import { stateOf } from "../notify/state.ts";
import type { People } from "../report/pseudonyms.ts";
import { NOTIFY_TIMEOUT_MS, openWays, receiversIn } from "./receivers.ts";
import { systemClock } from "./system-clock.ts";

/** Tells people what passes came to. */
export interface Notifying {
  /** Takes a pass that has ended; neither waits nor throws. */
  readonly notePass: (report: PassReport, standing: Standing, tenantId: string | null) => void;
  /** Gives messages under way a short while, and ends. */
  readonly close: () => Promise<void>;
}

/** What is under way at the end may take two tries. */
const GRACE_MS = 20_000;

/**
 * Messages to the receivers that the environment sets; without one, none.
 * @param options.people made anew for each message, since pseudonyms are remembered
 * @throws UsageError for a receiver that cannot be used
 */
export function createNotifying(options: {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly source: string;
  readonly people: () => People;
  readonly log: Log;
}): Notifying {
  const receivers = receiversIn(options.environment);
  if (receivers.length === 0) return { notePass: () => undefined, close: () => Promise.resolve() };
  const notice = (text: string): void => options.log({ kind: "notice", text });
  const ways = openWays();
  const watch = watchChanges();
  const delivery = createDelivery(receivers, {
    clock: systemClock,
    random: Math.random,
    dispatcherOf: ways.dispatcherOf,
    timeoutMs: NOTIFY_TIMEOUT_MS,
    notice,
  });
  return {
    notePass(report, standing, tenantId) {
      const origin: Origin = { tenantId, source: options.source };
      const change = watch.note(stateOf(report, standing, options.people()));
      if (change !== null) delivery.send(messageOf(change, randomUUID(), origin));
    },
    async close() {
      await delivery.close(GRACE_MS);
      await ways.close();
    },
  };
}
