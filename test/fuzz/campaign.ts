import process from "node:process";
import { chanceOf } from "./chance.ts";
import { pollution, type TargetKind } from "./target.ts";

/** What was found, and how to see it again. */
export interface Finding {
  readonly target: string;
  readonly seed: number;
  readonly what: string;
}

/** What a campaign came to. */
export interface Campaign {
  readonly cases: number;
  readonly findings: readonly Finding[];
  /** Milliseconds of this thread's processor that the slowest case took: what other work does to the machine is no finding. */
  readonly slowestMs: number;
  /** The most memory that this process held (resident), in MB, looked at now and then. */
  readonly peakMb: number;
}

const LOOKS_EVERY = 500;

/**
 * Hands over one hostile input for each seed, from `firstSeed` on. An error that is not promised is a finding.
 * @param begin told of each seed before its case
 */
export async function runCampaign(
  { name, longestMs, open }: TargetKind,
  firstSeed: number,
  cases: number,
  begin: (seed: number) => void = () => undefined,
): Promise<Campaign> {
  const findings: Finding[] = [];
  let slowestMs = 0;
  let peak = 0;
  const target = await open();
  const outcomeOf = async (seed: number): Promise<string | null> => {
    try {
      return (await target.tryOne(chanceOf(seed))) ?? pollution();
    } catch (error) {
      return error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
  };
  try {
    for (let seed = firstSeed; seed < firstSeed + cases; seed += 1) {
      begin(seed);
      const before = process.threadCpuUsage();
      const what = await outcomeOf(seed);
      const { user, system } = process.threadCpuUsage(before);
      const tookMs = (user + system) / 1_000;
      slowestMs = Math.max(slowestMs, tookMs);
      if (what !== null) findings.push({ target: name, seed, what });
      if (tookMs > longestMs) findings.push({ target: name, seed, what: `took ${Math.round(tookMs)} ms` });
      if (seed % LOOKS_EVERY === 0) peak = Math.max(peak, process.memoryUsage.rss());
    }
  } finally {
    await target.close();
  }
  return { cases, findings, slowestMs, peakMb: Math.max(peak, process.memoryUsage.rss()) / 1024 / 1024 };
}
