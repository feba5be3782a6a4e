import process from "node:process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { openStore } from "../../src/store/open.ts";
import type { HeldLease, Store } from "../../src/store/store.ts";
import { type Chance, chanceOf } from "../fuzz/chance.ts";
import { taker } from "../store/store-in-folder.ts";
import { dueTimes } from "./calendar.ts";
import { createYearClock, type YearClock } from "./clock.ts";
import { APPS, type Commit, nextCommit } from "./commits.ts";
import { createKeeper, type Keeper, TIMES } from "./controller.ts";
import { takeDisk } from "./disk.ts";
import { createYearGraph, FAIR, type Weather, type YearGraph } from "./graph.ts";
import { CALM_AFTER_MS, type Happening, happeningsOf, MINUTE_MS, WEEK_MS } from "./plan-of-week.ts";
import type { Line, Measure, Said, Sample, Step, Trouble, Week } from "./record.ts";

/** A Thursday. */
const START_MS = Date.UTC(2026, 0, 1);
const LEASE_MS = 5 * MINUTE_MS;
/** Both changes of the hour in New York, and both in Berlin, come while their clock is the one that counts. */
const IN_BERLIN = { from: 12, until: 43 };

export interface YearOptions {
  readonly seed: number;
  readonly firstWeek: number;
  readonly weeks: number;
  readonly commitsPerWeek: number;
  /** Told of each week when it is over. */
  readonly onWeek: (week: Week) => void;
}

/** What was done in all. */
export interface Figures {
  readonly commits: number;
  readonly requests: number;
}

/** Runs one controller through a time in which much happens. @throws when it ends by itself, or does not end when asked */
export async function runYear(options: YearOptions): Promise<Figures> {
  const scene = setScene(options);
  try {
    for (let week = options.firstWeek; week < options.firstWeek + options.weeks; week += 1) {
      options.onWeek(await runWeek(scene, week, options));
    }
    await scene.keeper.stop();
    if (scene.broken.length > 0) throw new Error(`it ended by itself: ${scene.broken.join("; ")}`);
    return { commits: scene.commits.length, requests: scene.graph.requests() };
  } finally {
    scene.disk.giveBack();
    scene.keeper.close();
  }
}

interface Scene {
  readonly chance: Chance;
  readonly clock: YearClock;
  readonly graph: YearGraph;
  readonly keeper: Keeper;
  readonly disk: ReturnType<typeof takeDisk>;
  readonly commits: Commit[];
  readonly broken: string[];
  lines: Line[];
  said: Said[];
  steps: Step[];
  storeLostMs: number[];
  gitTrouble: (() => string) | null;
  weather: Weather;
  rival: { readonly store: Store; readonly ended: AbortController } | null;
}

function setScene({ seed, firstWeek }: YearOptions): Scene {
  const chance = chanceOf(seed);
  const clock = createYearClock(START_MS + firstWeek * WEEK_MS);
  const graph = createYearGraph(clock, chanceOf(seed + 1));
  const commits: Commit[] = [];
  const broken: string[] = [];
  const scene: Omit<Scene, "keeper"> = {
    chance,
    clock,
    graph,
    disk: takeDisk(),
    commits,
    broken,
    lines: [],
    said: [],
    steps: [],
    storeLostMs: [],
    gitTrouble: null,
    weather: FAIR,
    rival: null,
  };
  const keeper = createKeeper(
    clock,
    chanceOf(seed + 2),
    graph,
    {
      head: () => commits.at(-1) ?? null,
      find: (id) => commits.find((one) => one.id === id) ?? null,
      trouble: () => whole.gitTrouble?.() ?? null,
    },
    {
      line: (event) => void whole.lines.push({ atMs: clock.passed(), wallMs: clock.now(), event }),
      message: (body) => void whole.said.push(...saidIn(body, clock.passed())),
      broke: (why) => void broken.push(why),
    },
  );
  const whole: Scene = Object.assign(scene, { keeper });
  return whole;
}

