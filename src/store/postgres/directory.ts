import type {
  DirectoryChange,
  DirectoryStore,
  FollowedGroup,
  Keeping,
  KeptStream,
  RoundToKeep,
} from "../../resolve/directory-changes.ts";
import type { AssignedPlan, DirectoryUser } from "../../resolve/directory.ts";
import { nestingChanges, nestingOf } from "../nesting.ts";
import { directoryGroupOf, directoryUserOf, readPlans, streamOf, writePlans } from "../rows/directory.ts";
import type { Row } from "../rows/row.ts";
import type { Guard } from "./guard.ts";
import type { Query, TenantSql } from "./sql.ts";
import type { Texts } from "./texts.ts";

/** Users that are read or written at a time. */
const AT_ONCE = 5_000;
const USER_COLUMNS = "d.user_id, d.name, d.enabled, d.type, d.plans, d.gone_at";
/** One search for each column: with an OR of both, no index is of use, and every name is compared with everybody. */
const FIND_USERS = ["user_id", "name_key"]
  .map(
    (column) => `SELECT u.wanted, ${USER_COLUMNS} FROM unnest($2::text[]) AS u (wanted)
      JOIN trueup.directory_users AS d ON d.tenant = $1 AND d.${column} = u.wanted WHERE d.gone_at IS NULL`,
  )
  .join(" UNION ");

/** The directory as rounds of delta queries told it. Nothing here rejects. */
export function createDirectoryStore(sql: TenantSql, texts: Texts, guard: Guard): DirectoryStore {
  const { query } = sql;
  const plans = createPlans(texts);

  async function keepRound(round: RoundToKeep): Promise<Keeping> {
    const planIds = await plans.idsOf(round.changes);
    return sql.inTurn("directory", async (inside): Promise<Keeping> => {
      const { followed, changes, isFull, stream } = round;
      const [kept] = await inside("SELECT link FROM trueup.directory_streams WHERE tenant = $1 AND name = $2", [
        stream.name,
      ]);
      if ((kept?.["link"] ?? null) !== round.before) return { kind: "overtaken" };
      const told = { changes, isFull, stream, planIds };
      const cameBack = await WRITE[followed.kind](inside, told);
      await putStream(inside, stream);
      if (cameBack) await inside("DELETE FROM trueup.directory_streams WHERE tenant = $1 AND group_ids <> ''");
      return { kind: "kept", cameBack };
    });
  }

  async function usersOf(rows: readonly Row[]): Promise<readonly DirectoryUser[]> {
    await plans.load(rows);
    return rows.map((row) => directoryUserOf(row, plans.of));
  }

  return {
    streams: () =>
      guard.attempt<readonly KeptStream[] | null>(async () => {
        const rows = await query("SELECT * FROM trueup.directory_streams WHERE tenant = $1");
        return rows.flatMap((row) => streamOf(row) ?? []);
      }, null),
    keep: (round) =>
      guard.attemptInTurn<Keeping | null>("what changed of the directory is not kept", () => keepRound(round), null),
    drop: async (names) => {
      const gone = "DELETE FROM trueup.directory_streams WHERE tenant = $1 AND name = ANY($2::text[])";
      await guard.attempt(() => query(gone, [names]), []);
    },
    findUsers: (names) =>
      guard.attempt<ReadonlyMap<string, readonly DirectoryUser[]> | null>(async () => {
        const rows = await inPartsOf(names, (some) => query(FIND_USERS, [some]));
        const users = await usersOf(rows);
        const found = new Map<string, DirectoryUser[]>();
        for (const [at, user] of users.entries()) {
          const name = String(rows[at]?.["wanted"]);
          found.set(name, [...(found.get(name) ?? []), user]);
        }
        return found;
      }, null),
    users: (ids) =>
      guard.attempt<ReadonlyMap<string, DirectoryUser | "gone"> | null>(async () => {
        const byId = `SELECT ${USER_COLUMNS} FROM trueup.directory_users AS d WHERE d.tenant = $1 AND d.user_id = ANY($2::text[])`;
        const rows = await inPartsOf(ids, (some) => query(byId, [some]));
        const users = await usersOf(rows);
        return new Map(users.map((user, at) => [user.id, rows[at]?.["gone_at"] === null ? user : "gone"]));
      }, null),
    findGroups: (name) =>
      guard.attempt<readonly FollowedGroup[] | null>(async () => {
        const rows = await query(
          `SELECT group_id, name, visibility FROM trueup.directory_groups
           WHERE tenant = $1 AND (group_id = $2 OR name_key = $2) AND gone_at IS NULL`,
          [fold(name)],
        );
        return rows.map(directoryGroupOf);
      }, null),
    groupsWithin: (groupId) =>
      guard.attempt<readonly string[] | null>(async () => {
        const inner =
          "SELECT inner_id FROM trueup.directory_nesting WHERE tenant = $1 AND outer_id = $2 AND inner_id <> $2";
        return [fold(groupId), ...(await query(inner, [fold(groupId)])).map((row) => String(row["inner_id"]))];
      }, null),
    memberIds: (groupId) =>
      guard.attempt<readonly string[] | null>(async () => {
        const rows = await query(
          `SELECT DISTINCT member_id FROM trueup.directory_members WHERE tenant = $1 AND is_group = 0 AND group_id IN
             (SELECT $2 UNION SELECT inner_id FROM trueup.directory_nesting WHERE tenant = $1 AND outer_id = $2)
           ORDER BY member_id`,
          [fold(groupId)],
        );
        return rows.map((row) => String(row["member_id"]));
      }, null),
    everybody: (after) =>
      guard.attempt<readonly DirectoryUser[] | null>(
        async () =>
          usersOf(
            await query(
              `SELECT ${USER_COLUMNS} FROM trueup.directory_users AS d
               WHERE d.tenant = $1 AND d.user_id > $2 AND d.gone_at IS NULL ORDER BY d.user_id LIMIT ${AT_ONCE}`,
              [fold(after)],
            ),
          ),
        null,
      ),
  };
}

