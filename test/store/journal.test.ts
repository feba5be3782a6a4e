import { describe, expect, it } from "vitest";
import type { Intent } from "../../src/model/plan.ts";
import { app, outcome, upgrade, user } from "../report/builders.ts";
import { DAY, MINUTE, recallOne, START, storeFolder, taker } from "./store-in-folder.ts";

const at = storeFolder();
const INTENT: Intent = { userId: "id-of-adele", appId: "app-1", action: "upgrade", version: "2.4.0", at: START };

describe("what is about to be written", () => {
  it("is known to the next run, if it was intended since then", () => {
    const store = at.store();
    store.journal.intend(INTENT);
    expect(at.store().journal.openIntents(START)).toEqual([INTENT]);
    expect(at.store().journal.openIntents(START + 1)).toEqual([]);
  });

  it("only the last of each user and app counts", () => {
    const store = at.store();
    const [again, other] = [
      { ...INTENT, at: START + 2 },
      { ...INTENT, appId: "app-2", action: "uninstall", version: null, at: START + 1 } as const,
    ];
    for (const intent of [INTENT, other, again]) store.journal.intend(intent);
    expect(store.journal.openIntents(START)).toEqual([other, again]);
  });

  it("is withdrawn when Graph certainly did not carry it out", () => {
    const store = at.store();
    store.journal.intend(INTENT);
    store.journal.withdraw(INTENT);
    expect(store.journal.openIntents(START)).toEqual([]);
  });

  it("stays when the row has its outcome: what was seen once may not be seen by the next read", () => {
    const store = at.store();
    store.journal.intend(INTENT);
    store.journal.conclude(upgrade(), app(), outcome("applied", null), 1);
    expect(store.journal.openIntents(START)).toEqual([INTENT]);
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
  ] as const)("$status $code: kept $isKept", ({ status, code, isKept }) => {
    const store = at.store();
    store.memory.remember(ADELE, SEEN, { appIds: ["app-1"], consents: false });
    const row = upgrade({ user: { id: ADELE, userPrincipalName: null, asWritten: ADELE } });
    store.journal.conclude(row, app(), outcome(status, code), 0);
    expect(recallOne(store.memory, ADELE).reading !== null).toBe(isKept);
  });
});

describe("definitions", () => {
  it("are first seen once, each version with each set of permissions", async () => {
    const store = at.store();
    const [send, camera] = [
      { value: "TeamsActivity.Send.User", type: "application" },
      { value: "CameraStream.Read.User", type: "delegated" },
    ] as const;
    expect(store.noteDefinition("app-1", "2.4.0", [send, camera])).toBe(START);
    await at.clock().advance(MINUTE);
    expect(store.noteDefinition("app-1", "2.4.0", [camera, send])).toBe(START);
    expect(store.noteDefinition("app-1", "2.4.0", [send])).toBe(START + MINUTE);
    expect(store.noteDefinition("app-1", "2.5.0", [send])).toBe(START + MINUTE);
  });
});

