import { describe, expect, it } from "vitest";
import { createPacer, type Pacer, type Turn } from "../../src/graph/pacer.ts";
import { createSemaphore } from "../../src/graph/semaphore.ts";
import { settle, createVirtualClock, type VirtualClock } from "../fakes/clock.ts";

const HOUR_MS = 60 * 60_000;
const START = Date.parse("2026-01-05T00:00:00Z");

function pacerOf(clock: VirtualClock, options: { places?: number; stop?: AbortSignal } = {}): Pacer {
  return createPacer({
    unitsPerSecond: 10,
    catchUpMs: 20,
    clock,
    places: createSemaphore(options.places ?? 100),
    stop: options.stop,
  });
}

/** Lets `count` callers in, who leave at once, and gathers the times at which they passed. */
function passing(pacer: Pacer, clock: VirtualClock, count: number, cost = 1): number[] {
  const times: number[] = [];
  const pass = async (): Promise<void> => {
    const turn = await pacer.enter(cost, () => true);
    if (turn === null) return;
    times.push(clock.now());
    turn.leave();
  };
  for (let caller = 0; caller < count; caller += 1) void pass();
  return times;
}

/** A request that is sent and refused at once. */
async function refused(pacer: Pacer, waitMs: number): Promise<void> {
  (await turnOf(pacer)).refused(waitMs);
}

async function turnOf(pacer: Pacer): Promise<Turn> {
  const turn = await pacer.enter(1, () => true);
  if (turn === null) throw new Error("there was no turn");
  turn.leave();
  return turn;
}

