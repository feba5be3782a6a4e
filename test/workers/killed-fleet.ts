import { setTimeout as sleep } from "node:timers/promises";
import { DEFAULT_RATE_SHARE, LIMITS, REGISTRATION_LIMITS } from "../../src/graph/limits.ts";
import { isWrite, type RequestRecord, userIn } from "../../src/sandbox/request-log.ts";
import { chanceOf } from "../fuzz/chance.ts";
import type { TestServer } from "../store/postgres/databases.ts";
import { type FleetOfSandboxes, fleetOfSandboxes, type Worker } from "./fleet-of-sandboxes.ts";

/** A fleet whose workers are killed at moments that nobody chooses, and started again at once. */
export interface KilledFleet {
  readonly tenants: number;
  readonly people: number;
  readonly workers: number;
  readonly kills: number;
  /** Graph's limits, times that: those of a tenant, which its sandbox keeps, and those of the one registration. */
  readonly limitsScale: number;
  readonly seed: number;
}

/** What came of it, by the logs of the sandboxes. */
export interface KilledFleetCame {
  /** What is not as it has to be in the end: everybody has the newest version, after exactly one write. */
  readonly wrong: readonly string[];
  readonly writes: number;
  /** After how many seconds workers were killed. */
  readonly killedAt: readonly number[];
  /** From the first request about a person to the last answer. */
  readonly seconds: number;
  /** The shortest in which the limits allow what had to be done. */
  readonly idealSeconds: number;
  readonly requests: number;
  readonly throttled: number;
  /** The longest in which nothing was asked about the people of a tenant, before all of them were done. */
  readonly longestPauseSeconds: number;
  /** The most reads of all tenants in a second, over what the registration may send. */
  readonly busiestSecond: number;
}

const LATENCY_MS = 20;
const LOOK_EVERY_MS = 200;
/** A fleet that does not come to its end in so many times the ideal never does. */
const MOST_TIMES = 6;
const LEAST_PATIENCE_MS = 150_000;
/** One in the sweep, one before the write and one after it. */
const READS_OF_A_PERSON = 3;

/** Plays it on a database that holds nothing yet. `say` is told what happens. */
export async function playKilledFleet(
  { url, run }: Pick<TestServer, "url" | "run">,
  asked: KilledFleet,
  say: (line: string) => void = () => undefined,
): Promise<KilledFleetCame> {
  const { tenants, people, workers: count, kills, limitsScale } = asked;
  const names = Array.from({ length: tenants }, (_, index) => `tenant${index + 1}`);
  const fleet = await fleetOfSandboxes(names, people, url, LATENCY_MS, { limitsScale });
  try {
    await getToKnow(fleet, { limitsScale, run }, say);
    const before = new Map(names.map((name) => [name, logOf(fleet, name).length]));
    await fleet.change();
    // So each has its part, whoever begins first.
    const atOnce = Math.min(20, Math.ceil(tenants / count));
    const flags = ["--apply", "--limits-scale", `${limitsScale}`, "--concurrency", `${atOnce}`];
    const workers = Array.from({ length: count }, () => fleet.worker([...flags, "--settle", "1s"]));
    const idealSeconds = idealOf(asked);
    const startedAt = performance.now();
    const untilMs = startedAt + Math.max(LEAST_PATIENCE_MS, idealSeconds * MOST_TIMES * 1_000);
    const due = momentsOf(asked, idealSeconds);
    const killedAt: number[] = [];
    const chance = chanceOf(asked.seed);
    const isOver = (): boolean => names.every((name) => fleet.wrong(name).length === 0);
    while (!isOver() && performance.now() < untilMs) {
      await sleep(LOOK_EVERY_MS);
      const seconds = (performance.now() - startedAt) / 1_000;
      if (seconds < (due[0] ?? Number.POSITIVE_INFINITY)) continue;
      due.shift();
      killedAt.push(seconds);
      const which = chance.number(count);
      await kill(workers[which]);
      workers[which] = fleet.worker([...flags, "--settle", "1s"]);
      say(`${seconds.toFixed(0)} s: worker ${which + 1} is killed, and another one started in its place`);
    }
    if (killedAt.length < kills) say(`everything was done before the last ${kills - killedAt.length} kills were due`);
    await Promise.all(workers.map(end));
    const logs = names.map((name) => logOf(fleet, name).slice(before.get(name)));
    return { ...figuresOf(logs, limitsScale), wrong: names.flatMap(fleet.wrong), killedAt, idealSeconds };
  } finally {
    await fleet.end();
  }
}

