import type { Command } from "commander";
import type { UnlockFlags } from "../commands/unlock.ts";
import type { Execute } from "../execute.ts";

/** `trueup forget` */
export function addForget(program: Command, execute: Execute): void {
  program
    .command("forget")
    .description("delete all that the store knows of one person")
    .argument("<user>", "principal name or object id")
    .action((user: string) =>
      execute(async (console) => (await import("../commands/forget.ts")).runForget(user, console)),
    );
}

/** `trueup unlock` */
export function addUnlock(program: Command, execute: Execute): void {
  program
    .command("unlock")
    .description("show which run is changing a tenant; with --yes, break its lock")
    .option("--yes", "break the lock, whoever holds it", false)
    .action((flags: UnlockFlags) =>
      execute(async (console) => (await import("../commands/unlock.ts")).runUnlock(flags, console)),
    );
}
