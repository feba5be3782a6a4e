import { describe, expect, it } from "vitest";
import type { Action, Outcome } from "../../src/model/plan.ts";
import type { Reason } from "../../src/model/reasons.ts";
import { placesIn } from "../../src/rollout/ring-of-person.ts";
import {
  countsAs,
  hasReachedAll,
  isComplete,
  isWhollyDone,
  type Row,
  type Tally,
  tallyRings,
} from "../../src/rollout/tally.ts";
import { named, ring, userId, World } from "./world.ts";

const ME = userId(0);

/** The row of somebody who has a version; whoever has another than 2.0.0 is to be upgraded. */
function having(version: string, of: (world: World) => void = () => {}): Row {
  const world = new World(1, null);
  world.people.set(ME, version);
  of(world);
  const [row] = world.rows();
  if (row === undefined) throw new Error("everybody has a row");
  return row;
}

const acting = having("1.0.0");
const inSync = having("2.0.0");
const waits = (reason: Reason, action: Action = "upgrade"): Row => ({
  ...acting,
  verdict: "held",
  action,
  reason,
  move: "none",
});
const blocked = (reason: Reason, move: Row["move"], version = "1.0.0"): Row => ({
  ...having(version, ({ holds }) => holds.set(ME, "user-not-eligible")),
  verdict: "blocked",
  action: null,
  reason,
  move,
});
const after = (status: Outcome["status"], row = acting): Row => ({
  ...row,
  outcome: { status, code: null, message: null, requestId: null, at: "" },
});
const wanting = (ensure: "absent" | "leave"): Row => ({ ...inSync, desired: { ensure, version: null } });

describe("a person", () => {
  it.each<[string, Row, ReturnType<typeof countsAs>]>([
    ["who has it", inSync, "done"],
    ["who has it, whatever keeps a change from them", blocked("unreadable", "trueup", "2.0.0"), "done"],
    ["to whom it was brought in this run", after("applied"), "done"],
    ["who turned out to have it", after("already-done"), "done"],
    ["for whom it failed", after("failed"), "pending"],
    ["for whom it is not seen yet", after("unverified"), "pending"],
    ["whose turn it is", acting, "pending"],
    ["whose turn it is not yet", waits("next-ring"), "pending"],
    ["who is protected", waits("protected"), null],
    ["whose app is suspended", waits("suspended"), null],
    ["who is excepted", waits("excepted"), null],
    ["who is protected and has it", { ...waits("protected"), observed: inSync.observed }, "done"],
    ["who is to have another version in range", { ...inSync, observed: acting.observed }, null],
    ["whose app git takes away", wanting("absent"), null],
    ["whose app is left as it is", wanting("leave"), null],
    ["whose app is removed, whatever is wanted", waits("next-run", "uninstall"), null],
    [
      "of whom git says two things",
      { ...blocked("conflicting-assignments", "assignment-owner"), desired: null },
      "others",
    ],
    ["for whom it is out of range", blocked("version-past-range", "assignment-owner"), "barred"],
    ["whose range wants a later one", blocked("version-not-offered", "app-owner"), "barred"],
    ["for whom it is denied", blocked("denied-version", "app-owner"), "pending"],
    ["for whom its permissions are not approved", blocked("permissions-not-approved", "permission-owner"), "pending"],
    ["for whom its identity is not approved", blocked("identity-not-approved", "permission-owner"), "pending"],
    ["for whom it is not locked", blocked("definition-not-locked", "permission-owner"), "pending"],
    ["who cannot have the app", blocked("user-not-eligible", "assignment-owner"), "others"],
    ["who was not read", blocked("unreadable", "directory-admin"), "pending"],
    ["whom Graph shows to nobody", blocked("installations-refused", "directory-admin"), "others"],
    ["for whom it is the tool's move", blocked("user-not-eligible", "trueup"), "pending"],
    ["whose turn comes after others have acted", { ...waits("backing-off"), move: "teams-admin" }, "refused"],
    ["whose turn comes again by itself", { ...waits("backing-off"), move: "trueup" }, "pending"],
  ])("%s", (_, row, expected) => {
    expect(countsAs(row, "2.0.0", { refused: new Set() })).toBe(expected);
  });

  it("whose last try was refused counts as refused, unless they are not to have it or have it", () => {
    const tried = { refused: new Set([ME]) };
    const shouted = { ...acting, user: { ...acting.user, id: ME.toUpperCase() } };
    expect([acting, shouted, waits("protected"), inSync].map((row) => countsAs(row, "2.0.0", tried))).toEqual([
      "refused",
      "refused",
      null,
      "done",
    ]);
    expect(countsAs({ ...acting, user: { ...acting.user, id: null } }, "2.0.0", tried)).toBe("pending");
    expect(countsAs(acting, "2.0.0", { refused: new Set([userId(1)]) })).toBe("pending");
  });
});

