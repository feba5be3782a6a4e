import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Installation } from "../../src/model/observation.ts";
import type { LookedFor, Reading, Recalled, Tried } from "../../src/observe/observation-cache.ts";
import type { Store } from "../../src/store/store.ts";
import { outcome, upgrade } from "../report/builders.ts";
import { everyStore, KINDS } from "./every-store.ts";
import { shareOf } from "../share.ts";
import { MINUTE, recallOne, START } from "./store-in-folder.ts";

const at = everyStore();
const APPS: LookedFor = { appIds: ["app-1", "manifest-1"], consents: false };
const ADELE = "adele-id";

const EXPENSES: Installation = {
  id: "installation-1",
  appId: "app-1",
  externalId: "manifest-1",
  distributionMethod: "organization",
  version: "2.1.0",
  consent: { state: "known", permissions: [{ value: "TeamsActivity.Send.User", type: "application" }] },
};
const BARE: Installation = {
  id: "i",
  appId: "a",
  externalId: null,
  distributionMethod: null,
  version: null,
  consent: { state: "unknown" },
};

function reading(atMs = START, installations: readonly Installation[] = [EXPENSES]): Reading {
  return { state: "read", installations, absenceProven: true, at: atMs };
}

async function inScope(store: Store, wanted: Readonly<Record<string, string>>): Promise<void> {
  const users = Object.entries(wanted).map(([userId, text]) => ({
    userId,
    userPrincipalName: `${userId}@contoso.com`,
    wanted: text,
  }));
  await store.memory.noteScope(users, at.clock().now());
}

