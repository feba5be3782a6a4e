import { describe, expect, it } from "vitest";
import { isWhole } from "../share.ts";
import { everyStore, KINDS } from "./every-store.ts";
import { DAY, MINUTE, START } from "./store-in-folder.ts";

const at = everyStore();

describe.each(KINDS)("%s", (kind) => {
  at.is(kind);

  describe("what passes found, over time", () => {
    it("is kept, the oldest first, for the next process too", async () => {
      const store = await at.store();
      await store.trend.note({ at: START + MINUTE, asDesired: 3, of: 4 });
      await store.trend.note({ at: START + 2 * MINUTE, asDesired: 4, of: 4 });
      await store.close();
      const again = await at.store();
      expect(await again.trend.all()).toEqual([
        { at: START + MINUTE, asDesired: 3, of: 4 },
        { at: START + 2 * MINUTE, asDesired: 4, of: 4 },
      ]);
    });

    it.runIf(isWhole)(
      "is thinned out as it gets older, so that years of passes stay few points",
      async () => {
        const store = await at.store();
        const days = 420;
        // A database that is asked over a connection is asked less often.
        const hours = kind === "SQLite" ? 6 : 72;
        for (let hour = 0; hour < days * 24; hour += hours)
          await store.trend.note({ at: START + hour * 60 * MINUTE, asDesired: Math.floor(hour / 24), of: days });
        const points = await store.trend.all();
        expect(points.length).toBeLessThan(500);
        expect(points.length).toBeGreaterThan(kind === "SQLite" ? 360 : 110);
        expect(points[0]?.at).toBeGreaterThan(START + (days - 370) * DAY);
        expect(points.at(-1)?.asDesired).toBeGreaterThan(days - 4);
      },
      60_000,
    );

    it("forgets what is still to come after a clock was set back", async () => {
      const store = await at.store();
      await store.trend.note({ at: START + DAY, asDesired: 1, of: 2 });
      await store.trend.note({ at: START, asDesired: 2, of: 2 });
      expect(await store.trend.all()).toEqual([{ at: START, asDesired: 2, of: 2 }]);
    });
  });
});
