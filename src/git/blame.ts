import { realpath, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { localGit } from "./git-program.ts";
import { embeddedRepository } from "./local-repository.ts";

/** A large history is not waited for longer, in milliseconds. */
const TIMEOUT_MS = 10_000;

/**
 * The commit that wrote a line of a file, as of another commit; null where that cannot be told: the file is in no checkout,
 * or the history was not fetched as far back.
 */
export async function commitOfLine(file: string, line: number, asOf: string): Promise<string | null> {
  try {
    const real = await realpath(file);
    const folder = (await stat(real)).isDirectory() ? real : dirname(real);
    if ((await embeddedRepository(folder)) !== null) return null;
    const range = ["-L", `${line},${line}`, asOf, "--", basename(real)];
    const said = await localGit(folder, ["blame", "--porcelain", ...range], { timeoutMs: TIMEOUT_MS });
    const commit = /^[0-9a-f]{40,64}(?= )/.exec(said)?.[0] ?? null;
    // Where a history was cut off, its first commit stands for all before it.
    return /^boundary$/m.test(said) && (await isCutOff(folder)) ? null : commit;
  } catch {
    return null;
  }
}

async function isCutOff(folder: string): Promise<boolean> {
  return (await localGit(folder, ["rev-parse", "--is-shallow-repository"])) !== "false";
}
