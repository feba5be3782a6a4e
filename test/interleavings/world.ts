import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WriteAnswer, WriteTurn } from "../../src/apply/writer.ts";
import { NO_JOURNAL } from "../../src/apply/journal.ts";
import type { Clock } from "../../src/model/clock.ts";
import type { Result } from "../../src/model/plan.ts";
import { type Mode, type Ports, reconcile } from "../../src/reconcile.ts";
import { openStore } from "../../src/store/open.ts";
import type { HeldLease, Store } from "../../src/store/store.ts";
import { IDENTITY } from "../definitions.ts";
import { catalogIdOf, desiredState, externalIdOf, NO_LIMITS } from "../apply/desired.ts";
import { createVirtualClock, settle } from "../fakes/clock.ts";
import { UNREMEMBERED } from "../fakes/unremembered.ts";
import type { Choice, Play } from "./explore.ts";

/** How large the world is. */
export interface Scope {
  readonly people: number;
  readonly runs: number;
  /** Processes that may be killed, in all; each begins anew. */
  readonly crashes: number;
  /** Writes whose answer may not tell what became of them, in all. */
  readonly lost: number;
  /** Whether the publisher may put another version into the catalog, at any moment. */
  readonly publishes: boolean;
  /** Whether the runs share a store, and with it the lease and the journal. */
  readonly sharesStore: boolean;
  /** True: also what cannot make a difference is tried in every order. */
  readonly triesAll?: boolean;
}

const START_MS = Date.UTC(2026, 0, 5, 8);
const [BEFORE, PLANNED, OTHER] = ["1.0.0", "2.0.0", "3.0.0"];
const SETTLE_MS = 15 * 60_000;
const LEASE_MS = 5 * 60_000;
const LOOK_MS = 15_000;
const LOOK_BEFORE_REPEAT_MS = 3_000;
const DEFINITION_MS = 60_000;
const APP = "expenses";

/** A request that waits for its turn or its answer; each of the choices is one way on. */
interface Waiting {
  readonly run: Run;
  readonly name: string;
  /** Whom it reads or writes; null: nobody. */
  readonly who: string | null;
  readonly isRead: boolean;
  readonly ways: () => readonly (Choice & { readonly isLost?: boolean })[];
  /** Killed processes hear no answers, but what they sent may still arrive. */
  readonly outlives: boolean;
}

interface Run {
  readonly name: string;
  isGone: boolean;
  /** All that this process was told, in order: what it does next follows from it. */
  readonly heard: string[];
  readonly looks: Map<string, { readonly atMs: number; readonly version: string }>;
  catalog: { readonly atMs: number; readonly version: string } | null;
  readonly sent: Set<string>;
  readonly strays: Set<string>;
  cameBack: number;
  sawOther: boolean;
  ending: Result | "standby" | null;
}

