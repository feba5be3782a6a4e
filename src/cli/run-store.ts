import process from "node:process";
import type { Clock } from "../model/clock.ts";
import { defaultStorePath } from "../store/path.ts";
import { openStore, type Store } from "../store/store.ts";
import type { Console } from "./console.ts";
import type { TenantAccess } from "./sign-in.ts";

/**
 * Opens the store of this tenant; null where there is none to open, or it cannot be used, which is said. What is on this
 * machine (a sandbox) is remembered only where `TRUEUP_STORE` asks for it: the next one on the same port is another tenant.
 */
export function openRunStore(
  { root, claims }: Pick<TenantAccess, "root" | "claims">,
  console: Pick<Console, "environment" | "notice">,
  clock: Clock,
): Store | null {
  const tenantId = claims?.tenantId ?? null;
  const asked = console.environment["TRUEUP_STORE"] ?? "";
  if (asked === "" && (root.loopback || tenantId === null)) return null;
  const path =
    asked === ""
      ? defaultStorePath(tenantId ?? "", { environment: console.environment, platform: process.platform })
      : asked;
  return openStore({ path, tenant: `${tenantId ?? "unknown"} ${root.origin}`, clock, notice: console.notice });
}
