import { describe, expect, it } from "vitest";
import type { Plan, Result } from "../../src/model/plan.ts";
import type { RolloutPhase, RolloutProgress } from "../../src/model/rollout.ts";
import {
  blocked,
  ended,
  forEach,
  outcome,
  people,
  plan,
  result,
  row,
  unreadable,
  upgrade,
} from "../report/builders.ts";
import { ROLLOUT } from "../fakes/rollouts.ts";
import { DAY, type Ending, HOUR, short, tell } from "./watching.ts";

const WELL: Ending = { plan: plan([row()]) };
const FAILED: Ending = { outcome: "failed", problem: "no token" };
const UNREAD: Ending = { outcome: "not-converged", plan: plan([unreadable()]) };
const STUCK: Ending = { outcome: "not-converged", plan: waiting(3) };

/** So many people wait for a permission, and so many others could not be read. */
function waiting(amount: number, unread = 0): Plan {
  const others = people(unread, "other");
  return plan([
    ...forEach(people(amount), blocked("permissions-not-approved")),
    ...forEach(others, blocked("not-read-yet")),
  ]);
}

function upgraded(amount: number): Result {
  return result(people(amount).map((user) => ended(upgrade({ user }), outcome("applied", null))));
}

function said(endings: readonly Ending[], everyMs = HOUR): readonly (string | null)[] {
  return tell(endings, everyMs).map(short);
}

function standing(phase: RolloutPhase, at: number): Ending {
  return { plan: { ...plan([row()]), rollouts: [rolloutAt(phase, at)] } };
}

describe("rollouts", () => {
  it("are told when they start, open a ring, wait, halt and are done", () => {
    const steps = [
      WELL,
      standing("rolling", 0),
      standing("soaking", 0),
      standing("rolling", 1),
      standing("gate-pending", 1),
      standing("gate-pending", 1),
      standing("halted", 1),
      standing("done", 2),
      standing("done", 2),
    ];
    expect(said(steps, DAY)).toEqual([
      null,
      "rollout started expenses",
      null,
      "rollout promoted expenses",
      "rollout waits expenses",
      null,
      "rollout halted expenses",
      "rollout done expenses",
      null,
    ]);
  });

  it("are not told to whoever starts a controller", () => {
    expect(said([standing("rolling", 1), standing("soaking", 1), standing("rolling", 2)])).toEqual([
      null,
      null,
      "rollout promoted expenses",
    ]);
  });
});

function rolloutAt(phase: RolloutPhase, at: number): RolloutProgress {
  const halt =
    phase === "halted" ? ({ number: 1, kind: "halted", at: 0, because: "x", liftedAt: null } as const) : null;
  return { ...ROLLOUT, phase, at, halt };
}

describe("a message comes when something differs from what people know", () => {
  it("nothing while all is well", () => {
    expect(said([WELL, WELL, WELL])).toEqual([null, null, null]);
  });

  it("once when it begins, once when it is over", () => {
    expect(said([WELL, STUCK, STUCK, STUCK, WELL, WELL])).toEqual([
      null,
      "began permissions-not-approved expenses (3)",
      null,
      null,
      "over permissions-not-approved expenses (3)",
      null,
    ]);
  });

  it("once in 200 passes that all fail, whatever each says of it", () => {
    const failing = Array.from({ length: 200 }, (_, index) => ({ ...FAILED, problem: `timeout after ${index}.37 s` }));
    expect(said(failing).filter((text) => text !== null)).toEqual(["began pass-failed (1)"]);
  });

  it("one for everything that began in a pass", () => {
    expect(said([WELL, { ...STUCK, standing: { storeTrouble: "disk full" }, budgetLeft: 0 }])[1]).toBe(
      "began store-unusable (1); began budget-exhausted (0); began permissions-not-approved expenses (3)",
    );
  });

  it.each([
    [3, 29, false],
    [3, 30, true],
    [30, 3, false],
    [1, 9, false],
    [1, 10, true],
  ])("%d people, then %d: said again: %s", (before, after, isSaid) => {
    const [, second] = said([{ plan: waiting(before) }, { plan: waiting(after) }]);
    expect(second).toBe(isSaid ? `grew permissions-not-approved expenses (${after})` : null);
  });

  it("another commit that is refused is said, the same one is not", () => {
    const refused = (trigger: Ending["trigger"]): Ending => ({
      ...WELL,
      standing: { sourceProblem: "2 errors" },
      ...(trigger === undefined ? {} : { trigger }),
    });
    expect(said([refused("commit"), refused("schedule"), refused("commit"), WELL])).toEqual([
      "began source-not-in-use (1)",
      null,
      "again source-not-in-use (1)",
      "over source-not-in-use (1)",
    ]);
  });
});

describe("after a start", () => {
  it("trouble is told, and nothing else", () => {
    expect(said([STUCK])).toEqual(["began permissions-not-approved expenses (3)"]);
    expect(said([WELL])).toEqual([null]);
  });

  it("what the first pass changed is told after the next one", () => {
    expect(said([{ plan: upgraded(5) }, WELL, WELL])).toEqual([null, "changed expenses upgrade 5", null]);
  });
});

