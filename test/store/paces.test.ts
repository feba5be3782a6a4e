import { describe, expect, it } from "vitest";
import { everyStore, KINDS } from "./every-store.ts";
import { DAY, MINUTE } from "./store-in-folder.ts";

const at = everyStore();
describe.each(KINDS)("%s", (kind) => {
  at.is(kind);

  describe("what Graph said about waiting", () => {
    it("is there for the next process, the longer of two pauses, until it is over", async () => {
      const [one, two] = [await at.store(), await at.store()];
      const nowMs = at.clock().now();
      await one.paces.keep({ removals: { pausedUntilMs: nowMs + 20 * MINUTE, found: null } });
      await two.paces.keep({ removals: { pausedUntilMs: nowMs + 5 * MINUTE, found: null } });
      expect(await two.paces.recall()).toEqual({ removals: { pausedUntilMs: nowMs + 20 * MINUTE, found: null } });
      await two.paces.keep({});
      expect(await one.paces.recall()).toEqual({ removals: { pausedUntilMs: nowMs + 20 * MINUTE, found: null } });
      await at.clock().advance(20 * MINUTE);
      expect(await one.paces.recall()).toEqual({});
    });

    it("keeps a limit that was found for an hour after it may be tried again", async () => {
      const store = await at.store();
      const found = { perSecond: 12.5, triesAtMs: at.clock().now() + MINUTE };
      await store.paces.keep({ catalog: { pausedUntilMs: null, found } });
      expect(await store.paces.recall()).toEqual({ catalog: { pausedUntilMs: null, found } });
      await at.clock().advance(62 * MINUTE);
      expect(await store.paces.recall()).toEqual({});
    });

    it.for([
      { name: "a pause of years", pace: { pausedUntilMs: Date.UTC(2036), found: null } },
      { name: "a pause that is none", pace: { pausedUntilMs: -DAY, found: null } },
      { name: "a limit of nothing", pace: { pausedUntilMs: null, found: { perSecond: 0, triesAtMs: Date.UTC(2026) } } },
    ])("does not believe $name", async ({ pace }) => {
      const store = await at.store();
      await store.paces.keep({ catalog: pace });
      expect(await store.paces.recall()).toEqual({});
    });
  });
});
