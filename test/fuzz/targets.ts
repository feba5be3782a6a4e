import { desiredTarget } from "./desired-target.ts";
import { graphTarget } from "./graph-target.ts";
import { listTarget } from "./list-target.ts";
import { planTarget } from "./plan-target.ts";
import type { Target } from "./target.ts";

/** Everything that takes input from outside. Each has to be closed. */
export async function openTargets(): Promise<readonly Target[]> {
  return [await desiredTarget(), listTarget(), planTarget(), await graphTarget()];
}
