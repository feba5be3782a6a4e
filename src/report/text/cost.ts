import type { Summary } from "../summary.ts";
import type { Style } from "./style.ts";
import { count, duration } from "./wording.ts";
import { wrap } from "./wrap.ts";

/** What a run costs Graph. The rates are those that the run keeps to, in requests per second. */
export interface Rates {
  readonly readsPerSecond: number;
  /** Installs and upgrades. */
  readonly writesPerSecond: number;
  readonly removalsPerSecond: number;
  /** Requests that were made for this plan. */
  readonly readsDone: number;
}

/** The bill: requests made for the plan, and at least how many and how long it takes to carry it out. */
export function* costSection(summary: Summary, rates: Rates, style: Style): Generator<string> {
  yield style.title("Cost");
  for (const line of costLines(summary, rates)) yield* wrap("  ", line);
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
export function secondsToApply(summary: Summary, rates: Rates): number {
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
