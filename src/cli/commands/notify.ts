import { randomUUID } from "node:crypto";
import {
  NOTIFY_TIMEOUT_MS,
  openReceiverConnections,
  receiversIn,
  type ReceiverConnections,
} from "../../controller/notifications.ts";
import { UsageError } from "../../errors.ts";
import { testMessage } from "../../notify/message.ts";
import { post } from "../../notify/post.ts";
import { type Receiver, VARIABLES } from "../../notify/receiver.ts";
import { systemClock } from "../../session/system-clock.ts";
import type { Console } from "../console.ts";
import { type Declare, examples } from "../options.ts";

/** Its flags, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  command
    .requiredOption("--test", "the only thing there is to send by hand; `run` sends the others")
    .addHelpText("after", examples("trueup notify --test"))
    .action(() => execute(runNotify));
};

/**
 * `trueup notify --test`: sends one message to every receiver that the environment sets, once, and says what came back.
 * @returns the exit code: 1 when one of them did not accept it
 * @throws UsageError when none is set, or one cannot be used
 */
export async function runNotify({ environment, result }: Console): Promise<number> {
  const receivers = receiversIn(environment);
  if (receivers.length === 0) {
    const { teams, slack, webhook } = VARIABLES;
    throw new UsageError("no receiver is set", `set ${teams}, ${slack} or ${webhook}, or one of them with _FILE`);
  }
  const ways = openReceiverConnections();
  try {
    const tried = await Promise.all(receivers.map((receiver) => tryOnce(receiver, ways)));
    await result(tried.map(({ line }) => `${line}\n`));
    return tried.every(({ isAccepted }) => isAccepted) ? 0 : 1;
  } finally {
    await ways.close();
  }
}

async function tryOnce(
  receiver: Receiver,
  ways: ReceiverConnections,
): Promise<{ readonly isAccepted: boolean; readonly line: string }> {
  const nowMs = systemClock.now();
  const { isAccepted, text } = await post(receiver.outgoing(testMessage(randomUUID(), nowMs), nowMs), {
    dispatcher: ways.dispatcherOf(receiver),
    timeoutMs: NOTIFY_TIMEOUT_MS,
    stop: new AbortController().signal,
    nowMs,
  });
  return { isAccepted, line: `${receiver.name}: ${isAccepted ? "accepted" : "FAILED"} (${text})` };
}
