import {
  chmodSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { causeOf, messageOf } from "../../errors.ts";
import {
  APPLICATION_ID,
  isForeign,
  migrate,
  numberOf,
  refuseOtherTables,
  SCHEMA_VERSION,
  versionOf,
} from "./schema.ts";
import { DamagedFile, isBusy, isDamage } from "./database.ts";

/** A file that is open and up to date, or why there is none, for people. */
export type Opened =
  | {
      readonly kind: "open";
      readonly database: DatabaseSync;
      readonly identity: FileIdentity;
      readonly notes: readonly string[];
    }
  | { readonly kind: "refused"; readonly why: string; readonly isCorrupt?: true };

/** Opens a database file, or makes it. `busyMs`: how long another process that writes is waited for. */
export type Connect = (path: string, busyMs: number) => DatabaseSync;

const connectBySqlite: Connect = (path, busyMs) => new DatabaseSync(path, { timeout: busyMs });

/** Another process writes for a moment only; one that takes longer is not waited for. */
const BUSY_MS = 2_000;
/** Looking through a file takes about as long as reading it; a larger one shows its damage when it is used. */
const CHECK_UP_TO_PAGES = 8_192;

/**
 * What is written is safe from a killed process at once, from a power cut up to the last moments. What is deleted or
 * replaced is overwritten. The log is brought into the file when it has 40 MB: users come in any order, so nearly each
 * one changes another page, and bringing in the same page once for many changes is what makes it fast.
 */
const SETTINGS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA secure_delete = ON;
  PRAGMA cache_size = -16384;
  PRAGMA wal_autocheckpoint = 10000;
  PRAGMA journal_size_limit = 41943040;
`;

/**
 * Opens the file, makes it, or brings it up to date; a corrupt one is moved aside, with its name and the time, and made
 * anew. Only its owner may read it, from the first byte. Never throws.
 * @param nowMs for the name of a file that is moved aside
 * @param busyMs how long another process that writes is waited for
 * @param rebuilds false: a corrupt file is left as it is
 */
export function openFile(
  path: string,
  nowMs: number,
  busyMs: number = BUSY_MS,
  connect: Connect = connectBySqlite,
  rebuilds = true,
): Opened {
  let identity: FileIdentity = null;
  try {
    const refusal = prepare(path);
    if (refusal !== null) return { kind: "refused", why: refusal };
    identity = identify(path);
    return openDatabase(path, () => connect(path, busyMs));
  } catch (error) {
    if (!isDamage(error)) return { kind: "refused", why: whyNot(error) };
    if (isText(path)) return { kind: "refused", why: "it is a text, and no store of trueup; it is left as it is" };
    if (!rebuilds) return { kind: "refused", why: `it is corrupt: ${messageOf(error)}`, isCorrupt: true };
    return rebuild(path, identity, nowMs, () => connect(path, busyMs));
  }
}

/** Moves a file that cannot be read aside and makes a new one. */
function rebuild(path: string, which: FileIdentity, nowMs: number, connect: () => DatabaseSync): Opened {
  try {
    const moved = setAside(path, which, nowMs);
    if (moved.kind === "in-use") return { kind: "refused", why: "it is corrupt, and another process works with it" };
    const why = prepare(path);
    const opened: Opened = why === null ? openDatabase(path, connect) : { kind: "refused", why };
    if (opened.kind === "refused" || moved.kind === "gone") return opened;
    return { ...opened, notes: [`it was corrupt and is made anew; what was there is kept as ${moved.to}`] };
  } catch (error) {
    return { kind: "refused", why: whyNot(error) };
  }
}

function whyNot(error: unknown): string {
  return isBusy(error) ? "another program works with it" : causeOf(error);
}

/** Makes an empty file where there is none; gives why what is there cannot be used. */
function prepare(path: string): string | null {
  const folder = lstatSync(dirname(path), { throwIfNoEntry: false });
  if (folder?.isFile() === true) return "a part of its path is no folder";
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) makeEmpty(path);
  return lstatSync(path).isFile() ? null : "it is not a plain file (a link is not followed)";
}

function makeEmpty(path: string): void {
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (error) {
    // Another process made it at the same moment.
    if (!existsSync(path)) throw error;
  }
}

function openDatabase(path: string, connect: () => DatabaseSync): Opened {
  const database = connect();
  try {
    database.exec("PRAGMA trusted_schema = OFF");
    const why = whyNotOurs(database);
    if (why !== null) {
      database.close();
      return { kind: "refused", why };
    }
    database.exec(SETTINGS);
    if (versionOf(database) > 0) refuseDamage(database);
    if (versionOf(database) < SCHEMA_VERSION) migrate(database);
    keepToOwner(path);
    return { kind: "open", database, identity: identify(path), notes: [] };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Looks only: what is not ours is left as it is. */
function whyNotOurs(database: DatabaseSync): string | null {
  if (isForeign(database)) return "it is a database, but not a store of trueup; it is left as it is";
  if (versionOf(database) <= SCHEMA_VERSION) return null;
  return "a newer version of trueup made it, and that one or a newer one reads it; it is left as it is";
}

function refuseDamage(database: DatabaseSync): void {
  refuseOtherTables(database);
  if (numberOf(database, "PRAGMA page_count") > CHECK_UP_TO_PAGES) return;
  const result = database.prepare("PRAGMA quick_check(1)").get();
  if (Object.values(result ?? {})[0] !== "ok") throw new DamagedFile("quick_check found damage");
}

/** SQLite gives what it puts beside the file the rights that the file has; those may have been others before. */
function keepToOwner(path: string): void {
  for (const ending of ENDINGS) {
    const found = lstatSync(path + ending, { throwIfNoEntry: false });
    if (found?.isFile() === true && (found.mode & 0o077) !== 0) chmodSync(path + ending, 0o600);
  }
}

/** What SQLite keeps of one database. */
const ENDINGS = ["", "-wal", "-shm"] as const;

/** Which file it is, whatever is put in its place later; null: none. */
type FileIdentity = string | null;

/** The file that is at a path now. */
export function identify(path: string): FileIdentity {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    return found === undefined ? null : `${found.dev} ${found.ino}`;
  } catch {
    return null;
  }
}

/** What came of moving a file aside. */
type SettingAside =
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

/** Whether a file is something that somebody wrote or printed, named by mistake: no damage makes a text of a store. */
function isText(file: string): boolean {
  const beginning = new Uint8Array(512);
  const opened = openSync(file, "r");
  try {
    const length = readSync(opened, beginning, 0, beginning.length, 0);
    return beginning.subarray(0, length).every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d));
  } finally {
    closeSync(opened);
  }
}

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
