import { isoTime } from "../model/clock.ts";
import type { Intent } from "../model/intent.ts";
import type { Plan, PlanRow } from "../model/plan.ts";
import type { Policy } from "../model/policy.ts";
import { compareVersions, parseVersion } from "../model/version.ts";
import type { Past } from "./past.ts";
import { holdRow } from "./hold.ts";

/**
 * A write was sent for the row a short while ago and cannot be seen yet. The service may show it late, so the row waits
 * and nothing is sent twice. It counts against no limit: it is no new change.
 */
export function holdSettling(plan: Plan, _policy: Policy, { sent }: Past): Plan {
  if (sent.length === 0) return plan;
  const appNames = new Map(plan.apps.map(({ id, name }) => [id, name]));
  const inOrder = [...sent].sort((a, b) => a.at - b.at);
  const lastSent = new Map(inOrder.map((intent) => [keyOf(appNames.get(intent.appId), intent.userId), intent]));
  const rows = plan.rows.map((row): PlanRow => {
    const intent = lastSent.get(keyOf(row.app, row.user.id));
    if (row.verdict !== "act" || intent === undefined || isVisible(intent, row)) return row;
    return holdRow(row, "settling", describe(intent));
  });
  return { ...plan, rows };
}

function keyOf(app: string | undefined, userId: string | null): string {
  return `${app ?? ""} ${userId ?? ""}`;
}

function describe({ action, version, at }: Intent): string {
  return `${action}${version === null ? "" : ` to ${version}`} sent at ${isoTime(at)}`;
}

/** Whether what was seen is what the write was to bring, or newer. */
function isVisible(intent: Intent, { observed }: PlanRow): boolean {
  if (intent.action === "uninstall") return observed.state === "absent";
  if (observed.state !== "present" || observed.version === null || intent.version === null) return false;
  const [seen, meant] = [parseVersion(observed.version), parseVersion(intent.version)];
  return seen !== null && meant !== null && compareVersions(seen, meant) >= 0;
}
