#!/usr/bin/env node
import process from "node:process";
import { CommanderError } from "commander";
import { type Console, processConsole } from "./console.ts";
import { describeFailure } from "./failure.ts";
import { createProgram } from "./program.ts";
import { packageVersion } from "./version.ts";

/** The exit code of everything that ends before it has begun: usage, configuration, sign-in, Graph out of reach. */
const COULD_NOT_START = 1;

async function main(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = createProgram(packageVersion(), async (command) => {
    const { color, debug } = program.opts<{ color: boolean; debug?: boolean }>();
    exitCode = await runCommand(command, processConsole(color), debug === true);
  });
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

async function runCommand(
  command: (console: Console) => Promise<number>,
  console: Console,
  debug: boolean,
): Promise<number> {
  try {
    return await command(console);
  } catch (error) {
    console.notice(describeFailure(error, { color: console.noticeColor, debug }));
    return COULD_NOT_START;
  }
}

// A reader that went away must not end a run that is writing to the tenant; the console stops writing to it.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});
process.exitCode = await main(process.argv);
