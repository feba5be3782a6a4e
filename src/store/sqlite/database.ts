import type { DatabaseSync } from "node:sqlite";
import { errorCode, messageOf } from "../../errors.ts";

/** Result codes of SQLite, without their extensions: https://www.sqlite.org/rescode.html */
const [BUSY, CORRUPT, NOTADB] = [5, 11, 26];

/** The file holds something else than it should. */
export class DamagedFile extends Error {
  override readonly name = "DamagedFile";
}

/** True where what the file holds cannot be read, now or later. */
export function isDamage(error: unknown): boolean {
  return error instanceof DamagedFile || [CORRUPT, NOTADB].includes(resultCode(error));
}

/** True where another process is at it. */
export function isBusy(error: unknown): boolean {
  return resultCode(error) === BUSY;
}

/** True where a row holds a number that no row of ours does. */
function isNumberTooLarge(error: unknown): boolean {
  return errorCode(error) === "ERR_OUT_OF_RANGE";
}

function resultCode(error: unknown): number {
  const code: unknown = typeof error === "object" && error !== null ? Reflect.get(error, "errcode") : null;
  return typeof code === "number" ? code & 0xff : -1;
}

/** All of it or nothing; gives what `work` gives. Throws what `work` or SQLite throws. */
export function inTransaction<Value>(database: DatabaseSync, work: () => Value): Value {
  database.exec("BEGIN IMMEDIATE");
  try {
    const value = work();
    database.exec("COMMIT");
    return value;
  } catch (error) {
    // A full disk ends the transaction by itself.
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

/** Keeps trouble with the file from a run: what cannot be kept is not kept, and that is said once. */
export interface Guard {
  /** What `work` gives, or `otherwise` where the file failed, now or before, or holds what this program did not write. */
  readonly attempt: <Value>(work: () => Value, otherwise: Value) => Value;
  readonly isBroken: () => boolean;
  /** True when it failed because it is corrupt. */
  readonly isDamaged: () => boolean;
}

/** `notice` is told once, in one line. */
export function createGuard(path: string, notice: (line: string) => void): Guard {
  let failure: { readonly isDamage: boolean } | null = null;
  return {
    attempt(work, otherwise) {
      if (failure !== null) return otherwise;
      try {
        return work();
      } catch (error) {
        if (isNumberTooLarge(error)) return otherwise;
        failure = { isDamage: isDamage(error) };
        notice(`warning: the store ${path} cannot be used any more: ${messageOf(error)}; going on without it`);
        return otherwise;
      }
    },
    isBroken: () => failure !== null,
    isDamaged: () => failure?.isDamage === true,
  };
}