describe("a pacer of 10 units a second", () => {
  it("lets one pass every 100 ms, the first at once", async () => {
    const clock = createVirtualClock();
    const times = passing(pacerOf(clock), clock, 4);
    await clock.advance(1000);
    expect(times).toEqual([0, 100, 200, 300]);
  });

  it("takes as many slots as a request costs", async () => {
    const clock = createVirtualClock();
    const times = passing(pacerOf(clock), clock, 3, 4);
    await clock.advance(2000);
    expect(times).toEqual([0, 400, 800]);
  });

  it("makes nothing up in a burst after an idle time", async () => {
    const clock = createVirtualClock();
    const pacer = pacerOf(clock);
    await clock.advance(5000);
    const times = passing(pacer, clock, 3);
    await clock.advance(1000);
    expect(times).toEqual([5000, 5100, 5200]);
  });

  it("makes up for 20 ms of turns that come late, and for no more", async () => {
    const clock = createVirtualClock();
    const lateBy = [20, 20, 20, 500, 0, 0];
    const late = { ...clock, sleep: (ms: number) => clock.sleep(ms + (lateBy.shift() ?? 0)) };
    const times = passing(
      createPacer({ unitsPerSecond: 10, catchUpMs: 20, clock: late, places: createSemaphore(1) }),
      clock,
      7,
    );
    await clock.advance(5000);
    expect(times).toEqual([0, 120, 220, 320, 900, 980, 1080]);
  });

  it("makes up for no more than 8 ms once a limit was found: there is little room", async () => {
    const clock = createVirtualClock();
    const lateBy = [0, 0, 8, 9];
    const late = { ...clock, sleep: (ms: number) => clock.sleep(ms + (lateBy.shift() ?? 0)) };
    const pacer = createPacer({ unitsPerSecond: 80, catchUpMs: 20, clock: late, places: createSemaphore(1) });
    await refused(pacer, 1000);
    const times = passing(pacer, clock, 5);
    await clock.advance(5000);
    // An eighth of 80 a second is one each 100 milliseconds.
    expect(times).toEqual([1000, 1100, 1208, 1309, 1401]);
  });

  it("lets nobody pass during the pause after a refusal, and then one by one, more slowly", async () => {
    const clock = createVirtualClock();
    const pacer = pacerOf(clock);
    const times = passing(pacer, clock, 9);
    const last = pacer.enter(1, () => true);
    await clock.advance(900);
    (await last)?.refused(2000);
    const after = passing(pacer, clock, 3);
    await clock.advance(5000);
    expect(times).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800]);
    // Nine had passed within the second before: just below that is what is tried next.
    expect(pacer.rate()).toBeCloseTo(9 * 0.985);
    expect(after.map((time) => Math.round(time * 100) / 100)).toEqual([2900, 3012.8, 3125.61]);
  });

  it("takes the refusals of requests that were under way together for one", async () => {
    const clock = createVirtualClock();
    const pacer = pacerOf(clock);
    const turns: (Turn | null)[] = [];
    for (let sent = 0; sent < 10; sent += 1) void pacer.enter(1, () => true).then((turn) => turns.push(turn));
    await clock.advance(1000);
    turns[8]?.refused(2000);
    const rate = pacer.rate();
    await clock.advance(50);
    turns[9]?.refused(2000);
    expect(pacer.rate()).toBe(rate);
    expect(rate).toBeCloseTo(8 * 0.985);
    expect(pacer.pausedMs()).toBe(50);
  });

  it("slows down without a pause when most of the limit is used, and comes back", async () => {
    const clock = createVirtualClock();
    const pacer = pacerOf(clock);
    const turn = await turnOf(pacer);
    turn.shareUsed(0.9);
    expect(pacer.rate()).toBe(10);
    turn.shareUsed(1.24);
    expect(pacer.rate()).toBeCloseTo(7.5);
    expect(pacer.pauseLeftMs()).toBe(0);
    await clock.advance(60_000);
    expect(pacer.rate()).toBeGreaterThan(9.9);
  });

  it("keeps the longer of two pauses, also when it comes second, and counts the time once", async () => {
    const clock = createVirtualClock();
    const pacer = pacerOf(clock);
    const [first, second, third] = [pacer.enter(1, () => true), pacer.enter(1, () => true), pacer.enter(1, () => true)];
    await clock.advance(200);
    (await first)?.refused(3000);
    (await second)?.refused(1000);
    const times = passing(pacer, clock, 1);
    await clock.advance(500);
    (await third)?.refused(4000);
    await clock.advance(10_000);
    expect(times).toEqual([4700]);
    expect(pacer.pauseLeftMs()).toBe(0);
    expect(pacer.pausedMs()).toBe(4500);
  });

  it.each([-26 * HOUR_MS, 26 * HOUR_MS])("keeps pace and pause where the clock is set by %d ms", async (ms) => {
    const clock = createVirtualClock(START);
    const pacer = pacerOf(clock);
    (await turnOf(pacer)).refused(3000);
    clock.set(START + ms);
    const before = clock.elapsed();
    const times: number[] = [];
    const pass = async (): Promise<void> => {
      const turn = await pacer.enter(1, () => true);
      times.push(clock.elapsed() - before);
      turn?.leave();
    };
    const passes = [pass(), pass()];
    await clock.advance(10_000);
    await Promise.all(passes);
    expect(times[0]).toBe(3000);
    expect(times[1]).toBeLessThan(4000);
  });

  it("tries nothing while nobody sends, and tells what it found", async () => {
    const clock = createVirtualClock();
    const pacer = pacerOf(clock);
    passing(pacer, clock, 9);
    const last = pacer.enter(1, () => true);
    await clock.advance(900);
    (await last)?.refused(2000);
    const found = pacer.found();
    await clock.advance(HOUR_MS);
    expect(pacer.found()).toEqual(found);
    expect(pacer.rate()).toBe(found?.perSecond);
    passing(pacer, clock, 30);
    await clock.advance(2_000);
    expect(pacer.rate()).toBeGreaterThan(found?.perSecond ?? Number.POSITIVE_INFINITY);
  });

  it("sends nothing that got its place only when the class had been paused", async () => {
    const clock = createVirtualClock();
    const places = createSemaphore(1);
    const pacer = createPacer({ unitsPerSecond: 10, catchUpMs: 20, clock, places });
    const earlier = await pacer.enter(1, () => true);
    const times = passing(pacer, clock, 1);
    await clock.advance(500);
    earlier?.refused(1000);
    earlier?.leave();
    await clock.advance(3000);
    expect(times).toEqual([1500]);
  });

  it("holds no place while it is paused", async () => {
    const clock = createVirtualClock();
    const places = createSemaphore(1);
    const paused = createPacer({ unitsPerSecond: 10, catchUpMs: 20, clock, places });
    const other = createPacer({ unitsPerSecond: 10, catchUpMs: 20, clock, places });
    await refused(paused, 10_000);
    passing(paused, clock, 5);
    const times = passing(other, clock, 2);
    await clock.advance(500);
    expect(times).toEqual([0, 100]);
  });

  it("uses up no slot for a caller who is not interested any more", async () => {
    const clock = createVirtualClock();
    const pacer = pacerOf(clock);
    const before = passing(pacer, clock, 1);
    const gaveUp = pacer.enter(1, () => clock.now() < 50);
    const after = passing(pacer, clock, 1);
    await clock.advance(1000);
    expect(await gaveUp).toBeNull();
    expect([...before, ...after]).toEqual([0, 100]);
  });

  it("sends everybody away at once when it is stopped", async () => {
    const clock = createVirtualClock();
    const stop = new AbortController();
    const pacer = pacerOf(clock, { stop: stop.signal });
    await refused(pacer, 60_000);
    const turns = [1, 2, 3].map((cost) => pacer.enter(cost, () => true));
    await settle();
    stop.abort();
    expect(await Promise.all(turns)).toEqual([null, null, null]);
    expect(clock.now()).toBe(0);
  });
});

describe("places", () => {
  it("lets no more in than there are, first come first served", async () => {
    const places = createSemaphore(2);
    const order: string[] = [];
    const first = await places.take();
    await places.take();
    void places.take().then(() => order.push("third"));
    void places.take().then(() => order.push("fourth"));
    await settle();
    expect(order).toEqual([]);
    first();
    first();
    await settle();
    expect(order).toEqual(["third"]);
  });
});
