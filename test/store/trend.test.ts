import { describe, expect, it } from "vitest";
import { DAY, MINUTE, START, storeFolder } from "./store-in-folder.ts";
import { inWholeRun } from "../share.ts";

const at = storeFolder();

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

  inWholeRun(
    "is thinned out as it gets older, so that years of passes stay few points",
    async () => {
      const store = await at.store();
      const days = 800;
      for (let day = 0; day < days; day += 1)
        for (let hour = 0; hour < 24; hour += 6)
          await store.trend.note({ at: START + day * DAY + hour * 60 * MINUTE, asDesired: day, of: days });
      const points = await store.trend.all();
      expect(points.length).toBeLessThan(500);
      expect(points.length).toBeGreaterThan(400);
      expect(points[0]?.at).toBeGreaterThan(START + (days - 368) * DAY);
      expect(points.at(-1)?.asDesired).toBe(days - 1);
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
