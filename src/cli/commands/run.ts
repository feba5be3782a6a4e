import { runController as followState } from "../../controller/assemble.ts";
import { createJsonLog, createTextLog, type Log } from "../../controller/log.ts";
import type { PassReport } from "../../controller/pass-report.ts";
import { inertJson } from "../../plan-file/json-layout.ts";
import { printable } from "../../report/facts/printable.ts";
import type { Console } from "../console.ts";
import { describeInOneLine } from "../failure.ts";
import type { RunFlags } from "../options.ts";
import { listenForEnd, NOT_CONVERGED } from "../stop.ts";
import { optionsOf } from "../tenant-command.ts";
import { packageVersion } from "../version.ts";

/** What `--once` ends with; the exit codes of `apply` and `drift`. A pass that was put off has failed at nothing. */
const EXIT_CODES = { converged: 0, standby: 0, differs: 2, "not-converged": 3, failed: 1 } as const satisfies Record<
  PassReport["outcome"],
  number
>;

/**
 * `trueup run`: follows the desired state, on a schedule and at each change, until it is asked to end.
 * @returns the exit code: of the one pass with `--once`, else 0, and 3 when a part of it could not go on
 * @throws UsageError for flags and an environment that cannot be used
 */
export async function runController(path: string, flags: RunFlags, console: Console): Promise<number> {
  const log = createLog(flags, console);
  let request: Parameters<Parameters<typeof followState>[3]["began"]>[0] | null = null;
  const end = listenForEnd({
    ends: (signal) => log({ kind: "stopping", signal }),
    wakes: () => request?.("signal"),
  });
  try {
    const last = await followState(path, flags, optionsOf({ ...flags, app: [], user: [] }, { backsOff: true }), {
      environment: console.environment,
      log,
      describeError: describeInOneLine,
      version: packageVersion(),
      stop: end.signal,
      began: (ask) => {
        request = ask;
      },
    });
    return flags.once && last !== null ? EXIT_CODES[last.outcome] : 0;
  } catch (error) {
    if (request === null) throw error;
    log({ kind: "notice", text: `error: a part of the controller could not go on: ${describeInOneLine(error)}` });
    return NOT_CONVERGED;
  } finally {
    end.release();
  }
}

function createLog({ logFormat }: RunFlags, console: Console): Log {
  const isJson = logFormat === "json" || (logFormat === "auto" && !console.isStderrTerminal);
  if (!isJson) return createTextLog(console.notice, printable);
  return createJsonLog({ write: (line) => console.notice(line.trimEnd()) }, inertJson);
}
