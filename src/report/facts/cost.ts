import type { PlanRow } from "../../model/plan.ts";
import type { Summary } from "../../plan-file/summary.ts";
import { count, duration } from "./wording.ts";

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
export function costLines(summary: Summary, rates: Rates): readonly string[] {
  const done = `${count(rates.readsDone, "request")} made for this plan`;
  if (summary.act === 0) return [done];
  const seconds = secondsToApply(summary, rates);
  return [
    done,
    `to carry it out: at least ${count(summary.act, "write")} and ${count(summary.act, "checking read")}, ` +
      `no less than ${duration(seconds)} at ${limitsText(summary, rates)}`,
  ];
}

/**
 * Each row is one write and at least one read that checks it. Reads, writes and removals have limits of their own and run
 * side by side, so the slowest of the three decides.
 */
function secondsToApply(summary: Summary, rates: Rates): number {
  return Math.max(
    summary.act / rates.readsPerSecond,
    (summary.install + summary.upgrade) / rates.writesPerSecond,
    summary.uninstall / rates.removalsPerSecond,
  );
}

function limitsText(summary: Summary, rates: Rates): string {
  const parts = [
    `${rates.readsPerSecond} reads`,
    ...(summary.install + summary.upgrade > 0 ? [`${rates.writesPerSecond} installs or upgrades`] : []),
    ...(summary.uninstall > 0 ? [`${rates.removalsPerSecond} uninstalls`] : []),
  ];
  return `${parts.join(", ")} a second`;
}

/** The same, one sentence for each kind of thing. */
export function irreversibleLines(summary: Summary, rows: readonly PlanRow[]): readonly string[] {
  const consents = rows.filter((row) => row.verdict === "act" && row.consent.length > 0).length;
  return [
    ...(summary.upgrade > 0 ? [`${count(summary.upgrade, "upgrade")}: Graph has no way back to an older version`] : []),
    ...(summary.uninstall > 0
      ? [`${count(summary.uninstall, "uninstall")}: the person loses the app, and what it keeps for them may be gone`]
      : []),
    ...(consents > 0 ? [`consent for ${count(consents, "installation")}: TrueUp cannot take it back`] : []),
  ];
}
