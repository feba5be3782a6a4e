import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { Freeze } from "../../src/model/freeze.ts";
import { peekFreezes } from "../../src/store/open.ts";
import { MINUTE, START, storeFolder } from "./store-in-folder.ts";

const at = storeFolder();
const FREEZE: Freeze = { app: null, who: "ana on build-7", reason: "the audit runs", sinceMs: START, untilMs: null };
const TRAVEL: Freeze = { ...FREEZE, app: "travel", reason: null, untilMs: START + MINUTE };

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

  it("cannot be told where the file does not answer", async () => {
    const store = await at.store();
    await store.close();
    expect(await store.freezes.inForce()).toMatchObject({ state: "unreadable" });
  });
});

describe("whoever only watches", () => {
  it("sees the same, and makes no file where there is none", async () => {
    const clock = { now: () => START, elapsed: () => START, sleep: () => Promise.resolve() };
    expect(await peekFreezes(`${at.path()}-none`, clock)).toEqual({ state: "known", inForce: [] });
    expect(existsSync(`${at.path()}-none`)).toBe(false);
    const store = await at.store();
    await store.freezes.freeze(FREEZE);
    expect(await peekFreezes(at.path(), clock)).toEqual({ state: "known", inForce: [FREEZE] });
    await writeFile(
      `${at.path()}-odd`,
      "no database, and longer than one line of a hundred characters would be\n".repeat(9),
    );
    expect(await peekFreezes(`${at.path()}-odd`, clock)).toMatchObject({ state: "unreadable" });
  });
});
