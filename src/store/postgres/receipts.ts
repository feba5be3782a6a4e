import type { KnownUser } from "../../model/plan.ts";
import type { KeptReceipt, ReceiptFacts, ReceiptLink, ReceiptPerson } from "../../model/receipt.ts";
import { faultOf, newSalt, personHash, seal } from "../../receipts/chain.ts";
import { readReceipt } from "../../receipts/read-receipt.ts";
import { BEFORE_KEY, factsIn, linkOf, receiptOf } from "../rows/receipts.ts";
import { textOrNull } from "../rows/row.ts";
import type { StoredReceipts } from "../store.ts";
import type { Guard } from "./guard.ts";
import { getMeta, putMeta } from "./meta.ts";
import type { Query, TenantSql } from "./sql.ts";

/** So many are held in memory while they are read. */
const PAGE = 500;

type Who = Pick<KnownUser, "id" | "userPrincipalName">;

/** The chain of receipts of one tenant, which only one process at a time adds to. */
export function createReceipts(sql: TenantSql, guard: Guard): StoredReceipts {
  const alone = <Value>(work: (query: Query) => Promise<Value>): Promise<Value> => sql.inTurn("receipts", work);
  return {
    keep: (facts, user) => guard.attempt(() => alone((query) => keep(query, facts, user)), null),
    async intend(facts, { id, userPrincipalName }) {
      await guard.attempt(
        () =>
          sql.query(
            `INSERT INTO trueup.unsettled AS u (tenant, user_id, app_id, at, name, sends, facts) VALUES ($1, $2, $3, $4, $5, 1, $6)
             ON CONFLICT (tenant, user_id, app_id) DO UPDATE SET sends = u.sends + 1, at = excluded.at, facts = excluded.facts`,
            [id, facts.app.id, Date.parse(facts.at), userPrincipalName, JSON.stringify(facts)],
          ),
        [],
      );
    },
    recover: () => guard.attempt(() => alone(recover), []),
    head: () => guard.attempt(() => headOf(sql.query), null),
    async goOnFrom(link) {
      await guard.attempt(
        () =>
          alone(async (query) => {
            if ((await headOf(query)) === null) await putMeta(query, BEFORE_KEY, JSON.stringify(link));
          }),
        undefined,
      );
    },
    takeOver: (copy) => guard.attempt(() => alone((query) => takeOver(query, copy)), 0),
    before: () => linkBefore(sql.query),
    async *after(number) {
      for (let from = number; ; ) {
        const rows = await sql.query(
          `SELECT r.number, r.digest, r.text, p.user_id, p.name, p.salt FROM trueup.receipts AS r
           LEFT JOIN trueup.receipt_people AS p ON p.tenant = r.tenant AND p.person = r.person
           WHERE r.tenant = $1 AND r.number > $2 ORDER BY r.number LIMIT $3`,
          [from, PAGE],
        );
        for (const row of rows) yield receiptOf(row);
        if (rows.length < PAGE) return;
        from = Number(rows.at(-1)?.["number"]);
      }
    },
  };
}

async function linkBefore(query: Query): Promise<ReceiptLink | null> {
  return linkOf(await getMeta(query, BEFORE_KEY));
}

async function headOf(query: Query): Promise<ReceiptLink | null> {
  const [last] = await query(
    "SELECT number, digest FROM trueup.receipts WHERE tenant = $1 ORDER BY number DESC LIMIT 1",
  );
  return last === undefined ? linkBefore(query) : { number: Number(last["number"]), digest: String(last["digest"]) };
}

async function personOf(query: Query, { id, userPrincipalName }: Who): Promise<ReceiptPerson> {
  const [known] = await query("SELECT name, salt FROM trueup.receipt_people WHERE tenant = $1 AND user_id = $2", [id]);
  const salt = known === undefined ? newSalt() : String(known["salt"]);
  const person = { id, userPrincipalName, salt };
  if (known === undefined || known["name"] !== userPrincipalName) await know(query, person, personHash(person));
  return person;
}

async function know(query: Query, { id, userPrincipalName, salt }: ReceiptPerson, hash: string | null): Promise<void> {
  await query(
    `INSERT INTO trueup.receipt_people (tenant, user_id, name, salt, person) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (tenant, user_id) DO UPDATE SET name = excluded.name, salt = excluded.salt, person = excluded.person`,
    [id, userPrincipalName, salt, hash],
  );
}

async function add(
  query: Query,
  { number, digest, text }: KeptReceipt,
  at: string,
  hash: string | null,
): Promise<void> {
  await query(
    "INSERT INTO trueup.receipts (tenant, number, at, person, digest, text) VALUES ($1, $2, $3, $4, $5, $6)",
    [number, Date.parse(at), hash, digest, text],
  );
}

async function settle(query: Query, userId: string, appId: string | null): Promise<void> {
  await query("DELETE FROM trueup.unsettled WHERE tenant = $1 AND user_id = $2 AND app_id = $3", [userId, appId]);
}

async function keep(query: Query, facts: ReceiptFacts, user: Who | null): Promise<KeptReceipt> {
  const person = user === null ? null : await personOf(query, user);
  const kept = seal(facts, person, await headOf(query));
  await add(query, kept, facts.at, person === null ? null : personHash(person));
  if (user !== null && facts.kind === "write") await settle(query, user.id, facts.app.id);
  return kept;
}

async function recover(query: Query): Promise<readonly KeptReceipt[]> {
  const rows = await query(
    "SELECT user_id, app_id, name, sends, facts FROM trueup.unsettled WHERE tenant = $1 ORDER BY at",
  );
  const all: KeptReceipt[] = [];
  for (const { user_id: id, app_id: appId, name, sends, facts } of rows) {
    const written = factsIn(facts);
    await settle(query, String(id), String(appId));
    const user = { id: String(id), userPrincipalName: textOrNull(name) };
    if (written !== null) all.push(await keep(query, { ...written, sends: Number(sends), recovered: true }, user));
  }
  return all;
}

async function takeOver(query: Query, copy: Iterable<KeptReceipt>): Promise<number> {
  let [previous, taken] = [await headOf(query), 0];
  for (const one of copy) {
    if (previous === null || one.number <= previous.number) continue;
    const { facts, person: hash } = readReceipt(one);
    if (facts === null || faultOf(one, previous) !== null) return taken;
    await add(query, one, facts.at, hash);
    const { person } = one;
    const known =
      person === null
        ? [{}]
        : await query("SELECT 1 FROM trueup.receipt_people WHERE tenant = $1 AND user_id = $2", [person.id]);
    if (person !== null && known.length === 0) await know(query, person, hash);
    previous = one;
    taken += 1;
  }
  return taken;
}