async function runWeek(scene: Scene, week: number, { firstWeek, commitsPerWeek }: YearOptions): Promise<Week> {
  const { clock, keeper, graph, chance } = scene;
  const fromMs = clock.passed();
  const startMs = START_MS + firstWeek * WEEK_MS;
  const zone = week >= IN_BERLIN.from && week < IN_BERLIN.until ? "Europe/Berlin" : "America/New_York";
  const due = dueTimes({ zone, times: TIMES }, startMs + fromMs, startMs + fromMs + CALM_AFTER_MS);
  const happenings = happeningsOf(
    chance,
    fromMs,
    commitsPerWeek,
    due.map((ms) => ms - startMs),
  );
  const [troubles, samples, publications] = [
    new Map<Trouble, Trouble>(),
    [] as Sample[],
    [] as Week["publications"][number][],
  ];
  if (scene.commits.length === 0) commit(scene, "good");
  if (keeper.lives().at(-1)?.zone !== zone) {
    await keeper.stop();
    await keeper.start(zone);
  }
  for (const happening of happenings) {
    await clock.runUntil(happening.atMs);
    if (happening.kind === "sample") samples.push(await keeper.sample());
    else if (happening.kind === "publish") {
      const app = chance.pick(APPS);
      graph.publish(app);
      publications.push({ atMs: clock.passed(), app });
    } else if ("trouble" in happening) await turn(scene, happening, troubles);
    else await happen(scene, happening, zone);
  }
  await clock.runUntil(fromMs + WEEK_MS);
  samples.push(await keeper.sample());
  return {
    fromMs,
    calmMs: fromMs + CALM_AFTER_MS,
    untilMs: clock.passed(),
    startMs,
    times: TIMES,
    lines: taken(scene, "lines"),
    said: taken(scene, "said"),
    steps: taken(scene, "steps"),
    storeLostMs: taken(scene, "storeLostMs"),
    writes: graph.takeWrites(),
    commits: scene.commits,
    troubles: [...troubles.values()],
    lives: keeper.lives().filter(({ untilMs }) => untilMs >= fromMs),
    publications,
    samples,
    measure: await measured(scene),
    versionOf: graph.versionOf,
    offered: graph.offered,
  };
}

function taken<Key extends "lines" | "said" | "steps" | "storeLostMs">(scene: Scene, key: Key): Scene[Key] {
  const all = scene[key];
  scene[key] = [];
  return all;
}

/** Makes something go wrong, or right again, and writes down when. */
async function turn(
  scene: Scene,
  { kind, trouble }: Extract<Happening, { readonly trouble: Trouble }>,
  troubles: Map<Trouble, Trouble>,
): Promise<void> {
  const begun = troubles.get(trouble);
  if (kind === "begins") {
    const isWrong = await begin(scene, trouble);
    const fromMs = scene.clock.passed();
    if (isWrong) troubles.set(trouble, { ...trouble, fromMs, untilMs: Number.POSITIVE_INFINITY });
  } else if (begun !== undefined) {
    await end(scene, trouble);
    troubles.set(trouble, { ...begun, untilMs: scene.clock.passed() });
  }
}

type Rest = Exclude<Happening, { readonly kind: "sample" | "publish" } | { readonly trouble: Trouble }>;

async function happen(scene: Scene, happening: Rest, zone: string): Promise<void> {
  const { clock, keeper, graph } = scene;
  switch (happening.kind) {
    case "commit":
      return commit(scene, happening.how);
    case "stop":
      return keeper.stop();
    case "start":
      return keeper.isRunning() ? undefined : keeper.start(zone);
    case "step":
      clock.step(happening.byMs);
      scene.steps.push({ atMs: clock.passed(), byMs: happening.byMs });
      return;
    case "throttle":
    case "no-throttle":
      scene.weather = {
        ...scene.weather,
        throttle: happening.kind === "throttle" ? { onceIn: 40, retryAfter: [1, 5, 30, 30, 120, 900] } : null,
      };
      graph.setWeather(scene.weather);
      return;
    case "store-lost":
      for (const ending of ["", "-wal", "-shm"]) rmSync(keeper.store + ending, { force: true });
      scene.storeLostMs.push(clock.passed());
  }
}

function commit({ commits, chance, clock, graph }: Scene, kind: "good" | "bad" | "suspending"): void {
  const facts = {
    number: commits.length + 1,
    atMs: clock.passed(),
    kind,
    offered: (app: string) => graph.offered(app).version,
  };
  commits.push(nextCommit(commits.at(-1) ?? null, chance, facts));
}

