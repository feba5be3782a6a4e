import { parseSchedule } from "../controller/schedule.ts";
import { messageOf } from "../errors.ts";
import type { FleetStatus, TenantStatus } from "../model/fleet-status.ts";
import type { State } from "../model/reasons.ts";
import { isWorse } from "../plan/convergence.ts";
import { type AsLeft, asLeftIn } from "../session/last-look.ts";
import { storeFiles } from "../session/open-store.ts";
import { storeOfTenant } from "../session/stored-history.ts";
import type { Around } from "./earlier-tenants.ts";
import type { Fleet, ListedTenant, TenantEntry } from "./fleet.ts";
import { loadTenant } from "./load-tenant.ts";
import { worstFirst } from "./worst-first.ts";

/** How old a look may be where no schedule says when the next one is due. */
const OLDEST_MS = 48 * 3_600_000;

/**
 * How tenants stand, by their files and by what the store knows; no tenant is asked. What cannot be told of one is its trouble.
 * @param beside what is known of the queue and of shared limits
 * @throws UsageError where the store of all does not answer
 */
export async function readFleetStatus(
  fleet: Fleet,
  chosen: readonly TenantEntry[],
  around: Around,
  beside: Pick<FleetStatus, "queue" | "budgets">,
): Promise<FleetStatus> {
  // A database that does not answer knows of no tenant, which must not look as if nobody had looked at them.
  await storeFiles(around);
  const tenants: TenantStatus[] = [];
  for (const tenant of chosen) tenants.push(await statusOf(fleet, tenant, around));
  return { path: fleet.path, at: around.clock.now(), tenants: sortTenants(tenants), ...beside };
}

/** The worst first. What nobody looked at for too long is not known any more. */
export function sortTenants(tenants: readonly TenantStatus[]): readonly TenantStatus[] {
  const judged = tenants.map((tenant) => ({ tenant, name: tenant.name, state: stateNow(tenant) }));
  return judged.toSorted(worstFirst).map(({ tenant }) => tenant);
}

/** How a tenant counts among others; null: nothing can be done for it, or nobody has looked at it. */
export function stateNow({ look, isStale, trouble }: TenantStatus): State | null {
  if (look === null || trouble !== null) return null;
  return isStale && isWorse("unknown", look.state) ? "unknown" : look.state;
}

async function statusOf(fleet: Fleet, tenant: TenantEntry, around: Around): Promise<TenantStatus> {
  const { name } = tenant;
  if (tenant.state === "refused") {
    const trouble = tenant.diagnostics.find(({ severity }) => severity === "error")?.message ?? "its entry has errors";
    return { ...NOTHING_KNOWN, name, tenantId: null, labels: {}, ring: null, trouble };
  }
  const { tenantId, labels, ring } = tenant;
  const known = await knownOf(tenant, around);
  return {
    name,
    tenantId,
    labels,
    ring: ring + 1,
    look: known?.look ?? null,
    isStale: isOverdue(fleet, tenant, known?.look?.at ?? null, around.clock.now()),
    worker: known?.worker ?? null,
    isFrozen: known?.isFrozen ?? false,
    trouble: await troubleOf(fleet, tenant, around),
  };
}

const NOTHING_KNOWN = { look: null, isStale: true, worker: null, isFrozen: false } as const;

function knownOf({ tenantId }: ListedTenant, { environment, clock }: Around): Promise<AsLeft | null> {
  const store = storeOfTenant(tenantId, false, { environment });
  return store === null ? Promise.resolve(null) : asLeftIn(store, clock);
}

/** What is wrong with its files; one that cannot even be asked for a commit is trouble too. */
async function troubleOf(fleet: Fleet, tenant: ListedTenant, around: Around): Promise<string | null> {
  try {
    const state = await loadTenant(fleet, tenant, around);
    if (state.state === "loaded") return null;
    const error = state.diagnostics.find(({ severity }) => severity === "error");
    const place = error?.file == null ? "" : `${error.file}${error.line === null ? "" : `:${error.line}`}: `;
    return `${place}${error?.message ?? "its desired state has errors"}`;
  } catch (error) {
    return messageOf(error);
  }
}

/** Whether two looks in a row did not come that the schedule asks for; without one, whether the last is older than two days. */
function isOverdue({ timeZone }: Fleet, { schedule }: ListedTenant, lookedAt: number | null, nowMs: number): boolean {
  if (lookedAt === null) return true;
  if (schedule === null) return nowMs - lookedAt > OLDEST_MS;
  const { nextAfter } = parseSchedule(schedule, timeZone);
  return nextAfter(nextAfter(lookedAt)) <= nowMs;
}