async function putStream(query: Query, stream: KeptStream): Promise<void> {
  const { name, shape, link, begunAt, fullAt, groupIds } = stream;
  await query(
    `INSERT INTO trueup.directory_streams (tenant, name, shape, link, begun_at, full_at, group_ids)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (tenant, name) DO UPDATE SET shape = excluded.shape, link = excluded.link, begun_at = excluded.begun_at,
       full_at = excluded.full_at, group_ids = excluded.group_ids`,
    [name, shape, link, begunAt, fullAt, groupIds.join(" ")],
  );
}

/** What a round tells; `planIds`: the numbers of the plans in it, as texts. */
interface Told {
  readonly changes: readonly DirectoryChange[];
  readonly isFull: boolean;
  readonly stream: KeptStream;
  readonly planIds: PlanIds;
}

type PlanIds = (plans: readonly AssignedPlan[] | null) => number | null;

/** Writes what rounds tell, by what they followed, and gives whether somebody or something came back. Rejects with what the driver throws. */
const WRITE: Readonly<Record<RoundToKeep["followed"]["kind"], (query: Query, told: Told) => Promise<boolean>>> = {
  users: writeUsers,
  groups: writeGroups,
  members: writeMembers,
};

/** A row of a table of users or groups without its id, and since when it is gone. */
interface KeptRow {
  readonly values: Readonly<Record<string, string | number | null>>;
  readonly goneAt: number | null;
}

async function writeUsers(query: Query, { changes, isFull, stream, planIds }: Told): Promise<boolean> {
  const columns = ["name", "name_key", "enabled", "type", "plans"];
  return writeKept(
    query,
    { table: "directory_users", key: "user_id", columns, isFull, atMs: stream.begunAt },
    changes,
    {
      goneOf: (change) => (change.kind === "user-gone" ? change.id : null),
      toldOf: (change, before) => {
        if (change.kind !== "user") return null;
        const { userPrincipalName, accountEnabled, userType, assignedPlans } = change.told;
        const enabled =
          accountEnabled === undefined || accountEnabled === null ? accountEnabled : Number(accountEnabled);
        const plans = assignedPlans === undefined ? undefined : planIds(assignedPlans);
        return {
          id: change.id,
          values: { ...before, ...named(userPrincipalName), ...only({ enabled, type: userType, plans }) },
        };
      },
    },
  );
}

