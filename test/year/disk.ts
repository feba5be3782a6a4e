import { DatabaseSync } from "node:sqlite";

/** Makes every store of this process one on a disk that can be full, until it is given back. */
export interface FullDisk {
  readonly fill: () => void;
  readonly clear: () => void;
  readonly giveBack: () => void;
}

/** SQLite says of a file that may not grow what it says of a full disk. https://www.sqlite.org/pragma.html#pragma_max_page_count */
const NO_MORE = "PRAGMA max_page_count = 1";

type Exec = (this: DatabaseSync, sql: string) => void;

export function takeDisk(): FullDisk {
  const exec: Exec = Reflect.get(DatabaseSync.prototype, "exec");
  const open = new Set<DatabaseSync>();
  let isFull = false;
  DatabaseSync.prototype.exec = function (sql: string): void {
    exec.call(this, sql);
    if (!sql.includes("journal_mode")) return;
    for (const one of open) if (!one.isOpen) open.delete(one);
    open.add(this);
    if (isFull) exec.call(this, NO_MORE);
  };
  return {
    fill() {
      isFull = true;
      for (const one of open) if (one.isOpen) exec.call(one, NO_MORE);
    },
    clear() {
      isFull = false;
    },
    giveBack() {
      DatabaseSync.prototype.exec = exec;
    },
  };
}
