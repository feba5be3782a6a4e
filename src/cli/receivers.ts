import { readFileSync } from "node:fs";
import { Agent, type Dispatcher, EnvHttpProxyAgent } from "undici";
import { UsageError } from "../errors.ts";
import { type Receiver, receiversOf } from "../notify/receiver.ts";

/** The ways to receivers: through a proxy where the environment names one, but never to this machine. */
export interface Ways {
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
  return receiversOf((name) => {
    const [value, file] = [environment[name] ?? "", environment[`${name}_FILE`] ?? ""];
    if (value !== "" && file !== "") throw new UsageError(`${name} and ${name}_FILE are both set`, "take one out");
    return file === "" ? value : readSecret(file, `${name}_FILE`);
  });
}

/** Opens the ways; nothing is connected yet. */
export function openWays(): Ways {
  const direct = new Agent({ allowH2: false });
  const proxied = new EnvHttpProxyAgent({ allowH2: false });
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
    throw new UsageError(`${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new UsageError(`${name} names a file that is empty: ${file}`);
}
