import { realpath, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { SourceError } from "../errors.ts";
import { embeddedRepository } from "./embedded-repository.ts";
import { localGit } from "./local-git.ts";

/**
 * The commit that a path is at, or null when it is in no checkout, there is no `git`, or the path has changes that are
 * not committed: then no commit says what was read, and only the digest does.
 * @throws SourceError when what is there would pass itself off as a repository; a controller then goes on without acting
 */
export async function gitCommit(path: string): Promise<string | null> {
  const folder = await folderOf(path);
  if (folder === null) return null;
  const embedded = await embeddedRepository(folder);
  if (embedded !== null) throw new SourceError(embedded.message, embedded.hint);
  try {
    // Filters of this machine stay: what one of them wrote would count as changed without it.
    if ((await localGit(folder, ["status", "--porcelain", "--", "."])) !== "") return null;
    return await localGit(folder, ["rev-parse", "--verify", "HEAD"]);
  } catch {
    return null;
  }
}

async function folderOf(path: string): Promise<string | null> {
  try {
    const real = await realpath(path);
    return (await stat(real)).isDirectory() ? real : dirname(real);
  } catch {
    return null;
  }
}
