import { Command, CommanderError, Option, type OutputConfiguration } from "commander";
import { PROVIDERS } from "../comment/variables.ts";
import { printable } from "../report/facts/printable.ts";
import type { CommentFlags } from "./commands/comment.ts";
import type { DoctorFlags } from "./commands/doctor.ts";
import type { LeaseFlags } from "./commands/lease.ts";
import type { SandboxFlags } from "./commands/sandbox.ts";
import type { ValidateFlags } from "./commands/validate.ts";
import type { Console } from "./console.ts";
import {
  annotationsOption,
  authOption,
  type Execute,
  formatOption,
  parseMilliseconds,
  parsePort,
  parsePullRequestNumber,
  parseScale,
  PATH,
} from "./options.ts";
import { addApply, addDrift, addExplain, addPlan, addReport, addRun } from "./reconcile-commands.ts";
import { packageVersion } from "./version.ts";

/** `trueup forget` */
export function addForget(program: Command, execute: Execute): void {
  program
    .command("forget")
    .description("delete all that the store knows of one person")
    .argument("<user>", "principal name or object id")
    .action((user: string) =>
      execute(async (console) => (await import("./commands/forget.ts")).runForget(user, console)),
    );
}

/** `trueup lease`, and its former name. */
export function addLease(program: Command, execute: Execute): void {
  const show = (flags: LeaseFlags): Promise<void> =>
    execute(async (console) => (await import("./commands/lease.ts")).runLease(flags, console));
  program
    .command("lease")
    .description("show which run is changing a tenant; with --break, end its lease")
    .option("--break", "end the lease, whoever holds it", false)
    .action(show);
  program
    .command("unlock", { hidden: true })
    .option("--yes", "as lease --break", false)
    .action((flags: { readonly yes: boolean }) => show({ break: flags.yes }));
}

/** `trueup comment` */
export function addComment(program: Command, execute: Execute): void {
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

/** `trueup notify` */
export function addNotify(program: Command, execute: Execute): void {
  program
    .command("notify")
    .description("send a test message to every receiver that the environment sets, and say what came back")
    .requiredOption("--test", "the only thing there is to send by hand; `run` sends the others")
    .action(() => execute(async (console) => (await import("./commands/notify.ts")).runNotify(console)));
}

/** `trueup validate` */
export function addValidate(program: Command, execute: Execute): void {
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

/** `trueup doctor` */
export function addDoctor(program: Command, execute: Execute): void {
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

/** `trueup sandbox` */
export function addSandbox(program: Command, execute: Execute): void {
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

/** `trueup demo` */
export function addDemo(program: Command, execute: Execute): void {
  program
    .command("demo")
    .description("start a sandbox with an example tenant and take it from drift to convergence")
    .action(() => execute(async (console) => (await import("./commands/demo.ts")).runDemo(console)));
}

/** Where help and what is wrong with a command line are written; without it to stdout and stderr of the process. */
export type HelpWriter = Pick<OutputConfiguration, "writeOut" | "writeErr">;

/**
 * The commands, their arguments and their flags. The code of a command is loaded when it runs, so that `--help` and
 * `validate` need not wait for the Graph client.
 */
export function createProgram(version: string, execute: Execute, help: HelpWriter = {}): Command {
  const program = new Command("trueup")
    .description(
      "Keeps the Microsoft Teams apps in people's personal scope at the versions, and with exactly the consent, that a git repository says.",
    )
    .version(version)
    .option("--no-color", "plain text, as with NO_COLOR")
    .option("--debug", "show where in the code an unexpected error came from")
    .configureOutput({ ...help, outputError: (text, write) => write(`${inert(text)}\n`) })
    .showHelpAfterError("(trueup --help shows all commands and flags)");
  addValidate(program, execute);
  addPlan(program, execute);
  addApply(program, execute);
  addDrift(program, execute);
  addReport(program, execute);
  addExplain(program, execute);
  addRun(program, execute);
  addForget(program, execute);
  addLease(program, execute);
  addDoctor(program, execute);
  addSandbox(program, execute);
  addDemo(program, execute);
  addComment(program, execute);
  addNotify(program, execute);
  return program;
}

/** What was typed stands in a message of commander as it is. Of its lines only a suggestion, at the end, is its own. */
function inert(text: string): string {
  const message = text.trimEnd();
  const suggestion = /\n\(Did you mean [^\n]*\?\)$/.exec(message)?.[0] ?? "";
  return printable(message.slice(0, message.length - suggestion.length)) + suggestion;
}

/** The exit code of everything that ends before it has begun: usage, configuration, sign-in, Graph out of reach. */
const COULD_NOT_START = 1;

/** Makes the console of a command; false for `--no-color`. Loaded lazily, since help needs none. */
export type OpenConsole = (colorWanted: boolean) => Promise<Console>;

/**
 * Carries out a command line, `process.argv`; help needs nothing but the names of commands and flags.
 * @returns the exit code
 */
export async function runCommandLine(
  argv: readonly string[],
  openConsole: OpenConsole = consoleOfProcess,
  help: HelpWriter = {},
): Promise<number> {
  let exitCode = 0;
  const execute: Execute = async (command) => {
    const { color, debug } = program.opts<{ color: boolean; debug?: boolean }>();
    exitCode = await runCommand(command, await openConsole(color), debug === true);
  };
  const program = createProgram(packageVersion(), execute, help);
  for (const command of [program, ...program.commands]) command.exitOverride();
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // commander has printed its message or the help; `--help` and `--version` end with 0.
    return error.exitCode === 0 ? 0 : COULD_NOT_START;
  }
  return exitCode;
}

async function consoleOfProcess(colorWanted: boolean): Promise<Console> {
  const { processConsole } = await import("./console.ts");
  return processConsole(colorWanted);
}

async function runCommand(
  command: (console: Console) => Promise<number>,
  console: Console,
  debug: boolean,
): Promise<number> {
  try {
    return await command(console);
  } catch (error) {
    const { describeFailure } = await import("./failure.ts");
    console.rendered(describeFailure(error, { color: console.noticeColor, debug }));
    return COULD_NOT_START;
  }
}
