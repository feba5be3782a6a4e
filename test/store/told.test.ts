import { describe, expect, it } from "vitest";
import { everyStore, KINDS } from "./every-store.ts";

const at = everyStore();

describe.each(KINDS)("%s", (kind) => {
  at.is(kind);

  describe("what receivers of notifications were told", () => {
    it("is there for the next process, for each controller apart", async () => {
      const [one, two] = [await at.store(), await at.store()];
      expect(await one.told.recall("a")).toBeNull();
      expect(await one.told.keep("a", "first")).toBe(true);
      expect(await two.told.keep("b", "other")).toBe(true);
      expect(await two.told.keep("a", "second")).toBe(true);
      expect([await one.told.recall("a"), await one.told.recall("b")]).toEqual(["second", "other"]);
    });
  });
});
