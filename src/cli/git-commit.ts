import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * The commit that a path is at, or null when it is in no checkout, there is no `git`, or the path has changes that are
 * not committed: then no commit says what was read, and only the digest does.
 */
export async function gitCommit(path: string): Promise<string | null> {
  try {
    const folder = (await stat(path)).isDirectory() ? path : dirname(path);
    const { stdout: changes } = await run("git", ["status", "--porcelain", "--", "."], { cwd: folder });
    if (changes !== "") return null;
    const { stdout: commit } = await run("git", ["rev-parse", "--verify", "HEAD"], { cwd: folder });
    return commit.trim();
  } catch {
    return null;
  }
}
