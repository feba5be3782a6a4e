import type { BackOff } from "../model/back-off.ts";
import { definitionText } from "../model/back-off.ts";
import { isoTime } from "../model/clock.ts";
import type { Plan, PlanRow } from "../model/plan.ts";
import type { Policy } from "../model/policy.ts";
import { holdRow } from "./hold.ts";
import type { Past } from "./past.ts";

/**
 * Earlier tries were refused alike, changed nothing, or did not last: trying each day anew would be a fight that nobody
 * wins. The row waits, says what happened and whose move it is, and counts against no limit.
 */
export function holdBackingOff(plan: Plan, _policy: Policy, { backOffs }: Past): Plan {
  if (backOffs.length === 0) return plan;
  const offered = new Map(
    plan.apps.map((app) => [app.id, { name: app.name, definition: definitionText(app.offered) }]),
  );
  const waiting = new Map<string, BackOff>();
  for (const backOff of backOffs) {
    const app = offered.get(backOff.appId);
    if (app?.definition === backOff.definition) waiting.set(`${app.name} ${backOff.userId}`, backOff);
  }
  const rows = plan.rows.map((row): PlanRow => {
    const backOff = waiting.get(`${row.app} ${row.user.id ?? ""}`);
    if (row.verdict !== "act" || backOff === undefined) return row;
    const detail = `${backOff.history}; not tried before ${isoTime(backOff.until)}`;
    return { ...holdRow(row, "backing-off", detail), move: backOff.move };
  });
  return { ...plan, rows };
}
