import { Agent } from "undici";
import { createGraph, type Graph } from "../src/graph/client.ts";
import { parseGraphRoot } from "../src/graph/graph-url.ts";
import { LIMITS } from "../src/graph/limits.ts";
import { fixedToken } from "../src/graph/token.ts";
import type { KnownPaces } from "../src/model/known-pace.ts";
import type { ThrottleAlgorithm } from "../src/sandbox/throttle.ts";
import { systemClock } from "../src/session/system-clock.ts";
import type { Bench, Figure } from "./bench.ts";
import { type SandboxProcess, startSandboxProcess } from "./sandbox-process.ts";
import { median } from "./timing.ts";

const FIRST_PART = 0.4;
const SECOND_PART = 0.8;
const HALF_MS = 60_000;
const SECOND_RUN_MS = 120_000;
const SETTLING_MS = 10_000;
const USERS = 500;
const READS_AT_ONCE = 32;
const LATENCY_MS = 50;

/**
 * Where in a second of the sandbox's clock a run begins decides what a counter of fixed windows shows of itself, so that
 * one is begun at three moments.
 */
const RUNS: readonly (readonly [algorithm: ThrottleAlgorithm, startsAtMs: readonly number[]])[] = [
  ["fixed-window", [0, 333, 667]],
  ["sliding-log", [0]],
  ["token-bucket", [0]],
];

/** The real client against a service that allows less than is documented, and then more. */
export const bench: Bench = {
  name: "unknown-limit",
  measures:
    "the server allows 40 % of the documented limit, after 60 s 80 %, for 120 s in all, with a Retry-After of 2 s, and a second run of 120 s that knows what the first one found: useful reads over what was allowed",
  run: async () => {
    const all = await Promise.all(
      RUNS.map(async ([algorithm, starts]) => {
        const runs = await Promise.all(starts.map((startsAtMs) => runOnce(algorithm, startsAtMs)));
        return figures(algorithm, runs);
      }),
    );
    return all.flat();
  },
};

interface Run {
  readonly useful: number;
  /** Of the second run. */
  readonly usefulAgain: number;
  readonly throttled: number;
}

function figures(algorithm: ThrottleAlgorithm, runs: readonly Run[]): readonly Figure[] {
  const moments = runs.length > 1 ? `the middle one of ${runs.length} moments to begin at: ` : null;
  const ratio = (name: string, atLeast: number, values: readonly number[]): Figure => ({
    name: `${algorithm}: ${name}`,
    value: median(values),
    unit: "ratio",
    mark: { atLeast },
    note: moments === null ? null : moments + values.map((value) => value.toFixed(3)).join(", "),
  });
  return [
    ratio(
      "useful over allowed",
      0.93,
      runs.map(({ useful }) => useful),
    ),
    ratio(
      "the same in the second run",
      0.97,
      runs.map(({ usefulAgain }) => usefulAgain),
    ),
    {
      name: `${algorithm}: throttled after the first 10 s`,
      value: Math.max(...runs.map(({ throttled }) => throttled)),
      unit: "%",
      mark: { atMost: 2 },
      note: runs.length > 1 ? "the highest of them" : null,
    },
  ];
}

async function runOnce(algorithm: ThrottleAlgorithm, startsAtMs: number): Promise<Run> {
  const sandbox = await startSandboxProcess({
    tenant: `population: [{ count: ${USERS}, upn: "user{n}@contoso.com" }]\n`,
    limitsScale: FIRST_PART,
    throttle: algorithm,
    dials: { latencyMs: LATENCY_MS, retryAfterMs: 2_000 },
  });
  const dispatcher = new Agent();
  try {
    return await measure(sandbox, dispatcher, startsAtMs);
  } finally {
    await dispatcher.destroy();
    await sandbox.stop();
  }
}

async function measure(sandbox: SandboxProcess, dispatcher: Agent, startsAtMs: number): Promise<Run> {
  await systemClock.sleep(1000 - ((systemClock.now() - startsAtMs) % 1000));
  const first = startReading(sandbox.url, dispatcher);
  await first.until(SETTLING_MS);
  const early = first.graph.statistics()["installation-reads"];
  await first.until(HALF_MS);
  await sandbox.setLimitsScale(SECOND_PART);
  const raisedAfterMs = first.elapsed();
  await first.until(2 * HALF_MS);
  const { read, tookMs } = await first.stop();
  const late = first.graph.statistics()["installation-reads"];
  const allowedMs = FIRST_PART * raisedAfterMs + SECOND_PART * (tookMs - raisedAfterMs);
  const second = startReading(sandbox.url, dispatcher, first.graph.known());
  await second.until(SECOND_RUN_MS);
  const again = await second.stop();
  return {
    useful: read / allowedReads(allowedMs),
    usefulAgain: again.read / allowedReads(SECOND_PART * again.tookMs),
    throttled: (100 * (late.throttled - early.throttled)) / (late.requests - early.requests),
  };
}

function allowedReads(ms: number): number {
  return (ms / 1000) * LIMITS["installation-reads"];
}

interface Reading {
  readonly graph: Graph;
  readonly elapsed: () => number;
  /** Resolves so long after the start. */
  readonly until: (ms: number) => Promise<void>;
  /** Gives back how many users were read, and in what time. */
  readonly stop: () => Promise<{ readonly read: number; readonly tookMs: number }>;
}

/** @param known what an earlier client found out */
function startReading(url: string, dispatcher: Agent, known: KnownPaces = {}): Reading {
  const stop = new AbortController();
  const graph = createGraph({
    root: parseGraphRoot(url),
    dispatcher,
    tokenSource: fixedToken("sandbox-token"),
    clock: systemClock,
    random: Math.random,
    stop: stop.signal,
  });
  graph.resume(known);
  const startedAt = systemClock.elapsed();
  const elapsed = (): number => systemClock.elapsed() - startedAt;
  const callers = Array.from({ length: READS_AT_ONCE }, (_, caller) => readOn(graph, caller, stop.signal));
  return {
    graph,
    elapsed,
    until: (ms) => systemClock.sleep(ms - elapsed()),
    async stop() {
      const tookMs = elapsed();
      stop.abort();
      return { read: (await Promise.all(callers)).reduce((sum, count) => sum + count, 0), tookMs };
    },
  };
}

/** Reads one user after another until it is stopped; gives back how many were read. */
async function readOn(graph: Graph, caller: number, stop: AbortSignal): Promise<number> {
  let read = 0;
  for (let user = caller; !stop.aborted; user += READS_AT_ONCE) {
    const name = `user${String((user % USERS) + 1).padStart(String(USERS).length, "0")}@contoso.com`;
    try {
      await graph.installations.readInstallations(name);
      read += 1;
    } catch (error) {
      if (!stop.aborted) throw error;
    }
  }
  return read;
}
