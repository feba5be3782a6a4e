import type { DatabaseSync } from "node:sqlite";
import type { KnownUser } from "../../model/plan.ts";
import type { KeptReceipt, ReceiptFacts, ReceiptLink, ReceiptPerson } from "../../model/receipt.ts";
import { faultOf, newSalt, personHash, seal } from "../../receipts/chain.ts";
import { readReceipt } from "../../receipts/read-receipt.ts";
import { BEFORE_KEY, factsIn, linkOf, receiptOf } from "../rows/receipts.ts";
import type { StoredReceipts } from "../store.ts";
import { type Guard, inTransaction } from "./database.ts";

/** So many are held in memory while they are read. */
const PAGE = 500;

type Who = Pick<KnownUser, "id" | "userPrincipalName">;

/** The tables of receipts in a store, which is one tenant's. */
export function createReceipts(database: DatabaseSync, guard: Guard): StoredReceipts {
  const add = database.prepare("INSERT INTO receipts (number, at, person, digest, text) VALUES (?, ?, ?, ?, ?)");
  const last = database.prepare("SELECT number, digest FROM receipts ORDER BY number DESC LIMIT 1");
  const before = database.prepare("SELECT value FROM meta WHERE key = ?");
  const find = database.prepare("SELECT name, salt FROM receipt_people WHERE user_id = ?");
  const know = database.prepare(
    "INSERT OR REPLACE INTO receipt_people (user_id, name, salt, person) VALUES (?, ?, ?, ?)",
  );
  const intend = database.prepare(`
    INSERT INTO unsettled (user_id, app_id, at, name, sends, facts) VALUES (?, ?, ?, ?, 1, ?)
    ON CONFLICT DO UPDATE SET sends = sends + 1, at = excluded.at, facts = excluded.facts`);
  const settle = database.prepare("DELETE FROM unsettled WHERE user_id = ? AND app_id = ?");
  const unsettled = database.prepare("SELECT user_id, app_id, name, sends, facts FROM unsettled ORDER BY at");
  const page = database.prepare(`
    SELECT number, digest, text, user_id, name, salt FROM receipts LEFT JOIN receipt_people USING (person)
    WHERE number > ? ORDER BY number LIMIT ${PAGE}`);

  const linkBefore = (): ReceiptLink | null => linkOf(before.get(BEFORE_KEY)?.["value"]);
  const head = (): ReceiptLink | null => {
    const row = last.get();
    return row === undefined ? linkBefore() : { number: Number(row["number"]), digest: String(row["digest"]) };
  };
  const personOf = ({ id, userPrincipalName }: Who): ReceiptPerson => {
    const known = find.get(id);
    const salt = known === undefined ? newSalt() : String(known["salt"]);
    const person = { id, userPrincipalName, salt };
    if (known === undefined || known["name"] !== userPrincipalName)
      know.run(id, userPrincipalName, salt, personHash(person));
    return person;
  };
  const keep = (facts: ReceiptFacts, user: Who | null): KeptReceipt => {
    const person = user === null ? null : personOf(user);
    const kept = seal(facts, person, head());
    const hash = person === null ? null : personHash(person);
    add.run(kept.number, Date.parse(facts.at), hash, kept.digest, kept.text);
    if (user !== null && facts.kind === "write") settle.run(user.id, facts.app.id);
    return kept;
  };
  const takeOver = (copy: Iterable<KeptReceipt>): number => {
    let [previous, taken] = [head(), 0];
    for (const one of copy) {
      if (previous === null || one.number <= previous.number) continue;
      const { facts, person: hash } = readReceipt(one);
      if (facts === null || faultOf(one, previous) !== null) return taken;
      add.run(one.number, Date.parse(facts.at), hash, one.digest, one.text);
      const { person } = one;
      if (person !== null && find.get(person.id) === undefined)
        know.run(person.id, person.userPrincipalName, person.salt, hash);
      previous = one;
      taken += 1;
    }
    return taken;
  };
  return {
    keep: async (facts, user) => guard.attempt(() => inTransaction(database, () => keep(facts, user)), null),
    async intend(facts, { id, userPrincipalName }) {
      const row = [id, facts.app.id, Date.parse(facts.at), userPrincipalName, JSON.stringify(facts)] as const;
      guard.attempt(() => intend.run(...row), undefined);
    },
    recover: async () =>
      guard.attempt(
        () =>
          inTransaction(database, () =>
            unsettled.all().flatMap(({ user_id: id, app_id: appId, name, sends, facts }) => {
              const written = factsIn(facts);
              settle.run(id ?? null, appId ?? null);
              if (written === null) return [];
              const userPrincipalName = typeof name === "string" ? name : null;
              return [
                keep({ ...written, sends: Number(sends), recovered: true }, { id: String(id), userPrincipalName }),
              ];
            }),
          ),
        [],
      ),
    head: async () => guard.attempt(head, null),
    async goOnFrom(link) {
      guard.attempt(() => {
        if (head() === null) putBefore(database, link);
      }, undefined);
    },
    takeOver: async (copy) => guard.attempt(() => inTransaction(database, () => takeOver(copy)), 0),
    before: async () => linkBefore(),
    async *after(number) {
      let from = number;
      for (;;) {
        const rows = page.all(from);
        for (const row of rows) yield receiptOf(row);
        if (rows.length < PAGE) return;
        from = Number(rows.at(-1)?.["number"]);
      }
    },
  };
}

/** Notes which receipt came before the first one that is kept. */
export function putBefore(database: DatabaseSync, link: ReceiptLink): void {
  database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)").run(BEFORE_KEY, JSON.stringify(link));
}
