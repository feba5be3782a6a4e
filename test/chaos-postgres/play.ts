import type { Configuration } from "../../src/desired/configuration.ts";
import type { Clock } from "../../src/model/clock.ts";
import { readAddress } from "../../src/store/postgres/address.ts";
import type { Sql } from "../../src/store/postgres/sql.ts";
import { tryPostgresStore } from "../../src/store/postgres/store.ts";
import type { HeldLease, Store } from "../../src/store/store.ts";
import { runTrueup } from "../chaos/run-trueup.ts";
import { type AcceleratedClock, createAcceleratedClock } from "../fakes/clock.ts";
import { type Chance, chanceOf } from "../fuzz/chance.ts";
import type { TestServer } from "../store/postgres/databases.ts";
import { taker } from "../store/store-in-folder.ts";
import { type Link, openLink } from "./link.ts";
import { createSharedTenant, type SharedTenant } from "./shared-tenant.ts";

/** What happens to a worker or to the database in the middle of a pass. */
export const MISHAPS = ["kill", "pause", "cut", "hold", "database", "clock"] as const;
type MishapKind = (typeof MISHAPS)[number];

interface Mishap {
  readonly kind: MishapKind;
  /** Once so many requests, or writes, of all workers have arrived. */
  readonly at: number;
  readonly of: "requests" | "writes";
}

/** What a case came to. */
export interface Played {
  readonly seed: number;
  readonly mishaps: readonly MishapKind[];
  readonly passes: number;
  readonly writes: number;
  /** How often the lease went from one worker to another in the middle of a pass. */
  readonly moved: number;
  /** Writes of workers that had lost the lease: those that were in flight. */
  readonly late: number;
  readonly wrong: readonly string[];
}

/** A worker from its start until it is killed. */
interface Life {
  readonly name: string;
  readonly clock: Clock & { offsetMs: number };
  readonly link: Link;
  isGone: boolean;
  /** While it stands still: resolves when it goes on. */
  stands: PromiseWithResolvers<void> | null;
  /** Whether it makes a pass now, and so may hold the lease. */
  isAtWork: boolean;
  /** Checks of the lease that were asked for, and not followed by a write or an answer that says no yet. */
  openChecks: number;
  /** Null: it has the lease, or never had it. Else what it may still send. */
  mayStillSend: number | null;
  hasLease: boolean;
}

const START_MS = Date.parse("2026-01-05T08:00:00Z");
/** So much faster than real time everything goes but the database. */
const FACTOR = 100;
const LEASE_MS = 5 * 60_000;
/** Of real time. */
const LOOK_EVERY_MS = 10;
const LONGEST_MS = 180_000;

/** Plays one case: some workers, one tenant, and what happens meanwhile; then what has to hold in the end. */
export async function play(
  seed: number,
  server: TestServer,
  admin: () => Sql,
  configuration: Configuration,
): Promise<Played> {
  const chance = chanceOf(seed);
  const scene = await setScene(seed, server, admin, configuration, chance);
  const workers = Array.from({ length: 2 + chance.number(2) }, (_, at) => work(scene, `worker ${at}`));
  const untilMs = performance.now() + LONGEST_MS;
  while (performance.now() < untilMs && !(scene.tenant.left() === 0 && scene.due.length === 0)) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    await scene.passTime();
    if (scene.tenant.left() === 0) scene.due.length = 0;
  }
  scene.isOver = true;
  for (const life of scene.lives) wake(life);
  await Promise.all(workers);
  const before = scene.tenant.writes.length;
  const last = scene.tenant.left() > 0 ? null : await lastPass(scene);
  await Promise.all(scene.lives.map(({ link }) => link.close()));
  return {
    seed,
    mishaps: scene.happened,
    passes: scene.passes,
    writes: before,
    moved: scene.moved,
    late: scene.late,
    wrong: [...scene.wrong, ...judge(scene, last, scene.tenant.writes.length - before)],
  };
}

interface Scene {
  readonly seed: number;
  readonly chance: Chance;
  readonly clock: AcceleratedClock;
  readonly configuration: Configuration;
  readonly tenant: SharedTenant;
  readonly lives: Life[];
  readonly due: Mishap[];
  readonly happened: MishapKind[];
  readonly wrong: string[];
  readonly url: string;
  readonly latencyMs: number;
  /** Whose rows. */
  readonly rows: string;
  /** Has the leases of those that do not work any more, or stand still, come to their end. */
  readonly passTime: () => Promise<void>;
  readonly crash: () => Promise<void>;
  requests: number;
  passes: number;
  moved: number;
  late: number;
  isOver: boolean;
}

