import { describe, expect, it } from "vitest";
import type { Plan } from "../../src/model/plan.ts";
import type { Policy } from "../../src/model/policy.ts";
import { type Mode, type Ports, reconcile } from "../../src/reconcile.ts";
import { NO_JOURNAL } from "../../src/apply/journal.ts";
import { NO_OBSERVATION_CACHE } from "../../src/observe/observation-cache.ts";
import { type Ask, catalogIdOf, desiredState, externalIdOf, NO_LIMITS, SEND } from "../apply/desired.ts";
import {
  type Beginning,
  DEFINITIONS,
  endings,
  installOf,
  START_MS,
  tenantOf,
  uninstallOf,
  upgradeOf,
} from "../apply/world.ts";
import { createVirtualClock } from "../fakes/clock.ts";
import { graphError } from "../fakes/tenant.ts";
import { UNREMEMBERED } from "../fakes/unremembered.ts";

const EVERY_ACTION: Beginning = {
  asks: [
    { user: "adele", ensure: "upgraded" },
    { user: "megan", ensure: "installed" },
    { user: "zoe", ensure: "absent" },
    { user: "adele", ensure: "installed", app: "onboarding", version: "2.x" },
    { user: "fine", ensure: "upgraded" },
    { user: "without", ensure: "upgraded" },
  ],
  installed: {
    adele: { expenses: "2.1.0", onboarding: "1.0" },
    zoe: { expenses: "2.1.0", onboarding: "2.1.0" },
    fine: { expenses: "2.4.0" },
    unassigned: { expenses: "1.0" },
  },
  dials: { consentShown: "never" },
};

/** A tenant, and runs against it whose steps are written down in order. */
function createRuns(
  beginning: Beginning & { readonly unproved?: ReadonlySet<string>; readonly ports?: Partial<Ports> },
) {
  const clock = createVirtualClock(START_MS);
  const tenant = tenantOf(beginning, clock);
  const steps: string[] = [];
  const answerTo: { confirm: boolean } = { confirm: true };
  const { writer, catalog, installations } = tenant;
  const noted = <Answer>(step: string, answer: Promise<Answer>): Promise<Answer> => {
    if (steps.at(-1) !== step) steps.push(step);
    return answer;
  };
  const ports = {
    catalog: { readApp: (...call: Parameters<typeof catalog.readApp>) => noted("catalog", catalog.readApp(...call)) },
    installations,
    writer: {
      install: (...call: Parameters<typeof writer.install>) => noted("write", writer.install(...call)),
      upgrade: (...call: Parameters<typeof writer.upgrade>) => noted("write", writer.upgrade(...call)),
      uninstall: (...call: Parameters<typeof writer.uninstall>) => noted("write", writer.uninstall(...call)),
    },
    clock,
    mayConsent: true,
    readConsents: false,
    progress: () => {},
    ...UNREMEMBERED,
    prove: () => ({ statements: [], unproved: beginning.unproved ?? new Set<string>() }),
    ...beginning.ports,
  };
  const stop = new AbortController();
  const shown: Plan[] = [];
  const mode = (preview: boolean): Mode => ({
    preview,
    stop: stop.signal,
    show: async (plan) => {
      await noted("show", Promise.resolve());
      shown.push(plan);
    },
    confirm: () => noted("confirm", Promise.resolve(answerTo.confirm)),
  });
  const run = (asks: readonly Ask[], options: { preview?: boolean; policy?: Partial<Policy> } = {}) => {
    steps.length = 0;
    const policy = { ...NO_LIMITS, ...options.policy };
    return clock.runUntilSettled(reconcile(desiredState(asks), policy, ports, mode(options.preview ?? false)));
  };
  return { tenant, clock, steps, shown, stop, answerTo, run };
}