describe("what is not known is not over", () => {
  it("a pass without a plan tells nothing of rows", () => {
    expect(said([STUCK, FAILED, STUCK])).toEqual([
      "began permissions-not-approved expenses (3)",
      "began pass-failed (1)",
      "over pass-failed (1)",
    ]);
  });

  it("while as many rows of the app are not known as had it", () => {
    expect(said([{ plan: waiting(3) }, { plan: waiting(0, 3) }, { plan: waiting(0, 2) }])).toEqual([
      "began permissions-not-approved expenses (3)",
      null,
      "over permissions-not-approved expenses (3)",
    ]);
  });
});

describe("what comes and goes", () => {
  const flapping = Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? UNREAD : WELL));

  it("is said once, then that it comes and goes, then ever more rarely", () => {
    const messages = said(flapping).flatMap((text, index) => (text === null ? [] : [`${index}: ${text}`]));
    expect(messages).toEqual([
      "0: began unreadable expenses (1)",
      "1: over unreadable expenses (1)",
      "2: unsteady unreadable expenses (1)",
      "25: still-unsteady unreadable expenses (1)",
      "71: still-unsteady unreadable expenses (1)",
      "163: still-unsteady unreadable expenses (1)",
    ]);
  });

  it.each([
    ["gone", WELL, "over unreadable expenses (1)"],
    ["there", UNREAD, "stayed unreadable expenses (1)"],
  ])("is said once more when it stays %s", (_name, last, expected) => {
    const messages = said([...flapping.slice(0, 7), ...Array.from({ length: 20 }, () => last)], 600_000);
    expect(messages.slice(3).filter((text) => text !== null)).toEqual([expected]);
  });

  it("goes on doing so after four quiet passes, and is new again after it was over", () => {
    const turnAndFour = Array.from({ length: 5 }, () => WELL);
    const messages = said([...flapping.slice(0, 7), ...turnAndFour, UNREAD, ...turnAndFour, UNREAD], 600_000);
    expect(messages.slice(3).filter((text) => text !== null)).toEqual([]);
    const there = Array.from({ length: 6 }, () => UNREAD);
    const later = said([...flapping.slice(0, 7), ...there, WELL, UNREAD], 600_000);
    expect(later.slice(3).flatMap((text) => text?.split(" ")[0] ?? [])).toEqual(["stayed", "over", "began"]);
  });

  it("does not keep other things from being said", () => {
    const both = flapping.map((ending, index) =>
      index === 50 ? { ...ending, standing: { suspended: "stop" } } : ending,
    );
    expect(said(both)[50]).toBe("began suspended (1)");
  });

  it("is not what happens twice in a long while", () => {
    const quiet = Array.from({ length: 12 }, () => WELL);
    const messages = said([...quiet, UNREAD, ...quiet, UNREAD, ...quiet]).filter((text) => text !== null);
    expect(messages.map((text) => text?.split(" ")[0])).toEqual(["began", "over", "began", "over"]);
  });
});

describe("what was changed", () => {
  it("is said at once for a new commit, then once a day in sum", () => {
    const passes = [WELL, ...Array.from({ length: 30 }, () => ({ plan: upgraded(2) }))];
    const messages = said(passes).flatMap((text, index) => (text === null ? [] : [`${index}: ${text}`]));
    expect(messages).toEqual(["1: changed expenses upgrade 2", "24: changed expenses upgrade 46"]);
    expect(said([WELL, { plan: upgraded(1) }, { plan: upgraded(4), commit: "ffff" }])[2]).toBe(
      "changed expenses upgrade 4",
    );
  });

  it("comes along with whatever else is said", () => {
    const mixed: Ending = { plan: result([...upgraded(2).rows, ended(blocked("change-limit"), null)]) };
    expect(said([WELL, mixed])[1]).toBe("began change-limit expenses (1); changed expenses upgrade 2");
  });
});

describe("too much within an hour", () => {
  const apps = Array.from({ length: 40 }, (_, index) => `app${index + 1}`);
  /** Each pass finds one more app that waits. */
  const growing: readonly Ending[] = apps.map((_app, index) => ({
    plan: plan(apps.slice(0, index + 1).map((app) => blocked("permissions-not-approved", { app }))),
  }));

  it("is put off, and said in one message later, with the number of passes", () => {
    const changes = tell(growing, 2 * 60_000);
    const messages = changes.flatMap((change, index) => (change === null ? [] : [{ index, change }]));
    expect(messages.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 30, 31, 32, 33, 34, 35]);
    expect(messages[6]?.change).toMatchObject({ unsaid: 24 });
    expect(messages[6]?.change.items.length).toBe(25);
  });

  it("is never said when it was over before", () => {
    const passes = [
      ...growing.slice(0, 6),
      { plan: growing[39]?.plan ?? null },
      ...Array.from({ length: 40 }, () => growing[5]),
    ];
    const changes = tell(
      passes.flatMap((ending) => ending ?? []),
      2 * 60_000,
    );
    expect(changes.slice(6).filter((change) => change !== null)).toEqual([]);
  });
});

it("one message a pass at most, and all of it told: what remains is what was said and is not over", () => {
  const changes = tell(
    [{ ...STUCK, standing: { suspended: "stop" } }, STUCK, { ...STUCK, ...FAILED, plan: null }],
    DAY,
  );
  expect(changes.map((change) => change?.remaining.map(({ code }) => code))).toEqual([
    [],
    ["permissions-not-approved"],
    ["permissions-not-approved"],
  ]);
});
