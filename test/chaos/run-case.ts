import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Configuration } from "../../src/desired/configuration.ts";
import { load } from "../../src/desired/load.ts";
import type { Clock } from "../../src/model/clock.ts";
import { sandboxToken } from "../../src/sandbox/roles.ts";
import type { SandboxInstallation } from "../../src/sandbox/state.ts";
import { openStore } from "../../src/store/open.ts";
import type { LeaseTaker, Store } from "../../src/store/store.ts";
import { createVirtualClock, type VirtualClock } from "../fakes/clock.ts";
import { type Chance, chanceOf } from "../fuzz/chance.ts";
import { createDisk, type Disk } from "../store/disk.ts";
import { taker } from "../store/store-in-folder.ts";
import { anyChange, anyPublication } from "./changes.ts";
import { desiredFiles } from "./desired-files.ts";
import { anyWeather, CALM, isWrite, type Weather } from "./faults.ts";
import { LEASE_MS, type RunEnding, runTrueup } from "./run-trueup.ts";
import { createService, type Process, type Service } from "./service.ts";
import { anyRenewal, anyWorld, TENANT_ID, type World } from "./world.ts";

/** One run of a case, as it went. */
export interface RunRecord {
  readonly run: number;
  readonly kind: "in-weather" | "healed" | "last";
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** What everybody had when it ended, by user id. */
  readonly holdings: ReadonlyMap<string, readonly SandboxInstallation[]>;
  readonly ending: RunEnding | { readonly error: unknown } | "killed";
}

/** Everything that the oracle judges. */
export interface CaseRecord {
  readonly seed: number;
  readonly service: Service;
  /** As it is now. */
  readonly world: () => World;
  readonly runs: readonly RunRecord[];
  readonly setting: Setting;
  /** What the store said. */
  readonly told: readonly string[];
  /** What happened to processes and to the tenant, by kind. */
  readonly mishaps: readonly string[];
}

/** What stays the same during a case. */
export interface Setting {
  readonly lagMs: number;
  readonly consentShown: boolean;
  /** Whether the token may grant consent; opaque tokens do not say. */
  readonly token: "opaque" | "may-consent" | "may-not-consent";
  readonly usesStore: boolean;
  readonly settleMs: number;
  /** Whether a run can see that the process of another one is gone. */
  readonly onOneMachine: boolean;
}

const START_MS = Date.parse("2026-01-05T08:00:00Z");
/** A body that breaks off is destroyed one turn of the event loop later, and its reader told so in another. */
const TURNS_OF_THE_LOOP = 3;
const DAY_MS = 24 * 60 * 60_000;
const ROLES = ["User.Read.All", "GroupMember.Read.All", "Member.Read.Hidden", "AppCatalog.Read.All"];
/** A world with `perRun` 1 and everybody to act on needs so many. */
const MOST_HEALED_RUNS = 45;

