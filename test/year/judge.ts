import { judgeConverged, judgeLog, judgeMeasures } from "./judge-ends.ts";
import { judgePasses, passesOf } from "./judge-passes.ts";
import { judgeTroubles } from "./judge-troubles.ts";
import { judgeWrites } from "./judge-writes.ts";
import type { Measure, Violation, Week } from "./record.ts";
import { runYear, type YearOptions } from "./run-year.ts";

/** What a time came to. */
export interface YearEnding {
  readonly violations: readonly Violation[];
  readonly weeks: number;
  readonly commits: number;
  readonly passes: number;
  readonly begun: number;
  readonly ended: number;
  readonly writes: number;
  readonly lines: number;
  readonly requests: number;
  readonly messages: number;
  readonly mostHeapBytes: number;
  readonly measures: readonly Measure[];
}

/** Everything that must not be in one week. */
export function judgeWeek(week: Week): readonly Violation[] {
  return [
    ...judgePasses(week),
    ...judgeWrites(week),
    ...judgeTroubles(week),
    ...judgeConverged(week),
    ...judgeLog(week),
  ];
}

/** Runs and judges, week by week: nothing is kept of a week but its figures. */
export async function judgeYear(
  options: Omit<YearOptions, "onWeek"> & { readonly onWeek?: YearOptions["onWeek"] },
): Promise<YearEnding> {
  const violations: Violation[] = [];
  const measures: Measure[] = [];
  const sums = { passes: 0, begun: 0, ended: 0, writes: 0, lines: 0, messages: 0 };
  const figures = await runYear({
    ...options,
    onWeek(week) {
      violations.push(...judgeWeek(week));
      measures.push(week.measure);
      sums.passes += passesOf(week.lines).length;
      sums.begun += week.troubles.length;
      sums.ended += week.troubles.filter(({ untilMs }) => untilMs <= week.untilMs).length;
      sums.writes += week.writes.length;
      sums.lines += week.lines.length;
      sums.messages += week.said.length;
      options.onWeek?.(week);
    },
  });
  return {
    ...sums,
    ...figures,
    violations: [...violations, ...judgeMeasures(measures)],
    weeks: options.weeks,
    mostHeapBytes: Math.max(...measures.map(({ heapBytes }) => heapBytes)),
    measures,
  };
}
