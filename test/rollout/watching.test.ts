import { describe, expect, it } from "vitest";
import type { RemovalsGate } from "../../src/model/rollout.ts";
import type { RolloutOutcome, Watched } from "../../src/rollout/ports.ts";
import type { Row } from "../../src/rollout/tally.ts";
import { dueToBeSeen, isCounted, watchPeople } from "../../src/rollout/watching.ts";
import { DAY, HOUR, T0, userId, World } from "./world.ts";

const GATE: RemovalsGate = { withinMs: 2 * DAY, harmful: 0.05, falseHalts: 0.01, missedHarm: 0.01 };

function watched(index: number, facts: Partial<Watched> = {}): Watched {
  return { userId: userId(index), part: "upgraded", since: T0, goneAt: null, seenAt: null, ...facts };
}

/** Somebody as a run read them. */
function seen(index: number, at: number, state: "present" | "absent" | "unreadable" = "present"): Row {
  const [row] = new World(1, null).rows();
  if (row === undefined) throw new Error("everybody has a row");
  const user = { ...row.user, id: userId(index).toUpperCase() };
  const time = new Date(at).toISOString();
  if (state === "present" && row.observed.state === "present")
    return { ...row, user, observed: { ...row.observed, at: time } };
  return { ...row, user, observed: { state: state === "absent" ? "absent" : "unreadable", at: time } };
}

function applied(index: number, at: number, status: RolloutOutcome["status"] = "applied"): RolloutOutcome {
  return { userId: userId(index), status, code: null, sends: 1, at };
}

function hours(ms: number | null): string {
  return ms === null ? "-" : String((ms - T0) / HOUR);
}

function say(one: Watched): string {
  return `${Number(one.userId.slice(-3))} ${one.part} ${hours(one.since)} ${hours(one.seenAt)} ${hours(one.goneAt)}`;
}

interface Look {
  readonly before?: readonly Watched[];
  readonly rows?: readonly Row[];
  readonly outcomes?: readonly RolloutOutcome[];
  readonly since?: number;
  readonly nowMs?: number;
  readonly waits?: (row: Row, index: number) => boolean;
}

/** Who is watched after a look: part, and when they were seen or seen to be gone, in hours since the start. */
function look({ before = [], rows = [], outcomes = [], since = T0, nowMs = T0 + HOUR, waits = () => false }: Look) {
  const { all, changed, upgraded, control, uncounted } = watchPeople(before, rows, outcomes, GATE, since, nowMs, waits);
  return {
    all: all.map(say),
    changed: changed.map(say),
    counted: `${upgraded.gone}/${upgraded.people} ${control.gone}/${control.people} ${uncounted}`,
  };
}

