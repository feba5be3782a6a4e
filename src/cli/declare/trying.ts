import { type Command, Option } from "commander";
import type { DoctorFlags } from "../commands/doctor.ts";
import type { SandboxFlags } from "../commands/sandbox.ts";
import type { ValidateFlags } from "../commands/validate.ts";
import type { Execute } from "../execute.ts";
import { parseMilliseconds, parsePort, parseScale } from "../flags.ts";
import { annotationsOption, authOption, formatOption, PATH } from "../options.ts";

/** `trueup validate` */
export function addValidate(program: Command, execute: Execute): void {
  program
    .command("validate")
    .description("check everything that can be checked without a tenant")
    .argument(...PATH)
    .addOption(formatOption("text", "json", "sarif"))
    .addOption(annotationsOption())
    .action((path: string, flags: ValidateFlags) =>
      execute(async (console) => (await import("../commands/validate.ts")).runValidate(path, flags, console)),
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
      execute(async (console) => (await import("../commands/doctor.ts")).runDoctor(path, flags, console)),
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
      execute(async (console) => (await import("../commands/sandbox.ts")).runSandbox(tenant, flags, console)),
    );
}

/** `trueup demo` */
export function addDemo(program: Command, execute: Execute): void {
  program
    .command("demo")
    .description("start a sandbox with an example tenant and take it from drift to convergence")
    .action(() => execute(async (console) => (await import("../commands/demo.ts")).runDemo(console)));
}
