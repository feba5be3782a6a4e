import { describe, expect, it } from "vitest";
import { createHints, MOST_WAITING } from "../../src/events/hints.ts";

const hint = (person: number, appId = "a", atMs = 0) => ({ userId: `u${person}`, appId, atMs });

function start() {
  let own = 0;
  const hints = createHints(() => (own += 1));
  return { hints, own: () => own };
}

describe("hints", () => {
  it("of one person are one read, however many come", () => {
    const { hints } = start();
    for (let times = 0; times < 50; times += 1) hints.add(hint(1, times % 2 === 0 ? "a" : "b"));
    expect(hints.waiting()).toBe(1);
    expect(hints.take(1).map(({ appId }) => appId)).toEqual(["a", "b"]);
    expect(hints.waiting()).toBe(0);
  });

  it("wait in the order in which they came, within bounds", () => {
    const { hints } = start();
    for (let person = 0; person < MOST_WAITING; person += 1) expect(hints.add(hint(person))).toBe(true);
    expect(hints.add(hint(MOST_WAITING))).toBe(false);
    expect(hints.add(hint(3, "b"))).toBe(true);
    expect(hints.take(2).map(({ userId }) => userId)).toEqual(["u0", "u1"]);
    expect([hints.has("u1"), hints.has("U2")]).toEqual([false, true]);
    expect(hints.add(hint(MOST_WAITING))).toBe(true);
  });

  it("of an own change say nothing new, once", () => {
    const { hints, own } = start();
    hints.noteOwn("U1", "A", 0);
    hints.add(hint(1));
    expect([hints.waiting(), own()]).toEqual([0, 1]);
    hints.add(hint(1));
    expect([hints.waiting(), own()]).toEqual([1, 1]);
  });

  it.each([
    ["was not made after all", (hints: ReturnType<typeof createHints>) => hints.forgetOwn("u1", "a"), 0],
    ["is long ago", () => undefined, 2 * 60 * 60_000],
  ])("count where the own change %s", (_name, work, atMs) => {
    const { hints } = start();
    hints.noteOwn("u1", "a", 0);
    work(hints);
    hints.add(hint(1, "a", atMs));
    expect(hints.waiting()).toBe(1);
  });
});
