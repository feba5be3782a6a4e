import { Command, Option } from "commander";
import { WAYS } from "../graph/sign-in/ways.ts";
import type { Console } from "./console.ts";
import type { ApplyFlags } from "./commands/apply.ts";
import type { DoctorFlags } from "./commands/doctor.ts";
import type { ExplainFlags } from "./commands/explain.ts";
import type { PlanFlags } from "./commands/plan.ts";
import type { SandboxFlags } from "./commands/sandbox.ts";
import type { ValidateFlags } from "./commands/validate.ts";
import { collect, parseLimit, parseMilliseconds, parsePort, parseScale, type TenantFlags } from "./flags.ts";

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
  addExplain(program, execute);
  addDoctor(program, execute);
  addSandbox(program, execute);
  addDemo(program, execute);
  return program;
}

const PATH = ["[path]", "the desired state: a YAML file, or a folder read recursively", "."] as const;

function addValidate(program: Command, execute: Execute): void {
  program
    .command("validate")
    .description("check everything that can be checked without a tenant")
    .argument(...PATH)
    .addOption(formatOption())
    .action((path: string, flags: ValidateFlags) =>
      execute(async (console) => (await import("./commands/validate.ts")).runValidate(path, flags, console)),
    );
}

function addPlan(program: Command, execute: Execute): void {
  tenantCommand(program, "plan", "show what apply would do; writes nothing")
    .option("--detailed-exitcode", "end with 2 when rows act, 3 when something is held or blocked", false)
    .action((path: string, flags: PlanFlags) =>
      execute(async (console) => (await import("./commands/plan.ts")).runPlan(path, flags, console)),
    );
}

function addApply(program: Command, execute: Execute): void {
  tenantCommand(program, "apply", "show the plan, ask, carry it out, and report what was read back")
    .option("--yes", "do not ask; needed where there is no terminal", false)
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

function addExplain(program: Command, execute: Execute): void {
  program
    .command("explain")
    .description("say why a user gets what they get: which assignments, through which group, and every rule considered")
    .argument("<user>", "principal name or object id")
    .argument("<app>", "the app's name in the desired state")
    .argument(...PATH)
    .addOption(authOption())
    .addOption(limitsScaleOption())
    .action((user: string, app: string, path: string, flags: ExplainFlags) =>
      execute(async (console) => (await import("./commands/explain.ts")).runExplain(user, app, path, flags, console)),
    );
}

function addDoctor(program: Command, execute: Execute): void {
  program
    .command("doctor")
    .description("look at sign-in, cloud, permissions and reach, for what a desired state needs")
    .argument(...PATH)
    .addOption(formatOption())
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
    .option("--lag <ms>", "reads show a write only after so long", parseMilliseconds)
    .addOption(
      new Option("--throttle <algorithm>", "how requests are counted")
        .choices(["fixed-window", "sliding-log", "token-bucket"])
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

function tenantCommand(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .argument(...PATH)
    .addOption(formatOption())
    .option("--out <file>", "also write the JSON to a file, whatever the format")
    .option(
      "--consent",
      "read the consent of each installation by a read of its own where the list does not show it",
      false,
    )
    .option("--max-changes <n>", "replace policy.maxChanges for this run: a number, or a share such as 20%", parseLimit)
    .option("--app <name>", "only this app; repeatable", collect, [])
    .option("--user <user>", "only this user, by principal name or object id; repeatable", collect, [])
    .addOption(authOption())
    .addOption(limitsScaleOption());
}

function authOption(): Option {
  return new Option("--auth <way>", "how to sign in; without it the environment decides").choices(
    WAYS.map(({ name }) => name),
  );
}

function limitsScaleOption(): Option {
  return new Option(
    "--limits-scale <factor>",
    "multiply Graph's documented limits; above 1 for a Graph on a loopback address only",
  )
    .argParser(parseScale)
    .default(1);
}

function formatOption(): Option {
  return new Option("--format <format>", "how the result is written to stdout")
    .choices(["text", "json"])
    .default("text");
}
