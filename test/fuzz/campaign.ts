import { performance } from "node:perf_hooks";
import process from "node:process";
import { chanceOf } from "./chance.ts";
import { pollution, type Target } from "./target.ts";

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
  /** Milliseconds of the slowest case. */
  readonly slowestMs: number;
  /** The most memory that this process held (resident), in MB, looked at now and then. */
  readonly peakMb: number;
}

/** So long nothing that anybody hands over may keep the program busy. */
const LONGEST_MS = 5_000;
const LOOKS_EVERY = 500;

/** Hands over one hostile input for each seed, from `firstSeed` on. An error that is not promised is a finding. */
export async function runCampaign(target: Target, firstSeed: number, cases: number): Promise<Campaign> {
  const findings: Finding[] = [];
  let slowestMs = 0;
  let peak = 0;
  for (let seed = firstSeed; seed < firstSeed + cases; seed += 1) {
    const startedAt = performance.now();
    const what = (await outcomeOf(target, seed)) ?? pollution();
    const tookMs = performance.now() - startedAt;
    slowestMs = Math.max(slowestMs, tookMs);
    if (what !== null) findings.push({ target: target.name, seed, what });
    if (tookMs > LONGEST_MS) findings.push({ target: target.name, seed, what: `took ${Math.round(tookMs)} ms` });
    if (seed % LOOKS_EVERY === 0) peak = Math.max(peak, process.memoryUsage.rss());
  }
  return { cases, findings, slowestMs, peakMb: Math.max(peak, process.memoryUsage.rss()) / 1024 / 1024 };
}

async function outcomeOf(target: Target, seed: number): Promise<string | null> {
  try {
    return await target.tryOne(chanceOf(seed));
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
