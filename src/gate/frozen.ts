import { type Freezes, whyFrozen } from "../model/freeze.ts";
import { type DecidedPlan, held } from "../model/plan.ts";
import { reviseActing } from "../model/plan-rows.ts";
import type { Policy } from "../model/policy.ts";
import type { EarlierRuns } from "./earlier-runs.ts";

/** Somebody froze all changes, or those of the row's app. */
export function holdFrozen(plan: DecidedPlan, { timeZone }: Policy, { freezes }: EarlierRuns): DecidedPlan {
  if (!isAnythingFrozen(freezes)) return plan;
  const known = new Map(plan.apps.map((app) => [app.name, whyFrozen(freezes, app, timeZone)]));
  const gated = reviseActing(plan, (row) => {
    const because = known.get(row.on.app.name) ?? null;
    return because === null ? row : held(row, "frozen", because);
  });
  return { ...gated, freezes };
}

function isAnythingFrozen(freezes: Freezes): boolean {
  return freezes.state === "unreadable" || freezes.inForce.length > 0;
}