describe("who is watched", () => {
  it("is whoever was upgraded since the measurements began", () => {
    const outcomes = [applied(0, T0), applied(1, T0 - 1), applied(2, T0 + 1, "failed"), applied(3, T0 + HOUR)];
    expect(look({ outcomes })).toEqual({
      all: ["0 upgraded 0 - -", "3 upgraded 1 - -"],
      changed: ["0 upgraded 0 - -", "3 upgraded 1 - -"],
      counted: "0/0 0/0 0",
    });
  });

  it("is nobody who was watched before the measurements began anew", () => {
    const before = [watched(0, { since: T0 - 1 }), watched(1)];
    expect(look({ before }).all).toEqual(["1 upgraded 0 - -"]);
    expect(look({ before }).changed).toEqual([]);
  });

  it("stays so from the first time, and who waited and gets the version is no longer one of the others", () => {
    const counted = { part: "control", seenAt: T0 + 2 * DAY } as const;
    const before = [watched(0), watched(1, { part: "control" }), watched(2, counted)];
    const outcomes = [0, 1, 2].map((index) => applied(index, T0 + 3 * DAY));
    expect(look({ before, outcomes, nowMs: T0 + 3 * DAY })).toEqual({
      all: ["0 upgraded 0 - -", "1 upgraded 72 - -", "2 control 0 48 -"],
      changed: ["1 upgraded 72 - -"],
      counted: "0/0 0/1 0",
    });
  });

  it.each<[string, Row, Partial<Watched>, string]>([
    ["who has it", seen(0, T0 + HOUR), {}, "0 upgraded 0 1 -"],
    ["whose app is gone", seen(0, T0 + HOUR, "absent"), {}, "0 upgraded 0 1 1"],
    ["who was not read", seen(0, T0 + HOUR, "unreadable"), {}, "0 upgraded 0 - -"],
    ["whom the run read before it brought the version", seen(0, T0 - 1), {}, "0 upgraded 0 - -"],
    ["whom it read at that very moment", seen(0, T0), {}, "0 upgraded 0 0 -"],
    ["who is told from memory, as last time", seen(0, T0 + HOUR), { seenAt: T0 + HOUR }, "0 upgraded 0 1 -"],
    ["who was seen later", seen(0, T0 + 2 * HOUR), { seenAt: T0 + HOUR }, "0 upgraded 0 2 -"],
    ["who removed it, and has it again", seen(0, T0 + 5 * HOUR), { goneAt: T0, seenAt: T0 }, "0 upgraded 0 0 0"],
    [
      "whose account is disabled",
      { ...seen(0, T0 + HOUR, "absent"), verdict: "nothing", action: null, reason: "not-applicable" },
      {},
      "0 upgraded 0 - -",
    ],
    [
      "whose app git takes away",
      { ...seen(0, T0 + HOUR, "absent"), desired: { ensure: "absent", version: null } },
      {},
      "0 upgraded 0 - -",
    ],
  ])("is looked at: %s", (_, row, facts, expected) => {
    const before = [watched(0, facts)];
    const { all, changed } = look({ before, rows: [row], nowMs: T0 + 9 * HOUR });
    expect(all).toEqual([expected]);
    expect(changed).toEqual(all[0] === look({ before }).all[0] ? [] : [expected]);
  });

  it.each(["user-not-eligible", "user-not-found", "protected"] as const)("says nothing as %s", (reason) => {
    const row: Row = { ...seen(0, T0 + HOUR, "absent"), verdict: "blocked", action: null, reason };
    expect(look({ before: [watched(0)], rows: [row] })).toMatchObject({
      all: ["0 upgraded 0 - -"],
      counted: "0/0 0/0 0",
    });
  });

  it("counts whom it may tell of, who is gone, and of whom it is too early", () => {
    const before = [
      watched(0, { seenAt: T0 + 2 * DAY }),
      watched(1, { seenAt: T0 + DAY, goneAt: T0 + DAY }),
      watched(2, { seenAt: T0 + DAY }),
      watched(3),
      watched(4, { part: "control", seenAt: T0 + 3 * DAY }),
      watched(5, { part: "control", goneAt: T0 + DAY }),
      watched(6, { part: "control" }),
    ];
    const rows = [2, 4, 6].map((index) => seen(index, T0 + HOUR));
    expect(look({ before, rows, nowMs: T0 + 3 * DAY }).counted).toBe("1/2 1/2 1");
    expect(look({ before, rows, nowMs: T0 + 2 * DAY - 1 }).counted).toBe("0/0 0/0 1");
  });

  it("is as many others who wait and have the app, chosen by their ids, whatever their ring", () => {
    const before = [watched(0), watched(1), watched(2, { part: "control" })];
    const rows = [
      ...[2, 3, 4, 5, 6].map((index) => seen(index, T0)),
      seen(7, T0, "absent"),
      { ...seen(8, T0), user: { ...seen(8, T0).user, id: null } },
    ];
    const chosen = look({ before, rows, waits: (_, index) => index !== 1 }).all.slice(3);
    expect(chosen).toEqual(["4 control 1 - -"]);
    const three = look({ before: [watched(0), watched(1), watched(9)], rows, waits: () => true });
    expect(three.all.slice(3)).toEqual(["2 control 1 - -", "4 control 1 - -", "5 control 1 - -"]);
    expect(three.changed).toEqual(three.all.slice(3));
    expect(three.counted).toBe("0/0 0/0 0");
    expect(look({ before, rows }).all).toHaveLength(3);
    const gone = [3, 4, 5].map((index) => seen(index, T0, "absent"));
    expect(look({ before, rows: gone, waits: () => true }).all).toHaveLength(3);
    expect(look({ before: [watched(2, { part: "control" })], rows, waits: () => true }).all).toHaveLength(1);
  });
});

describe("whoever is due to be seen", () => {
  it.each<[string, Partial<Watched>, number, boolean, boolean]>([
    ["too early", {}, T0 + 2 * DAY - 1, false, false],
    ["now", {}, T0 + 2 * DAY, true, false],
    ["seen before it counts", { seenAt: T0 + DAY }, T0 + 3 * DAY, true, false],
    ["seen when it counts", { seenAt: T0 + 2 * DAY }, T0 + 3 * DAY, false, true],
    ["seen the moment it counts", { seenAt: T0 + 2 * DAY }, T0 + 2 * DAY, false, true],
    ["gone", { goneAt: T0 + DAY }, T0 + 3 * DAY, false, true],
    ["gone, and too early", { goneAt: T0 + HOUR }, T0 + DAY, false, false],
  ])("%s", (_, facts, nowMs, due, counted) => {
    expect(dueToBeSeen([watched(0, facts)], GATE, nowMs)).toHaveLength(due ? 1 : 0);
    expect(isCounted(watched(0, facts), GATE.withinMs, nowMs)).toBe(counted);
  });
});
