import { existsSync } from "node:fs";
import { lstat, mkdir, mkdtemp, realpath, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, posix, relative, resolve, sep } from "node:path";
import { UsageError } from "../errors.ts";
import { LOCK_FILE } from "../model/lock.ts";
import { LIST_SETTINGS, localGit, withoutFilters } from "./git-program.ts";
import { embeddedRepository } from "./local-repository.ts";

/** Another desired state, on this machine. */
export interface BaseFolder {
  readonly path: string;
  /** The whole id of the commit that it is at; null for a folder that was named as such. */
  readonly commit: string | null;
  /** Takes away what was made for it. */
  readonly discard: () => Promise<void>;
}

/**
 * What `--base VALUE` means: a revision of the repository that holds PATH, of which the same PATH is taken; else a file or
 * folder of that name. A revision comes first, since whoever proposes a change may add a folder of any name, and no
 * revision begins with `./`. It is written to a folder of its own, without hooks, filters and submodules; where it has no
 * such PATH, the folder is empty.
 * @throws UsageError when VALUE is neither, git cannot give what it should hold, or PATH would pass itself off as a repository
 */
export async function openBase(value: string, path: string): Promise<BaseFolder> {
  const place = await placeInRepository(path);
  const commit = typeof place === "string" ? null : await commitOf(value, place.root);
  if (typeof place !== "string" && commit !== null) return openRevision(value, commit, place);
  if (existsSync(value)) return { path: value, commit: null, discard: () => Promise.resolve() };
  throw noSuchBase(value, path, place);
}

interface Place {
  /** The top folder of a checkout, links followed. */
  readonly root: string;
  /** PATH below it, links followed; `.` for the top itself. */
  readonly inside: string;
}

/**
 * Where PATH is, or git's words about why that is nowhere.
 * @throws UsageError when what is there would pass itself off as a repository
 */
async function placeInRepository(path: string): Promise<Place | string> {
  const real = await realpath(path).catch(() => resolve(path));
  const found = await stat(real).catch(() => null);
  const folder = found?.isDirectory() === true ? real : dirname(real);
  const embedded = await embeddedRepository(folder);
  if (embedded !== null) throw new UsageError(embedded.message, embedded.hint);
  try {
    const root = await realpath(await localGit(folder, SHOW_TOP));
    const inside = relative(root, real) || ".";
    return inside === ".." || inside.startsWith(`..${sep}`) ? `${real} is outside of ${root}` : { root, inside };
  } catch (error) {
    return reasonOf(error);
  }
}

const SHOW_TOP = ["rev-parse", "--show-toplevel"];

/**
 * Null when there is no such commit, or when VALUE names several, or all but one (`^main`).
 * @throws UsageError for a name that fits a branch and a tag: whoever may push the one must not decide over the other
 */
async function commitOf(value: string, root: string): Promise<string | null> {
  const named = await refsOf(value, root);
  if (named.length > 1) throw new UsageError(`--base ${value} fits ${named.join(" and ")}`, "give one of these names");
  try {
    const id = await localGit(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${value}^{commit}`]);
    return /^[0-9a-f]{40,64}$/.test(id) ? id : null;
  } catch {
    return null;
  }
}

/** The full names that git would take the name in a revision (`main~1`) for: https://git-scm.com/docs/gitrevisions */
async function refsOf(value: string, root: string): Promise<readonly string[]> {
  const names = ["heads", "tags", "remotes"].map((kind) => `refs/${kind}/${value.split(/[~^:]|@\{/)[0] ?? ""}`);
  const listed = await localGit(root, ["for-each-ref", "--format=%(refname)", "--", ...names]).catch(() => "");
  return listed.split("\n").filter((name) => names.includes(name));
}

function noSuchBase(value: string, path: string, place: Place | string): UsageError {
  if (typeof place === "string") {
    return new UsageError(
      `--base ${value} is no file or folder, and ${path} is in no git repository of which it could be a revision`,
      `name another desired-state folder, or a branch, tag or commit; git says: ${place}`,
    );
  }
  return new UsageError(
    `--base ${value} is neither a file or folder nor a revision of the repository ${place.root}`,
    "a pipeline often fetches one commit only; fetch the base as well, for example: git fetch --depth=1 origin main",
  );
}

async function openRevision(value: string, commit: string, place: Place): Promise<BaseFolder> {
  const folder = await mkdtemp(join(tmpdir(), "trueup-base-"));
  const discard = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    return { path: await writeFiles(commit, place, folder), commit, discard };
  } catch (error) {
    await discard();
    throw new UsageError(
      `git cannot give ${place.inside} as it is in --base ${value}: ${reasonOf(error)}`,
      "a shallow or partial clone may lack it; fetch the base whole, for example: git fetch --depth=1 --no-filter origin main",
    );
  }
}

/**
 * Through an index of its own, so that the checkout that people work in is not touched.
 * @returns the path of what was written
 */
async function writeFiles(commit: string, { root, inside }: Place, folder: string): Promise<string> {
  const files = join(folder, "files");
  const written = join(files, inside);
  await mkdir(files);
  const only = inside.split(sep).join("/");
  if (!(await hasPath(root, commit, only))) {
    await mkdir(written, { recursive: true });
    return written;
  }
  const settings = withoutFilters(await localGit(root, LIST_SETTINGS));
  // The lock file of a single file lies beside it; a folder holds its own.
  const beside = posix.join(posix.dirname(only), LOCK_FILE);
  const paths = only !== "." && (await hasPath(root, commit, beside)) ? [only, beside] : [only];
  await localGit(root, ["--literal-pathspecs", `--work-tree=${files}`, "checkout", "--quiet", commit, "--", ...paths], {
    settings,
    index: join(folder, "index"),
  });
  // What a link leads to is not written with it, and would be taken for a path that was not there yet.
  if ((await lstat(written)).isSymbolicLink()) throw new Error("it is a symbolic link there");
  return written;
}

/** @throws when git cannot tell, which is another thing than that there is no such path */
async function hasPath(root: string, commit: string, only: string): Promise<boolean> {
  const path = only === "." ? [] : ["--", only];
  return (await localGit(root, ["--literal-pathspecs", "ls-tree", "-z", "--full-tree", commit, ...path])) !== "";
}

/** The line in which git says why, without advice around it. */
function reasonOf(error: unknown): string {
  const said =
    error instanceof Error && "stderr" in error && typeof error.stderr === "string" ? error.stderr.trim() : "";
  const lines = said.split("\n");
  const reason = lines.find((line) => /^(fatal|error): /.test(line)) ?? lines.at(-1) ?? "";
  return reason === "" && error instanceof Error ? error.message : reason;
}
