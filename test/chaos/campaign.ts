import { straysIn } from "./judge-strays.ts";
import { judge } from "./oracle.ts";
import { type CaseRecord, runCase } from "./run-case.ts";
import type { Violation } from "./violation.ts";

/** A case that showed what none may. */
export interface FailingCase {
  readonly seed: number;
  readonly violations: readonly Violation[];
}

/** What a campaign came to. */
export interface Campaign {
  readonly cases: number;
  readonly runs: number;
  readonly requests: number;
  readonly writes: number;
  /** Faults by kind, the mishaps of processes included. */
  readonly faults: ReadonlyMap<string, number>;
  /** How many people got something else than planned, and how many at most of one app in one run. */
  readonly strays: number;
  readonly mostStrays: number;
  readonly failing: readonly FailingCase[];
}

/** Runs the cases of `cases` seeds from `seed` on, one after the other; `progress` is told after each. */
export async function runCampaign(seed: number, cases: number, progress: (done: number) => void): Promise<Campaign> {
  const faults = new Map<string, number>();
  const failing: FailingCase[] = [];
  let [runs, requests, writes, strays, mostStrays] = [0, 0, 0, 0, 0];
  for (let index = 0; index < cases; index += 1) {
    const found = await tryCase(seed + index);
    if (found.record !== null) {
      runs += found.record.runs.length;
      requests += found.record.service.exchanges.length;
      writes += found.record.service.exchanges.filter(({ isWrite }) => isWrite).length;
      const { record } = found;
      for (const count of record.runs.flatMap((run) => straysIn(record, run))) {
        strays += count;
        mostStrays = Math.max(mostStrays, count);
      }
      for (const kind of faultsOf(found.record)) faults.set(kind, (faults.get(kind) ?? 0) + 1);
    }
    if (found.violations.length > 0) failing.push({ seed: seed + index, violations: found.violations });
    progress(index + 1);
  }
  return { cases, runs, requests, writes, strays, mostStrays, faults, failing };
}

/** A case that cannot even be run to its end is a violation too. */
async function tryCase(seed: number): Promise<{ record: CaseRecord | null; violations: readonly Violation[] }> {
  try {
    const record = await runCase(seed);
    return { record, violations: judge(record) };
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { record: null, violations: [{ invariant: "convergence", what }] };
  }
}

function faultsOf({ service, mishaps }: CaseRecord): readonly string[] {
  return [...service.exchanges.flatMap(({ fault }) => (fault === null ? [] : [fault.kind])), ...mishaps];
}
