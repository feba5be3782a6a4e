import type { Clock } from "../model/clock.ts";
import type { Freezes } from "../model/freeze.ts";
import { peekSqliteFreezes } from "./sqlite/freezes.ts";
import { type StoreOptions, trySqliteStore } from "./sqlite/store.ts";
import type { Store, TriedStore } from "./store.ts";

/**
 * Opens the store of one tenant. Never rejects: where it cannot be used (locked, of another tenant or a newer version, not
 * writable), `notice` says why and there is none.
 */
export async function openStore(options: StoreOptions): Promise<Store | null> {
  const tried = await tryStore(options);
  if (tried.kind === "open") return tried.store;
  options.notice(`warning: the store ${options.path} cannot be used: ${tried.why}; going on without it`);
  return null;
}

/** As {@link openStore}, for those who cannot go on without. */
export function tryStore(options: StoreOptions): Promise<TriedStore> {
  return trySqliteStore(options);
}

/** What is frozen in the store at a path, for whoever only watches; nothing where there is no store. Never rejects. */
export function peekFreezes(path: string, clock: Clock): Promise<Freezes> {
  return peekSqliteFreezes(path, clock);
}
