import { Command, CommanderError, type OutputConfiguration } from "commander";
import { printable } from "../report/facts/printable.ts";
import type { Console } from "./console.ts";
import { groupFlags, HELP } from "./help.ts";
import type { Declare, Execute } from "./options.ts";
import { packageVersion } from "./version.ts";

/** A command, as the list of all shows it. */
interface CommandEntry {
  readonly name: string;
  /** The heading in the list of all. */
  readonly group: string;
  readonly does: string;
  /** What it changes in the tenant; nothing where that is left out. */
  readonly writes?: string;
  /** Its declaration, and all that it needs; `--help` of all commands needs neither. */
  readonly load: () => Promise<{ readonly declare: Declare }>;
}

/** All commands; the table of the README is made from it. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "init",
    group: "First steps:",
    load: () => import("./commands/init.ts"),
    does: "write the desired state that says what a tenant has now, and show its first plan",
  },
  {
    name: "doctor",
    group: "First steps:",
    load: () => import("./commands/doctor.ts"),
    does: "look at sign-in, cloud, permissions and reach, for what a desired state needs",
  },
  {
    name: "catalog",
    group: "First steps:",
    load: () => import("./commands/catalog.ts"),
    does: "list the apps of the catalog: both ids, the offered version, the permissions it requires and who gets them",
  },
  {
    name: "schema",
    group: "First steps:",
    load: () => import("./commands/schema.ts"),
    does: "print the JSON Schema of the desired state",
  },
  {
    name: "completion",
    group: "First steps:",
    does: "print the script that lets the Tab key complete commands, flags and values in a shell",
    load: () => import("./commands/completion.ts"),
  },
  {
    name: "validate",
    group: "Every day:",
    load: () => import("./commands/validate.ts"),
    does: "check everything that can be checked without a tenant",
  },
  { name: "plan", group: "Every day:", load: () => import("./commands/plan.ts"), does: "show what apply would do" },
  {
    name: "apply",
    group: "Every day:",
    load: () => import("./commands/apply.ts"),
    does: "show the plan, ask, carry it out, and report what was read back",
    writes: "yes",
  },
  {
    name: "drift",
    group: "Every day:",
    load: () => import("./commands/drift.ts"),
    does: "report the rows that differ",
  },
  {
    name: "report",
    group: "Every day:",
    load: () => import("./commands/report.ts"),
    does: "write the status page to one file: who has which version, what waits, and who has to act",
  },
  {
    name: "explain",
    group: "Every day:",
    load: () => import("./commands/explain.ts"),
    does: "say why a user gets what they get: which assignments, through which group, and every rule considered",
  },
  {
    name: "run",
    group: "Every day:",
    load: () => import("./commands/run.ts"),
    does: "follow the desired state on a schedule and at each change: report drift, and with --apply correct it",
    writes: "with `--apply`",
  },
  {
    name: "fleet",
    group: "Every day:",
    load: () => import("./commands/fleet.ts"),
    does: "do one of these for each tenant of a folder of tenants: validate, plan, drift, report, status, census, history, freeze, thaw, work",
    writes: "with `work --apply`",
  },
  {
    name: "rollout",
    group: "Rollouts and reviewed versions:",
    load: () => import("./commands/rollout.ts"),
    does: "show how far each rollout has come and what comes next; with --simulate, its calendar",
  },
  {
    name: "lock",
    group: "Rollouts and reviewed versions:",
    load: () => import("./commands/lock.ts"),
    does: "write which definition of each app was reviewed, so that no other one reaches anybody",
  },
  {
    name: "why-click",
    group: "Rollouts and reviewed versions:",
    load: () => import("./commands/why-click.ts"),
    does: "say whether people have to accept an update by hand, and which documented condition makes them",
  },
  {
    name: "history",
    group: "What was done, and what people have:",
    load: () => import("./commands/history.ts"),
    does: "show what was done, to whom, and which commit approved it; with --verify, whether that was changed since",
  },
  {
    name: "census",
    group: "What was done, and what people have:",
    load: () => import("./commands/census.ts"),
    does: "count who has which version of an app, with which consent, and how old that is known; needs no desired state",
  },
  {
    name: "forget",
    group: "What was done, and what people have:",
    load: () => import("./commands/forget.ts"),
    does: "delete all that the store knows of one person",
  },
  {
    name: "freeze",
    group: "Stopping:",
    load: () => import("./commands/freeze.ts"),
    does: "stop the changes of all runs that share the store, or those to one app, until thaw",
  },
  {
    name: "thaw",
    group: "Stopping:",
    load: () => import("./commands/thaw.ts"),
    does: "end a freeze, so that changes go on",
  },
  {
    name: "lease",
    group: "Stopping:",
    load: () => import("./commands/lease.ts"),
    does: "show which run is changing a tenant; with --break, end its lease",
  },
  {
    name: "events",
    group: "What was done, and what people have:",
    load: () => import("./commands/events.ts"),
    does: "show, make or remove the subscriptions by which Graph tells of changes",
  },
  {
    name: "sandbox",
    group: "Trying and rehearsing:",
    load: () => import("./commands/sandbox.ts"),
    does: "run a local tenant that speaks Graph, for trying and rehearsing",
    writes: "–",
  },
  {
    name: "demo",
    group: "Trying and rehearsing:",
    load: () => import("./commands/demo.ts"),
    does: "start a sandbox with an example tenant and take it from drift to convergence",
    writes: "only to the sandbox",
  },
  {
    name: "comment",
    group: "Pipelines and messages:",
    load: () => import("./commands/comment.ts"),
    does: "bring the one comment of a pull request to the text of a file, from a pipeline",
  },
  {
    name: "notify",
    group: "Pipelines and messages:",
    load: () => import("./commands/notify.ts"),
    does: "send a test message to every receiver that the environment sets, and say what came back",
  },
];

/** By this word a shell asks what the Tab key offers; it is no command for people. */
const COMPLETE = "__complete";

