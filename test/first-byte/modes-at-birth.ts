import { spawn } from "node:child_process";
import { once } from "node:events";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";

const WITHOUT_CHMOD = new URL("without-chmod.ts", import.meta.url).href;
const SOURCE = new URL("../../src/", import.meta.url);

/** Where a module of the program is, for the text of a script. */
export function moduleAt(path: string): string {
  return JSON.stringify(new URL(path, SOURCE).href);
}

/**
 * Runs a script that makes files and ends without tidying up, in a process that takes no right from anybody (umask 0) and
 * in which no mode can be changed afterwards. So the modes are those that the files were born with: whoever opens a file
 * in its first moment can read it for good, whatever its mode is later.
 * @returns the mode of each file and folder below `folder`, by its path in there
 */
export async function modesAtBirth(folder: string, script: string): Promise<Readonly<Record<string, string>>> {
  const args = ["--import", WITHOUT_CHMOD, "--input-type=module-typescript", "--eval", script];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "inherit", "inherit"] });
  const [code] = await once(child, "close");
  // A script may kill itself, so that SQLite does not tidy up.
  if (code !== 0 && child.signalCode !== "SIGKILL")
    throw new Error(`the script ended with ${String(code ?? child.signalCode)}`);
  const modes: Record<string, string> = {};
  for (const name of (await readdir(folder, { recursive: true })).toSorted()) {
    modes[name] = ((await lstat(join(folder, name))).mode & 0o777).toString(8);
  }
  return modes;
}
