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
export function isNumberTooLarge(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, "code") === "ERR_OUT_OF_RANGE";
}

/** What went wrong, for people. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function resultCode(error: unknown): number {
  const code: unknown = typeof error === "object" && error !== null ? Reflect.get(error, "errcode") : null;
  return typeof code === "number" ? code & 0xff : -1;
}