/** Begins a world in which nothing has happened yet. */
export async function beginWorld(scope: Scope): Promise<Play> {
  const folder = scope.sharesStore ? mkdtempSync(join(tmpdir(), "trueup-orders-")) : null;
  const clock = createVirtualClock(START_MS);
  const people = Array.from({ length: scope.people }, (_, at) => `person-${at}`);
  const has = new Map(people.map((who) => [who, BEFORE]));
  const asks = people.map((user) => ({ user, ensure: "upgraded", version: ">=2 <3" }) as const);
  const desired = desiredState(asks);
  const runs: Run[] = [];
  const stores: Store[] = [];
  const waiting: Waiting[] = [];
  const wrong: string[] = [];
  let [offered, crashes, lost] = [PLANNED, 0, 0];

  const entry = () => ({
    state: "found" as const,
    id: catalogIdOf(APP),
    externalId: externalIdOf(APP),
    displayName: "Expenses",
    distributionMethod: "organization",
    definitions: [
      {
        id: `definition ${offered}`,
        version: offered,
        publishingState: "published",
        permissions: { state: "known" as const, permissions: [] },
        identity: IDENTITY,
      },
    ],
  });

  /** A request of one run: it is answered when that is chosen. */
  const ask = <Value>(
    run: Run,
    name: string,
    answer: () => Value,
    about: Pick<Waiting, "who" | "isRead"> = { who: null, isRead: false },
  ): Promise<Value> =>
    new Promise((resolve) => {
      const happen = (): void => {
        const value = answer();
        run.heard.push(`${name}=${JSON.stringify(value)}`);
        resolve(value);
      };
      waiting.push({ run, name, ...about, outlives: false, ways: () => [{ name: `${run.name}: ${name}`, happen }] });
    });

  const judgeSend = (run: Run, who: string): void => {
    const look = run.looks.get(who);
    const nowMs = clock.now();
    const note = (what: string): void => void wrong.push(`${run.name} writes ${who} ${what}`);
    if (look === undefined) note(run.sent.has(who) ? "again without a look" : "without a look");
    else if (look.version !== BEFORE) note(`though it saw ${look.version}`);
    else if (nowMs - look.atMs > (run.sent.has(who) ? LOOK_BEFORE_REPEAT_MS : LOOK_MS)) note("on an old look");
    if (run.catalog?.version !== PLANNED || nowMs - run.catalog.atMs > DEFINITION_MS) note("on another definition");
    if (run.sawOther) note("after it saw another version");
    const others = runs.filter(
      (other) => other !== run && !other.isGone && other.ending === null && other.sent.size > 0,
    );
    if (scope.sharesStore && others.length > 0) note("while another run writes");
  };

  const write = async (run: Run, who: string, turn: WriteTurn): Promise<WriteAnswer> => {
    const maySend = await ask(run, `turn of ${who}`, () => turn.maySend());
    if (!maySend) return { kind: "not-sent" };
    await turn.sending();
    judgeSend(run, who);
    run.sent.add(who);
    run.looks.delete(who);
    return new Promise((resolve) => {
      const takeEffect = (): void => {
        if (scope.sharesStore && has.get(who) === offered)
          wrong.push(`${run.name} brings ${offered} to ${who} a second time`);
        has.set(who, offered);
        if (offered !== PLANNED) run.strays.add(who);
        if (run.strays.size > run.cameBack + 1) wrong.push(`${run.name} brings ${OTHER} to ${run.strays.size} people`);
      };
      const answer = (given: WriteAnswer): void => {
        run.heard.push(`write of ${who}=${given.kind}`);
        resolve(given);
      };
      const requestId = `request of ${who}`;
      const unclear: WriteAnswer = { kind: "uncertain", because: "failed", message: "502", requestId };
      const ways = (): readonly (Choice & { readonly isLost?: boolean })[] => [
        {
          name: `${run.name}: ${who} is written`,
          happen: () => (takeEffect(), answer({ kind: "accepted", requestId })),
        },
        {
          name: `${run.name}: ${who} is written, unheard`,
          isLost: true,
          happen: () => (takeEffect(), answer(unclear)),
        },
        { name: `${run.name}: the write of ${who} is lost`, isLost: true, happen: () => answer(unclear) },
      ];
      waiting.push({ run, name: `write of ${who}`, who, isRead: false, outlives: true, ways });
    });
  };

  const look = async (run: Run, who: string) => {
    const answer = (): string => {
      const seen = has.get(who) ?? BEFORE;
      run.looks.set(who, { atMs: clock.now(), version: seen });
      if (run.sent.has(who) && seen === PLANNED) run.cameBack += 1;
      if (run.sent.has(who) && seen === OTHER) run.sawOther = true;
      return seen;
    };
    const version = await ask(run, `look at ${who}`, answer, { who, isRead: true });
    const installation = {
      id: `${APP}-of-${who}`,
      appId: catalogIdOf(APP),
      externalId: externalIdOf(APP),
      distributionMethod: "organization",
      version,
      consent: { state: "known" as const, permissions: [] },
    };
    return { installations: [installation], absenceProven: true };
  };

  const isDead = (place: string): boolean => runs.find(({ name }) => name === place)?.isGone ?? true;

  const begin = async (run: Run): Promise<void> => {
    const store =
      folder === null ? null : await openStore({ path: join(folder, "store.db"), tenant: "t", clock, notice: fail });
    if (store !== null) stores.push(store);
    const leasing = await store?.lease.take({ name: run.name, place: run.name, isGone: isDead }, LEASE_MS);
    if (leasing !== undefined && leasing.kind !== "held") {
      run.ending = "standby";
      return;
    }
    const ports = portsOf(run, store, mortal(clock, run));
    const { result } = await reconcile(desired, NO_LIMITS, ports, MODE);
    await release(leasing?.lease);
    run.ending = result;
    for (const row of result?.rows ?? []) {
      const isTrue = row.user.id === null || has.get(row.user.id) === PLANNED || offered === OTHER;
      if (row.outcome?.status === "applied" && !isTrue) wrong.push(`${run.name} says that ${row.user.id} is applied`);
      if (row.verdict === "act" && row.outcome === null) wrong.push(`${run.name} says nothing of ${row.user.id}`);
    }
  };

  const portsOf = (run: Run, store: Store | null, own: Clock): Ports => ({
    ...UNREMEMBERED,
    clock: own,
    mayConsent: true,
    readConsents: false,
    settleMs: store === null ? 0 : SETTLE_MS,
    journal: store?.journal ?? NO_JOURNAL,
    sentSince: async (ms) => (await store?.journal.openIntents(ms)) ?? [],
    unfinished: async () => (await store?.journal.unfinished()) ?? [],
    progress: () => undefined,
    catalog: {
      readApp: () =>
        ask(
          run,
          "catalog",
          () => {
            run.catalog = { atMs: clock.now(), version: offered };
            return entry();
          },
          { who: null, isRead: true },
        ),
    },
    installations: {
      readInstallations: (who) => look(run, who),
      readConsent: () => Promise.resolve({ state: "unknown" }),
    },
    writer: {
      install: () => Promise.reject(new Error("nobody is without the app")),
      upgrade: (who, _, __, turn) => write(run, who, turn),
      uninstall: () => Promise.reject(new Error("nobody is to lose the app")),
    },
  });

  const start = (name: string): void => {
    const run: Run = {
      name,
      isGone: false,
      heard: [],
      looks: new Map(),
      catalog: null,
      sent: new Set(),
      strays: new Set(),
      cameBack: 0,
      sawOther: false,
      ending: null,
    };
    runs.push(run);
    begin(run).catch((error: unknown) => wrong.push(`${name} fails: ${String(error)}`));
  };
  for (let at = 0; at < scope.runs; at += 1) start(`run ${at + 1}`);

  /** A process is killed: it hears nothing any more, and another one begins. */
  const crash = (run: Run): void => {
    crashes += 1;
    run.isGone = true;
    for (const one of waiting.filter((each) => each.run === run && !each.outlives))
      waiting.splice(waiting.indexOf(one), 1);
    start(`${run.name}'`);
  };

  /**
   * A look of a run that only reads yet and is the only one alive, at somebody whom no write is on its way to: it tells the
   * same whatever happens before it, and nothing but the end of this reading comes of it. So it need not be tried in any order.
   */
  const independent = (): Waiting | undefined => {
    const [run, ...others] = runs.filter(({ isGone, ending }) => !isGone && ending === null);
    if (scope.triesAll === true || run === undefined || others.length > 0 || run.sent.size > 0) return undefined;
    if (waiting.some((one) => one.run === run && !one.isRead)) return undefined;
    const written = new Set(waiting.filter(({ isRead }) => !isRead).map(({ who }) => who));
    return waiting.find((one) => one.run === run && one.who !== null && !written.has(one.who));
  };

  const choices = (): readonly Choice[] => {
    const alone = independent();
    const requests = (alone === undefined ? waiting : [alone]).flatMap((one) =>
      one
        .ways()
        .filter(({ isLost }) => isLost !== true || lost < scope.lost || one.run.isGone)
        .map(({ name, isLost, happen }) => ({
          name,
          happen: () => {
            waiting.splice(waiting.indexOf(one), 1);
            if (isLost === true) lost += 1;
            happen();
          },
        })),
    );
    if (requests.length === 0 || alone !== undefined) return requests;
    const alive = runs.filter(({ isGone, ending }) => !isGone && ending === null);
    const kills =
      crashes < scope.crashes ? alive.map((run) => ({ name: `${run.name} is killed`, happen: () => crash(run) })) : [];
    const publication = { name: `${OTHER} is published`, happen: () => void (offered = OTHER) };
    return [...requests, ...kills, ...(scope.publishes && offered === PLANNED ? [publication] : [])];
  };

  return {
    wrong: () => wrong,
    endings: () =>
      runs.flatMap(({ name, isGone, ending }) => {
        if (isGone || ending === null) return [];
        if (ending === "standby") return [`${name}: standby`];
        const rows = ending.rows.map(({ user, verdict, reason, outcome }) =>
          [user.id, verdict, reason, outcome?.status, outcome?.code].join(" "),
        );
        return [`${name}: ${rows.join(", ")}`];
      }),
    async choices() {
      for (;;) {
        await settle();
        const now = choices();
        if (now.length > 0 || wrong.length > 0) return now;
        if (runs.every(({ isGone, ending }) => isGone || ending !== null)) return [];
        if (!clock.wakeNext()) throw new Error("the runs wait for nothing");
      }
    },
    async state() {
      const shared = {
        has: [...has],
        offered,
        crashes,
        lost,
        nowMs: clock.now(),
        intents: await stores[0]?.journal.openIntents(0),
      };
      // What a process was told matters only while it goes on.
      const own = runs.map(({ name, isGone, heard, ending, strays }) => {
        const goesOn = !isGone && ending === null;
        return [name, isGone, ending === null, goesOn ? [heard, [...strays]] : null];
      });
      return JSON.stringify([shared, own, waiting.map((one) => `${one.run.name} ${one.name}`).toSorted()]);
    },
    async close() {
      for (const store of stores) await store.close();
      if (folder !== null) rmSync(folder, { recursive: true, force: true });
    },
  };
}

const MODE: Mode = {
  preview: false,
  show: () => Promise.resolve(),
  confirm: () => Promise.resolve(true),
  stop: new AbortController().signal,
};

function mortal(clock: Clock, run: Run): Clock {
  return {
    now: () => clock.now(),
    elapsed: () => clock.elapsed(),
    sleep: async (ms, signal) => {
      await clock.sleep(ms, signal);
      if (run.isGone) await new Promise(() => undefined);
    },
  };
}

async function release(lease: HeldLease | undefined): Promise<void> {
  await lease?.release();
}

function fail(line: string): never {
  throw new Error(line);
}
