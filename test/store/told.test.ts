import { describe, expect, it } from "vitest";
import { storeFolder } from "./store-in-folder.ts";

describe("what receivers of notifications were told", () => {
  const at = storeFolder();

  it("is there for the next process, for each controller apart", async () => {
    const [one, two] = [await at.store(), await at.store()];
    expect(await one.told.recall("a")).toBeNull();
    expect(await one.told.keep("a", "first")).toBe(true);
    expect(await two.told.keep("b", "other")).toBe(true);
    expect(await two.told.keep("a", "second")).toBe(true);
    expect([await one.told.recall("a"), await one.told.recall("b")]).toEqual(["second", "other"]);
  });

  it("is not kept on a full disk, which is said", async () => {
    const store = await at.store();
    at.disk().fill();
    expect(await store.told.keep("a", "x".repeat(100_000))).toBe(false);
  });
});
