import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createKeptWatch, type KeepsTold } from "../../src/controller/keeps-told.ts";
import { type Change, watchChanges } from "../../src/notify/change.ts";
import { bothTold, textOfTold, toldIn } from "../../src/notify/told.ts";
import { ROLLOUT } from "../fakes/rollouts.ts";
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
import { DAY, type Ending, HOUR, short, START, stateAfter, tell } from "./watching.ts";

const WELL: Ending = { plan: plan([row()]) };
const FAILED: Ending = { outcome: "failed", problem: "no token" };
const STUCK: Ending = { plan: plan(forEach(people(3), blocked("permissions-not-approved"))) };
const UNREAD: Ending = { plan: plan([unreadable()]) };
const SUSPENDED: Ending = { ...WELL, standing: { suspended: "the file says so" } };
const CHANGED: Ending = { plan: result([ended(upgrade(), outcome("applied", null))]) };
const ROLLING: Ending = { plan: { ...plan([row()]), rollouts: [{ ...ROLLOUT, phase: "rolling", at: 0 }] } };
const DONE: Ending = { plan: { ...plan([row()]), rollouts: [{ ...ROLLOUT, phase: "done", at: 1 }] } };

/** A place that can be lost, or away for a while. */
function place() {
  const at = { text: null as string | null, isAway: false };
  const memory: KeepsTold = {
    revise: async (next) => {
      const text = next(at.isAway ? null : at.text);
      if (!at.isAway) at.text = text;
      return !at.isAway;
    },
  };
  return { at, memory };
}

describe("what people were told, kept over a restart", () => {
  it("says the same as a controller that goes on, wherever it is started again", async () => {
    const ending = fc.constantFrom(WELL, FAILED, STUCK, UNREAD, SUSPENDED, CHANGED, ROLLING, DONE);
    const passes = fc.array(fc.record({ ending, restarts: fc.boolean() }), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(passes, fc.constantFrom(HOUR / 6, HOUR, DAY), async (list, everyMs) => {
        const { memory } = place();
        let note = createKeptWatch(memory);
        const told: (Change | null)[] = [];
        for (const [index, one] of list.entries()) {
          if (one.restarts) note = createKeptWatch(memory);
          told.push(await note(stateAfter(one.ending, index, START + index * everyMs)));
        }
        const goingOn = tell(
          list.map((one) => one.ending),
          everyMs,
        );
        expect(told.map(short)).toEqual(goingOn.map(short));
      }),
      { numRuns: 200 },
    );
  });

  it("holds no word that came with the data, and no owner", () => {
    const watch = watchChanges();
    const failed = { ...FAILED, problem: "adele@contoso.com cannot be read" };
    const blockedOnes = plan(
      forEach(people(1), blocked("permissions-not-approved", { detail: "ask adele@contoso.com" })),
    );
    watch.note(stateAfter(failed, 0, START));
    watch.note(stateAfter({ plan: blockedOnes, standing: { frozen: "adele@contoso.com said stop" } }, 1, START + HOUR));
    expect(textOfTold(watch.told())).not.toMatch(/adele/i);
  });

  it.each([
    ["no JSON", "{"],
    ["a list", "[]"],
    [
      "of a later version",
      JSON.stringify({ troubles: [{ trouble: { key: "new", code: "another-code" } }], unsaid: "3" }),
    ],
    [
      "of nobody",
      JSON.stringify({ troubles: 3, rollouts: [["a"]], pending: [{ app: 1 }], changedSaid: {}, messagesMs: ["x"] }),
    ],
  ])("a text that is %s is nothing known", async (_name, text) => {
    const { memory, at } = place();
    at.text = text;
    expect(short(await createKeptWatch(memory)(stateAfter(STUCK, 0, START)))).toBe(
      "began permissions-not-approved expenses (3)",
    );
    expect(toldIn(at.text ?? "")?.troubles).toHaveLength(1);
  });
});

describe("a place that is away for a while", () => {
  it("costs no end: what was told meanwhile, and what was told before, is over in the end", async () => {
    const { memory, at } = place();
    await createKeptWatch(memory)(stateAfter(STUCK, 0, START));
    const note = createKeptWatch(memory);
    at.isAway = true;
    expect(short(await note(stateAfter(FAILED, 1, START + HOUR)))).toBe("began pass-failed (1)");
    at.isAway = false;
    expect(short(await note(stateAfter(WELL, 2, START + 2 * HOUR)))).toBe(
      "over pass-failed (1); over permissions-not-approved expenses (3)",
    );
  });

  it("the other replica's word counts, since it told people meanwhile", async () => {
    const { memory } = place();
    const [one, two] = [createKeptWatch(memory), createKeptWatch(memory)];
    await one(stateAfter(STUCK, 0, START));
    expect(await two(stateAfter(STUCK, 1, START + HOUR))).toBeNull();
    expect(short(await two(stateAfter(WELL, 2, START + 2 * HOUR)))).toBe("over permissions-not-approved expenses (3)");
    expect(await one(stateAfter(WELL, 3, START + 3 * HOUR))).toBeNull();
  });

  it("of the same trouble, whoever tells now knows better", () => {
    const [mine, theirs] = [watchChanges(), watchChanges()];
    mine.note(stateAfter(STUCK, 0, START));
    mine.note(stateAfter(WELL, 1, START + HOUR));
    theirs.note(stateAfter(STUCK, 0, START));
    const both = bothTold(mine.told(), theirs.told());
    expect(both.troubles.map(({ isPresent }) => isPresent)).toEqual([false]);
  });
});

describe("a clock that was ahead and is set back", () => {
  it("keeps no message back", () => {
    const watch = watchChanges();
    const ahead = START + 2 * DAY;
    const many = Array.from({ length: 7 }, (_, index) => ({
      ...WELL,
      standing: index % 2 === 0 ? { suspended: "x" } : { frozen: "x" },
    }));
    for (const [index, ending] of many.entries()) watch.note(stateAfter(ending, index, ahead + index));
    expect(watch.note(stateAfter({ ...WELL, standing: { storeTrouble: "full" } }, 9, START))?.items).not.toEqual([]);
  });
});
