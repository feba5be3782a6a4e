import type { Plan } from "../model/plan.ts";
import type { Policy } from "../model/policy.ts";
import type { Past } from "./past.ts";
import { holdBackingOff } from "./backing-off.ts";
import { holdOverChangeLimit, holdOverPerRun, holdOverRemovalLimit } from "./limits.ts";
import { holdSettling } from "./settling.ts";
import { holdProtected, holdProtectedUnresolved, holdSuspended } from "./scope.ts";

/**
 * Turns `act` into `held` where policy does not allow the action now, or where the past says to wait. Gives back all rows;
 * none is dropped.
 */
export type Hold = (plan: Plan, policy: Policy, past: Past) => Plan;

/** The order matters: each step counts only the rows that still act after the ones before it. */
const HOLDS: readonly Hold[] = [
  holdSuspended,
  holdProtected,
  holdProtectedUnresolved,
  holdSettling,
  holdBackingOff,
  holdOverRemovalLimit,
  holdOverChangeLimit,
  holdOverPerRun,
];

/** The plan as policy and the past allow it: the same rows, some of them held with the reason. */
export function gate(plan: Plan, policy: Policy, past: Past): Plan {
  return HOLDS.reduce((gated, hold) => hold(gated, policy, past), plan);
}
