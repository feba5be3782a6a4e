import { describe, expect, it } from "vitest";
import { isoTime } from "../../src/model/clock.ts";
import type { KeptReceipt } from "../../src/model/receipt.ts";
import { faultOf } from "../../src/receipts/chain.ts";
import { receiptJournal } from "../../src/receipts/receipt-journal.ts";
import type { Store } from "../../src/store/store.ts";
import { outcome, upgrade, user } from "../report/builders.ts";
import { everyStore, KINDS } from "./every-store.ts";
import { DAY, START } from "./store-in-folder.ts";

const at = everyStore();
const RUN = { tenantId: null, commit: "0a1b2c3d", plan: () => null, approvals: () => Promise.resolve([]) };
const row = (name: string) => upgrade({ user: user(name) });
const intentOf = (name: string) =>
  ({
    userId: row(name).user.id,
    appId: row(name).on.catalogId,
    action: "upgrade",
    version: "2.4.0",
    at: START,
  }) as const;

async function write(store: Store, name: string, ms = START): Promise<void> {
  const journal = receiptJournal(RUN, store.receipts, null);
  await journal.intend({ ...intentOf(name), at: ms }, row(name));
  await journal.concludeWrite(row(name), { ...outcome("applied", null), at: isoTime(ms) }, 1);
}

async function faults({ receipts }: Store): Promise<readonly string[]> {
  let previous = await receipts.before();
  const found: string[] = [];
  for await (const one of receipts.after(0)) {
    const fault = faultOf(one, previous);
    if (fault !== null) found.push(`${one.number}: ${fault}`);
    previous = one;
  }
  return found;
}

async function all({ receipts }: Store): Promise<readonly KeptReceipt[]> {
  const found: KeptReceipt[] = [];
  for await (const one of receipts.after(0)) found.push(one);
  return found;
}

const textsOf = async (store: Store): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  (await all(store)).map(({ text }): Readonly<Record<string, unknown>> => JSON.parse(text));

