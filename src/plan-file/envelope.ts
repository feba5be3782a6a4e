import type { Action, PlanRow } from "../model/plan.ts";
import type { Limit } from "../model/policy.ts";
import type { Bounds } from "./schema.d.ts";

/** What an approval of a plan allows when it is taken as bounds and not as names. */
export interface Envelope {
  /** What was added to the counts of installs and upgrades: a number for each, or a share of it. */
  readonly slack: Limit;
  /** Sorted by name; apps that the plan does not act on are not in it, and nothing may be done to them. */
  readonly apps: readonly Bounds[];
}

/** What a reviewer sees of a row, as far as it says what will be done. */
interface ReviewedRow {
  readonly app: string;
  readonly verdict: PlanRow["verdict"];
  readonly action: Action | null;
  readonly reason: string | null;
}

/** Whether whoever approves a plan approves this row: it acts, or it only waits for the window, so that a plan made at night holds at eight. */
export function isReviewedToAct({ verdict, reason, action }: Omit<ReviewedRow, "app">): boolean {
  return verdict === "act" || (verdict === "held" && reason === "outside-window" && action !== null);
}

/**
 * The bounds that the acting rows of a plan make. Slack is added to installs and upgrades that there are, a share of them
 * rounded down, and at least 1. What removes something gets none, and an action that the plan does not hold stays at none.
 * @param rows each with how many there are of its kind
 */
export function envelopeOf(rows: Iterable<readonly [ReviewedRow, number]>, slack: Limit): Envelope {
  const counts = new Map<string, Record<Action, number>>();
  for (const [row, times] of rows) {
    const { app, action } = row;
    if (!isReviewedToAct(row) || action === null) continue;
    const known: Record<Action, number> = counts.get(app) ?? {
      install: 0,
      upgrade: 0,
      uninstall: 0,
      replace: 0,
      reinstall: 0,
    };
    known[action] += times;
    counts.set(app, known);
  }
  const apps = [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([app, { install, upgrade, ...removing }]) => ({
      app,
      install: withSlack(install, slack),
      upgrade: withSlack(upgrade, slack),
      ...removing,
    }));
  return { slack, apps };
}

function withSlack(count: number, slack: Limit): number {
  if (count === 0) return 0;
  if (slack.kind === "count") return count + slack.count;
  return slack.percent === 0 ? count : count + Math.max(1, Math.floor((count * slack.percent) / 100));
}