describe("forgetting", () => {
  const ADELE = { userId: "id-of-adele", userPrincipalName: "Adele@contoso.com", wanted: "x" };
  const MEGAN = { userId: "id-of-megan", userPrincipalName: "megan@contoso.com", wanted: "x" };
  const SEEN = { state: "read", installations: [], absenceProven: true, at: START } as const;

  it.each(["adele@contoso.com", "ID-OF-ADELE"])(
    "%s: all that is known of one person, at once, and of nobody else",
    (name) => {
      const store = at.store();
      store.memory.noteScope([ADELE, MEGAN], START);
      for (const { userId } of [ADELE, MEGAN]) {
        store.memory.remember(userId, SEEN, { appIds: [], consents: false });
        store.journal.intend({ ...INTENT, userId });
        store.journal.conclude(
          upgrade({ user: user(userId.replace("id-of-", "")) }),
          app(),
          outcome("applied", null),
          1,
        );
      }
      expect(store.forget(name)).toBeGreaterThanOrEqual(3);
      expect(recallOne(store.memory, "id-of-adele")).toEqual({ wantedSince: null, triedAt: null, reading: null });
      expect(store.journal.openIntents(0).map(({ userId }) => userId)).toEqual(["id-of-megan"]);
      expect(recallOne(store.memory, "id-of-megan").triedAt).toBe(START);
      expect(store.forget(name)).toBe(0);
    },
  );

  it("people who are out of scope for 30 days are forgotten, and intents after a day", async () => {
    const store = at.store();
    store.memory.noteScope([ADELE, MEGAN], START);
    store.memory.remember("id-of-adele", SEEN, { appIds: [], consents: false });
    store.journal.intend(INTENT);
    await at.clock().advance(29 * DAY);
    store.memory.noteScope([MEGAN], at.clock().now());
    store.prune();
    expect(recallOne(store.memory, "id-of-adele").triedAt).toBe(START);
    expect(store.journal.openIntents(0)).toEqual([]);
    await at.clock().advance(29 * DAY);
    store.prune();
    expect(recallOne(store.memory, "id-of-adele").triedAt).toBe(START);
    await at.clock().advance(2 * DAY);
    store.memory.noteScope([MEGAN], at.clock().now());
    store.prune();
    expect(recallOne(store.memory, "id-of-adele")).toEqual({ wantedSince: null, triedAt: null, reading: null });
    expect(recallOne(store.memory, "id-of-megan").wantedSince).toBe(START);
  });
});

describe("the lock", () => {
  it("of a process that is gone is nobody's; of one that may be there is kept", () => {
    const [one, other] = [at.store(), at.store()];
    expect(one.lock.take(taker("one"), 10 * MINUTE).kind).toBe("held");
    const asked: string[] = [];
    const isGone = (place: string): boolean => asked.push(place) > 1;
    expect(other.lock.take(taker("other", isGone), MINUTE).kind).toBe("taken");
    expect(other.lock.take(taker("other", isGone), MINUTE).kind).toBe("held");
    expect(asked).toEqual(["place of one", "place of one"]);
  });

  it("is held by one at a time, says by whom and since when, and can be taken again after release", () => {
    const [one, other] = [at.store(), at.store()];
    const mine = one.lock.take(taker("process 1 on host a"), 10 * MINUTE);
    expect(mine.kind).toBe("held");
    const holder = { holder: "process 1 on host a", takenAt: START, expiresAt: START + 10 * MINUTE };
    expect(other.lock.take(taker("process 2 on host b"), 10 * MINUTE)).toEqual({ kind: "taken", by: holder });
    expect(other.lock.look()).toEqual(holder);
    if (mine.kind === "held") mine.lock.release();
    expect(other.lock.look()).toBe(null);
    expect(other.lock.take(taker("process 2 on host b"), MINUTE).kind).toBe("held");
  });

  it("ends by itself unless it is renewed, and then belongs to whoever takes it", async () => {
    const [one, other] = [at.store(), at.store()];
    const mine = one.lock.take(taker("one"), MINUTE);
    await at.clock().advance(MINUTE - 1);
    expect(mine.kind === "held" && mine.lock.renew()).toBe(true);
    await at.clock().advance(MINUTE - 1);
    expect(other.lock.take(taker("other"), MINUTE).kind).toBe("taken");
    await at.clock().advance(1);
    expect(mine.kind === "held" && mine.lock.renew()).toBe(false);
    expect(other.lock.take(taker("other"), MINUTE).kind).toBe("held");
    if (mine.kind === "held") mine.lock.release();
    expect(one.lock.look()).toMatchObject({ holder: "other" });
  });

  it("can be broken by a person, and its holder learns of it", () => {
    const store = at.store();
    const mine = store.lock.take(taker("one"), MINUTE);
    expect(at.store().lock.breakIt()).toMatchObject({ holder: "one" });
    expect(mine.kind === "held" && mine.lock.renew()).toBe(false);
    expect(store.lock.breakIt()).toBe(null);
  });

  it("is not taken where the file does not answer", () => {
    const store = at.store();
    store.close();
    expect(store.lock.take(taker("one"), MINUTE)).toMatchObject({ kind: "unknown" });
  });
});
