import { closeSync, existsSync, lstatSync, openSync, readdirSync, readSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { isBusy } from "./failures.ts";
import { APPLICATION_ID } from "./schema.ts";

/** What SQLite keeps of one database. */
export const ENDINGS = ["", "-wal", "-shm"] as const;

/** Which file it is, whatever is put in its place later; null: none. */
export type FileIdentity = string | null;

/** The file that is at a path now. */
export function identify(path: string): FileIdentity {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found === undefined ? null : `${found.dev} ${found.ino}`;
}

/** What came of moving a file aside. */
export type SettingAside =
  | { readonly kind: "moved"; readonly to: string }
  /** Somebody else moved it before, and what is there now is another file. */
  | { readonly kind: "gone" }
  /** Another process works with it, whose lock and intents are in it. */
  | { readonly kind: "in-use" };

/**
 * Moves a file that is corrupt out of the way, with what SQLite keeps beside it.
 * @param which the file that was found to be corrupt
 * @param nowMs for its new name
 * @throws what the file system throws
 */
export function setAside(path: string, which: FileIdentity, nowMs: number): SettingAside {
  if (isInUse(path)) return { kind: "in-use" };
  if (which === null || identify(path) !== which) return { kind: "gone" };
  const to = `${path}${MARK}${new Date(nowMs).toISOString().replaceAll(":", "-")}`;
  for (const ending of ENDINGS) {
    if (existsSync(path + ending)) renameSync(path + ending, to + ending);
  }
  return { kind: "moved", to };
}

/** Deletes what was set aside before `beforeMs` and is surely ours; gives what else was set aside before then. */
export function deleteSetAside(path: string, beforeMs: number): readonly string[] {
  const old = setAsideFrom(path).filter(({ atMs }) => atMs < beforeMs);
  for (const { file } of old) {
    if (!isOurs(file)) continue;
    for (const ending of ENDINGS) rmSync(file + ending, { force: true });
  }
  return old.map(({ file }) => file).filter((file) => existsSync(file));
}

const MARK = ".corrupt-";
const TIME = /^(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d\.\d{3}Z)$/;

function setAsideFrom(path: string): readonly { readonly file: string; readonly atMs: number }[] {
  const prefix = basename(path) + MARK;
  return readdirSync(dirname(path)).flatMap((name) => {
    const time = name.startsWith(prefix) ? TIME.exec(name.slice(prefix.length)) : null;
    return time === null
      ? []
      : [{ file: join(dirname(path), name), atMs: Date.parse(`${time[1]}:${time[2]}:${time[3]}`) }];
  });
}

/** Every connection of a file with a write-ahead log holds a lock on it that is shared with others, but not with this one. */
function isInUse(path: string): boolean {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(path, { timeout: 0 });
    database.exec("PRAGMA locking_mode = EXCLUSIVE");
    database.prepare("SELECT count(*) FROM sqlite_schema").get();
    return false;
  } catch (error) {
    return isBusy(error);
  } finally {
    database?.close();
  }
}

/** Where a file of SQLite names the program it belongs to: https://www.sqlite.org/fileformat2.html#application_id */
const HEADER_BYTES = 72;
const APPLICATION_ID_AT = 68;

/** A damaged file may be anything, also one that somebody named by mistake: only what still says so is ours. */
function isOurs(file: string): boolean {
  const header = new DataView(new ArrayBuffer(HEADER_BYTES));
  const opened = openSync(file, "r");
  try {
    const length = readSync(opened, header, 0, HEADER_BYTES, 0);
    return length === HEADER_BYTES && header.getUint32(APPLICATION_ID_AT) === APPLICATION_ID;
  } finally {
    closeSync(opened);
  }
}
