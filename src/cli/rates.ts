import type { Graph } from "../graph/client.ts";
import { unitsPerSecond } from "../graph/limits.ts";
import type { Rates } from "../report/text/cost.ts";
import type { TenantOptions } from "./tenant.ts";

/** The pace that a run keeps to, in requests per second, and the requests that it has made. */
export function ratesOf(
  graph: Graph,
  { limitsScale, rateShare }: Pick<TenantOptions, "limitsScale" | "rateShare">,
): Rates {
  const scale = limitsScale * rateShare;
  return {
    readsPerSecond: unitsPerSecond("installation-reads", scale),
    writesPerSecond: unitsPerSecond("installation-writes", scale),
    removalsPerSecond: unitsPerSecond("removals", scale),
    readsDone: requestsOf(graph),
  };
}

/** The requests of all classes so far. */
export function requestsOf(graph: Graph): number {
  return Object.values(graph.statistics()).reduce((sum, { requests }) => sum + requests, 0);
}
