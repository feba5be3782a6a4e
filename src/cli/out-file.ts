import { randomUUID } from "node:crypto";
import type { Stats } from "node:fs";
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { causeOf, UsageError } from "../errors.ts";
import { gathered } from "./gathered.ts";

/** A file that appears complete or not at all. */
export interface OutFile {
  /** Writes everything and puts the file in its place. */
  readonly write: (chunks: Iterable<string>) => Promise<void>;
  /** Leaves nothing behind. Does nothing after `write`. */
  readonly discard: () => Promise<void>;
}

/**
 * Prepares `path` before anything else is done, so that a folder that is missing or not writable is said at once and not
 * after an hour of work. Plans name people and what they have, so only the owner may read the file. Until it is complete
 * it has another name, that nobody can guess: a file or a link that is there already is never written to. A link at
 * `path` itself is replaced, and what it leads to is left alone.
 * @param flag the flag that named it, for messages
 * @throws UsageError when the file cannot be made
 */
export async function prepareOutFile(path: string, flag = "--out"): Promise<OutFile> {
  const temporary = `${path}.${randomUUID()}.part`;
  const refused = (error: unknown, hint: string): UsageError =>
    new UsageError(`${flag} ${path} cannot be written: ${causeOf(error)}`, hint);
  let handle: FileHandle;
  try {
    await refuseUnlessReplaceable(path, flag.startsWith("--"));
    handle = await open(temporary, "wx", 0o600);
  } catch (error) {
    throw refused(error, "name a file in a folder that exists and is writable");
  }
  let pending = true;
  return {
    write: async (chunks) => {
      try {
        for (const piece of gathered(chunks)) await handle.writeFile(piece);
        await handle.close();
        await rename(temporary, path);
      } catch (error) {
        throw refused(error, "see whether the disk is full, and what was put there meanwhile");
      }
      pending = false;
    },
    discard: async () => {
      if (!pending) return;
      pending = false;
      await handle.close();
      await rm(temporary, { force: true });
    },
  };
}

/**
 * What a flag names is written to, and must not be a file that the desired state consists of: a list may have any name.
 * @param sources relative to the folder of the desired state; asked for only where something is there already
 * @throws UsageError
 */
export async function refuseSources(
  named: readonly (readonly [flag: string, path: string | undefined])[],
  statePath: string,
  sources: () => readonly string[] | Promise<readonly string[]>,
): Promise<void> {
  const there = await Promise.all(named.map(async ([flag, path]) => ({ flag, path, file: await fileAt(path) })));
  const taken = there.filter(({ file }) => file !== null);
  if (taken.length === 0) return;
  const folder = (await fileAt(statePath))?.isDirectory() === true ? statePath : dirname(statePath);
  for (const source of await sources()) {
    const file = await fileAt(join(folder, source));
    const same = taken.find((one) => file !== null && one.file?.ino === file.ino && one.file.dev === file.dev);
    if (same === undefined) continue;
    throw new UsageError(
      `${same.flag} ${same.path} cannot be written: it is a file of the desired state, and would be lost`,
      "name another file",
    );
  }
}

function fileAt(path: string | undefined): Promise<Stats | null> {
  return path === undefined ? Promise.resolve(null) : stat(path).catch(() => null);
}

/** What no result is called, and what people type where they forgot a flag's own value. */
const SOURCE = /\.(?:ya?ml|lock)$/i;

/**
 * A folder cannot be replaced by a file, which would be noticed at the end only; a device can, and must not be, nor a link to
 * one such as /dev/stdout. What a flag names is a result, and never a file of the desired state.
 */
async function refuseUnlessReplaceable(path: string, isResult: boolean): Promise<void> {
  const there = await stat(path).catch(() => null);
  if (there !== null && !there.isFile()) throw new Error("it is not a plain file");
  if (there !== null && isResult && SOURCE.test(path))
    throw new Error("it is a file of the desired state, and would be lost");
}
