import { describe, expect, it } from "vitest";
import { everyStore, KINDS } from "./every-store.ts";
import { DAY, MINUTE, START } from "./store-in-folder.ts";

const at = everyStore();
const KEPT = {
  appId: "a",
  id: "1",
  url: "https://trueup.contoso.com/notifications",
  sinceMs: START,
  expiresAtMs: START + DAY,
};
const hint = (userId: string, atMs: number) => ({ userId, appId: "a", atMs });
const LOOKED_FOR = { appIds: ["a"], consents: false };

describe.each(KINDS)("%s", (kind) => {
  at.is(kind);

  it("subscriptions, and when somebody listened, are kept for the next process", async () => {
    const store = await at.store();
    await store.events.keepSubscriptions([KEPT, { ...KEPT, appId: "b", id: "2" }]);
    await store.events.keepSubscriptions([KEPT]);
    await store.events.noteListening(START + MINUTE);
    await store.close();
    const { events } = await at.store();
    expect([await events.subscriptions(), await events.listenedAt()]).toEqual([[KEPT], START + MINUTE]);
  });

  it("a hint waits until its person is read, and names whoever is forgotten no more", async () => {
    const store = await at.store();
    await store.events.hint([hint("u1", START + MINUTE), hint("u2", START + 2 * MINUTE), hint("u3", START)]);
    await store.events.hint([hint("u1", START)]);
    const read = { state: "read", installations: [], absenceProven: true } as const;
    await store.memory.remember("u1", { ...read, at: START }, LOOKED_FOR);
    await store.memory.remember("u2", { ...read, at: START + 3 * MINUTE }, LOOKED_FOR);
    expect(await store.events.hints()).toEqual([hint("u3", START), hint("u1", START + MINUTE)]);
    await store.forget("u3");
    expect(await store.events.hints()).toEqual([hint("u1", START + MINUTE)]);
  });

  it("audits are added up by day, and old ones are left out", async () => {
    const { events } = await at.store();
    const tally = { audited: 10, misses: 1, exposureMs: DAY };
    await events.noteAudit(tally, START);
    await events.noteAudit(tally, START + MINUTE);
    await events.noteAudit(tally, START + 10 * DAY);
    expect(await events.audits(START)).toEqual([{ audited: 20, misses: 2, exposureMs: 2 * DAY }, tally]);
    expect(await events.audits(START + 3 * DAY)).toEqual([tally]);
  });
});