async function writeGroups(query: Query, { changes, isFull, stream }: Told): Promise<boolean> {
  const columns = ["name", "name_key", "visibility"];
  const kept = { table: "directory_groups", key: "group_id", columns, isFull, atMs: stream.begunAt } as const;
  const cameBack = await writeKept(query, kept, changes, {
    goneOf: (change) => (change.kind === "group-gone" ? change.id : null),
    toldOf: (change, before) => {
      if (change.kind !== "group") return null;
      const { displayName, visibility } = change.told;
      return { id: change.id, values: { ...before, ...named(displayName), ...only({ visibility }) } };
    },
  });
  await updatingNesting(query, async () => {
    const gone = "SELECT group_id FROM trueup.directory_groups WHERE tenant = $1 AND gone_at IS NOT NULL";
    await query(
      `DELETE FROM trueup.directory_members
       WHERE tenant = $1 AND (group_id IN (${gone}) OR (is_group = 1 AND member_id IN (${gone})))`,
    );
  });
  return cameBack;
}

function named(name: string | null | undefined): Readonly<Record<string, string | null>> {
  return name === undefined ? {} : { name, name_key: name === null ? null : fold(name) };
}

/** Without what was not told. */
function only(
  values: Readonly<Record<string, string | number | null | undefined>>,
): Readonly<Record<string, string | number | null>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** A table whose rows stay as gone: a group that still has somebody who is gone would else have a member of whom nothing is known. */
interface KeptTable {
  readonly table: "directory_users" | "directory_groups";
  readonly key: "user_id" | "group_id";
  readonly columns: readonly string[];
  readonly isFull: boolean;
  readonly atMs: number;
}

/** What a change says of a row. */
interface ReadChange {
  readonly goneOf: (change: DirectoryChange) => string | null;
  readonly toldOf: (
    change: DirectoryChange,
    before: KeptRow["values"],
  ) => { readonly id: string; readonly values: KeptRow["values"] } | null;
}

/**
 * Writes what a round tells, some of it at a time and in its order, and only rows that differ; gives whether one was gone and is
 * there again. In a round that begins anew, whom it does not tell of is gone.
 */
async function writeKept(
  query: Query,
  kept: KeptTable,
  changes: readonly DirectoryChange[],
  read: ReadChange,
): Promise<boolean> {
  const there = new Set<string>();
  let cameBack = false;
  for (const some of inParts(changes)) {
    const ids = some.flatMap((change) => read.goneOf(change) ?? read.toldOf(change, {})?.id ?? []);
    const before = await keptRows(query, kept, ids.map(fold));
    const after = bringTogether(kept, before, some, read);
    cameBack ||= after.cameBack;
    await putKept(query, kept, new Map([...after.rows].filter(([id, row]) => !isSame(kept, before.get(id), row))));
    if (kept.isFull) for (const [id, { goneAt }] of after.rows) if (goneAt === null) there.add(id);
  }
  if (kept.isFull) await markOthersGone(query, kept, there);
  return cameBack;
}

/** The rows that changes are about, as these leave them. */
function bringTogether(
  { columns, isFull, atMs }: KeptTable,
  kept: ReadonlyMap<string, KeptRow>,
  changes: readonly DirectoryChange[],
  { goneOf, toldOf }: ReadChange,
): { readonly rows: ReadonlyMap<string, KeptRow>; readonly cameBack: boolean } {
  const nothing = Object.fromEntries(columns.map((column) => [column, null]));
  const rows = new Map<string, KeptRow>();
  let cameBack = false;
  for (const change of changes) {
    const gone = goneOf(change);
    if (gone !== null) {
      const before = rows.get(fold(gone)) ?? kept.get(fold(gone));
      rows.set(fold(gone), { values: before?.values ?? nothing, goneAt: before?.goneAt ?? atMs });
    }
    // What a round tells that begins anew is all that there is.
    const told = toldOf(change, nothing);
    if (told === null) continue;
    const before = rows.get(fold(told.id)) ?? kept.get(fold(told.id));
    cameBack ||= before !== undefined && before.goneAt !== null;
    const values =
      isFull || before === undefined ? told.values : (toldOf(change, before.values)?.values ?? told.values);
    rows.set(fold(told.id), { values, goneAt: null });
  }
  return { rows, cameBack };
}