describe("a ring", () => {
  it("counts its people, once each", () => {
    const rows = [
      inSync,
      acting,
      blocked("user-not-eligible", "assignment-owner"),
      blocked("version-past-range", "app-owner"),
      waits("protected"),
      acting,
      acting,
      { ...acting, user: { ...acting.user, id: null } },
    ].map((row, index): Row => ({ ...row, user: { ...row.user, id: row.user.id && userId(index).toUpperCase() } }));
    const tried = { applied: new Set([userId(0), userId(6)]), refused: new Set([userId(4), userId(5)]) };
    const rings = [
      named(
        "it",
        [5, 6].map((index) => userId(index).toUpperCase()),
      ),
      ring("everyone"),
    ];
    const places = placesIn(rings, {}, rows.length, () => 0);
    expect(tallyRings(rows, 2, "2.0.0", tried, places)).toEqual([
      { counted: 2, done: 0, others: 1, refused: 1, applied: 1, barred: 0 },
      { counted: 4, done: 1, others: 1, refused: 0, applied: 1, barred: 1 },
    ]);
  });

  it.each<[string, Partial<Tally>, boolean]>([
    ["of whom one lacks it", { counted: 9, done: 8, applied: 1 }, true],
    ["of whom two lack it", { counted: 9, done: 7, applied: 1 }, false],
    ["of 100 of whom two lack it", { counted: 100, done: 98, applied: 1 }, true],
    ["of 149 of whom three lack it", { counted: 149, done: 146, applied: 1 }, false],
    ["of 150 of whom three lack it", { counted: 150, done: 147, applied: 1 }, true],
    ["of whom others have to act for the rest", { counted: 9, done: 1, others: 8, applied: 1 }, true],
    ["to whom nobody brought it, and one lacks it", { counted: 9, done: 8 }, false],
    ["who all had it", { counted: 9, done: 9 }, true],
    ["who all had it or were refused", { counted: 9, done: 8, others: 1, refused: 1 }, false],
    ["who all had it or cannot have it", { counted: 9, done: 8, others: 1 }, true],
  ])("%s: complete is %s", (_, facts, expected) => {
    expect(isComplete({ ...NOBODY, ...facts })).toBe(expected);
  });

  it.each<[Partial<Tally>, boolean]>([
    [{ counted: 9, done: 9 }, true],
    [{ counted: 9, done: 1, others: 8 }, true],
    [{ counted: 9, done: 8 }, false],
    [{ counted: 9, others: 9 }, false],
    [{}, false],
  ])("%j: wholly done is %s", (facts, expected) => {
    expect(isWhollyDone({ ...NOBODY, ...facts })).toBe(expected);
  });
});

const barred = blocked("version-past-range", "assignment-owner");

function many(count: number, row: Row): readonly Row[] {
  return Array.from({ length: count }, () => row);
}

const NOBODY: Tally = { counted: 0, done: 0, others: 0, refused: 0, applied: 0, barred: 0 };

describe("what has reached all of a tenant", () => {
  it.each<[string, readonly Row[], boolean]>([
    ["everybody has it", [inSync, inSync], true],
    ["it was brought to everybody now", [after("applied"), after("already-done")], true],
    ["one of some does not have it yet", [inSync, inSync, acting], true],
    ["two of some do not have it yet", [inSync, inSync, acting, acting], false],
    ["the only one does not have it yet", [acting], false],
    ["others have to act first, and somebody has it", [inSync, blocked("user-not-eligible", "assignment-owner")], true],
    ["nobody was read", [blocked("unreadable", "directory-admin")], false],
    ["the app is suspended", [waits("suspended"), waits("suspended")], false],
    ["an older version is in range for everybody", [{ ...inSync, observed: acting.observed }], false],
    ["nobody is to have the app", [wanting("absent")], true],
    ["two of 100 do not have it yet", [...many(98, inSync), acting, acting], true],
    [
      "two of 99 do not have it yet, and one is protected",
      [...many(97, inSync), acting, acting, waits("protected")],
      false,
    ],
    [
      "two of 99 do not have it yet, and it is out of range for one",
      [...many(97, inSync), acting, acting, barred],
      false,
    ],
  ])("%s", (_, rows, expected) => {
    expect(hasReachedAll(rows, "2.0.0")).toBe(expected);
  });
});
