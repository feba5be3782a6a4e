import { type Command, Option } from "commander";
import { DAY_BETWEEN_READINGS_MS } from "../observe/whom-to-read.ts";
import type { ApplyFlags } from "./commands/apply.ts";
import type { ExplainFlags } from "./commands/explain.ts";
import type { PlanFlags } from "./commands/plan.ts";
import type { ReportFlags } from "./commands/report.ts";
import {
  addRunOptions,
  annotationsOption,
  authOption,
  collect,
  durationOption,
  type Execute,
  formatOption,
  HOUR_MS,
  limitsScaleOption,
  parseLimit,
  parseListen,
  PATH,
  rateShareOption,
  type RunFlags,
  type TenantFlags,
} from "./options.ts";

/** `trueup plan` */
export function addPlan(program: Command, execute: Execute): void {
  tenantCommand(program, "plan", "show what apply would do; writes nothing")
    .option("--detailed-exitcode", "end with 2 when rows act, 3 when something is held or blocked", false)
    .addOption(annotationsOption())
    .option("--base <path>", "say what alters against this other desired state: a file, a folder, or a git revision")
    .addOption(durationOption("--expires-in <duration>", "for how long the plan may be applied", 24 * HOUR_MS, "24h"))
    .addOption(
      new Option(
        "--envelope-slack <n>",
        "what apply --envelope may do beyond the plan's counts: a number, or a share such as 10%",
      )
        .argParser(parseLimit)
        .default({ kind: "count", count: 0 }, "0"),
    )
    .action((path: string, flags: PlanFlags) =>
      execute(async (console) => (await import("./commands/plan.ts")).runPlan(path, flags, console)),
    );
}

/** `trueup apply` */
export function addApply(program: Command, execute: Execute): void {
  tenantCommand(program, "apply", "show the plan, ask, carry it out, and report what was read back")
    .option("--yes", "do not ask; needed where there is no terminal", false)
    .option("--plan <file>", "carry out only what this reviewed plan holds, as plan --out wrote it")
    .option("--receipt <file>", "add a line of JSON to this file for each write, as it happens")
    .option("--envelope", "with --plan: keep within its bounds, for groups that move all day", false)
    .action((path: string, flags: ApplyFlags) =>
      execute(async (console) => (await import("./commands/apply.ts")).runApply(path, flags, console)),
    );
}

/** `trueup drift` */
export function addDrift(program: Command, execute: Execute): void {
  tenantCommand(program, "drift", "report the rows that differ; writes nothing").action(
    (path: string, flags: TenantFlags) =>
      execute(async (console) => (await import("./commands/drift.ts")).runDrift(path, flags, console)),
  );
}

/** `trueup report` */
export function addReport(program: Command, execute: Execute): void {
  const command = program
    .command("report")
    .description("write the status page to a file that needs nothing else: who has what, what waits, and for whom")
    .argument(...PATH)
    .requiredOption("--html <file>", "where the page goes; only its owner may read it")
    .option("--show-users", "name people, where they are pseudonyms with TRUEUP_PSEUDONYM_KEY, or counted only", false);
  addLookOptions(command).action((path: string, flags: ReportFlags) =>
    execute(async (console) => (await import("./commands/report.ts")).runReport(path, flags, console)),
  );
}

/** `trueup explain` */
export function addExplain(program: Command, execute: Execute): void {
  program
    .command("explain")
    .description("say why a user gets what they get: which assignments, through which group, and every rule considered")
    .argument("<user>", "principal name or object id")
    .argument("<app>", "the app's name in the desired state")
    .argument(...PATH)
    .addOption(authOption())
    .addOption(rateShareOption())
    .addOption(limitsScaleOption())
    .action((user: string, app: string, path: string, flags: ExplainFlags) =>
      execute(async (console) => (await import("./commands/explain.ts")).runExplain(user, app, path, flags, console)),
    );
}

function tenantCommand(program: Command, name: string, description: string): Command {
  const command = program
    .command(name)
    .description(description)
    .argument(...PATH)
    .addOption(formatOption("text", "json", "markdown"))
    .option(
      "--show-users",
      "name people in Markdown, where they are pseudonyms with TRUEUP_PSEUDONYM_KEY, or counted only",
      false,
    )
    .option("--out <file>", "also write the JSON to a file, whatever the format");
  return addLookOptions(command);
}

/** How a person or a pipeline looks at a tenant: what is read, how it is shown to come along, and for whom. */
function addLookOptions(command: Command): Command {
  return addRunOptions(command, { ms: 0, text: "0" })
    .addOption(
      new Option("--progress <form>", "a line on a terminal, or lines of JSON on stderr")
        .choices(["line", "json"])
        .default("line"),
    )
    .option("--app <name>", "only this app; repeatable", collect, [])
    .option("--user <user>", "only this user, by principal name or object id; repeatable", collect, []);
}

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
      execute(async (console) => (await import("./commands/run.ts")).runController(path, flags, console)),
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