function isSame({ columns }: KeptTable, one: KeptRow | undefined, other: KeptRow): boolean {
  return one?.goneAt === other.goneAt && columns.every((column) => one.values[column] === other.values[column]);
}

/** Page by page: one statement about everybody would take longer than a database may take to answer. */
async function markOthersGone(
  query: Query,
  { table, key, atMs }: KeptTable,
  there: ReadonlySet<string>,
): Promise<void> {
  for (let last = ""; ; ) {
    const rows = await query(
      `SELECT ${key} AS id FROM trueup.${table} WHERE tenant = $1 AND ${key} > $2 AND gone_at IS NULL ORDER BY ${key} LIMIT ${AT_ONCE}`,
      [last],
    );
    const ids = rows.map((row) => String(row["id"]));
    const gone = ids.filter((id) => !there.has(id));
    if (gone.length > 0)
      await query(`UPDATE trueup.${table} SET gone_at = $2 WHERE tenant = $1 AND ${key} = ANY($3::text[])`, [
        atMs,
        gone,
      ]);
    if (ids.length < AT_ONCE) return;
    last = ids.at(-1) ?? last;
  }
}

type Columns = Pick<KeptTable, "table" | "key" | "columns">;

async function keptRows(query: Query, { table, key, columns }: Columns, ids: readonly string[]) {
  const rows = new Map<string, KeptRow>();
  for (const some of inParts([...new Set(ids)])) {
    const found = await query(
      `SELECT ${[key, ...columns].join(", ")}, gone_at FROM trueup.${table} WHERE tenant = $1 AND ${key} = ANY($2::text[])`,
      [some],
    );
    for (const row of found) {
      const values = Object.fromEntries(columns.map((column) => [column, keptValue(row[column])]));
      rows.set(String(row[key]), { values, goneAt: row["gone_at"] === null ? null : Number(row["gone_at"]) });
    }
  }
  return rows;
}

function keptValue(value: unknown): string | number | null {
  return typeof value === "string" || typeof value === "number" ? value : null;
}

async function putKept(
  query: Query,
  { table, key, columns }: Columns,
  rows: ReadonlyMap<string, KeptRow>,
): Promise<void> {
  const all = [key, ...columns, "gone_at"];
  const types = all.map((column, at) => `$${at + 2}::${TYPES[column] ?? "text"}[]`);
  const updates = [...columns, "gone_at"].map((column) => `${column} = excluded.${column}`);
  for (const some of inParts([...rows])) {
    const values = all.map((column) =>
      some.map(([id, row]) => (column === key ? id : column === "gone_at" ? row.goneAt : (row.values[column] ?? null))),
    );
    await query(
      `INSERT INTO trueup.${table} (tenant, ${all.join(", ")}) SELECT $1, * FROM unnest(${types.join(", ")})
       ON CONFLICT (tenant, ${key}) DO UPDATE SET ${updates.join(", ")}`,
      values,
    );
  }
}

/** Of the columns that hold no text. */
const TYPES: Readonly<Record<string, string>> = { enabled: "int", plans: "bigint", gone_at: "bigint" };

async function writeMembers(query: Query, { changes, isFull, stream }: Told): Promise<boolean> {
  const followed = new Set(stream.groupIds);
  const emptied = new Set(isFull ? followed : []);
  /** By group and member, as the round leaves them; null: no member. */
  const last = new Map<string, Map<string, number | null>>();
  for (const change of changes) {
    if (change.kind === "group-gone") {
      emptied.add(fold(change.id));
      last.delete(fold(change.id));
    }
    if (change.kind !== "joined" && change.kind !== "left") continue;
    const groupId = fold(change.groupId);
    if (!followed.has(groupId)) continue;
    const members = last.get(groupId) ?? new Map<string, number | null>();
    members.set(fold(change.id), change.kind === "left" ? null : Number(change.type === "group"));
    last.set(groupId, members);
  }
  await updatingNesting(query, () => putMembers(query, [...emptied], last));
  return false;
}

