import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, realpath, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { UsageError } from "../errors.ts";

/** Another desired state, on this machine. */
export interface BaseFolder {
  readonly path: string;
  /** The whole id of the commit that it is at; null for a folder that was named as such. */
  readonly commit: string | null;
  /** Takes away what was made for it. */
  readonly discard: () => Promise<void>;
}

const run = promisify(execFile);

/**
 * What `--base VALUE` means: a file or folder of that name, where there is one, else a revision of the repository that
 * holds PATH, of which the same PATH is taken. A revision is written to a folder of its own, without hooks and filters;
 * where it has no such PATH, the folder is empty.
 * @throws UsageError when VALUE is neither
 */
export async function openBase(value: string, path: string): Promise<BaseFolder> {
  if (existsSync(value)) return { path: value, commit: null, discard: () => Promise.resolve() };
  const root = await repositoryOf(value, path);
  const commit = await commitOf(value, root);
  const inside = relative(root, await realpath(path)) || ".";
  const folder = await mkdtemp(join(tmpdir(), "trueup-base-"));
  const discard = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    if (await hasPath(root, commit, inside)) await writeFiles(root, commit, inside, folder);
    const written = join(folder, "files", inside);
    await mkdir(existsSync(written) ? dirname(written) : written, { recursive: true });
    return { path: written, commit, discard };
  } catch (error) {
    await discard();
    throw error;
  }
}

async function repositoryOf(value: string, path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  const folder = found?.isDirectory() === true ? path : dirname(path);
  try {
    return await realpath(await git(folder, ["rev-parse", "--show-toplevel"]));
  } catch {
    throw new UsageError(
      `--base ${value} is no file or folder, and ${path} is in no git repository of which it could be a revision`,
      "name another desired-state folder, or a branch, tag or commit",
    );
  }
}

async function commitOf(value: string, root: string): Promise<string> {
  try {
    return await git(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${value}^{commit}`]);
  } catch {
    throw new UsageError(
      `--base ${value} is neither a file or folder nor a revision of the repository ${root}`,
      "a pipeline often fetches one commit only; fetch the base as well, for example: git fetch --depth=1 origin main",
    );
  }
}

async function hasPath(root: string, commit: string, inside: string): Promise<boolean> {
  const spec = `${commit}:${inside === "." ? "" : inside.split(sep).join("/")}`;
  return git(root, ["cat-file", "-e", spec]).then(
    () => true,
    () => false,
  );
}

/** Through an index of its own, so that the checkout that people work in is not touched. */
async function writeFiles(root: string, commit: string, inside: string, folder: string): Promise<void> {
  const files = join(folder, "files");
  await mkdir(files);
  const only = inside.split(sep).join("/");
  const env = { GIT_INDEX_FILE: join(folder, "index"), ...(await withoutFilters(root)) };
  await git(root, ["--literal-pathspecs", `--work-tree=${files}`, "checkout", "--quiet", commit, "--", only], env);
}

/**
 * Settings, as git takes them from its environment, by which no filter that this machine knows is run on what is written:
 * https://git-scm.com/docs/git-config#Documentation/git-config.txt-GITCONFIGCOUNT
 */
async function withoutFilters(root: string): Promise<Readonly<Record<string, string>>> {
  const found = await git(root, ["config", "--null", "--name-only", "--get-regexp", "^filter\\."]).catch(() => "");
  const filters = new Set(found.split("\0").flatMap((key) => /^(filter\..+)\.[^.]+$/s.exec(key)?.[1] ?? []));
  const settings = [...filters].flatMap((filter) => [
    [`${filter}.smudge`, ""],
    [`${filter}.process`, ""],
    [`${filter}.required`, "false"],
  ]);
  const numbered = settings.flatMap(([key = "", value = ""], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(settings.length), ...Object.fromEntries(numbered) };
}

async function git(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const settings = ["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"];
  const options = { cwd, env: { ...process.env, GIT_LFS_SKIP_SMUDGE: "1", ...env }, maxBuffer: 16_777_216 };
  const { stdout } = await run("git", [...settings, ...args], options);
  return stdout.trim();
}
