import process from "node:process";
import type { Clock } from "../model/clock.ts";
import { defaultStorePath } from "../store/path.ts";
import { openStore, type Store } from "../store/store.ts";
import type { Console } from "./console.ts";
import type { TenantAccess } from "./sign-in.ts";

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
export function openRunStore(
  { root, claims }: Pick<TenantAccess, "root" | "claims">,
  console: Pick<Console, "environment" | "notice">,
  clock: Clock,
): RunStore {
  const tenantId = claims?.tenantId ?? null;
  const asked = console.environment["TRUEUP_STORE"] ?? "";
  if (asked === "" && (root.loopback || tenantId === null)) return NO_STORE;
  const path =
    asked === ""
      ? defaultStorePath(tenantId ?? "", { environment: console.environment, platform: process.platform })
      : asked;
  const tenant = `${tenantId ?? "unknown"} ${root.origin}`;
  return { store: openStore({ path, tenant, clock, notice: console.notice }), path };
}

/** How it is at this moment. */
export function stateOf({ store, path }: RunStore): StoreState {
  if (path === null) return { state: "none" };
  return { state: store?.isWritable() === true ? "usable" : "unusable", path };
}