async function setScene(
  seed: number,
  server: TestServer,
  admin: () => Sql,
  configuration: Configuration,
  chance: Chance,
): Promise<Scene> {
  const clock = createAcceleratedClock(FACTOR, START_MS);
  const people = 3 + chance.number(8);
  const due: Mishap[] = Array.from({ length: 1 + chance.number(3) }, () => ({
    kind: chance.pick(["kill", "kill", "pause", "pause", "cut", "hold", "clock", "database"]),
    at: 1 + chance.number(people),
    of: chance.pick(["requests", "writes", "writes"]),
  }));
  let seq = 0;
  const rows = `case ${seed} ${Date.now()}`;
  const tenant = createSharedTenant(people, clock, () => (seq += 1));
  const scene: Scene = {
    seed,
    chance,
    clock,
    configuration,
    tenant,
    lives: [],
    due,
    happened: [],
    wrong: [],
    url: server.url,
    latencyMs: chance.pick([10, 50, 200]),
    rows,
    async passTime() {
      const working = scene.lives.filter((life) => life.isAtWork && !life.isGone && life.stands === null);
      await admin()
        .query(
          "UPDATE trueup.locks SET expires_at = expires_at - $2 WHERE tenant = $1 AND NOT (holder = ANY($3::text[]))",
          [rows, 2 * LEASE_MS, working.map(({ name }) => name)],
        )
        .catch(() => []);
    },
    crash: () => crash(server),
    requests: 0,
    passes: 0,
    moved: 0,
    late: 0,
    isOver: false,
  };
  return scene;
}

const crashing = new WeakMap<TestServer, Promise<void>>();

/** Kills the database and starts it again; whoever asks for that meanwhile gets the same. */
function crash(server: TestServer): Promise<void> {
  const before = crashing.get(server);
  if (before !== undefined) return before;
  const again = async (): Promise<void> => {
    await server.crash();
    await server.restart();
    crashing.delete(server);
  };
  const now = again();
  crashing.set(server, now);
  return now;
}

/** A worker: one pass after another; a new one takes its place when it is killed. */
async function work(scene: Scene, name: string): Promise<void> {
  for (let life = 1; !scene.isOver; life += 1) await live(scene, `${name}, life ${life}`);
}

async function live(scene: Scene, name: string): Promise<void> {
  const life = await begin(scene, name);
  while (!scene.isOver && !life.isGone) {
    life.isAtWork = true;
    const gone = untilGone(scene, life);
    await Promise.race([pass(scene, life).catch(() => undefined), gone]);
    life.isAtWork = false;
    life.hasLease = false;
    await scene.clock.sleep(200 + scene.chance.number(2_000));
  }
}

async function begin(scene: Scene, name: string): Promise<Life> {
  const life: Life = {
    name,
    link: await openLink(scene.url),
    isGone: false,
    stands: null,
    isAtWork: false,
    openChecks: 0,
    mayStillSend: null,
    hasLease: false,
    clock: {
      offsetMs: 0,
      now: () => scene.clock.now() + life.clock.offsetMs,
      elapsed: () => scene.clock.elapsed(),
      async sleep(ms, signal) {
        await scene.clock.sleep(ms, signal);
        await awake(life);
      },
    },
  };
  scene.lives.push(life);
  return life;
}

/** Resolves at once, or when it goes on; never for one that is gone. */
async function awake(life: Life): Promise<void> {
  while (life.stands !== null) await life.stands.promise;
  if (life.isGone) await new Promise(() => undefined);
}

function wake(life: Life): void {
  life.stands?.resolve();
  life.stands = null;
  life.link.letGo();
}

/** What of a killed process still waits is left behind. Nothing of a case waits for longer than its end. */
async function untilGone(scene: Scene, life: Life): Promise<void> {
  for (let patience = 300; !life.isGone && patience > 0; patience -= scene.isOver ? 1 : 0)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
}

async function pass(scene: Scene, life: Life): Promise<void> {
  const address = readAddress(life.link.url);
  if (address === null) throw new Error("the link has no address");
  const opened = await tryPostgresStore({
    address,
    tenant: scene.rows,
    clock: life.clock,
    databaseTime: () => Promise.resolve(scene.clock.now()),
    notice: () => undefined,
    makes: true,
  });
  if (opened.kind === "refused") return;
  const { store } = opened;
  try {
    const asked = await store.lease.take(taker(life.name), LEASE_MS);
    if (asked.kind !== "held") return;
    noteTaken(scene, life);
    scene.passes += 1;
    await runTrueup(
      setupOf(scene, life, { ...store, lease: { ...store.lease, take: async () => watched(asked, life) } }),
    );
  } finally {
    if (!life.isGone) await store.close();
  }
}

