import { type Command, Option } from "commander";
import { DAY_BETWEEN_READINGS_MS } from "../../observe/whom-to-read.ts";
import type { Execute } from "../execute.ts";
import { addRunOptions, durationOption, HOUR_MS, PATH } from "../options.ts";
import { parseListen, type RunFlags } from "../run-flags.ts";

/** `trueup run` */
export function addRun(program: Command, execute: Execute): void {
  const command = program
    .command("run")
    .description("follow the desired state on a schedule and at each change: report drift, and with --apply correct it")
    .argument(...PATH)
    .option("--apply", "correct drift; without it, only report", false)
    .option("--once", "make one pass and end, for an external scheduler", false);
  addRunOptions(addSourceOptions(addScheduleOptions(command)), { ms: DAY_BETWEEN_READINGS_MS, text: "23h" })
    .option("--suspend-file <file>", "change nothing while this file is there; asked before every write")
    .addOption(
      new Option("--listen <address>", "where health, metrics and POST /reconcile are; off: nowhere")
        .argParser(parseListen)
        .default({ host: "127.0.0.1", port: 9464 }, "127.0.0.1:9464"),
    )
    .addOption(
      new Option("--log-format <format>", "auto: text on a terminal, JSON lines elsewhere")
        .choices(["auto", "json", "text"])
        .default("auto"),
    )
    .option("--show-users", "name people in logs", false)
    .action((path: string, flags: RunFlags) =>
      execute(async (console) => (await import("../commands/run.ts")).runController(path, flags, console)),
    );
}

function addScheduleOptions(command: Command): Command {
  return command
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
    );
}

function addSourceOptions(command: Command): Command {
  return command
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
}