/** Runs one case: a world, runs in bad weather, then runs in calm weather until nothing is to be done. */
export async function runCase(seed: number): Promise<CaseRecord> {
  const chance = chanceOf(seed);
  const clock = createVirtualClock(START_MS, { turns: TURNS_OF_THE_LOOP });
  const folder = await mkdtemp(join(tmpdir(), "trueup-chaos-"));
  const opened: { close: () => unknown }[] = [];
  try {
    const scene = await setScene(seed, chance, clock, folder, opened);
    const storms = 1 + chance.number(3);
    for (let run = 1; run <= storms; run += 1) {
      await go(scene, "in-weather", anyWeather(scene.world(), chance));
      if (chance.onceIn(3)) anyChange(scene.service, chance);
      await clock.advance(chance.pick([0, 1_000, 70_000, LEASE_MS + 1_000]));
    }
    await clock.advance(Math.max(LEASE_MS, scene.setting.settleMs, 3_600_000) + scene.setting.lagMs + 1_000);
    scene.heal();
    for (let run = 0; run < MOST_HEALED_RUNS; run += 1) {
      const record = await go(scene, "healed", CALM);
      await clock.advance(scene.setting.lagMs + scene.setting.settleMs + 1_000);
      if (!hasMoreForLater(record)) break;
    }
    await go(scene, "last", CALM);
    return scene;
  } finally {
    for (const one of opened) await one.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Scene extends CaseRecord {
  readonly chance: Chance;
  readonly clock: VirtualClock;
  readonly configuration: Configuration;
  readonly runs: RunRecord[];
  readonly told: string[];
  readonly mishaps: string[];
  readonly openStore: () => Promise<Store | null>;
  /** Where the store's file is. */
  readonly disk: Disk;
  readonly jam: (() => void) | null;
  readonly heal: () => void;
}

async function setScene(
  seed: number,
  chance: Chance,
  clock: VirtualClock,
  folder: string,
  opened: { close: () => unknown }[],
): Promise<Scene> {
  const world = chance.onceIn(10) ? anyRenewal(chance) : anyWorld(chance);
  const setting: Setting = {
    lagMs: chance.pick([0, 0, 0, 800, 20_000]),
    consentShown: chance.onceIn(2),
    token: chance.pick(["opaque", "opaque", "may-consent", "may-not-consent"]),
    usesStore: chance.onceIn(2),
    settleMs: chance.pick([0, 60_000, 900_000]),
    onOneMachine: chance.onceIn(2),
  };
  const service = createService(world, clock, {
    dials: {
      lagMs: setting.lagMs,
      pageSize: chance.pick([1, 2, 100]),
      consentOnList: setting.consentShown ? "shown" : chance.pick(["ignored", "refused", "drops-expand"]),
      permissionTypes: chance.pick(["lower", "pascal"]),
      definitions: chance.pick(["as-listed", "reversed"]),
      removalWhenAbsent: chance.pick(["not-found", "accepted"]),
      upgradeWhenCurrent: chance.pick(["consents", "nothing", "refused"]),
      consentWhenLeftOut: chance.pick(["none", "required"]),
    },
    pageSize: chance.pick([1, 3, 999]),
    limitsScale: chance.pick([null, 1, 0.2]),
  });
  const configuration = await configurationOf(world, join(folder, "desired"));
  const told: string[] = [];
  const storePath = join(folder, "store.db");
  const disk = createDisk();
  const notice = (line: string): void => void told.push(line);
  const open = async (): Promise<Store | null> => {
    if (!setting.usesStore) return null;
    const tenant = `${TENANT_ID} ${service.origin}`;
    const store = await openStore({ path: storePath, tenant, clock, notice, busyMs: 1, connect: disk.connect });
    if (store !== null) opened.push(store);
    return store;
  };
  let jammed: DatabaseSync | null = null;
  const unjam = (): void => {
    if (jammed?.isOpen === true) jammed.close();
    jammed = null;
  };
  opened.push({ close: unjam });
  const jam = (): void => {
    if (!setting.usesStore || jammed !== null) return;
    try {
      jammed = new DatabaseSync(storePath, { timeout: 1 });
      jammed.exec("BEGIN IMMEDIATE");
    } catch {
      unjam();
    }
  };
  return {
    seed,
    service,
    world: () => service.epochs.at(-1)?.world ?? world,
    runs: [],
    setting,
    told,
    mishaps: [],
    chance,
    clock,
    configuration,
    openStore: open,
    disk,
    jam,
    heal: () => {
      unjam();
      disk.clear();
    },
  };
}

async function configurationOf(world: World, folder: string): Promise<Configuration> {
  for (const [path, text] of desiredFiles(world)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const { configuration, diagnostics } = await load(folder);
  if (configuration === null) throw new Error(`the desired state is refused: ${JSON.stringify(diagnostics)}`);
  return configuration;
}

/** One run, from the start of its process to its end, however that comes. */
async function go(scene: Scene, kind: RunRecord["kind"], weather: Weather): Promise<RunRecord> {
  const { chance, service, clock, setting } = scene;
  const run = scene.runs.length + 1;
  const [fromSeq, fromMs] = [service.seq(), clock.now()];
  const end = new AbortController();
  const killed = Promise.withResolvers<"killed">();
  let isGone = false;
  const mishaps = kind === "in-weather" ? anyMishaps(chance) : [];
  const tokens = createTokens(`${scene.seed}-${run}`, setting, service);
  const passed = { requests: 0, writes: 0, "catalog reads": 0 };
  const process: Process = {
    isGone: () => isGone,
    passing: (nth, when, question) => {
      passed.requests = nth;
      if (when === "arrived" && isWrite(question)) passed.writes += 1;
      if (when === "arrived" && question === "catalog") passed["catalog reads"] += 1;
      for (const mishap of mishaps) {
        if (mishap.at !== passed[mishap.of] || mishap.when !== when || isGone) continue;
        if (mishap.of === "writes" && !isWrite(question)) continue;
        if (mishap.of === "catalog reads" && question !== "catalog") continue;
        if (isOfStore(mishap) && !setting.usesStore) continue;
        scene.mishaps.push(mishap.kind);
        switch (mishap.kind) {
          case "kill":
            isGone = true;
            killed.resolve("killed");
            break;
          case "stop":
            end.abort();
            break;
          case "change":
            anyChange(service, chance);
            break;
          case "publication":
            anyPublication(service, chance);
            break;
          case "token-expires":
            tokens.expire();
            break;
          case "store-locked":
            scene.jam?.();
            break;
          case "disk-full":
            scene.disk.fill();
        }
      }
    },
  };
  const store = await scene.openStore();
  const running = runTrueup({
    configuration: scene.configuration,
    dispatcher: service.dispatcherFor(run, weather, chance.number(2 ** 31), process),
    origin: service.origin,
    clock: mortal(clock, () => isGone),
    tokenSource: tokens.source,
    token: tokens.current(),
    chance,
    store,
    taker: takerOf(scene, run),
    maxAgeMs: chance.pick([0, 0, DAY_MS]),
    settleMs: setting.settleMs,
    readConsents: false,
    stop: end.signal,
  }).catch((error: unknown) => ({ error }));
  const ending = await clock.runUntilSettled(Promise.race([running, killed.promise]));
  // What a killed process had not written yet is lost; its file is closed at the end of the case.
  if (ending !== "killed") await store?.close();
  const holdings = new Map(service.epochs[0].world.people.map(({ id }) => [id, service.have(id)]));
  const record = { run, kind, fromSeq, fromMs, toSeq: service.seq(), toMs: clock.now(), holdings, ending };
  scene.runs.push(record);
  return record;
}

function takerOf({ runs, setting }: Scene, run: number): LeaseTaker {
  const isKilled = (place: string): boolean =>
    runs.some(({ run: other, ending }) => ending === "killed" && taker(`run ${other}`).place === place);
  return taker(`run ${run}`, (place) => setting.onOneMachine && isKilled(place));
}

/** What happens once in the middle of a run. */
export type MishapKind = "kill" | "stop" | "change" | "publication" | "token-expires" | "store-locked" | "disk-full";

interface Mishap {
  readonly kind: MishapKind;
  /** Which request of the run, of all or of these, and whether before or after it was carried out. */
  readonly at: number;
  readonly of: "requests" | "writes" | "catalog reads";
  readonly when: "arrived" | "done";
}

function isOfStore({ kind }: Mishap): boolean {
  return kind === "store-locked" || kind === "disk-full";
}

function anyMishaps(chance: Chance): readonly Mishap[] {
  const mishaps: Mishap[] = [];
  while (chance.onceIn(2)) {
    mishaps.push({
      kind: chance.pick(["kill", "kill", "stop", "change", "change", "token-expires", "store-locked", "disk-full"]),
      at: 1 + chance.number(60),
      of: "requests",
      when: chance.pick(["arrived", "done"]),
    });
  }
  // Behind the plan: between the check and the write, and behind the first write or a later one.
  if (chance.onceIn(3)) {
    const of = chance.pick<Mishap["of"]>(["writes", "writes", "catalog reads"]);
    const at = 1 + chance.number(of === "writes" ? 9 : 6);
    mishaps.push({ kind: "publication", at, of, when: chance.pick(["arrived", "done"]) });
  }
  return mishaps;
}

/** Time that stands still for a process that was killed. */
function mortal(clock: Clock, isGone: () => boolean): Clock {
  return {
    now: () => clock.now(),
    elapsed: () => clock.elapsed(),
    sleep: async (ms, signal) => {
      await clock.sleep(ms, signal);
      if (isGone()) await new Promise(() => undefined);
    },
  };
}

function createTokens(name: string, { token }: Setting, service: Service) {
  let generation = 0;
  const tokenOf = (): string => {
    if (token === "opaque") return `secret-${name}-${generation}`;
    const role = token === "may-consent" ? "ReadWriteAndConsentForUser.All" : "ReadWriteForUser.All";
    const roles = [...ROLES, `TeamsAppInstallation.${role}`];
    return sandboxToken({ tenantId: TENANT_ID, roles, appId: `${name}-${generation}` });
  };
  service.acceptTokens([tokenOf()]);
  let given = tokenOf();
  return {
    current: () => given,
    expire: () => {
      generation += 1;
      service.acceptTokens([tokenOf()]);
    },
    source: {
      token: () => Promise.resolve(given),
      renew: () => {
        given = tokenOf();
        return Promise.resolve(given);
      },
    },
  };
}

/** Whether rows wait for the next run: by `perRun`, or since what was remembered of their users was not so any more. */
function hasMoreForLater({ ending }: RunRecord): boolean {
  if (ending === "killed" || "error" in ending) return false;
  return ending.result.rows.some(
    ({ reason, outcome }) => reason === "next-run" || outcome?.code === "changed-since-plan",
  );
}
