import { accessSync, constants } from "node:fs";
import { dirname } from "node:path";
import { isDatabaseAddress } from "../store/postgres/address.ts";
import type { StoreState } from "../session/open-store.ts";

/** Knows whether the store of a controller can be used, between passes too. */
export interface StoreWatch {
  /** Takes in how a pass found it, or left it. */
  readonly note: (state: StoreState) => void;
  /** What it is called; null where none is wanted, and before the first pass. */
  readonly name: () => string | null;
  /** Why it cannot be written, for people; null when it can, when none is wanted, and before the first pass. */
  readonly trouble: () => string | null;
}

/** A full disk shows when a pass writes; a file or a folder that was taken away or closed shows at once. */
export function createStoreWatch(): StoreWatch {
  let last: StoreState = { state: "none" };
  return {
    note(state) {
      last = state;
    },
    name: () => (last.state === "none" ? null : last.name),
    trouble() {
      if (last.state === "none") return null;
      if (last.state === "unusable") return `the store ${last.path} could not be used at the last pass`;
      return canBeWritten(last.path) ? null : `the store ${last.path} cannot be written`;
    },
  };
}

/** SQLite makes files beside the one that it keeps. Of a database only a pass learns. */
function canBeWritten(path: string): boolean {
  if (isDatabaseAddress(path)) return true;
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    accessSync(dirname(path), constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
