import { describe, expect, it } from "vitest";
import { createPacer, type Pacer } from "../../src/graph/pacer.ts";
import { type PerClass, perClass } from "../../src/graph/limits.ts";
import { createSemaphore } from "../../src/graph/semaphore.ts";
import { shareLimits } from "../../src/session/shared-pace.ts";
import type { SharedLimits, SliceAsked } from "../../src/store/store.ts";
import { createVirtualClock, settle, type VirtualClock } from "../fakes/clock.ts";

const SECOND = 1_000;

interface Setting {
  readonly clock: VirtualClock;
  readonly pacers: PerClass<Pacer>;
  readonly asked: SliceAsked[];
  readonly givenBack: string[];
  readonly limits: SharedLimits;
  /** What is granted of each class; null: the store does not answer. */
  granted: number | null;
}

/** Pacers of 30 units a second, of a registration that has 600. */
function setting(granted: number | null): Setting {
  const clock = createVirtualClock();
  const [asked, givenBack]: [SliceAsked[], string[]] = [[], []];
  const made: Setting = {
    clock,
    pacers: perClass(() => createPacer({ unitsPerSecond: 30, catchUpMs: 20, clock, places: createSemaphore(64) })),
    asked,
    givenBack,
    granted,
    limits: {
      async ask(one) {
        asked.push(one);
        const { granted: part } = made;
        return part === null ? null : perClass(() => part);
      },
      giveBack: async (holder) => void givenBack.push(holder),
    },
  };
  return made;
}

function graphOf({ pacers }: Setting) {
  return {
    demands: () => perClass((one) => ({ limit: 600, wants: pacers[one].demand() })),
    allow: (slices: PerClass<number>, untilMs: number) =>
      void perClass((one) => pacers[one].allow(slices[one], untilMs)),
  };
}

const SHARING = { registration: "r", writes: true, isUrgent: false };
const READS = "installation-reads";

/** How many of many who wait pass in so long. */
async function passed({ pacers, clock }: Setting, ms: number): Promise<number> {
  let count = 0;
  const over = new AbortController();
  const pass = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const turn = await pacers[READS].enter(1, () => !over.signal.aborted);
      if (turn === null) return;
      count += 1;
      turn.leave();
    }
  };
  void pass();
  void pass();
  await clock.advance(ms);
  over.abort();
  await clock.advance(2 * SECOND);
  return count;
}

describe("a run that shares the limits of its registration", () => {
  it.each([
    { name: "its own limit, where the slice is larger", granted: 45, most: 301 },
    { name: "its slice, where that is smaller", granted: 10, most: 101 },
    { name: "a thirtieth of its own limit, where it is granted nothing", granted: 0, most: 11 },
    { name: "a thirtieth of its own limit, where the store does not answer", granted: null, most: 11 },
  ])("goes by $name", async ({ granted, most }) => {
    const at = setting(granted);
    const pace = await shareLimits(at.limits, graphOf(at), SHARING, at.clock);
    const count = await passed(at, 10 * SECOND);
    expect(count).toBeGreaterThan(most * 0.85);
    expect(count).toBeLessThanOrEqual(most);
    await pace.release();
  });

  it("slows down by itself when its slice ends, though the store has not answered since", async () => {
    const at = setting(30);
    const pace = await shareLimits(at.limits, graphOf(at), SHARING, at.clock);
    at.granted = null;
    expect(await passed(at, 10 * SECOND)).toBeGreaterThan(280);
    await at.clock.advance(3 * SECOND);
    expect(await passed(at, 10 * SECOND)).toBeLessThanOrEqual(11);
    await pace.release();
  });

  it("asks for all that it can use while somebody waits, and for little when nobody does: the rest is lent", async () => {
    const at = setting(10);
    const pace = await shareLimits(at.limits, graphOf(at), SHARING, at.clock);
    await at.clock.advance(5 * SECOND);
    expect(at.asked.at(-1)?.classes[READS]).toEqual({ limit: 600, wants: 0.5, using: 10 });
    const waiting = Array.from({ length: 100 }, () =>
      at.pacers[READS].enter(1, () => true).then((turn) => turn?.leave()),
    );
    await at.clock.advance(5 * SECOND);
    expect(at.asked.at(-1)?.classes[READS]).toEqual({ limit: 600, wants: 30, using: 10 });
    await at.clock.advance(60 * SECOND);
    await Promise.all(waiting);
    await pace.release();
  });

  it.each([
    { name: "only looks", sharing: { ...SHARING, writes: false }, stage: "observe", rank: "audit" },
    { name: "may write, and looks", sharing: SHARING, stage: "observe", rank: "routine" },
    { name: "writes", sharing: SHARING, stage: "apply", rank: "writes" },
    { name: "has something urgent", sharing: { ...SHARING, isUrgent: true }, stage: "observe", rank: "urgent" },
  ] as const)("that $name asks as $rank", async ({ sharing, stage, rank }) => {
    const at = setting(10);
    const pace = await shareLimits(at.limits, graphOf(at), sharing, at.clock);
    pace.begins(stage);
    await at.clock.advance(5 * SECOND);
    expect(at.asked.at(-1)?.rank).toBe(rank);
    await pace.release();
  });

  it("asks for all that it can write as soon as it begins to, and not once the first writes have waited", async () => {
    const at = setting(10);
    const pace = await shareLimits(at.limits, graphOf(at), SHARING, at.clock);
    await at.clock.advance(6 * SECOND);
    expect(at.asked.at(-1)?.classes["installation-writes"]?.wants).toBe(0.5);
    pace.begins("apply");
    await settle();
    expect(at.asked.at(-1)?.rank).toBe("writes");
    expect(at.asked.at(-1)?.classes["installation-writes"]?.wants).toBe(30);
    expect(at.asked.at(-1)?.classes.catalog?.wants).toBe(0.5);
    await at.clock.advance(5 * SECOND);
    expect(at.asked.at(-1)?.classes["installation-writes"]?.wants, "what is not used is lent again").toBe(0.5);
    await pace.release();
  });

  it("gives its slice back, and asks no more", async () => {
    const at = setting(10);
    const pace = await shareLimits(at.limits, graphOf(at), SHARING, at.clock);
    await pace.release();
    const { length } = at.asked;
    await at.clock.advance(60 * SECOND);
    await settle();
    expect(at.asked).toHaveLength(length);
    expect(at.givenBack).toEqual([at.asked[0]?.holder]);
  });

  it("gives its slice back once what it asked is answered, so that no answer brings the slice back", async () => {
    const at = setting(10);
    const answer = Promise.withResolvers<null>();
    const events: string[] = [];
    let isFirst = true;
    const limits: SharedLimits = {
      async ask() {
        if (isFirst) {
          isFirst = false;
          return perClass(() => 10);
        }
        events.push("asked");
        return answer.promise.finally(() => events.push("answered"));
      },
      giveBack: async () => void events.push("given back"),
    };
    const pace = await shareLimits(limits, graphOf(at), SHARING, at.clock);
    pace.begins("apply");
    pace.begins("apply");
    await settle();
    const released = pace.release();
    await settle();
    answer.resolve(null);
    await released;
    await settle();
    expect(events).toEqual(["asked", "answered", "given back"]);
  });
});