/** @returns false where it cannot be made to go wrong now */
async function begin(scene: Scene, { kind }: Trouble): Promise<boolean> {
  const { chance, keeper, graph, disk } = scene;
  switch (kind) {
    case "git":
      scene.gitTrouble = gitTroubleOf(chance);
      return true;
    case "graph":
      scene.weather = { ...scene.weather, down: chance.pick(["refuses", "silent"]) };
      graph.setWeather(scene.weather);
      return true;
    case "brake":
      writeFileSync(keeper.suspendFile, "");
      return true;
    case "disk":
      disk.fill();
      return true;
    case "blocked":
      moveStore(keeper.store, "", ".away");
      mkdirSync(keeper.store);
      return true;
    case "freeze":
      return withStore(scene, (store) =>
        store.freezes.freeze({ app: null, who: "ana", reason: null, sinceMs: scene.clock.now(), untilMs: null }),
      );
    case "rival":
      return beginRival(scene);
  }
}

async function end(scene: Scene, { kind }: Trouble): Promise<void> {
  const { keeper, graph, disk } = scene;
  switch (kind) {
    case "git":
      scene.gitTrouble = null;
      return;
    case "graph":
      scene.weather = { ...scene.weather, down: null };
      graph.setWeather(scene.weather);
      return;
    case "brake":
      return unlinkSync(keeper.suspendFile);
    case "disk":
      return disk.clear();
    case "blocked":
      rmdirSync(keeper.store);
      return moveStore(keeper.store, ".away", "");
    case "freeze":
      await withStore(scene, (store) => store.freezes.thaw(null));
      return;
    case "rival":
      scene.rival?.ended.abort();
      scene.rival = null;
  }
}

/** The same words, or other ones at each try: some servers name a port, a moment, or a file. */
function gitTroubleOf(chance: Chance): () => string {
  const same = "git fetch failed: could not resolve host";
  return chance.onceIn(2)
    ? () => same
    : () => `git fetch failed: connect ECONNREFUSED 10.0.0.7:443 from port ${chance.number(60_000)}`;
}

function moveStore(store: string, from: string, to: string): void {
  for (const ending of ["", "-wal", "-shm"]) {
    if (existsSync(`${store}${ending}${from}`)) renameSync(`${store}${ending}${from}`, `${store}${ending}${to}`);
  }
}

async function withStore({ keeper, clock }: Scene, work: (store: Store) => Promise<unknown>): Promise<boolean> {
  if (!existsSync(keeper.store)) return false;
  const store = await openStore({ path: keeper.store, tenant: null, clock, notice: () => undefined });
  if (store === null) return false;
  await work(store);
  await store.close();
  return true;
}

/** Another process takes the lease as soon as it is free, keeps it, and gives it back or is gone. */
async function beginRival(scene: Scene): Promise<boolean> {
  const { keeper, clock, chance } = scene;
  if (!existsSync(keeper.store)) return false;
  const store = await openStore({ path: keeper.store, tenant: null, clock, notice: () => undefined });
  if (store === null) return false;
  let lease: HeldLease | null = null;
  for (let tries = 0; lease === null && tries < 40; tries += 1) {
    const asked = await store.lease.take(taker("process 7 on worker-2"), LEASE_MS);
    if (asked.kind === "held") lease = asked.lease;
    else await clock.runUntil(clock.passed() + 15_000);
  }
  if (lease === null) {
    await store.close();
    return false;
  }
  const held = lease;
  const ended = new AbortController();
  const isGone = chance.onceIn(2);
  scene.rival = { store, ended };
  const keep = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      await clock.sleep(MINUTE_MS, ended.signal);
      if (!ended.signal.aborted) await held.renew();
    }
    if (!isGone) await held.release();
    await store.close();
  };
  void keep();
  return true;
}

function saidIn(body: string, atMs: number): readonly Said[] {
  const { data }: { data: { items?: readonly { what: string; turns: number; code: string; app: string | null }[] } } =
    JSON.parse(body);
  return (data.items ?? []).map(({ what, turns, code, app }) => ({
    atMs,
    what,
    turns,
    key: `${code} ${app ?? ""}`.trim(),
  }));
}

async function measured({ clock }: Scene): Promise<Measure> {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
  await new Promise((resolve) => setTimeout(resolve, 5));
  if (typeof collect === "function") collect();
  return {
    atMs: clock.passed(),
    heapBytes: process.memoryUsage().heapUsed,
    handles: existsSync("/proc/self/fd") ? readdirSync("/proc/self/fd").length : 0,
    asleep: clock.asleep(),
  };
}
