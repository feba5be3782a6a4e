import { existsSync, realpathSync, statSync } from "node:fs";
import { lstat, realpath, stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import process from "node:process";
import { SourceError } from "../errors.ts";
import { type Environment, localGit } from "./git-program.ts";

/** A folder that git would take for a repository, in words for people. */
interface EmbeddedRepository {
  readonly message: string;
  readonly hint: string;
}

/**
 * Whether git, on its way up from a folder, would come across files that look like a bare repository before it comes to the
 * top of the checkout. A commit can hold such files, but no `.git`: with them its author would choose the settings of git, and
 * which commit a name stands for. `safe.bareRepository` keeps git from it only from 2.38 on.
 * What makes a folder a repository: https://git-scm.com/docs/gitrepository-layout
 *
 * @param folder links followed
 */
export async function embeddedRepository(folder: string): Promise<EmbeddedRepository | null> {
  if (await isThere(folder, ".git")) return null;
  if (await looksLikeRepository(folder)) {
    return {
      message: `${folder} holds files by which git takes it for a repository of its own: HEAD, with refs or commondir`,
      hint: "remove them, and ask who added them: they can run commands here, and hide a change from its review",
    };
  }
  const above = dirname(folder);
  return above === folder ? null : embeddedRepository(above);
}

/** In place of `refs` and `objects`, a file `commondir` may say where they are; and a variable, where the objects are. */
async function looksLikeRepository(folder: string): Promise<boolean> {
  return (await isThere(folder, "HEAD")) && ((await isThere(folder, "refs")) || (await isThere(folder, "commondir")));
}

/** A link counts, wherever it leads: HEAD may be one that leads nowhere. */
function isThere(folder: string, name: string): Promise<boolean> {
  return lstat(join(folder, name)).then(
    () => true,
    () => false,
  );
}

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
  if (!(await isInCheckout(folder))) return null;
  try {
    // Filters of this machine stay: what one of them wrote would count as changed without it.
    if ((await localGit(folder, ["status", "--porcelain", "--", "."])) !== "") return null;
    return await localGit(folder, ["rev-parse", "--verify", "HEAD"]);
  } catch {
    return null;
  }
}

/** Whether git may find a checkout around a folder. To be told that there is none costs a process. */
async function isInCheckout(folder: string): Promise<boolean> {
  if (process.env["GIT_DIR"] !== undefined || (await isThere(folder, ".git"))) return true;
  const above = dirname(folder);
  return above !== folder && isInCheckout(above);
}

async function folderOf(path: string): Promise<string | null> {
  try {
    const real = await realpath(path);
    return (await stat(real)).isDirectory() ? real : dirname(real);
  } catch {
    return null;
  }
}

/**
 * The folder that diagnostics of PATH are relative to, as seen from the root of the repository: where GitHub Actions says
 * it is checked out, or else the working directory. Links are followed, since a pull request shows files where they are.
 * Empty for the root itself; it begins with `..` where PATH lies outside.
 */
export function folderInRepository(path: string, { environment }: { readonly environment: Environment }): string {
  const root = followed(environment["GITHUB_WORKSPACE"] || process.cwd());
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  const inside = relative(root, followed(isFile ? dirname(path) : path));
  return inside.split(sep).join("/");
}

/**
 * The same within the checkout of a pipeline; null where PATH lies outside of it, or in a repository of its own.
 */
export function folderInCheckout(path: string, checkout: string): string | null {
  const root = followed(checkout);
  const inside = folderInRepository(path, { environment: { GITHUB_WORKSPACE: checkout } });
  const parts = inside.split("/").filter((part) => part !== "");
  if (parts[0] === ".." || inside.startsWith("/")) return null;
  const above = parts.map((_, index) => join(root, ...parts.slice(0, index + 1), ".git"));
  const isOwn = existsSync(join(root, ".git")) && !above.some((git) => existsSync(git));
  return isOwn ? inside : null;
}

/** What is not there has no links to follow. */
function followed(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/**
 * The folder of a path as git has it, from the root of its checkout, empty for the root itself. Where there is no git or no
 * checkout, as seen from where a pipeline says that it checked out, or else from the working directory.
 * @returns null: the path lies outside
 * @throws SourceError when what is there would pass itself off as a repository
 */
export async function placeInRepository(path: string, environment: Environment): Promise<string | null> {
  const folder = await folderOf(path);
  if (folder === null) return null;
  const embedded = await embeddedRepository(folder);
  if (embedded !== null) throw new SourceError(embedded.message, embedded.hint);
  try {
    return (await localGit(folder, ["rev-parse", "--show-prefix"])).replace(/\/$/, "");
  } catch {
    const roots = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY"].map(
      (name) => environment[name] ?? "",
    );
    const inside = relative(followed(roots.find((root) => root !== "") ?? process.cwd()), folder)
      .split(sep)
      .join("/");
    return inside === ".." || inside.startsWith("../") ? null : inside;
  }
}