function setupOf(scene: Scene, life: Life, store: Store) {
  const caller = {
    name: life.name,
    isGone: () => life.isGone,
    awake: () => awake(life),
    passing: (isWrite: boolean) => passing(scene, life, isWrite),
  };
  return {
    configuration: scene.configuration,
    dispatcher: scene.tenant.dispatcherFor(caller, scene.latencyMs),
    origin: scene.tenant.origin,
    clock: life.clock,
    tokenSource: { token: () => Promise.resolve("secret") },
    token: "secret",
    chance: chanceOf(scene.seed),
    store,
    taker: taker(life.name),
    maxAgeMs: 0,
    settleMs: 0,
    readConsents: false,
    stop: new AbortController().signal,
  };
}

/** Whoever had the lease before has lost it: from now on only what was in flight may come. */
function noteTaken(scene: Scene, life: Life): void {
  for (const other of scene.lives) {
    if (!other.hasLease || other === life) continue;
    other.hasLease = false;
    other.mayStillSend = other.openChecks;
    scene.moved += 1;
  }
  life.hasLease = true;
  life.mayStillSend = null;
  life.openChecks = 0;
}

function watched(asked: { readonly kind: "held"; readonly lease: HeldLease }, life: Life): typeof asked {
  return {
    kind: "held",
    lease: {
      ...asked.lease,
      async isOurs() {
        life.openChecks += 1;
        const isOurs = await asked.lease.isOurs();
        if (!isOurs) life.openChecks -= 1;
        return isOurs;
      },
    },
  };
}

function passing(scene: Scene, life: Life, isWrite: boolean): void {
  scene.requests += 1;
  if (isWrite) {
    life.openChecks = Math.max(0, life.openChecks - 2);
    if (life.mayStillSend !== null) {
      scene.late += 1;
      life.mayStillSend -= 1;
      if (life.mayStillSend < 0)
        scene.wrong.push(`${life.name} wrote more than was in flight when its lease had moved`);
    }
  }
  const passed = { requests: scene.requests, writes: scene.tenant.writes.length };
  for (const mishap of scene.due.filter(({ at, of }) => passed[of] >= at)) {
    scene.due.splice(scene.due.indexOf(mishap), 1);
    scene.happened.push(mishap.kind);
    happen(scene, life, mishap.kind);
  }
}

function after(ms: number, then: () => void): void {
  setTimeout(then, ms);
}

function happen(scene: Scene, life: Life, kind: MishapKind): void {
  switch (kind) {
    case "kill":
      life.isGone = true;
      life.link.cut();
      break;
    case "pause":
      // Its lease ends meanwhile, since time passes for those who stand still.
      life.stands ??= Promise.withResolvers();
      life.link.hold();
      after(50 + scene.chance.number(200), () => wake(life));
      break;
    case "cut":
      life.link.cut();
      after(scene.chance.number(100), () => life.link.mend());
      break;
    case "hold":
      life.link.hold();
      after(50 + scene.chance.number(200), () => life.link.letGo());
      break;
    case "database":
      void scene.crash();
      break;
    case "clock":
      life.clock.offsetMs += scene.chance.pick([-3_600_000, -60_000, 60_000, 3_600_000, 86_400_000]);
  }
}

async function lastPass(scene: Scene): Promise<string | null> {
  const life = await begin(scene, "the last one");
  let why = "it was never made";
  for (const untilMs = performance.now() + LONGEST_MS; performance.now() < untilMs; ) {
    try {
      const passes = scene.passes;
      await scene.passTime();
      life.isAtWork = true;
      await pass(scene, life);
      if (scene.passes > passes) return null;
    } catch (error) {
      why = String(error);
    }
    await new Promise((resolve) => setTimeout(resolve, 5 * LOOK_EVERY_MS));
  }
  return why;
}

function judge(scene: Scene, last: string | null, lastWrites: number): readonly string[] {
  const { tenant, late } = scene;
  const writes = [...Map.groupBy(tenant.writes, ({ user }) => user).values()];
  const repeated = writes.reduce((sum, { length }) => sum + length - 1, 0);
  return [
    ...(tenant.left() > 0 ? [`${tenant.left()} people never got the newest version`] : []),
    ...(repeated > late ? [`${repeated} writes too many, and ${late} of them were in flight when a lease moved`] : []),
    ...(last === null ? [] : [`the last pass: ${last}`]),
    ...(lastWrites === 0 ? [] : [`the last pass wrote ${lastWrites} times, though everybody was right`]),
  ];
}
