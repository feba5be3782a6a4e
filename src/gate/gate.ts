import { firstFew } from "../model/first-few.ts";
import { type DecidedPlan, held, type PlanUser } from "../model/plan.ts";
import { reviseActing } from "../model/plan-rows.ts";
import type { Policy } from "../model/policy.ts";
import { moveForTargets } from "../model/target-move.ts";
import { holdBackingOff, holdReinstallWithoutStore, holdSettling, type EarlierRuns } from "./earlier-runs.ts";
import { holdExcepted } from "./excepted.ts";
import { holdFrozen } from "./frozen.ts";
import { countActing, holdRows } from "./hold.ts";
import { holdOverChangeLimit, holdOverMaxDue, holdOverRemovalLimit, holdOverReplacements } from "./limits.ts";
import { holdOutsideOwnWindow, holdOutsideWindow } from "./outside-window.ts";
import { holdOverPerDay, holdOverPerRun } from "./waves.ts";

/**
 * Turns `act` into `held` where policy does not allow the action now, or where the past says to wait. Gives back all rows;
 * none is dropped.
 */
type Hold = (plan: DecidedPlan, policy: Policy, past: EarlierRuns, nowMs: number) => DecidedPlan;

/** The order matters: each step counts only the rows that still act after the ones before it. */
const HOLDS: readonly Hold[] = [
  holdSuspended,
  holdFrozen,
  holdProtected,
  holdProtectedUnresolved,
  holdExcepted,
  holdSettling,
  holdBackingOff,
  holdReinstallWithoutStore,
  holdOverRemovalLimit,
  holdOverReplacements,
  holdOverMaxDue,
  noteDue,
  (plan, _policy, { byRollout }) => byRollout?.(plan) ?? plan,
  holdOverPerDay,
  holdOverPerRun,
  holdOverChangeLimit,
  (plan, policy, _past, nowMs) => holdOutsideWindow(plan, policy, nowMs),
  holdOutsideOwnWindow,
];

/** The plan as policy and the past allow it now: the same rows, some of them held with the reason. */
export function gate(plan: DecidedPlan, policy: Policy, past: EarlierRuns, nowMs: number): DecidedPlan {
  const gated = HOLDS.reduce((before, hold) => hold(before, policy, past, nowMs), plan);
  return policy.places === undefined ? gated : { ...gated, ruledAt: { ...gated.ruledAt, policy: policy.places } };
}

/** What is due in all is what acts before it is spread over several runs. */
function noteDue(plan: DecidedPlan): DecidedPlan {
  const due = countActing(plan);
  return due === 0 ? plan : { ...plan, due };
}

/** The whole policy or the row's app is suspended. */
function holdSuspended(plan: DecidedPlan, policy: Policy): DecidedPlan {
  if (policy.suspended) return holdRows(plan, "suspended", () => true, "policy.suspend is true");
  const suspended = new Set(plan.apps.filter((app) => app.suspended).map((app) => app.name));
  if (suspended.size === 0) return plan;
  return holdRows(plan, "suspended", (row) => suspended.has(row.app), "the app is suspended");
}

/** The user is protected. */
function holdProtected(plan: DecidedPlan, policy: Policy): DecidedPlan {
  const isProtected = ({ id }: PlanUser): boolean => id !== null && policy.protectedUserIds.has(id);
  return reviseActing(plan, (row) => held(row, "protected", null), isProtected);
}

/** Somebody is protected whom nobody could name, which might be anybody. */
function holdProtectedUnresolved(plan: DecidedPlan, policy: Policy): DecidedPlan {
  if (policy.protectedUnresolved.length === 0) return plan;
  const entries = firstFew(policy.protectedUnresolved, (entry) => `"${entry}"`, ", ");
  // As the targets beside the rows say it.
  const move = moveForTargets(plan.targets.filter(({ role, state }) => role === "protected" && state !== "read"));
  return reviseActing(plan, (row) => ({
    ...held(row, "protected-unresolved", `protectedUsers: ${entries}`),
    move,
  }));
}
