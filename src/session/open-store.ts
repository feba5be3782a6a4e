import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { UsageError } from "../errors.ts";
import type { Clock } from "../model/clock.ts";
import { openStore, tryStore } from "../store/open.ts";
import { defaultStoreFolder, defaultStorePath } from "../store/path.ts";
import type { Store } from "../store/store.ts";
import { systemClock } from "./system-clock.ts";
import type { TenantAccess, TenantConsole } from "./tenant.ts";

/** The store of a run, and whether there should be one. */
export interface RunStore {
  /** Null where none is wanted, or it cannot be used, which was said. */
  readonly store: Store | null;
  /** Null where none is wanted. */
  readonly path: string | null;
}

/** Whether what a run sees and does is kept. */
export type StoreState =
  /** None is wanted. */
  { readonly state: "none" } | { readonly state: "usable" | "unusable"; readonly path: string };

export const NO_STORE: RunStore = { store: null, path: null };

/**
 * Opens the store of this tenant. What is on this machine (a sandbox) is remembered only where `TRUEUP_STORE` asks for it:
 * the next one on the same port is another tenant.
 */
export async function openRunStore(
  { root, claims }: Pick<TenantAccess, "root" | "claims">,
  tenantConsole: Pick<TenantConsole, "environment" | "notice">,
  clock: Clock,
): Promise<RunStore> {
  const tenantId = claims?.tenantId ?? null;
  const asked = tenantConsole.environment["TRUEUP_STORE"] ?? "";
  if (asked === "" && (root.loopback || tenantId === null)) return NO_STORE;
  const path =
    asked === ""
      ? defaultStorePath(tenantId ?? "", { environment: tenantConsole.environment, platform: process.platform })
      : asked;
  const tenant = `${tenantId ?? "unknown"} ${root.origin}`;
  return { store: await openStore({ path, tenant, clock, notice: tenantConsole.notice }), path };
}

/** How it is at this moment. */
export async function stateOf({ store, path }: RunStore): Promise<StoreState> {
  if (path === null) return { state: "none" };
  return { state: (await store?.isWritable()) === true ? "usable" : "unusable", path };
}

/** The file that `TRUEUP_STORE` names, or all stores of this machine; those that exist. */
export async function storeFiles({ environment }: Pick<TenantConsole, "environment">): Promise<readonly string[]> {
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
export async function withStore<Value>(
  path: string,
  tenantConsole: Pick<TenantConsole, "notice">,
  work: (store: Store) => Promise<Value>,
): Promise<Value> {
  const tried = await tryStore({ path, tenant: null, clock: systemClock, notice: tenantConsole.notice });
  if (tried.kind === "refused") throw new UsageError(`the store ${path} cannot be opened: ${tried.why}`);
  try {
    return await work(tried.store);
  } finally {
    await tried.store.close();
  }
}
