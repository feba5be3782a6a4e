import type { Graph } from "../graph/client.ts";
import { LIMITS } from "../graph/limits.ts";
import type { Rates } from "../report/facts/cost.ts";
import type { TenantOptions } from "./tenant.ts";

/** What the requests of one class came to. */
interface ClassTraffic {
  readonly requests: number;
  readonly throttled: number;
  readonly pausedMs: number;
}

/** Requests and throttling, by class of limit. */
export type Traffic = Readonly<Record<string, ClassTraffic>>;

/** The pace that a run keeps to, in requests a second. */
export function paceOf({ limitsScale, rateShare }: TenantOptions): Omit<Rates, "readsDone"> {
  const scale = limitsScale * rateShare;
  return {
    readsPerSecond: LIMITS["installation-reads"] * scale,
    writesPerSecond: LIMITS["installation-writes"] * scale,
    removalsPerSecond: LIMITS.removals * scale,
  };
}

/** What is sent from now on: a session counts all of its runs together. */
export function trafficSince(graph: Graph): () => Traffic {
  const before: Traffic = graph.statistics();
  return () =>
    Object.fromEntries(
      Object.entries(graph.statistics()).map(([limitClass, now]) => {
        const { requests, throttled, pausedMs } = before[limitClass] ?? NO_TRAFFIC;
        const since = {
          requests: now.requests - requests,
          throttled: now.throttled - throttled,
          pausedMs: now.pausedMs - pausedMs,
        };
        return [limitClass, since];
      }),
    );
}

const NO_TRAFFIC: ClassTraffic = { requests: 0, throttled: 0, pausedMs: 0 };
