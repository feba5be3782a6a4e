import { Command, Option } from "commander";
import { PROVIDERS } from "../comment/provider.ts";
import { DAY_BETWEEN_READINGS_MS } from "../observe/whom-to-read.ts";
import type { Console } from "./console.ts";
import type { ApplyFlags } from "./commands/apply.ts";
import type { CommentFlags } from "./commands/comment.ts";
import type { DoctorFlags } from "./commands/doctor.ts";
import type { ExplainFlags } from "./commands/explain.ts";
import type { PlanFlags } from "./commands/plan.ts";
import type { ReportFlags } from "./commands/report.ts";
import type { SandboxFlags } from "./commands/sandbox.ts";
import type { UnlockFlags } from "./commands/unlock.ts";
import type { ValidateFlags } from "./commands/validate.ts";
import {
  collect,
  parseDuration,
  parseLimit,
  parseMilliseconds,
  parsePort,
  parseScale,
  type TenantFlags,
} from "./flags.ts";
import { addRunOptions, authOption, formatOption, limitsScaleOption, PATH, rateShareOption } from "./options.ts";
import { parseListen, type RunFlags } from "./run-flags.ts";
import { parsePullRequestNumber } from "./pull-request-number.ts";

/** Runs a command with the console that its flags ask for, and keeps its exit code. */
export type Execute = (command: (console: Console) => Promise<number>) => Promise<void>;

/**
 * The commands, their arguments and their flags. The code of a command is loaded when it runs, so that `--help` and
 * `validate` need not wait for the Graph client.
 */
export function createProgram(version: string, execute: Execute): Command {
  const program = new Command("trueup")
    .description(
      "Keeps the Microsoft Teams apps in people's personal scope at the versions, and with exactly the consent, that a git repository says.",
    )
    .version(version)
    .option("--no-color", "plain text, as with NO_COLOR")
    .option("--debug", "show where in the code an unexpected error came from")
    .showHelpAfterError("(trueup --help shows all commands and flags)");
  addValidate(program, execute);
  addPlan(program, execute);
  addApply(program, execute);
  addDrift(program, execute);
  addReport(program, execute);
  addExplain(program, execute);
  addRun(program, execute);
  addForget(program, execute);
  addUnlock(program, execute);
  addDoctor(program, execute);
  addSandbox(program, execute);
  addDemo(program, execute);
  addComment(program, execute);
  addNotify(program, execute);
  return program;
}

function addValidate(program: Command, execute: Execute): void {
  program
    .command("validate")
    .description("check everything that can be checked without a tenant")
    .argument(...PATH)
    .addOption(formatOption("text", "json", "sarif"))
    .addOption(annotationsOption())
    .action((path: string, flags: ValidateFlags) =>
      execute(async (console) => (await import("./commands/validate.ts")).runValidate(path, flags, console)),
    );
}

