import { DatabaseSync } from "node:sqlite";
import type { Connect } from "../../src/store/sqlite/open-file.ts";

/** A disk that can be full. */
export interface Disk {
  readonly connect: Connect;
  /** From now on files that are open do not grow: SQLite says of every write that needs room what it says of a full disk. */
  readonly fill: () => void;
  /** There is room again, for files that are opened from now on. */
  readonly clear: () => void;
}

/** Pages as small as SQLite has them, so that even a small store needs room often. */
const SMALLEST_PAGE_BYTES = 512;

/** Made empty. */
export function createDisk(): Disk {
  let open: DatabaseSync[] = [];
  let isFull = false;
  return {
    connect(path, busyMs) {
      const database = new DatabaseSync(path, { timeout: busyMs });
      database.exec(`PRAGMA page_size = ${SMALLEST_PAGE_BYTES}`);
      if (isFull) limit(database);
      open.push(database);
      return database;
    },
    fill() {
      isFull = true;
      open = open.filter(({ isOpen }) => isOpen);
      for (const database of open) limit(database);
    },
    clear() {
      isFull = false;
    },
  };
}

/** A limit below the size of the file is that size: https://www.sqlite.org/pragma.html#pragma_max_page_count */
function limit(database: DatabaseSync): void {
  database.exec("PRAGMA max_page_count = 1");
}
