import { realpath, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { localGit } from "./git-program.ts";
import { embeddedRepository } from "./local-repository.ts";

/** The commit that wrote a line, or why that cannot be told, for people. */
export type LineOrigin = { readonly commit: string } | { readonly commit: null; readonly why: string };

/** Runs git with these arguments in the repository that is meant; gives what it said. */
type AskGit = (args: readonly string[]) => Promise<string>;

/** A large history is not waited for longer, in milliseconds. */
const TIMEOUT_MS = 10_000;

const SHALLOW = "the clone is shallow; fetch-depth: 0";

/** The commit that wrote a line of a file in a checkout, as of another commit. Never rejects. */
export async function commitOfLine(file: string, line: number, asOf: string): Promise<LineOrigin> {
  try {
    const real = await realpath(file);
    const folder = (await stat(real)).isDirectory() ? real : dirname(real);
    if ((await embeddedRepository(folder)) !== null)
      return untold("the file is in a repository inside of the checkout");
    const ask: AskGit = (args) => localGit(folder, args, { timeoutMs: TIMEOUT_MS });
    const commit = await blame(ask, basename(real), line, asOf);
    return commit === null ? untold(SHALLOW) : { commit };
  } catch {
    return untold(`git does not tell who wrote line ${line}`);
  }
}

/** An origin that is not known. */
export function untold(why: string): LineOrigin {
  return { commit: null, why };
}

/**
 * Null: the history that is here ends before the commit that wrote the line. What git is set to ignore or to replace here
 * would name another commit, and is left aside.
 * @throws what git says where it cannot tell
 */
export async function blame(ask: AskGit, path: string, line: number, asOf: string): Promise<string | null> {
  const plainly = ["--porcelain", "--no-textconv", "--ignore-revs-file="];
  const where = ["-L", `${line},${line}`, asOf, "--", path];
  const said = await ask(["--no-replace-objects", "blame", ...plainly, ...where]);
  const commit = /^[0-9a-f]{40,64}(?= )/.exec(said)?.[0];
  if (commit === undefined) throw new Error("git blame named no commit");
  return /^boundary$/m.test(said) && (await hasParents(ask, commit)) ? null : commit;
}

/** Where a history was cut off, its first commit stands for all before it; the text of the commit still names those. */
async function hasParents(ask: AskGit, commit: string): Promise<boolean> {
  return /^parent /m.test((await ask(["--no-replace-objects", "cat-file", "commit", commit])).split("\n\n")[0] ?? "");
}