function addPlan(program: Command, execute: Execute): void {
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

function addApply(program: Command, execute: Execute): void {
  tenantCommand(program, "apply", "show the plan, ask, carry it out, and report what was read back")
    .option("--yes", "do not ask; needed where there is no terminal", false)
    .option("--plan <file>", "carry out only what this reviewed plan holds, as plan --out wrote it")
    .option("--receipt <file>", "add a line of JSON to this file for each write, as it happens")
    .option("--envelope", "with --plan: keep within its bounds, for groups that move all day", false)
    .action((path: string, flags: ApplyFlags) =>
      execute(async (console) => (await import("./commands/apply.ts")).runApply(path, flags, console)),
    );
}

function addDrift(program: Command, execute: Execute): void {
  tenantCommand(program, "drift", "report the rows that differ; writes nothing").action(
    (path: string, flags: TenantFlags) =>
      execute(async (console) => (await import("./commands/drift.ts")).runDrift(path, flags, console)),
  );
}

function addReport(program: Command, execute: Execute): void {
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

function addExplain(program: Command, execute: Execute): void {
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

function addForget(program: Command, execute: Execute): void {
  program
    .command("forget")
    .description("delete all that the store knows of one person")
    .argument("<user>", "principal name or object id")
    .action((user: string) =>
      execute(async (console) => (await import("./commands/forget.ts")).runForget(user, console)),
    );
}

function addUnlock(program: Command, execute: Execute): void {
  program
    .command("unlock")
    .description("show which run is changing a tenant; with --yes, break its lock")
    .option("--yes", "break the lock, whoever holds it", false)
    .action((flags: UnlockFlags) =>
      execute(async (console) => (await import("./commands/unlock.ts")).runUnlock(flags, console)),
    );
}

function addDoctor(program: Command, execute: Execute): void {
  program
    .command("doctor")
    .description("look at sign-in, cloud, permissions and reach, for what a desired state needs")
    .argument(...PATH)
    .addOption(formatOption("text", "json"))
    .addOption(authOption())
    .option(
      "--print-roles",
      "print the least permissions this desired state needs, and the commands that grant them",
      false,
    )
    .action((path: string, flags: DoctorFlags) =>
      execute(async (console) => (await import("./commands/doctor.ts")).runDoctor(path, flags, console)),
    );
}

function addSandbox(program: Command, execute: Execute): void {
  program
    .command("sandbox")
    .description("run a local tenant that speaks Graph, for trying and rehearsing")
    .argument("[tenant]", "a tenant file; without it, the example tenant of the demo")
    .option("--port <port>", "port on 127.0.0.1; 0: any free one", parsePort, 0)
    .option("--limits-scale <factor>", "multiply the documented limits", parseScale, 1)
    .option("--latency <ms>", "wait before each answer", parseMilliseconds)
    .option("--no-log", "forget requests once they are answered, for runs of millions of them")
    .option("--lag <ms>", "reads show a write only after so long", parseMilliseconds)
    .addOption(
      new Option("--throttle <algorithm>", "how requests are counted")
        .choices(["fixed-window", "sliding-log", "token-bucket", "off"])
        .default("fixed-window"),
    )
    .action((tenant: string | undefined, flags: SandboxFlags) =>
      execute(async (console) => (await import("./commands/sandbox.ts")).runSandbox(tenant, flags, console)),
    );
}

function addDemo(program: Command, execute: Execute): void {
  program
    .command("demo")
    .description("start a sandbox with an example tenant and take it from drift to convergence")
    .action(() => execute(async (console) => (await import("./commands/demo.ts")).runDemo(console)));
}

function addComment(program: Command, execute: Execute): void {
  program
    .command("comment")
    .description("bring the one comment of a pull request to the text of a file, from a pipeline")
    .addOption(new Option("--provider <service>", "where the pull request is").choices(PROVIDERS).makeOptionMandatory())
    .option("--file <file>", "the text, as --format markdown wrote it; -: standard input", "-")
    .option("--marker <name>", "which comment, where a pull request has several; without it the text says so")
    .option("--pull-request <number>", "the pull request; without it that of the run", parsePullRequestNumber)
    .addOption(
      new Option("--thread-status <status>", "on Azure DevOps: whether the thread asks to be resolved")
        .choices(["active", "closed"])
        .default("active"),
    )
    .option("--required", "end with 1 when the comment could not be written", false)
    .action((flags: CommentFlags) =>
      execute(async (console) => (await import("./commands/comment.ts")).runComment(flags, console)),
    );
}

function addNotify(program: Command, execute: Execute): void {
  program
    .command("notify")
    .description("send a test message to every receiver that the environment sets, and say what came back")
    .requiredOption("--test", "the only thing there is to send by hand; `run` sends the others")
    .action(() => execute(async (console) => (await import("./commands/notify.ts")).runNotify(console)));
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

function addRun(program: Command, execute: Execute): void {
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

function annotationsOption(): Option {
  return new Option("--annotations <service>", "also remark on the lines that are meant, on stderr").choices([
    "github",
  ]);
}

const HOUR_MS = 3_600_000;

function durationOption(flags: string, description: string, ms: number, text: string): Option {
  return new Option(flags, description).argParser(parseDuration).default(ms, text);
}
