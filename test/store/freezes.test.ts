import { describe, expect, it } from "vitest";
import type { Freeze } from "../../src/model/freeze.ts";
import { everyStore, KINDS } from "./every-store.ts";
import { MINUTE, START } from "./store-in-folder.ts";

const at = everyStore();
const FREEZE: Freeze = { app: null, who: "ana on build-7", reason: "the audit runs", sinceMs: START, untilMs: null };
const TRAVEL: Freeze = { ...FREEZE, app: "travel", reason: null, untilMs: START + MINUTE };

describe.each(KINDS)("%s", (kind) => {
  at.is(kind);

  describe("freezes", () => {
    it("are seen at once by whoever shares the store, and outlive whoever asked for them", async () => {
      const [one, other] = [await at.store(), await at.store()];
      await one.freezes.freeze(FREEZE);
      expect(await other.freezes.inForce()).toEqual({ state: "known", inForce: [FREEZE] });
      await one.close();
      expect(await (await at.store()).freezes.inForce()).toEqual({ state: "known", inForce: [FREEZE] });
    });

    it("are one for each app, end by themselves, and are ended one by one or all together", async () => {
      const { freezes } = await at.store();
      await freezes.freeze({ ...FREEZE, reason: "before" });
      await freezes.freeze(FREEZE);
      await freezes.freeze(TRAVEL);
      expect(await freezes.inForce()).toEqual({ state: "known", inForce: [FREEZE, TRAVEL] });
      expect(await freezes.thaw("Travel")).toEqual([TRAVEL]);
      await freezes.freeze({ ...TRAVEL, untilMs: START });
      expect(await freezes.inForce(), "that one has ended").toEqual({ state: "known", inForce: [FREEZE] });
      expect(await freezes.thaw(null)).toEqual([FREEZE]);
      expect(await freezes.thaw(null)).toEqual([]);
    });

    it("cannot be told where the store does not answer", async () => {
      const store = await at.store();
      await store.close();
      expect(await store.freezes.inForce()).toMatchObject({ state: "unreadable" });
    });
  });
});
