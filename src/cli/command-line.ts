import { CommanderError } from "commander";
import type { Console } from "./console.ts";
import { createProgram } from "./program.ts";
import { packageVersion } from "./version.ts";

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
): Promise<number> {
  let exitCode = 0;
  const program = createProgram(packageVersion(), async (command) => {
    const { color, debug } = program.opts<{ color: boolean; debug?: boolean }>();
    exitCode = await runCommand(command, await openConsole(color), debug === true);
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