async function putMembers(
  query: Query,
  emptied: readonly string[],
  last: ReadonlyMap<string, ReadonlyMap<string, number | null>>,
): Promise<void> {
  const all = [...last].flatMap(([groupId, members]) =>
    [...members].map(([id, isGroup]) => [groupId, id, isGroup] as const),
  );
  await query("DELETE FROM trueup.directory_members WHERE tenant = $1 AND group_id = ANY($2::text[])", [emptied]);
  for (const some of inParts(all)) {
    const [left, joined] = [
      some.filter(([, , isGroup]) => isGroup === null),
      some.filter(([, , isGroup]) => isGroup !== null),
    ];
    await query(
      `DELETE FROM trueup.directory_members AS m USING unnest($2::text[], $3::text[]) AS l (group_id, member_id)
       WHERE m.tenant = $1 AND m.group_id = l.group_id AND m.member_id = l.member_id`,
      [left.map(([groupId]) => groupId), left.map(([, id]) => id)],
    );
    await query(
      `INSERT INTO trueup.directory_members (tenant, group_id, member_id, is_group)
       SELECT $1, * FROM unnest($2::text[], $3::text[], $4::int[])
       ON CONFLICT (tenant, group_id, member_id) DO UPDATE SET is_group = excluded.is_group`,
      [joined.map(([groupId]) => groupId), joined.map(([, id]) => id), joined.map(([, , isGroup]) => isGroup)],
    );
  }
}

/** Does something to direct members, and brings the groups within groups up to date. */
async function updatingNesting(query: Query, change: () => Promise<void>): Promise<void> {
  const readDirect = async () => {
    const rows = await query(
      "SELECT group_id, member_id FROM trueup.directory_members WHERE tenant = $1 AND is_group = 1",
    );
    return nestingOf(rows.map((row) => [String(row["group_id"]), String(row["member_id"])]));
  };
  const before = await readDirect();
  await change();
  const closure = await query("SELECT outer_id, inner_id FROM trueup.directory_nesting WHERE tenant = $1");
  const all = nestingOf(closure.map((row) => [String(row["outer_id"]), String(row["inner_id"])]));
  const changed = nestingChanges(before, await readDirect(), all);
  if (changed.size === 0) return;
  await query("DELETE FROM trueup.directory_nesting WHERE tenant = $1 AND outer_id = ANY($2::text[])", [
    [...changed.keys()],
  ]);
  const pairs = [...changed].flatMap(([outer, inners]) => [...inners].map((inner) => [outer, inner] as const));
  for (const some of inParts(pairs)) {
    await query(
      "INSERT INTO trueup.directory_nesting (tenant, outer_id, inner_id) SELECT $1, * FROM unnest($2::text[], $3::text[])",
      [some.map(([outer]) => outer), some.map(([, inner]) => inner)],
    );
  }
}

/** Plans as shared texts. */
interface Plans {
  /** Asked before a transaction begins: texts have a connection of their own. */
  readonly idsOf: (changes: readonly DirectoryChange[]) => Promise<PlanIds>;
  readonly load: (rows: readonly Row[]) => Promise<void>;
  /** Of a number that was loaded. */
  readonly of: (id: number) => readonly AssignedPlan[] | null;
}

function createPlans(texts: Texts): Plans {
  const known = new Map<number, readonly AssignedPlan[] | null>();
  return {
    async idsOf(changes) {
      const written = new Map<readonly AssignedPlan[], string>();
      for (const change of changes) {
        const plans = change.kind === "user" ? (change.told.assignedPlans ?? null) : null;
        if (plans !== null) written.set(plans, writePlans(plans));
      }
      const ids = await texts.idsOf(written.values());
      return (plans) => (plans === null ? null : (ids.get(written.get(plans) ?? "") ?? null));
    },
    load: (rows) => texts.load(rows.map((row) => row["plans"])),
    of(id) {
      const plans = known.get(id) ?? readPlans((texts.listOf(id) ?? []).join("\n"));
      known.set(id, plans);
      return plans;
    },
  };
}

/** The rows for all of these without case, each asked for once. */
async function inPartsOf(
  texts: readonly string[],
  ask: (some: readonly string[]) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const some of inParts([...new Set(texts.map(fold))])) rows.push(...(await ask(some)));
  return rows;
}

function* inParts<Item>(all: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < all.length; start += AT_ONCE) yield all.slice(start, start + AT_ONCE);
}

function fold(text: string): string {
  return text.toLowerCase();
}
