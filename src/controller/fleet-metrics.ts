import { Gauge, Registry } from "prom-client";
import type { FleetStatus } from "../model/fleet-status.ts";
import { STATES } from "../model/reasons.ts";
import type { MetricRow } from "./metrics.ts";

/** Every metric of a fleet; `docs/metrics.md` is generated from it. No label ever names a person. */
export const FLEET_METRICS = {
  state: {
    name: "trueup_fleet_tenant_state",
    type: "gauge",
    labels: ["tenant", "state"],
    help: "1 for the state of each tenant when it was looked at last, 0 for the others; absent before the first look",
  },
  rows: {
    name: "trueup_fleet_tenant_rows",
    type: "gauge",
    labels: ["tenant", "state"],
    help: "rows of each tenant by state, when it was looked at last",
  },
  lastLook: {
    name: "trueup_fleet_tenant_last_look_timestamp_seconds",
    type: "gauge",
    labels: ["tenant"],
    help: "when each tenant was looked at as a whole last, in seconds since the epoch; absent before the first look",
  },
  stale: {
    name: "trueup_fleet_tenant_stale",
    type: "gauge",
    labels: ["tenant"],
    help: "1 when a tenant was not looked at for longer than its schedule allows, or never",
  },
  trouble: {
    name: "trueup_fleet_tenant_trouble",
    type: "gauge",
    labels: ["tenant"],
    help: "1 when nothing can be done for a tenant, such as for errors in its files",
  },
  working: {
    name: "trueup_fleet_tenant_working",
    type: "gauge",
    labels: ["tenant"],
    help: "1 while a process changes the tenant",
  },
  frozen: {
    name: "trueup_fleet_tenant_frozen",
    type: "gauge",
    labels: ["tenant"],
    help: "1 while changes of the tenant, or of some of its apps, are frozen",
  },
  queue: {
    name: "trueup_fleet_queue_passes",
    type: "gauge",
    labels: ["as"],
    help: "passes by whether they wait for a worker, are made now, or were given up; absent where there is no queue",
  },
  budget: {
    name: "trueup_fleet_shared_limit_used_ratio",
    type: "gauge",
    labels: ["registration", "class"],
    help: "what of the shared limits of a registration is given to tenants now, from 0 to 1; absent where nothing is shared",
  },
} as const satisfies Record<string, MetricRow>;

/** How a fleet stands in the text format of Prometheus. */
export function renderFleetMetrics({ tenants, queue, budgets }: FleetStatus): Promise<string> {
  const registry = new Registry();
  const gauge = ({ name, help, labels }: MetricRow): Gauge =>
    new Gauge({ name, help, labelNames: [...labels], registers: [registry] });
  const [state, rows, lastLook] = [
    gauge(FLEET_METRICS.state),
    gauge(FLEET_METRICS.rows),
    gauge(FLEET_METRICS.lastLook),
  ];
  const [stale, trouble] = [gauge(FLEET_METRICS.stale), gauge(FLEET_METRICS.trouble)];
  const [working, frozen] = [gauge(FLEET_METRICS.working), gauge(FLEET_METRICS.frozen)];
  for (const { name: tenant, look, isStale, trouble: why, worker, isFrozen } of tenants) {
    stale.set({ tenant }, Number(isStale));
    trouble.set({ tenant }, Number(why !== null));
    working.set({ tenant }, Number(worker !== null));
    frozen.set({ tenant }, Number(isFrozen));
    if (look === null) continue;
    lastLook.set({ tenant }, look.at / 1000);
    for (const one of STATES) {
      state.set({ tenant, state: one }, Number(one === look.state));
      rows.set({ tenant, state: one }, look.rows[one]);
    }
  }
  const [passes, used] = [gauge(FLEET_METRICS.queue), gauge(FLEET_METRICS.budget)];
  if (queue !== null)
    for (const as of ["waiting", "working", "givenUp"] as const)
      passes.set({ as: as === "givenUp" ? "given-up" : as }, queue[as]);
  for (const one of budgets ?? []) used.set({ registration: one.registration, class: one.limitClass }, one.used);
  return registry.metrics();
}