describe("the order of a run", () => {
  it("observe, show, ask, read the definition again, write", async () => {
    const runs = createRuns(upgradeOf("adele"));
    await runs.run(upgradeOf("adele").asks);
    expect(runs.steps).toEqual(["catalog", "show", "confirm", "catalog", "write"]);
  });

  it("shows the plan that is carried out, after policy", async () => {
    const runs = createRuns(upgradeOf("adele", "megan"));
    const { plan, result } = await runs.run(upgradeOf("adele", "megan").asks, {
      policy: { protectedUserIds: new Set(["megan"]) },
    });
    expect(runs.shown).toEqual([plan]);
    expect(plan.rows.map(({ verdict }) => verdict)).toEqual(["act", "held"]);
    expect(result === null ? [] : endings(result)).toEqual(["applied", "-"]);
    expect(runs.tenant.log.sends.map(({ userId }) => userId)).toEqual(["adele"]);
  });

  it("holds the rows of an app whose reach does not prove to be right, and carries out the others", async () => {
    const asks = [
      { user: "adele", ensure: "absent" },
      { user: "adele", ensure: "absent", app: "polls" },
    ] as const;
    const installed = { adele: { expenses: "2.1.0", polls: "2.1.0" } };
    const runs = createRuns({ asks, installed, unproved: new Set(["expenses"]) });
    const { plan, result } = await runs.run(asks);
    expect(plan.rows.map(({ verdict, reason }) => reason ?? verdict)).toEqual(["unproved", "act"]);
    expect(result === null ? [] : endings(result)).toEqual(["-", "applied"]);
  });

  it("asks nothing where nothing is to act, and still gives a result", async () => {
    const runs = createRuns(upgradeOf("adele"));
    runs.answerTo.confirm = false;
    const { result } = await runs.run(upgradeOf("adele").asks, { policy: { suspended: true } });
    expect(runs.steps).toEqual(["catalog", "show"]);
    expect(result === null ? [] : endings(result)).toEqual(["-"]);
    expect(runs.tenant.log.sends).toEqual([]);
  });

  it("declined: nothing is written", async () => {
    const runs = createRuns(EVERY_ACTION);
    runs.answerTo.confirm = false;
    const { plan, result } = await runs.run(EVERY_ACTION.asks);
    expect(result).toBeNull();
    expect(plan.rows.some(({ verdict }) => verdict === "act")).toBe(true);
    expect(runs.steps).toEqual(["catalog", "show", "confirm"]);
    expect(runs.tenant.log.sends).toEqual([]);
  });

  it("a preview asks and writes nothing", async () => {
    const runs = createRuns(EVERY_ACTION);
    expect((await runs.run(EVERY_ACTION.asks, { preview: true })).result).toBeNull();
    expect(runs.steps).toEqual(["catalog", "show"]);
    expect(runs.tenant.log.sends).toEqual([]);
  });

  it("stopped while the question was open: nothing is written, every row says so", async () => {
    const runs = createRuns(upgradeOf("adele"));
    runs.stop.abort();
    const { result } = await runs.run(upgradeOf("adele").asks);
    expect(result === null ? [] : endings(result)).toEqual(["not-tried stopped"]);
    expect(runs.tenant.log.sends).toEqual([]);
  });

  it("an error before the first write is thrown: no plan is shown", async () => {
    const runs = createRuns(upgradeOf("adele"));
    const error = graphError(401, "InvalidAuthenticationToken", "run");
    runs.tenant.dials.readError = () => error;
    await expect(runs.run(upgradeOf("adele").asks)).rejects.toBe(error);
    expect(runs.steps).toEqual(["catalog"]);
  });
});

describe("preview and apply are one computation", () => {
  it("the preview's plan is the one that is carried out", async () => {
    const runs = createRuns(EVERY_ACTION);
    const preview = await runs.run(EVERY_ACTION.asks, { preview: true });
    const applied = await runs.run(EVERY_ACTION.asks);
    expect(applied.plan).toEqual(preview.plan);
  });
});

describe("after a complete run the next one acts on nothing", () => {
  it.each([
    { name: "every action", beginning: EVERY_ACTION },
    { name: "upgrades", beginning: upgradeOf("adele", "megan") },
    { name: "installs", beginning: installOf("adele", "megan") },
    { name: "uninstalls", beginning: uninstallOf("adele", "megan") },
    {
      name: "with consent on the list",
      beginning: { ...upgradeOf("adele"), dials: { consentShown: "on-list" as const } },
    },
  ])("$name", async ({ beginning }) => {
    const runs = createRuns(beginning);
    const first = await runs.run(beginning.asks);
    const acted = first.result?.rows.filter(({ outcome }) => outcome !== null) ?? [];
    expect(acted.length).toBeGreaterThan(0);
    expect(new Set(acted.map(({ outcome }) => outcome?.status))).toEqual(new Set(["applied"]));
    const sends = runs.tenant.log.sends.length;
    const second = await runs.run(beginning.asks);
    expect(second.plan.rows.filter(({ verdict }) => verdict === "act")).toEqual([]);
    expect(runs.steps).toEqual(["catalog", "show"]);
    expect(runs.tenant.log.sends).toHaveLength(sends);
  });

  it("nobody outside the assignments was touched", async () => {
    const runs = createRuns(EVERY_ACTION);
    const before = runs.tenant.has("unassigned");
    await runs.run(EVERY_ACTION.asks);
    expect(runs.tenant.has("unassigned")).toBe(before);
    expect(runs.tenant.has("zoe").map(({ catalogId }) => catalogId)).toEqual(["catalog-id-of-onboarding"]);
    expect(runs.tenant.log.reads.map(({ userId }) => userId)).not.toContain("unassigned");
  });

  it("a run that was stopped in the middle is finished by the next one, without a second write for anybody", async () => {
    const { asks } = EVERY_ACTION;
    const runs = createRuns(EVERY_ACTION);
    runs.tenant.dials.paceMs = 1_000;
    void runs.clock.sleep(1_500).then(() => runs.stop.abort());
    const first = await runs.run(asks);
    expect(first.result?.rows.map(({ outcome }) => outcome?.status)).toContain("not-tried");
    const again = createRunsOn(runs);
    const second = await again(asks);
    const ended = second.result?.rows.flatMap(({ outcome }) => outcome?.status ?? []);
    expect(new Set(ended)).toEqual(new Set(["applied"]));
    const written = runs.tenant.log.sends.map(({ userId, action }) => `${userId} ${action}`);
    expect(written.sort()).toEqual(["adele upgrade", "adele upgrade", "megan install", "zoe uninstall"]);
  });
});

