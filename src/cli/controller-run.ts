import type { Log } from "../controller/log.ts";
import type { Pass } from "../controller/loop.ts";
import { UsageError } from "../errors.ts";
import type { Readings } from "../observe/whom-to-read.ts";
import type { Console } from "./console.ts";
import type { RunFlags } from "./run-flags.ts";
import type { StoreWatch } from "./store-watch.ts";
import type { LoadedState } from "./loaded-state.ts";
import type { RunOptions } from "./run-options.ts";
import { openRunOn, type Run } from "./wire.ts";

/**
 * Opens the run of one pass. What other commands say on stderr is logged.
 * @throws UsageError when it is to write and the store that was asked for cannot be used: then nobody can tell whether
 * another controller is at it
 */
export async function openControllerRun(
  state: LoadedState,
  pass: Pass,
  writes: boolean,
  flags: RunFlags,
  console: Console,
  log: Log,
  store: StoreWatch,
): Promise<Run> {
  const notice = (text: string): void => log({ kind: "notice", text });
  const announce = (readings: Readings): void => {
    const warning = pollingWarning(readings, pass);
    if (warning !== null) notice(warning);
  };
  const options = { ...runOptionsOf(flags, writes), announce };
  const quiet = { ...console, notice, status: () => undefined, isInteractive: false };
  const run = await openRunOn(state, options, quiet, () => undefined);
  for (const { severity, message } of run.diagnostics) notice(`${severity}: ${message}`);
  const found = run.storeState();
  store.note(found);
  const isStoreAsked = (console.environment["TRUEUP_STORE"] ?? "") !== "";
  if (writes && isStoreAsked && found.state !== "usable") {
    await run.close();
    throw new UsageError(
      "the store that TRUEUP_STORE names cannot be used, so whether another controller is changing this tenant cannot be told",
      "mend it, or take TRUEUP_STORE out",
    );
  }
  return run;
}

/** Passes that somebody asked for, or that a change asks for, are no polling. */
function pollingWarning({ readWithinDay }: Readings, { trigger }: Pass): string | null {
  if (readWithinDay === 0 || (trigger !== "schedule" && trigger !== "start")) return null;
  const users = readWithinDay === 1 ? "1 user" : `${readWithinDay} users`;
  return `warning: ${users} were read within the last day and are read again, which Microsoft allows once a day; give --max-age 23h`;
}

/** The options of a run that the flags of the controller ask for. */
export function runOptionsOf(flags: RunFlags, writes: boolean): RunOptions {
  return {
    filters: { apps: [], users: [] },
    maxChanges: flags.maxChanges ?? null,
    readConsents: flags.consent,
    maxAgeMs: flags.maxAge,
    settleMs: flags.settle,
    budget: flags.budget ?? null,
    remembers: true,
    backsOff: true,
    reviewed: null,
    base: null,
    explains: false,
    announce: () => undefined,
    limitsScale: flags.limitsScale,
    rateShare: flags.rateShare,
    auth: flags.auth ?? null,
    writes,
  };
}