describe.each(KINDS)("%s", (kind) => {
  at.is(kind);

  describe("what was seen of a user", () => {
    it.each([
      { name: "everything that an installation has", seen: reading(START, [EXPENSES]) },
      { name: "what Graph did not tell", seen: reading(START, [BARE]) },
      { name: "nothing installed", seen: reading(START, []) },
      { name: "an absence that proves nothing", seen: { ...reading(), absenceProven: false } },
      {
        name: "a consent to nothing, which is not an unknown one",
        seen: reading(START, [{ ...EXPENSES, consent: { state: "known", permissions: [] } }]),
      },
    ])("$name is recalled as it was, in this process and in the next", async ({ seen }) => {
      const store = await at.store();
      await store.memory.remember(ADELE, seen, APPS);
      const expected = { wantedSince: null, triedAt: START, reading: { observation: seen, lookedFor: APPS } };
      expect(await recallOne(store.memory, ADELE)).toEqual(expected);
      await store.close();
      expect(await recallOne((await at.store()).memory, ADELE)).toEqual(expected);
    });

    it("an attempt without success leaves its time and no reading", async () => {
      const store = await at.store();
      await store.memory.remember(ADELE, reading(), APPS);
      await store.memory.remember(ADELE, { state: "unreadable", detail: "503", at: START + MINUTE }, APPS);
      expect(await recallOne(store.memory, ADELE)).toEqual({
        wantedSince: null,
        triedAt: START + MINUTE,
        reading: null,
      });
    });

    it("is not good any more once a write is sent for the user; that it was read stays known", async () => {
      const store = await at.store();
      await store.memory.remember(ADELE, reading(), APPS);
      await store.journal.intend({ userId: ADELE, appId: "app-1", action: "upgrade", version: "2.4.0", at: START });
      expect(await recallOne(store.memory, ADELE)).toEqual({ wantedSince: null, triedAt: START, reading: null });
    });

    it("is good after a write was read back for whoever goes on where the run was cut off, and not once it has ended", async () => {
      const [store, other] = [await at.store(), await at.store()];
      const row = upgrade();
      const users = [ADELE, "read-anew"].map((id) => ({ ...row, user: { ...row.user, id } }));
      for (const one of users) {
        const [userId, appId] = [one.user.id, one.on.catalogId];
        await store.journal.intend({ userId, appId, action: "upgrade", version: "2.4.0", at: START });
        await store.memory.remember(userId, reading(), APPS);
        await store.journal.conclude(one, outcome("applied", null), 1);
      }
      await at.clock().advance(MINUTE);
      await store.memory.remember("read-anew", reading(START + MINUTE), APPS);
      await store.journal.intend({ userId: "next", appId: "app-1", action: "upgrade", version: "2.4.0", at: START });
      expect((await recallOne(other.memory, ADELE)).reading?.observation).toEqual(reading());
      await store.endRun("2 applied");
      expect(await recallOne(other.memory, ADELE)).toEqual({ wantedSince: null, triedAt: START, reading: null });
      expect((await recallOne(other.memory, "read-anew")).reading?.observation).toEqual(reading(START + MINUTE));
    });

    it("is not good any more once the write that it was read back after is withdrawn, which no end of a run would find", async () => {
      const store = await at.store();
      await store.journal.intend({ userId: ADELE, appId: "app-1", action: "reinstall", version: "2.4.0", at: START });
      await store.memory.remember(ADELE, reading(), APPS);
      await store.journal.withdraw({ userId: ADELE, appId: "app-1" });
      await store.endRun("1 applied");
      expect(await recallOne(store.memory, ADELE)).toEqual({ wantedSince: null, triedAt: START, reading: null });
    });

    it("users share what a reading looked for, and equal texts", async () => {
      const store = await at.store();
      for (const user of ["a", "b"])
        await store.memory.remember(user, reading(), { ...APPS, appIds: [...APPS.appIds] });
      await store.endRun("over");
      const [a, b] = [(await recallOne(store.memory, "a")).reading, (await recallOne(store.memory, "b")).reading];
      expect(a?.lookedFor.appIds).toBe(b?.lookedFor.appIds);
    });
  });

  describe("since when a user is wanted as now", () => {
    it("since the first run that wanted it, until something else is wanted", async () => {
      const store = await at.store();
      await inScope(store, { [ADELE]: "expenses latest" });
      await at.clock().advance(MINUTE);
      await inScope(store, { [ADELE]: "expenses latest" });
      expect((await recallOne(store.memory, ADELE)).wantedSince).toBe(START);
      await at.clock().advance(MINUTE);
      await inScope(store, { [ADELE]: "expenses 2.x" });
      expect((await recallOne(store.memory, ADELE)).wantedSince).toBe(START + 2 * MINUTE);
    });

    it("anew for somebody who was out of scope in between", async () => {
      const store = await at.store();
      await inScope(store, { [ADELE]: "expenses latest" });
      await at.clock().advance(MINUTE);
      await inScope(store, { megan: "expenses latest" });
      await at.clock().advance(MINUTE);
      await inScope(store, { [ADELE]: "expenses latest" });
      expect((await recallOne(store.memory, ADELE)).wantedSince).toBe(START + 2 * MINUTE);
    });

    it("says nothing of a reading, and a reading nothing of it", async () => {
      const store = await at.store();
      await inScope(store, { [ADELE]: "expenses latest" });
      expect(await recallOne(store.memory, ADELE)).toEqual({ wantedSince: START, triedAt: null, reading: null });
    });
  });

  describe("any sequence of what can happen", () => {
    const anyUser = fc.constantFrom("a", "b", "c");
    const anyStep = fc.oneof(
      fc.record({ kind: fc.constant("read" as const), user: anyUser, version: fc.constantFrom("1.0", "2.0") }),
      fc.record({ kind: fc.constant("failed" as const), user: anyUser }),
      fc.record({ kind: fc.constant("intend" as const), user: anyUser }),
      fc.record({
        kind: fc.constant("scope" as const),
        users: fc.uniqueArray(anyUser),
        wanted: fc.constantFrom("x", "y"),
      }),
      fc.record({ kind: fc.constant("reopen" as const) }),
      fc.record({ kind: fc.constant("wait" as const) }),
    );

    it("leaves a store knowing what a plain list of the same facts knows", async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyStep, { maxLength: 25 }), async (steps) => {
          let store = await at.store();
          await store.forget("a");
          const known = new Map<string, Recalled & { wanted: string | null; scope: number }>();
          const of = (user: string) =>
            known.get(user) ?? { wantedSince: null, triedAt: null, reading: null, wanted: null, scope: -1 };
          for (const user of ["a", "b", "c"]) await store.forget(user);
          let scopes = 0;
          for (const step of steps) {
            const now = at.clock().now();
            if (step.kind === "wait") await at.clock().advance(70);
            if (step.kind === "reopen") {
              await store.close();
              store = await at.store();
            }
            if (step.kind === "read" || step.kind === "failed") {
              const seen: Tried =
                step.kind === "read"
                  ? reading(now, [{ ...EXPENSES, version: step.version }])
                  : { state: "unreadable", detail: "503", at: now };
              await store.memory.remember(step.user, seen, APPS);
              known.set(step.user, {
                ...of(step.user),
                triedAt: now,
                reading: seen.state === "read" ? { observation: seen, lookedFor: APPS } : null,
              });
            }
            if (step.kind === "intend") {
              await store.journal.intend({
                userId: step.user,
                appId: "app-1",
                action: "install",
                version: "1.0",
                at: now,
              });
              known.set(step.user, { ...of(step.user), reading: null });
            }
            if (step.kind === "scope") {
              await at.clock().advance(1);
              const later = at.clock().now();
              await inScope(store, Object.fromEntries(step.users.map((user) => [user, step.wanted])));
              for (const user of step.users) {
                const before = of(user);
                const isSame = before.wanted === step.wanted && before.scope === scopes;
                known.set(user, {
                  ...before,
                  wanted: step.wanted,
                  scope: scopes + 1,
                  wantedSince: isSame ? before.wantedSince : later,
                });
              }
              scopes += 1;
            }
            for (const user of ["a", "b", "c"]) {
              const { wantedSince, triedAt, reading: last } = of(user);
              expect(await recallOne(store.memory, user)).toEqual({ wantedSince, triedAt, reading: last });
            }
          }
          await store.close();
        }),
        { numRuns: shareOf(kind === "SQLite" ? 40 : 15) },
      );
    });
  });
});
