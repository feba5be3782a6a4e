import { performance } from "node:perf_hooks";

/** Milliseconds that some work takes. */
export async function timed(work: () => unknown): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

/** The middle of several values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The least of several values: whatever else the machine does only adds to it. */
export function least(values: readonly number[]): number {
  return Math.min(...values);
}

/**
 * Takes turns between two kinds of work, so that a machine that gets slower or busier meets both alike, and gives the
 * middle time of each in milliseconds.
 * @param pick which of the times is given in place of the middle one
 */
export async function alternately(
  times: number,
  one: () => Promise<number>,
  other: () => Promise<number>,
  pick: (values: readonly number[]) => number = median,
): Promise<readonly [number, number]> {
  const [ones, others]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < times; turn += 1) {
    ones.push(await one());
    others.push(await other());
  }
  return [pick(ones), pick(others)];
}
