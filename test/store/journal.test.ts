import { describe, expect, it } from "vitest";
import type { Intent } from "../../src/model/plan.ts";
import type { Store } from "../../src/store/store.ts";
import { outcome, upgrade, user } from "../report/builders.ts";
import { everyStore, KINDS } from "./every-store.ts";
import { DAY, MINUTE, recallOne, START, taker } from "./store-in-folder.ts";

const at = everyStore();
const INTENT: Intent = { userId: "id-of-adele", appId: "app-1", action: "upgrade", version: "2.4.0", at: START };

describe.each(KINDS)("%s", (kind) => {
  at.is(kind);

  describe("what is about to be written", () => {
    it("is known to the next run, if it was intended since then", async () => {
      const store = await at.store();
      await store.journal.intend(INTENT);
      expect(await (await at.store()).journal.openIntents(START)).toEqual([INTENT]);
      expect(await (await at.store()).journal.openIntents(START + 1)).toEqual([]);
    });

    it("only the last of each user and app counts", async () => {
      const store = await at.store();
      const [again, other] = [
        { ...INTENT, at: START + 2 },
        { ...INTENT, appId: "app-2", action: "uninstall", version: null, at: START + 1 } as const,
      ];
      for (const intent of [INTENT, other, again]) await store.journal.intend(intent);
      expect(await store.journal.openIntents(START)).toEqual([other, again]);
    });

    it("is withdrawn when Graph certainly did not carry it out", async () => {
      const store = await at.store();
      await store.journal.intend(INTENT);
      await store.journal.withdraw(INTENT);
      expect(await store.journal.openIntents(START)).toEqual([]);
    });

    it("stays when the row has its outcome: what was seen once may not be seen by the next read", async () => {
      const store = await at.store();
      await store.journal.intend(INTENT);
      await store.journal.conclude(upgrade(), outcome("applied", null), 1);
      expect(await store.journal.openIntents(START)).toEqual([INTENT]);
    });

    it("tells when its effect was read back", async () => {
      const store = await at.store();
      const row = upgrade();
      const intent = { ...INTENT, userId: row.user.id, appId: row.on.catalogId };
      await store.journal.intend(intent);
      await store.journal.conclude(row, outcome("applied", null), 1);
      expect(await store.journal.openIntents(START)).toEqual([{ ...intent, seenAt: START }]);
    });
  });

  describe("what is remembered of a user whose row has its outcome", () => {
    const ADELE = "id-of-adele";
    const SEEN = { state: "read", installations: [], absenceProven: true, at: START } as const;
    it.each([
      { status: "already-done", code: null, isKept: false },
      { status: "not-tried", code: "changed-since-plan", isKept: false },
      { status: "not-tried", code: "stopped", isKept: true },
      { status: "not-tried", code: "definition-changed", isKept: true },
    ] as const)("$status $code: kept $isKept", async ({ status, code, isKept }) => {
      const store = await at.store();
      await store.memory.remember(ADELE, SEEN, { appIds: ["app-1"], consents: false });
      const row = upgrade({ user: { id: ADELE, userPrincipalName: null, asWritten: ADELE } });
      await store.journal.conclude(row, outcome(status, code), 0);
      expect((await recallOne(store.memory, ADELE)).reading !== null).toBe(isKept);
    });
  });

  describe("definitions", () => {
    it("are kept with the first and the last time they were offered, each that differs in anything", async () => {
      const store = await at.store();
      const send = { value: "TeamsActivity.Send.User", type: "application" } as const;
      const first = { catalogId: "app-1", version: "2.4.0", clientAppId: "entra-1", permissions: [send], bot: false };
      await store.definitions.note(first);
      await at.clock().advance(MINUTE);
      await store.definitions.note(first);
      await store.definitions.note({ ...first, clientAppId: "entra-2" });
      await store.definitions.note({ ...first, bot: true, catalogId: "app-2" });
      expect(await store.definitions.all()).toMatchObject([
        { ...first, firstSeenMs: START, lastSeenMs: START + MINUTE },
        { catalogId: "app-1", clientAppId: "entra-2", firstSeenMs: START + MINUTE, lastSeenMs: START + MINUTE },
        { catalogId: "app-2", bot: true },
      ]);
    });
  });

  describe("forgetting", () => {
    const ADELE = { userId: "id-of-adele", userPrincipalName: "Adele@contoso.com", wanted: "x" };
    const MEGAN = { userId: "id-of-megan", userPrincipalName: "megan@contoso.com", wanted: "x" };
    const SEEN = { state: "read", installations: [], absenceProven: true, at: START } as const;

    it.each(["adele@contoso.com", "ID-OF-ADELE"])(
      "%s: all that is known of one person, at once, and of nobody else",
      async (name) => {
        const store = await at.store();
        await store.memory.noteScope([ADELE, MEGAN], START);
        for (const { userId } of [ADELE, MEGAN]) {
          await store.memory.remember(userId, SEEN, { appIds: [], consents: false });
          await store.journal.intend({ ...INTENT, userId });
          await store.journal.conclude(
            upgrade({ user: user(userId.replace("id-of-", "")) }),
            outcome("applied", null),
            1,
          );
        }
        expect(await store.forget(name)).toBeGreaterThanOrEqual(3);
        expect(await recallOne(store.memory, "id-of-adele")).toEqual({
          wantedSince: null,
          triedAt: null,
          reading: null,
        });
        expect((await store.journal.openIntents(0)).map(({ userId }) => userId)).toEqual(["id-of-megan"]);
        expect((await recallOne(store.memory, "id-of-megan")).triedAt).toBe(START);
        expect(await store.forget(name)).toBe(0);
      },
    );

    it("people who are out of scope for 30 days are forgotten, and intents after a day", async () => {
      const store = await at.store();
      await store.memory.noteScope([ADELE, MEGAN], START);
      await store.memory.remember("id-of-adele", SEEN, { appIds: [], consents: false });
      await store.journal.intend(INTENT);
      await at.clock().advance(29 * DAY);
      await store.memory.noteScope([MEGAN], at.clock().now());
      await store.prune();
      expect((await recallOne(store.memory, "id-of-adele")).triedAt).toBe(START);
      expect(await store.journal.openIntents(0)).toEqual([]);
      await at.clock().advance(29 * DAY);
      await store.prune();
      expect((await recallOne(store.memory, "id-of-adele")).triedAt).toBe(START);
      await at.clock().advance(2 * DAY);
      await store.memory.noteScope([MEGAN], at.clock().now());
      await store.prune();
      expect(await recallOne(store.memory, "id-of-adele")).toEqual({ wantedSince: null, triedAt: null, reading: null });
      expect((await recallOne(store.memory, "id-of-megan")).wantedSince).toBe(START);
    });
  });

  describe("an app that is to come back", () => {
    it("stays noted for longer than what was sent takes to show", async () => {
      const store = await at.store();
      await store.journal.intend({ ...INTENT, action: "reinstall" });
      await at.clock().advance(5 * DAY);
      await store.prune();
      expect(await store.journal.unfinished()).toMatchObject([{ userId: "id-of-adele" }]);
    });
  });

  describe("the lease", () => {
    it("of a process that is gone is nobody's; of one that may be there is kept", async () => {
      const [one, other] = [await at.store(), await at.store()];
      expect((await one.lease.take(taker("one"), 10 * MINUTE)).kind).toBe("held");
      const asked: string[] = [];
      const isGone = (place: string): boolean => asked.push(place) > 1;
      expect((await other.lease.take(taker("other", isGone), MINUTE)).kind).toBe("taken");
      expect((await other.lease.take(taker("other", isGone), MINUTE)).kind).toBe("held");
      expect(asked).toEqual(["place of one", "place of one"]);
    });

    it("is held by one at a time, says by whom and since when, and can be taken again after release", async () => {
      const [one, other] = [await at.store(), await at.store()];
      const mine = await one.lease.take(taker("process 1 on host a"), 10 * MINUTE);
      expect(mine.kind).toBe("held");
      const holder = await one.lease.look();
      expect(holder?.holder).toBe("process 1 on host a");
      expect((holder?.expiresAt ?? 0) - (holder?.takenAt ?? 0)).toBe(10 * MINUTE);
      expect(await other.lease.take(taker("process 2 on host b"), 10 * MINUTE)).toEqual({ kind: "taken", by: holder });
      expect(await other.lease.look()).toEqual(holder);
      if (mine.kind === "held") await mine.lease.release();
      expect(await other.lease.look()).toBe(null);
      expect((await other.lease.take(taker("process 2 on host b"), MINUTE)).kind).toBe("held");
    });

    it("ends by itself unless it is renewed, and then belongs to whoever takes it", async () => {
      const [one, other] = [await at.store(), await at.store()];
      const mine = await one.lease.take(taker("one"), MINUTE);
      await at.clock().advance(MINUTE / 2);
      expect(mine.kind === "held" && (await mine.lease.renew())).toBe(true);
      await at.clock().advance(MINUTE / 2);
      expect((await other.lease.take(taker("other"), MINUTE)).kind).toBe("taken");
      await at.clock().advance(MINUTE / 2);
      expect(mine.kind === "held" && (await mine.lease.renew())).toBe(false);
      expect((await other.lease.take(taker("other"), MINUTE)).kind).toBe("held");
      if (mine.kind === "held") await mine.lease.release();
      expect(await one.lease.look()).toMatchObject({ holder: "other" });
    });

    it("can be broken by a person, and its holder learns of it", async () => {
      const store = await at.store();
      const mine = await store.lease.take(taker("one"), MINUTE);
      expect(await (await at.store()).lease.breakIt()).toMatchObject({ holder: "one" });
      expect(mine.kind === "held" && (await mine.lease.renew())).toBe(false);
      expect(await store.lease.breakIt()).toBe(null);
    });

    it.each<{ name: string; lose: (holder: Store, other: Store) => Promise<unknown> }>([
      { name: "it was broken", lose: (_, other) => other.lease.breakIt() },
      { name: "it ended", lose: () => at.clock().advance(MINUTE) },
      {
        name: "somebody else has it",
        lose: async (_, other) => {
          await at.clock().advance(MINUTE);
          return other.lease.take(taker("other"), MINUTE);
        },
      },
      { name: "the store does not answer", lose: (holder) => holder.close() },
    ])("is known not to be ours as soon as $name", async ({ lose }) => {
      const [store, other] = [await at.store(), await at.store()];
      const mine = await store.lease.take(taker("one"), MINUTE);
      const isOurs = async () => mine.kind === "held" && (await mine.lease.isOurs());
      expect(await isOurs()).toBe(true);
      await lose(store, other);
      expect(await isOurs()).toBe(false);
    });

    it("is not taken where the store does not answer", async () => {
      const store = await at.store();
      await store.close();
      expect(await store.lease.take(taker("one"), MINUTE)).toMatchObject({ kind: "unknown" });
    });
  });

  describe("when writes were sent", () => {
    it("is kept for each time, whatever became of it, after a restart, and after whoever it was for was forgotten", async () => {
      const store = await at.store();
      for (const ms of [START, START + 1, START + 1]) await store.journal.intend({ ...INTENT, at: ms });
      await store.journal.withdraw(INTENT);
      await store.forget(INTENT.userId);
      await store.close();
      const again = await at.store();
      expect(await again.journal.sendTimes(START)).toEqual([START, START + 1, START + 1]);
      expect(await again.journal.sendTimes(START + 1)).toEqual([START + 1, START + 1]);
    });

    it("is kept for a day at least, and not for ever", async () => {
      const store = await at.store();
      await store.journal.intend({ ...INTENT, at: START - DAY + 1 });
      await store.journal.intend({ ...INTENT, at: START - 3 * DAY });
      await store.prune();
      expect(await store.journal.sendTimes(0)).toEqual([START - DAY + 1]);
    });
  });
});
