import { describe, expect, it } from "vitest";
import type { RolloutState } from "../../src/model/rollout.ts";
import { dueForRemovals } from "../../src/rolling/recall.ts";
import type { RolloutStore, Watched } from "../../src/rollout/ports.ts";
import { rereadsOf } from "../../src/rollout/rereads.ts";
import { blankState } from "../../src/rollout/state.ts";
import { held } from "../../src/model/plan.ts";
import { NO_ROLLOUTS } from "../fakes/rollouts.ts";
import type { CatalogEntry } from "../../src/model/catalog.ts";
import { identityKey } from "../../src/model/desired.ts";
import { app } from "../plan/builders.ts";
import { CATALOG, DAY, digestOf, HOUR, ring, rollout, T0, userId, World } from "./world.ts";

const MANIFEST = "cf1ba4c7-0000-4000-8000-000000000003";
const FOUND: CatalogEntry = {
  state: "found",
  id: CATALOG.toUpperCase(),
  externalId: MANIFEST,
  displayName: null,
  distributionMethod: "organization",
  definitions: [],
};
const GATE = { withinMs: 2 * DAY, harmful: 0.05, falseHalts: 0.01, missedHarm: 0.01 };

function watched(index: number, facts: Partial<Watched> = {}): Watched {
  return { userId: userId(index), part: "upgraded", since: T0, goneAt: null, seenAt: null, ...facts };
}

/** So many who get the version now, and so many who wait for their ring. */
function rowsOf(acting: number, waiting: number) {
  return new World(acting + waiting, null)
    .rows()
    .map((row, index) => (row.verdict === "act" && index >= acting ? held(row, "next-ring", null) : row));
}

function told({ upgraded, others }: ReturnType<typeof rereadsOf>): string {
  return `${upgraded} + ${others}`;
}

function people(before: readonly Watched[], acting: number, waiting: number, nowMs = T0 + HOUR): string {
  return told(rereadsOf(before, GATE, rowsOf(acting, waiting), nowMs));
}

describe("what the removals gate has read again", () => {
  it.each<[string, readonly Watched[], number, number, string]>([
    ["whoever gets it, and as many who wait", [], 5, 20, "5 + 5"],
    ["no more than wait", [], 5, 3, "5 + 3"],
    ["nobody where nobody gets it", [], 0, 20, "0 + 0"],
    ["whoever is watched already", [watched(90), watched(91), watched(92, { part: "control" })], 0, 0, "2 + 1"],
    ["others to match them", [watched(90), watched(91)], 1, 20, "3 + 3"],
    ["nobody who is known to have removed it", [watched(90, { goneAt: T0 })], 0, 0, "0 + 0"],
    ["whoever waited and gets it now once", [watched(0, { part: "control" })], 1, 5, "1 + 1"],
  ])("%s", (_, before, acting, waiting, expected) => {
    expect(people(before, acting, waiting)).toBe(expected);
  });

  it("knows people by their ids in any case, and counts nobody twice", () => {
    const shouted = rowsOf(2, 6).map((row) => ({
      ...row,
      user: { ...row.user, id: row.user.id?.toUpperCase() ?? null },
    }));
    const unknown = shouted.map((row) => ({ ...row, user: { ...row.user, id: null } })).slice(2);
    const before = [watched(0), watched(2, { part: "control" }), watched(3, { part: "control" })];
    expect(told(rereadsOf(before, GATE, shouted, T0 + HOUR))).toBe("2 + 2");
    expect(told(rereadsOf([], GATE, [...shouted.slice(0, 2), ...unknown], T0 + HOUR))).toBe("2 + 0");
    expect(told(rereadsOf([watched(2, { part: "control" })], GATE, shouted.slice(0, 3), T0 + HOUR))).toBe("2 + 1");
  });

  it("leaves out whoever has no app to keep, and to whom nothing was brought", () => {
    const rows = rowsOf(2, 3);
    const gone = rows.map((row, index) =>
      index < 2 ? row : { ...row, observed: { state: "absent", at: "" } as const },
    );
    expect(rereadsOf([], GATE, gone, T0 + HOUR)).toMatchObject({ upgraded: 2, others: 0 });
    const ended = (status: "applied" | "failed") =>
      rows.map((row) => ({ ...row, outcome: { status, code: null, message: null, requestId: null, at: "" } }));
    expect(rereadsOf([], GATE, ended("applied"), T0 + HOUR)).toMatchObject({ upgraded: 2, others: 2 });
    expect(rereadsOf([], GATE, ended("failed"), T0 + HOUR)).toMatchObject({ upgraded: 0, others: 0 });
    const seen = [watched(90), watched(91, { part: "control", goneAt: T0 })];
    expect(rereadsOf(seen, GATE, [], T0 + HOUR)).toMatchObject({ upgraded: 1, others: 0 });
  });

  it("leaves out whoever was seen when it could be told", () => {
    const seen = [watched(90, { seenAt: T0 + 2 * DAY }), watched(91, { seenAt: T0 + DAY })];
    expect(people(seen, 0, 0, T0 + 3 * DAY)).toBe("1 + 0");
  });
});

/** Whom the gate asks for, of these people, where the rollout stands so. */
async function due(facts: Partial<RolloutState>, all: readonly Watched[], name = "expenses") {
  const identity = { kind: "manifest", manifestId: MANIFEST } as const;
  const catalog = new Map([[identityKey(identity), FOUND]]);
  const asked = rollout([ring("everyone")], {
    app: name,
    gates: { refusals: null, readBack: null, unverified: null, removals: GATE, signals: [] },
  });
  const begun = { app: "expenses", catalogId: CATALOG, digest: digestOf("2.0.0"), version: "2.0.0" };
  const state = { ...blankState(begun), beganAt: T0, measuredSince: T0, ...facts };
  const memory = { states: () => Promise.resolve([state]), watched: () => Promise.resolve(all) } as const;
  const ports = { ...NO_ROLLOUTS, memory: { ...NO_STORE, ...memory } };
  return [
    ...(await dueForRemovals({ rollouts: [asked], apps: [app({ name, identity })] }, catalog, ports, T0 + 3 * DAY)),
  ];
}

const NO_STORE: RolloutStore = {
  isUsable: () => Promise.resolve(true),
  states: () => Promise.resolve([]),
  keep: () => Promise.resolve(),
  outcomes: () => Promise.resolve([]),
  firstSeen: () => Promise.resolve(null),
  watched: () => Promise.resolve([]),
  watch: () => Promise.resolve(),
};

describe("whom the removals gate has read whatever is remembered of them", () => {
  const halt = { number: 1, kind: "halted", at: T0, because: "", liftedAt: null } as const;

  it("is whoever it can tell of by now, since then", async () => {
    expect(await due({}, [watched(1), watched(2, { since: T0 + 2 * DAY })])).toEqual([[userId(1), T0 + 2 * DAY]]);
  });

  it("is the same where git names the app otherwise by now", async () => {
    expect(await due({}, [watched(1)], "travel-expenses")).toEqual([[userId(1), T0 + 2 * DAY]]);
  });

  it.each<[string, Partial<RolloutState>]>([
    ["after the rollout is done", { doneAt: T0 }],
    ["while a halt stands", { halts: [halt] }],
    ["of before a halt was lifted", { halts: [{ ...halt, liftedAt: T0 + HOUR }], measuredSince: T0 + HOUR }],
    ["before it begins", { beganAt: null }],
  ])("is nobody %s", async (_, facts) => {
    expect(await due(facts, [watched(1)])).toEqual([]);
  });
});
