import { describe, expect, it } from "vitest";
import { createPacer, type Pacer } from "../../src/graph/pacer.ts";
import { createPlaces } from "../../src/graph/places.ts";
import { settle, virtualClock, type VirtualClock } from "./virtual-clock.ts";

function pacerOf(clock: VirtualClock, options: { places?: number; stop?: AbortSignal } = {}): Pacer {
  return createPacer({ unitsPerSecond: 10, clock, places: createPlaces(options.places ?? 100), stop: options.stop });
}

/** Lets `count` callers in, who leave at once, and gathers the times at which they passed. */
function passing(pacer: Pacer, clock: VirtualClock, count: number, cost = 1): number[] {
  const times: number[] = [];
  const pass = async (): Promise<void> => {
    const leave = await pacer.enter(cost, () => true);
    if (leave === null) return;
    times.push(clock.now());
    leave();
  };
  for (let caller = 0; caller < count; caller += 1) void pass();
  return times;
}

describe("a pacer of 10 units a second", () => {
  it("lets one pass every 100 ms, the first at once", async () => {
    const clock = virtualClock();
    const times = passing(pacerOf(clock), clock, 4);
    await clock.advance(1000);
    expect(times).toEqual([0, 100, 200, 300]);
  });

  it("takes as many slots as a request costs", async () => {
    const clock = virtualClock();
    const times = passing(pacerOf(clock), clock, 3, 4);
    await clock.advance(2000);
    expect(times).toEqual([0, 400, 800]);
  });

  it("makes nothing up in a burst after an idle time", async () => {
    const clock = virtualClock();
    const pacer = pacerOf(clock);
    await clock.advance(5000);
    const times = passing(pacer, clock, 3);
    await clock.advance(1000);
    expect(times).toEqual([5000, 5100, 5200]);
  });

  it("lets nobody pass during a pause, and then one by one", async () => {
    const clock = virtualClock();
    const pacer = pacerOf(clock);
    const times = passing(pacer, clock, 4);
    await clock.advance(150);
    pacer.pause(2000);
    await clock.advance(5000);
    expect(times).toEqual([0, 100, 2150, 2250]);
  });

  it("keeps the longer of two pauses, also when it comes second", async () => {
    const clock = virtualClock();
    const pacer = pacerOf(clock);
    pacer.pause(3000);
    pacer.pause(1000);
    const times = passing(pacer, clock, 1);
    await clock.advance(500);
    pacer.pause(4000);
    await clock.advance(10_000);
    expect(times).toEqual([4500]);
    expect(pacer.isPaused()).toBe(false);
  });

  it("sends nothing that got its place only when the class had been paused", async () => {
    const clock = virtualClock();
    const places = createPlaces(1);
    const pacer = createPacer({ unitsPerSecond: 10, clock, places });
    const leave = await places.take();
    const times = passing(pacer, clock, 1);
    await settle();
    pacer.pause(1000);
    leave();
    await clock.advance(3000);
    expect(times).toEqual([1000]);
  });

  it("holds no place while it is paused", async () => {
    const clock = virtualClock();
    const places = createPlaces(1);
    const paused = createPacer({ unitsPerSecond: 10, clock, places });
    const other = createPacer({ unitsPerSecond: 10, clock, places });
    paused.pause(10_000);
    passing(paused, clock, 5);
    const times = passing(other, clock, 2);
    await clock.advance(500);
    expect(times).toEqual([0, 100]);
  });

  it("uses up no slot for a caller who is not interested any more", async () => {
    const clock = virtualClock();
    const pacer = pacerOf(clock);
    const before = passing(pacer, clock, 1);
    const gaveUp = pacer.enter(1, () => clock.now() < 50);
    const after = passing(pacer, clock, 1);
    await clock.advance(1000);
    expect(await gaveUp).toBeNull();
    expect([...before, ...after]).toEqual([0, 100]);
  });

  it("sends everybody away at once when it is stopped", async () => {
    const clock = virtualClock();
    const stop = new AbortController();
    const pacer = pacerOf(clock, { stop: stop.signal });
    pacer.pause(60_000);
    const turns = [1, 2, 3].map((cost) => pacer.enter(cost, () => true));
    await settle();
    stop.abort();
    expect(await Promise.all(turns)).toEqual([null, null, null]);
    expect(clock.now()).toBe(0);
  });
});

describe("places", () => {
  it("lets no more in than there are, first come first served", async () => {
    const places = createPlaces(2);
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
