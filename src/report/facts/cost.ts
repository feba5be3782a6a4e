import type { RolloutProgress } from "../../model/rollout.ts";
import type { PlanRow } from "../../model/plan.ts";
import type { Rows } from "../../model/rows.ts";
import type { Summary } from "../../plan-file/summary.ts";
import { rereadPeople } from "./rollouts.ts";
import { count, duration } from "./wording.ts";
import { rowsOf } from "./row-state.ts";

/** What a run costs Graph. The rates are those that the run keeps to, in requests per second. */
export interface Rates {
  readonly readsPerSecond: number;
  /** Installs and upgrades. */
  readonly writesPerSecond: number;
  readonly removalsPerSecond: number;
  /** Requests that were made for this plan. */
  readonly readsDone: number;
}

/** The same, one sentence for what was done and one for what is to come. */
export function costLines(
  { summary, rollouts }: { readonly summary: Summary; readonly rollouts: readonly RolloutProgress[] },
  rates: Rates,
): readonly string[] {
  const done = `${count(rates.readsDone, "request")} made for this plan`;
  const rereads = rollouts.reduce((sum, rollout) => sum + rereadPeople(rollout), 0);
  const later = rereads === 0 ? [] : [`later, for removals gates: up to ${count(rereads, "read")} again`];
  if (summary.act === 0) return [done, ...later];
  const seconds = secondsToApply(summary, rates);
  return [
    done,
    `to carry it out: at least ${count(summary.act + summary.reinstall, "write")} and ${count(summary.act + summary.reinstall, "checking read")}, ` +
      `no less than ${duration(seconds)} at ${limitsText(summary, rates)}`,
    ...later,
  ];
}

/**
 * Each row is one write and at least one read that checks it. Reads, writes and removals have limits of their own and run
 * side by side, so the slowest of the three decides.
 */
function secondsToApply(summary: Summary, rates: Rates): number {
  return Math.max(
    summary.act / rates.readsPerSecond,
    bringing(summary) / rates.writesPerSecond,
    removing(summary) / rates.removalsPerSecond,
  );
}

/** What a replacement brings may be there already, so this is the most that it can be. */
function bringing({ install, upgrade, replace, reinstall }: Summary): number {
  return install + upgrade + replace + reinstall;
}

function removing({ uninstall, replace, reinstall }: Summary): number {
  return uninstall + replace + reinstall;
}

function limitsText(summary: Summary, rates: Rates): string {
  const parts = [
    `${rates.readsPerSecond} reads`,
    ...(bringing(summary) > 0 ? [`${rates.writesPerSecond} installs or upgrades`] : []),
    ...(removing(summary) > 0 ? [`${rates.removalsPerSecond} uninstalls`] : []),
  ];
  return `${parts.join(", ")} a second`;
}

/** The same, one sentence for each kind of thing. */
export function irreversibleLines(summary: Summary, rows: Rows<PlanRow>): readonly string[] {
  const consents = rowsOf(rows, "act").filter(({ consent }) => consent.length > 0).length;
  return [
    ...(summary.upgrade > 0 ? [`${count(summary.upgrade, "upgrade")}: Graph has no way back to an older version`] : []),
    ...(summary.uninstall > 0
      ? [`${count(summary.uninstall, "uninstall")}: the person loses the app, and what it keeps for them may be gone`]
      : []),
    ...(summary.replace > 0
      ? [
          `${count(summary.replace, "replacement")}: the earlier upload goes, and what it keeps for the person may be gone`,
        ]
      : []),
    ...(summary.reinstall > 0
      ? [`${count(summary.reinstall, "reinstall")}: what the app keeps for the person may be gone`]
      : []),
    ...(consents > 0 ? [`consent for ${count(consents, "installation")}: TrueUp cannot take it back`] : []),
  ];
}