/** The first pass of a tenant is alone in its worker, until its size is known: here nobody waits for that. */
async function getToKnow(
  fleet: FleetOfSandboxes,
  { limitsScale, run }: Pick<KilledFleet, "limitsScale"> & Pick<TestServer, "run">,
  say: (line: string) => void,
): Promise<void> {
  for (const sandbox of fleet.sandboxes.values()) sandbox.setLimitsScale(100);
  const first = fleet.worker(["--once", "--limits-scale", "100"]);
  const code = await first.ended;
  if (code !== 2) throw new Error(`the first look at the fleet ended with ${code}: ${first.output().slice(-2_000)}`);
  for (const sandbox of fleet.sandboxes.values()) sandbox.setLimitsScale(limitsScale);
  // Whoever was read a moment ago is read again, as on the next day.
  await run("DELETE FROM trueup.readings");
  say("every tenant was looked at once, and everybody is to get another version");
}

/** At random between a tenth and nine tenths of the time that it takes at best. */
function momentsOf({ kills, seed }: KilledFleet, idealSeconds: number): number[] {
  const chance = chanceOf(seed + 1);
  const moments = Array.from({ length: kills }, () => idealSeconds * (0.1 + (0.8 * chance.number(1_000)) / 1_000));
  return moments.toSorted((a, b) => a - b);
}

/** All tenants read everybody; then they write, with a look before each write and one after it. */
function idealOf({ tenants, people, limitsScale }: KilledFleet): number {
  const perSecond = (limitClass: "installation-reads" | "installation-writes"): number => {
    const ofTenants = tenants * LIMITS[limitClass];
    return Math.min(ofTenants, REGISTRATION_LIMITS[limitClass]) * limitsScale * DEFAULT_RATE_SHARE;
  };
  const everybody = tenants * people;
  const reads = (times: number): number => (everybody * times) / perSecond("installation-reads");
  return reads(1) + Math.max(reads(READS_OF_A_PERSON - 1), everybody / perSecond("installation-writes"));
}

function figuresOf(logs: readonly (readonly RequestRecord[])[], limitsScale: number) {
  const all = logs.flat();
  const ofPeople = all.filter(isOfPerson);
  const times = ofPeople.map(({ atMs }) => atMs).toSorted((a, b) => a - b);
  const reads = ofPeople.filter((record) => !isWrite(record)).map(({ atMs }) => atMs);
  return {
    writes: all.filter((record) => isWrite(record) && record.status !== 429).length,
    seconds: ((times.at(-1) ?? 0) - (times[0] ?? 0) + LATENCY_MS) / 1_000,
    longestPauseSeconds: Math.max(...logs.map((log) => longestPause(log.filter(isOfPerson)))) / 1_000,
    requests: all.length,
    throttled: all.filter(({ status }) => status === 429).length,
    busiestSecond: mostInASecond(reads) / (REGISTRATION_LIMITS["installation-reads"] * limitsScale),
  };
}

function isOfPerson(record: RequestRecord): boolean {
  return userIn(record) !== null && record.path.includes("/teamwork/");
}

function longestPause(log: readonly RequestRecord[]): number {
  const times = log.map(({ atMs }) => atMs).toSorted((a, b) => a - b);
  return Math.max(0, ...times.map((atMs, index) => atMs - (times[index - 1] ?? atMs)));
}

function mostInASecond(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  let [most, from] = [0, 0];
  for (const [to, atMs] of sorted.entries()) {
    while (atMs - (sorted[from] ?? atMs) >= 1_000) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

function logOf(fleet: FleetOfSandboxes, name: string): readonly RequestRecord[] {
  return fleet.sandboxes.get(name)?.requests ?? [];
}

async function kill(worker: Worker | undefined): Promise<void> {
  worker?.child.kill("SIGKILL");
  await worker?.ended;
}

async function end({ child, ended }: Worker): Promise<void> {
  child.kill("SIGTERM");
  await ended;
}