describe.each(KINDS)("%s", (kind) => {
  at.is(kind);

  describe("receipts in a store", () => {
    it("form one chain, whoever adds to it", async () => {
      const [one, other] = [await at.store(), await at.store()];
      await write(one, "adele");
      await write(other, "megan");
      await write(one, "adele");
      expect((await all(other)).map(({ number, person }) => [number, person?.userPrincipalName])).toEqual([
        [1, "adele@contoso.com"],
        [2, "megan@contoso.com"],
        [3, "adele@contoso.com"],
      ]);
      expect(await faults(other)).toEqual([]);
      expect(await one.receipts.head()).toMatchObject({ number: 3, digest: (await all(one))[2]?.digest });
    });

    it("of a person who is forgotten name nobody any more, and the chain still holds", async () => {
      const store = await at.store();
      for (const name of ["adele", "megan"]) await write(store, name);
      expect(await store.forget("Adele@Contoso.com")).toBeGreaterThan(0);
      expect((await all(store)).map(({ person }) => person?.userPrincipalName ?? null)).toEqual([
        null,
        "megan@contoso.com",
      ]);
      expect((await all(store))[0]?.text).not.toMatch(/adele/);
      expect(await faults(store)).toEqual([]);
      await write(store, "adele");
      const [first, , again] = await textsOf(store);
      expect(again?.["person"]).not.toBe(first?.["person"]);
    });

    it("that a kill left out are added by the next run, once, and marked so", async () => {
      const killed = await at.store();
      const journal = receiptJournal(RUN, killed.receipts, null);
      await journal.intend(intentOf("adele"), row("adele"));
      await journal.intend(intentOf("adele"), row("adele"));
      await write(killed, "megan");
      const next = await at.store();
      expect((await next.receipts.recover()).map(({ number }) => number)).toEqual([2]);
      expect(await next.receipts.recover()).toEqual([]);
      expect((await textsOf(next))[1]).toMatchObject({
        recovered: true,
        sends: 2,
        at: isoTime(START),
        outcome: { status: "unverified", code: "stopped" },
      });
      expect(await faults(next)).toEqual([]);
    });

    it("are deleted from the beginning after two years, and what is left can still be verified", async () => {
      const store = await at.store();
      for (const [index, name] of ["adele", "megan", "adele"].entries())
        await write(store, name, START + index * 400 * DAY);
      await at.clock().advance(800 * DAY);
      await store.prune();
      expect((await all(store)).map(({ number }) => number)).toEqual([2, 3]);
      expect(await faults(store)).toEqual([]);
      await at.clock().advance(2000 * DAY);
      await store.prune();
      expect(await all(store)).toEqual([]);
      await write(store, "megan", START + 2800 * DAY);
      expect((await all(store)).map(({ number }) => number)).toEqual([4]);
      expect(await faults(store)).toEqual([]);
    });

    it("take over what follows in a copy, up to the first that does not, and of another chain nothing", async () => {
      const store = await at.store();
      for (const who of ["adele", "megan", "adele", "megan"]) await write(store, who);
      const copy = await all(store);
      await store.close();
      await at.tamper("DELETE FROM receipts WHERE number > 1; DELETE FROM receipt_people");
      const again = await at.store();
      expect(await again.receipts.takeOver(copy.map((one) => ({ ...one, digest: `sha256:${"ab".repeat(32)}` })))).toBe(
        0,
      );
      expect(await again.receipts.takeOver(copy.filter(({ number }) => number !== 3))).toBe(1);
      expect(await again.receipts.takeOver(copy)).toBe(2);
      expect(await again.receipts.takeOver(copy)).toBe(0);
      expect((await all(again)).slice(1)).toEqual(copy.slice(1));
      expect(await faults(again)).toEqual([]);
    });

    it("go on from a chain that was kept elsewhere where the store is new", async () => {
      const store = await at.store();
      const link = { number: 7, digest: `sha256:${"ab".repeat(32)}` };
      await store.receipts.goOnFrom(link);
      await write(store, "adele");
      await store.receipts.goOnFrom({ ...link, number: 99 });
      await write(store, "adele");
      expect((await all(store)).map(({ number }) => number)).toEqual([8, 9]);
      expect(await faults(store)).toEqual([]);
    });

    it.each([
      {
        name: "a word changed",
        sql: "UPDATE receipts SET text = replace(text, 'applied', 'failed!') WHERE number = 2",
        says: [/^2: it was changed/],
      },
      {
        name: "one taken out",
        sql: "DELETE FROM receipts WHERE number = 2",
        says: [/^3: receipt 2 before it is missing/],
      },
      {
        name: "two taken out",
        sql: "DELETE FROM receipts WHERE number IN (2, 3)",
        says: [/^4: receipts 2 to 3 before it are missing/],
      },
      {
        name: "the first taken out",
        sql: "DELETE FROM receipts WHERE number = 1",
        says: [/^2: the receipts before it are missing/],
      },
      {
        name: "another name beside it",
        sql: "UPDATE receipt_people SET user_id = 'id-of-megan'",
        says: [/^1: the person/, /^2: the person/, /^3: the person/, /^4: the person/],
      },
      {
        name: "another text with its digest",
        sql: "UPDATE receipts SET (text, digest) = (SELECT text, digest FROM receipts WHERE number = 1) WHERE number = 2",
        says: [/^2: its number/, /^3: it does not follow receipt 2/],
      },
    ])("$name: said, with the number", async ({ sql, says }) => {
      const store = await at.store();
      for (let index = 0; index < 4; index += 1) await write(store, "adele");
      await at.tamper(sql);
      const found = await faults(store);
      for (const [index, expected] of says.entries()) expect(found[index]).toMatch(expected);
      expect(found).toHaveLength(says.length);
    });
  });
});
