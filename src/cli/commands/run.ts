import { Option } from "commander";
import { runController as followState } from "../../controller/run.ts";
import { createJsonLog, createTextLog, type Log } from "../../controller/log.ts";
import { inertJson } from "../../plan-file/json-layout.ts";
import { printable } from "../../report/facts/printable.ts";
import { DAY_BETWEEN_READINGS_MS } from "../../observe/whom-to-read.ts";
import { openReceipt } from "../../receipts/receipt-file.ts";
import type { Console } from "../console.ts";
import { describeInOneLine } from "../failure.ts";
import { inItsFleet } from "../in-its-fleet.ts";
import { listenForEnd, NOT_CONVERGED } from "../stop.ts";
import { optionsOf } from "../tenant-command.ts";
import { packageVersion } from "../version.ts";
import {
  addRunOptions,
  branchPrefixOption,
  type Declare,
  durationOption,
  examples,
  HOUR_MS,
  parseHeaderName,
  parseListen,
  parseEventsUrl,
  parsePublicUrl,
  PATH,
  type RunFlags,
} from "../options.ts";

/** Its flags, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  command
    .argument(...PATH)
    .option("--apply", "correct drift; without it, only report", false)
    .option("--once", "make one pass and end, for an external scheduler", false)
    .option(
      "--schedule <cron>",
      'when passes are made, such as "0 6 * * *"; without it, only at changes and when asked',
    )
    .option("--time-zone <zone>", "the zone of the schedule, such as Europe/Berlin", "UTC")
    .addOption(durationOption("--jitter <duration>", "put scheduled passes off by up to so long", 0, "0"))
    .addOption(durationOption("--deadline <duration>", "a pass begins nothing new after so long", 12 * HOUR_MS, "12h"))
    .addOption(
      durationOption(
        "--catalog-interval <duration>",
        "how often the app catalog is looked at between passes; 0: only by passes",
        0,
        "0",
      ),
    )
    .option(
      "--git-url <url>",
      "the repository of the desired state, instead of PATH; a token goes into TRUEUP_GIT_TOKEN",
    )
    .option("--git-ref <ref>", "a branch, a tag or a whole commit id", "main")
    .option("--git-path <path>", "the desired state in the repository", ".")
    .addOption(
      durationOption("--git-interval <duration>", "how often the repository, or PATH, is looked at", 60_000, "1m"),
    )
    .option("--verify-signatures", "use only commits with a signature that git finds good", false)
    .option("--workspace <folder>", "where what git fetches is kept");
  addRunOptions(command, { ms: DAY_BETWEEN_READINGS_MS, text: "23h" })
    .option("--receipt <file>", "add a line of JSON to this file for each receipt, as it happens")
    .option("--propose", "open or update one pull request for each app that the lock file does not hold", false)
    .addOption(branchPrefixOption())
    .option("--suspend-file <file>", "change nothing while this file is there; asked before every write")
    .addOption(
      new Option("--listen <address>", "where health, metrics and POST /reconcile are; off: nowhere")
        .argParser(parseListen)
        .default({ host: "127.0.0.1", port: 9464 }, "127.0.0.1:9464"),
    )
    .addOption(
      new Option("--public-url <url>", "where people see the status page, for links in notifications").argParser(
        parsePublicUrl,
      ),
    )
    .addOption(
      new Option(
        "--events-url <url>",
        "where Graph sends notifications of changes: an https address that leads to /notifications here, or the EventHub: address of an event hub; its secret goes into TRUEUP_EVENTS_SECRET",
      ).argParser(parseEventsUrl),
    )
    .addOption(
      new Option(
        "--page-user-header <name>",
        "show the status page only to whom a proxy before it names in this header, such as X-Forwarded-Email",
      ).argParser(parseHeaderName),
    )
    .addOption(
      new Option("--log-format <format>", "auto: text on a terminal, JSON lines elsewhere")
        .choices(["auto", "json", "text"])
        .default("auto"),
    )
    .option("--show-users", "name people in logs", false)
    .addHelpText(
      "after",
      examples(
        'trueup run teams --schedule "0 6 * * *" --time-zone Europe/Berlin',
        "trueup run --git-url https://git.contoso.com/teams.git --apply",
        "trueup run teams --once --apply",
      ),
    )
    .action((path: string, flags: RunFlags) => execute((console) => runController(path, flags, console)));
};

/**
 * `trueup run`: follows the desired state, on a schedule and at each change, until it is asked to end.
 * @returns the exit code: of the one pass with `--once`, else 0, and 3 when a part of it could not go on
 * @throws UsageError for flags and an environment that cannot be used
 */
export async function runController(path: string, flags: RunFlags, console: Console): Promise<number> {
  const log = createLog(flags, console);
  const notice = (text: string): void => log({ kind: "notice", text });
  const receipt = flags.receipt === undefined ? null : openReceipt(flags.receipt, notice);
  let request: Parameters<Parameters<typeof followState>[3]["began"]>[0] | null = null;
  const notGoneOn = (error: unknown): void =>
    log({ kind: "notice", text: `error: a part of the controller could not go on: ${describeInOneLine(error)}` });
  const end = listenForEnd({
    ends: (signal) => log({ kind: "stopping", signal }),
    wakes: () => request?.("signal"),
    crashes: notGoneOn,
  });
  try {
    const ofFleet = flags.gitUrl === undefined ? await inItsFleet(path, flags.apply, { ...console, notice }) : {};
    const last = await followState(
      path,
      flags,
      optionsOf({ ...flags, app: [], user: [] }, { backsOff: true, receipt }),
      {
        environment: console.environment,
        log,
        describeError: describeInOneLine,
        version: packageVersion(),
        stop: end.signal,
        ofFleet,
        began: (ask) => {
          request = ask;
        },
      },
    );
    return flags.once && last !== null ? last.exitCode : 0;
  } catch (error) {
    if (request === null) throw error;
    notGoneOn(error);
    return NOT_CONVERGED;
  } finally {
    end.release();
    receipt?.close();
  }
}

/**
 * The log of a process that goes on.
 * @param tenant whose every line is, where a process has several
 */
export function createLog(
  { logFormat }: Pick<RunFlags, "logFormat">,
  console: Pick<Console, "notice" | "isStderrTerminal">,
  tenant: string | null = null,
): Log {
  const isJson = logFormat === "json" || (logFormat === "auto" && !console.isStderrTerminal);
  const label = tenant === null ? "" : `${tenant} | `;
  if (!isJson) return createTextLog((line) => console.notice(`${label}${line}`), printable);
  return createJsonLog({ write: (line) => console.notice(line.trimEnd()) }, inertJson, tenant);
}
