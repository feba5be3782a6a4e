import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { causeOf } from "../errors.ts";
import { blame, type LineOrigin, untold } from "./blame.ts";
import type { Git } from "./git-program.ts";

/** Where a line is, in a repository that is followed. */
export interface LineOfCommit {
  /** A branch or tag by its full name, or a commit: what the commit was fetched by. */
  readonly ref: string;
  readonly commit: string;
  /** Seen from the top of the repository. */
  readonly path: string;
  readonly line: number;
}

/** So many commits are asked for, one after another, until they hold the one that wrote the line. */
const DEPTHS: readonly number[] = [100, 1_000, 10_000];
/** The files of so many changes are asked for at once; git asks for more of them one by one. */
const MOST_FILES = 1_000;
/** All that is asked for one commit is done, or given up, by then; in milliseconds. */
const LOOK_MS = 60_000;
/** What was given up is not tried again sooner, in milliseconds. */
const AGAIN_AFTER_MS = 600_000;

/** So much of what git says stands in a receipt, in characters. */
const MOST_SAID = 200;

const TIP = "refs/trueup/history";

/** What was asked for a commit. */
interface Look {
  readonly commit: string;
  readonly beganAt: number;
  depth: number | null;
  /** Why no more is asked for; null: more may be. */
  gaveUp: string | null;
}

/**
 * Tells which commits wrote lines of a repository that is fetched without its history. The history is fetched when it is
 * first asked for, into a repository beside the other one: commits and folders, and of the files only those that are asked
 * about, as far as the server knows how (https://git-scm.com/docs/partial-clone). It never rejects.
 * @param git runs git in a folder
 */
export function createRemoteHistory(
  url: string,
  git: (folder: string) => Git,
): (folder: string, at: LineOfCommit) => Promise<LineOrigin> {
  let last: Look | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  async function prepared(folder: string): Promise<Git> {
    const run = git(folder);
    if (existsSync(join(folder, "HEAD"))) return run;
    await mkdir(folder, { recursive: true });
    await run.run(["init", "--quiet", "--bare", "."]);
    for (const [name, value] of Object.entries({ url, promisor: "true", partialclonefilter: "blob:none" }))
      await run.run(["config", `remote.origin.${name}`, value]);
    return run;
  }

  async function find(folder: string, at: LineOfCommit, current: Look): Promise<LineOrigin> {
    const run = await prepared(folder);
    const deeper = DEPTHS.filter((depth) => depth > (current.depth ?? 0));
    for (const depth of current.depth === null ? deeper : [current.depth, ...deeper]) {
      if (Date.now() - current.beganAt > LOOK_MS) return untold("fetching the history takes too long");
      if (depth !== current.depth) await fetched(current, () => fetchDeeper(run, at, depth));
      current.depth = depth;
      await fetched(current, () => fetchFile(run, at));
      const commit = await blame(run.run, at.path, at.line, at.commit);
      if (commit !== null) return { commit };
    }
    return untold(`what the server gives of the history ends before the line was written`);
  }

  async function look(folder: string, at: LineOfCommit): Promise<LineOrigin> {
    const isOver = last?.gaveUp != null && Date.now() - last.beganAt > AGAIN_AFTER_MS;
    if (last === null || last.commit !== at.commit || isOver)
      last = { commit: at.commit, beganAt: Date.now(), depth: null, gaveUp: null };
    const current = last;
    if (current.gaveUp !== null) return untold(current.gaveUp);
    try {
      return await find(folder, at, current);
    } catch (error) {
      return untold(
        current.gaveUp ?? `git does not tell who wrote line ${at.line}: ${causeOf(error).slice(0, MOST_SAID)}`,
      );
    }
  }

  return (folder, at) => {
    const found = turn.then(() => look(folder, at));
    turn = found;
    return found;
  };
}

/** @throws SourceError where the server gives no history */
async function fetchDeeper(run: Git, { ref }: LineOfCommit, depth: number): Promise<void> {
  const how = ["--quiet", `--depth=${depth}`, "--filter=blob:none", "--no-tags", "--no-write-fetch-head"];
  await run.run(["fetch", ...how, "--end-of-options", "origin", `+${ref}:${TIP}`]);
}

/** One request for all contents that the file had, in place of one for each. */
async function fetchFile(run: Git, { commit, path }: LineOfCommit): Promise<void> {
  const listed = await run.run(["rev-list", "--objects", "--missing=print", commit, "--", path]);
  const missing = [...listed.matchAll(/^\?([0-9a-f]{40,64})$/gm)].map(([, id]) => id ?? "").slice(0, MOST_FILES);
  if (missing.length === 0) return;
  const how = ["--quiet", "--no-tags", "--no-write-fetch-head", "--filter=blob:none", "--end-of-options"];
  await run.run(["fetch", ...how, "origin", ...missing]);
}

/** What one file lacks is no reason to ask nothing more for another one; what the server does not give is. */
async function fetched(current: Look, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    current.gaveUp = `the history cannot be fetched: ${causeOf(error).slice(0, MOST_SAID)}`;
    throw error;
  }
}