/** What somebody tries who has never seen it. */
const FIRST_STEPS = `
Examples:
  trueup demo              # a tenant on this machine, from drift to convergence
  trueup init teams-apps   # what your tenant has now, as files; changes nothing
  trueup plan --help       # the flags of one command`;

/** Where help and what is wrong with a command line are written; without it to stdout and stderr of the process. */
export type HelpWriter = Pick<OutputConfiguration, "writeOut" | "writeErr">;

/**
 * The commands, and of those that are named their arguments, flags and actions. What a command needs is loaded with it, so that
 * `--help` and `validate` need not wait for the Graph client.
 * @param argv what was typed; null: every command is declared
 */
export async function createProgram(
  version: string,
  execute: Execute,
  argv: readonly string[] | null = null,
  help: HelpWriter = {},
): Promise<Command> {
  const program = new Command("trueup")
    .description(
      "Keeps the Microsoft Teams apps in people's personal scope at the versions, and with exactly the consent, that a git repository says.",
    )
    .version(version)
    .option("--no-color", "plain text, as with NO_COLOR")
    .option("--debug", "show where in the code an unexpected error came from")
    .configureHelp(HELP)
    .configureOutput({ ...help, outputError: (text, write) => write(`${inert(text)}\n`) })
    .addHelpText("after", FIRST_STEPS)
    .showHelpAfterError("(trueup --help shows all commands)");
  for (const { name, group, does, load } of COMMANDS) {
    const command = program
      .command(name)
      .helpGroup(group)
      .description(does)
      .showHelpAfterError(`(trueup ${name} --help shows its arguments and flags)`);
    if (argv !== null && !argv.includes(name)) continue;
    (await load()).declare(command, execute);
    groupFlags(command);
  }
  if (argv?.includes("unlock") === true) {
    const { declareUnlock } = await import("./commands/lease.ts");
    declareUnlock(program.command("unlock", { hidden: true }), execute);
  }
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
  if (argv[2] === COMPLETE) {
    const { answerShell } = await import("./completion/answer.ts");
    await (await openConsole(false)).result([await answerShell(argv.slice(3))]);
    return 0;
  }
  let exitCode = 0;
  const execute: Execute = async (command) => {
    const { color, debug } = program.opts<{ color: boolean; debug?: boolean }>();
    exitCode = await runCommand(command, await openConsole(color), debug === true);
  };
  const program = await createProgram(packageVersion(), execute, argv, help);
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
