import process from "node:process";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { UsageError } from "../errors.ts";

/** A file that appears complete or not at all. */
export interface OutFile {
  /** Writes everything and puts the file in its place. */
  readonly write: (chunks: Iterable<string>) => Promise<void>;
  /** Leaves nothing behind. Does nothing after `write`. */
  readonly discard: () => Promise<void>;
}

/**
 * Prepares `path` before anything else is done, so that a folder that is missing or not writable is said at once and not
 * after an hour of work. Plans name people and what they have, so only the owner may read the file.
 * @param flag the flag that named it, for messages
 * @throws UsageError when the file cannot be made
 */
export async function prepareOutFile(path: string, flag = "--out"): Promise<OutFile> {
  const temporary = `${path}.${process.pid}.part`;
  let handle: FileHandle;
  try {
    handle = await open(temporary, "w", 0o600);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `${flag} ${path} cannot be written: ${cause}`,
      "name a file in a folder that exists and is writable",
    );
  }
  let pending = true;
  return {
    write: async (chunks) => {
      for (const chunk of chunks) await handle.write(chunk);
      await handle.close();
      pending = false;
      await rename(temporary, path);
    },
    discard: async () => {
      if (!pending) return;
      pending = false;
      await handle.close();
      await rm(temporary, { force: true });
    },
  };
}