describe("the definition that is checked before writing is judged as the plan judged it", () => {
  it.each([
    {
      name: "moved on",
      definition: { version: "2.5.0", requires: [SEND] },
      message: "planned 2.4.0, now offered 2.5.0",
    },
    {
      name: "not to be told",
      definition: { version: "next", requires: [SEND] },
      message: "what the catalog offers now cannot be told",
    },
    {
      name: "permissions unknown",
      definition: { version: "2.4.0", requires: null },
      message: "what 2.4.0 requires cannot be told",
    },
  ])("$name while the question was open: not tried", async ({ definition, message }) => {
    const later = { ...definition, fromMs: START_MS + 1_000 };
    const beginning = { ...upgradeOf("adele"), definitions: [...DEFINITIONS, later] };
    const runs = createRuns(beginning);
    runs.tenant.dials.readMs = 1_000;
    const { result } = await runs.run(beginning.asks);
    const outcome = { status: "not-tried", code: "definition-changed", message };
    expect([...(result?.rows ?? [])]).toMatchObject([{ outcome }]);
    expect(runs.tenant.log.sends).toEqual([]);
  });
});

/** Runs against the same tenant that nobody asked to stop. */
function createRunsOn({ tenant, clock }: ReturnType<typeof createRuns>) {
  const { catalog, installations, writer } = tenant;
  const ports = {
    ...UNREMEMBERED,
    catalog,
    installations,
    writer,
    clock,
    mayConsent: true,
    readConsents: false,
    progress: () => {},
  };
  const mode: Mode = {
    preview: false,
    stop: new AbortController().signal,
    show: () => Promise.resolve(),
    confirm: () => Promise.resolve(true),
  };
  return (asks: readonly Ask[]) => clock.runUntilSettled(reconcile(desiredState(asks), NO_LIMITS, ports, mode));
}

describe("what is remembered of somebody", () => {
  it.each([
    {
      name: "is what they have after the write, as if it had been read then",
      readConsents: false,
      consents: [false, false],
    },
    {
      name: "does not say that a consent is known which was not read after the write",
      readConsents: true,
      consents: [true, false],
    },
  ])("$name", async ({ readConsents, consents }) => {
    const told: unknown[] = [];
    const remember: Ports["memory"]["remember"] = async (userId, seen, lookedFor) => {
      const versions = seen.state === "read" ? seen.installations.map(({ version }) => version) : [];
      told.push([userId, versions, lookedFor.appIds.length, lookedFor.consents]);
    };
    const asks = upgradeOf("adele").asks;
    const installed = { adele: { expenses: "2.1.0", "not-managed": "1.0" } };
    const ports = { readConsents, memory: { ...NO_OBSERVATION_CACHE, remember } };
    await createRuns({ asks, installed, ports, dials: { consentShown: "never" } }).run(asks);
    expect(told).toEqual([
      ["adele", ["2.1.0"], 2, consents[0]],
      ["adele", ["2.4.0"], 2, consents[1]],
    ]);
  });
});

describe("an app that an earlier run removed to bring it back", () => {
  const SETTLE_MS = 60_000;
  const HOUR_MS = 60 * 60_000;
  const intent = {
    userId: "adele",
    appId: catalogIdOf("expenses"),
    action: "reinstall",
    version: "2.4.0",
    at: START_MS - HOUR_MS,
  } as const;

  it.each<[string, number, number]>([
    ["is there again where a later reading shows it", 2 * SETTLE_MS, 1],
    ["may still go where the reading was too early to tell", SETTLE_MS / 2, 0],
  ])("%s", async (_, readAfterMs, times) => {
    let withdrawn = 0;
    const world = tenantOf(upgradeOf("adele"), createVirtualClock(START_MS));
    const { installations } = await world.installations.readInstallations("adele");
    const at = intent.at + readAfterMs;
    const observation = { state: "read", installations, absenceProven: true, at } as const;
    const lookedFor = { appIds: [catalogIdOf("expenses"), externalIdOf("expenses")].toSorted(), consents: false };
    const known = { wantedSince: 0, triedAt: at, reading: { observation, lookedFor } };
    const runs = createRuns({
      ...upgradeOf("adele"),
      ports: {
        settleMs: SETTLE_MS,
        maxAgeMs: 10 * HOUR_MS,
        unfinished: () => Promise.resolve([intent]),
        memory: {
          ...NO_OBSERVATION_CACHE,
          async *recall(userIds) {
            yield userIds.map((userId) => [userId, known]);
          },
        },
        journal: { ...NO_JOURNAL, withdraw: async () => void (withdrawn += 1) },
      },
    });
    await runs.run(upgradeOf("adele").asks);
    expect(withdrawn).toBe(times);
  });
});
