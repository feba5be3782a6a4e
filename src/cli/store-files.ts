import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { UsageError } from "../errors.ts";
import { defaultStoreFolder } from "../store/path.ts";
import { type Store, tryStore } from "../store/store.ts";
import type { Console } from "./console.ts";
import { systemClock } from "./system-clock.ts";

/** The file that `TRUEUP_STORE` names, or all stores of this machine; those that exist. */
export async function storeFiles({ environment }: Pick<Console, "environment">): Promise<readonly string[]> {
  const asked = environment["TRUEUP_STORE"] ?? "";
  if (asked !== "") return existsSync(asked) ? [asked] : [];
  const folder = defaultStoreFolder({ environment, platform: process.platform });
  const names = await readdir(folder).catch((): readonly string[] => []);
  return names.filter((name) => name.endsWith(".db")).map((name) => join(folder, name));
}

/**
 * Does something with a store that exists.
 * @throws UsageError when it cannot be opened
 */
export function withStore<Value>(path: string, console: Pick<Console, "notice">, work: (store: Store) => Value): Value {
  const tried = tryStore({ path, tenant: null, clock: systemClock, notice: console.notice });
  if (tried.kind === "refused") throw new UsageError(`the store ${path} cannot be opened: ${tried.why}`);
  try {
    return work(tried.store);
  } finally {
    tried.store.close();
  }
}
