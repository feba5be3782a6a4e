import { describe, expect, it } from "vitest";
import { NEVER_AGAIN } from "../../src/model/back-off.ts";
import type { Outcome } from "../../src/model/plan.ts";
import type { Store } from "../../src/store/store.ts";
import { on, outcome, present, upgrade, user } from "../report/builders.ts";
import { everyStore, KINDS } from "./every-store.ts";
import { DAY, START } from "./store-in-folder.ts";
import { IDENTITY } from "../definitions.ts";

const at = everyStore();
const COMMIT = "0a1b2c";
const REFUSED = outcome("failed", "blocked-by-policy");
const APPLIED = outcome("applied", null);
const NOT_SEEN = outcome("unverified", "not-visible");

/** A store in which adele's row ended so, a day apart each; `source` is the desired state of each run. */
async function after(endings: readonly Outcome[], options: { source?: string; offered?: string } = {}): Promise<Store> {
  const store = await at.store();
  for (const ending of endings) {
    await store.beginRun("run", options.source ?? COMMIT, options.source ?? COMMIT);
    const offered = { version: options.offered ?? "2.4.0", permissions: [], identity: IDENTITY };
    await store.journal.conclude(upgrade({ user: user("adele"), on: on({ offered }) }), ending, 1);
    await at.clock().advance(DAY);
  }
  return store;
}

/** Days from now until the pair is tried again; null: at once. */
async function waits(store: Store, source = COMMIT): Promise<number | null> {
  const [backOff] = await store.backOffs(source);
  return backOff === undefined ? null : (backOff.until - at.clock().now()) / DAY;
}

function again(name: string) {
  return upgrade({ user: user(name), observed: present("2.4.0"), drift: ["consent-narrower"] });
}

describe.each(KINDS)("%s", (kind) => {
  at.is(kind);

  describe("how long a pair waits, seen a day after the last try", () => {
    it.each([
      { name: "refused once", endings: 1, days: null },
      { name: "refused twice", endings: 2, days: 1 },
      { name: "three times", endings: 3, days: 3 },
      { name: "four times", endings: 4, days: 7 },
      { name: "five times: two weeks at most", endings: 5, days: 13 },
      { name: "twenty times", endings: 20, days: 13 },
    ])("$name: $days days more", async ({ endings, days }) => {
      expect(await waits(await after(Array.from({ length: endings }, () => REFUSED)))).toBe(days);
    });

    it("corrected once is no trouble; drifting back again and again is", async () => {
      const store = await after([APPLIED]);
      expect(await store.backOffs(COMMIT)).toEqual([]);
      await store.close();
      expect((await (await after([APPLIED, APPLIED])).backOffs(COMMIT))[0]?.history).toBe(
        "corrected 3 times since 2026-01-05, and it drifted back each time",
      );
    });

    it.each([
      { name: "a row that drifts back", ending: APPLIED, isFutile: true },
      { name: "an app that is permanent", ending: outcome("failed", "permanent-app"), isFutile: true },
      { name: "an app that is preinstalled", ending: outcome("failed", "admin-preinstalled"), isFutile: true },
      { name: "a refusal whose cause somebody may mend", ending: REFUSED, isFutile: false },
      { name: "a missing role", ending: outcome("failed", "role-missing"), isFutile: false },
      { name: "a change that was not seen", ending: NOT_SEEN, isFutile: false },
    ])("$name: trying again is futile: $isFutile", async ({ ending, isFutile }) => {
      const [backOff] = await (await after([ending, ending, ending])).backOffs(COMMIT);
      expect(backOff?.isFutile).toBe(isFutile);
    });

    it("another kind of end begins the count anew", async () => {
      expect(await waits(await after([REFUSED, REFUSED, NOT_SEEN]))).toBe(null);
      expect(await waits(await after([outcome("failed", "refused"), REFUSED]))).toBe(null);
    });

    it("being throttled, stopped or already done says nothing", async () => {
      const nothing = [outcome("failed", "throttled"), outcome("not-tried", "stopped"), outcome("already-done", null)];
      expect(await (await after(nothing)).backOffs(COMMIT)).toEqual([]);
    });
  });

  describe("what begins anew", () => {
    it("another desired state", async () => {
      const store = await after([REFUSED, REFUSED, REFUSED]);
      expect(await store.backOffs("another commit")).toEqual([]);
      expect(await waits(await after([REFUSED], { source: "another commit" }), "another commit")).toBe(null);
    });

    it("another definition", async () => {
      await after([REFUSED, REFUSED, REFUSED]);
      expect(await waits(await after([REFUSED], { offered: "2.5.0" }))).toBe(null);
    });
  });

  describe("what is told", () => {
    it.each([
      { ending: REFUSED, history: "refused 3 times since 2026-01-05 (blocked-by-policy)", move: "teams-admin" },
      { ending: NOT_SEEN, history: "sent 3 times since 2026-01-05, and it never became visible", move: "app-owner" },
      {
        ending: APPLIED,
        history: "corrected 3 times since 2026-01-05, and it drifted back each time",
        move: "assignment-owner",
      },
    ])("$history: the move of $move", async ({ ending, history, move }) => {
      const store = await after([ending, ending, ending]);
      expect(await store.backOffs(COMMIT)).toEqual([expect.objectContaining({ userId: "id-of-adele", history, move })]);
      expect((await store.backOffs(COMMIT))[0]?.until).toBeGreaterThan(START);
    });
  });

  describe("a repair of consent without effect", () => {
    const NOT_REPAIRED = outcome("failed", "consent-not-repaired");
    it("is not tried again with this desired state, with anybody", async () => {
      const store = await at.store();
      await store.beginRun("apply", COMMIT, COMMIT);
      await store.journal.conclude(again("adele"), NOT_REPAIRED, 1);
      expect(await store.backOffs(COMMIT)).toMatchObject([
        { until: NEVER_AGAIN, isFutile: true, ofAllRepairs: true, move: "app-owner" },
      ]);
      expect(await store.backOffs("another commit")).toEqual([]);
    });

    it("says nothing of others where a repair of the app had one", async () => {
      const store = await at.store();
      await store.beginRun("apply", COMMIT, COMMIT);
      await store.journal.conclude(again("megan"), APPLIED, 1);
      await store.journal.conclude(again("adele"), NOT_REPAIRED, 1);
      expect(await store.backOffs(COMMIT)).toMatchObject([{ userId: user("adele").id, ofAllRepairs: false }]);
    });
  });
});
