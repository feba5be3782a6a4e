import type { DatabaseSync } from "node:sqlite";
import type {
  DirectoryChange,
  DirectoryStore,
  FollowedGroup,
  Keeping,
  KeptStream,
  RoundToKeep,
} from "../../resolve/directory-changes.ts";
import type { AssignedPlan, DirectoryUser } from "../../resolve/directory.ts";
import { type Nesting, nestingChanges, nestingOf } from "../nesting.ts";
import { directoryGroupOf, directoryUserOf, readPlans, streamOf, writePlans } from "../rows/directory.ts";
import { type Guard, inTransaction } from "./database.ts";
import type { Texts } from "./texts.ts";

/** Users that are read at a time. */
const AT_ONCE = 1_000;
const USER_COLUMNS = "d.user_id, d.name, d.enabled, d.type, d.plans, d.gone_at";

/** The directory as rounds of delta queries told it. Nothing here rejects. */
export function createDirectoryStore(database: DatabaseSync, texts: Texts, guard: Guard): DirectoryStore {
  const plans = createPlans(texts);
  const streams = database.prepare("SELECT * FROM directory_streams");
  const stream = database.prepare("SELECT link FROM directory_streams WHERE name = ?");
  const putStream = database.prepare(`
    INSERT OR REPLACE INTO directory_streams (name, shape, link, begun_at, full_at, group_ids) VALUES (?, ?, ?, ?, ?, ?)`);
  const drop = database.prepare("DELETE FROM directory_streams WHERE name IN (SELECT value FROM json_each(?))");
  const dropMembers = database.prepare("DELETE FROM directory_streams WHERE group_ids <> ''");
  const find = database.prepare(`
    SELECT u.value AS wanted, ${USER_COLUMNS} FROM json_each(?) AS u JOIN directory_users AS d
    ON d.user_id = u.value OR d.name_key = u.value WHERE d.gone_at IS NULL`);
  const byId = database.prepare(`
    SELECT ${USER_COLUMNS} FROM json_each(?) AS u JOIN directory_users AS d ON d.user_id = u.value`);
  const page = database.prepare(`
    SELECT ${USER_COLUMNS} FROM directory_users AS d WHERE d.user_id > ? AND d.gone_at IS NULL ORDER BY d.user_id LIMIT ${AT_ONCE}`);
  const findGroups = database.prepare(
    "SELECT group_id, name, visibility FROM directory_groups WHERE (group_id = ?1 OR name_key = ?1) AND gone_at IS NULL",
  );
  const within = database.prepare("SELECT inner_id FROM directory_nesting WHERE outer_id = ?1 AND inner_id <> ?1");
  const memberIds = database.prepare(`
    SELECT DISTINCT member_id FROM directory_members WHERE is_group = 0 AND group_id IN
      (SELECT ?1 UNION SELECT inner_id FROM directory_nesting WHERE outer_id = ?1) ORDER BY member_id`);
  const write = createWriting(database, plans);

  function keepRound(round: RoundToKeep): Keeping {
    plans.prepare(round.changes);
    return inTransaction(database, () => {
      const { followed, changes, isFull } = round;
      const { name, shape, link, begunAt, fullAt, groupIds } = round.stream;
      if ((stream.get(name)?.["link"] ?? null) !== round.before) return { kind: "overtaken" };
      const cameBack = write[followed.kind](changes, isFull, round.stream);
      putStream.run(name, shape, link, begunAt, fullAt, groupIds.join(" "));
      if (cameBack) dropMembers.run();
      return { kind: "kept", cameBack };
    });
  }

  return {
    streams: async () =>
      guard.attempt<readonly KeptStream[] | null>(() => streams.all().flatMap((row) => streamOf(row) ?? []), null),
    keep: async (round) => guard.attempt<Keeping | null>(() => keepRound(round), null),
    drop: async (names) => guard.attempt(() => void drop.run(JSON.stringify(names)), undefined),
    findUsers: async (names) =>
      guard.attempt<ReadonlyMap<string, readonly DirectoryUser[]> | null>(() => {
        const found = new Map<string, DirectoryUser[]>();
        for (const row of find.all(JSON.stringify(names.map(fold)))) {
          const name = String(row["wanted"]);
          found.set(name, [...(found.get(name) ?? []), directoryUserOf(row, plans.of)]);
        }
        return found;
      }, null),
    users: async (ids) =>
      guard.attempt<ReadonlyMap<string, DirectoryUser | "gone"> | null>(() => {
        const rows = byId.all(JSON.stringify(ids.map(fold)));
        return new Map(
          rows.map((row) => [
            String(row["user_id"]),
            row["gone_at"] === null ? directoryUserOf(row, plans.of) : "gone",
          ]),
        );
      }, null),
    findGroups: async (name) =>
      guard.attempt<readonly FollowedGroup[] | null>(() => findGroups.all(fold(name)).map(directoryGroupOf), null),
    groupsWithin: async (groupId) =>
      guard.attempt<readonly string[] | null>(
        () => [fold(groupId), ...within.all(fold(groupId)).map((row) => String(row["inner_id"]))],
        null,
      ),
    memberIds: async (groupId) =>
      guard.attempt<readonly string[] | null>(
        () => memberIds.all(fold(groupId)).map((row) => String(row["member_id"])),
        null,
      ),
    everybody: async (after) =>
      guard.attempt<readonly DirectoryUser[] | null>(
        () => page.all(fold(after)).map((row) => directoryUserOf(row, plans.of)),
        null,
      ),
  };
}

/** Writes what rounds tell, by what they followed, and gives whether somebody or something came back. Throws what SQLite throws. */
type Write = (changes: readonly DirectoryChange[], isFull: boolean, stream: KeptStream) => boolean;

function createWriting(database: DatabaseSync, plans: Plans): Readonly<Record<RoundToKeep["followed"]["kind"], Write>> {
  const updateNesting = createNesting(database);
  const userOf = database.prepare(`SELECT ${USER_COLUMNS} FROM directory_users AS d WHERE d.user_id = ?`);
  const putUser = database.prepare(`
    INSERT OR REPLACE INTO directory_users (user_id, name, name_key, enabled, type, plans, gone_at) VALUES (?, ?, ?, ?, ?, ?, NULL)`);
  const groupOf = database.prepare("SELECT group_id, name, visibility FROM directory_groups WHERE group_id = ?");
  const putGroup = database.prepare(`
    INSERT OR REPLACE INTO directory_groups (group_id, name, name_key, visibility, gone_at) VALUES (?, ?, ?, ?, NULL)`);
  const emptyGone = database.prepare(`
    DELETE FROM directory_members WHERE group_id IN (SELECT group_id FROM directory_groups WHERE gone_at IS NOT NULL)
      OR (is_group = 1 AND member_id IN (SELECT group_id FROM directory_groups WHERE gone_at IS NOT NULL))`);
  const empty = database.prepare("DELETE FROM directory_members WHERE group_id = ?");
  const join = database.prepare(
    "INSERT OR REPLACE INTO directory_members (group_id, member_id, is_group) VALUES (?, ?, ?)",
  );
  const leave = database.prepare("DELETE FROM directory_members WHERE group_id = ? AND member_id = ?");
  const [goneUsers, goneGroups] = [
    createGone(database, "directory_users", "user_id"),
    createGone(database, "directory_groups", "group_id"),
  ];

  function user({ id, told }: Extract<DirectoryChange, { kind: "user" }>, isFull: boolean): void {
    const row = isFull ? undefined : userOf.get(id);
    const before = row === undefined ? NOTHING_TOLD : directoryUserOf(row, plans.of);
    const { userPrincipalName: name, accountEnabled, userType, assignedPlans } = { ...before, ...told };
    const enabled = accountEnabled === null ? null : Number(accountEnabled);
    putUser.run(id, name, name === null ? null : fold(name), enabled, userType, plans.idOf(assignedPlans));
  }

  function group({ id, told }: Extract<DirectoryChange, { kind: "group" }>, isFull: boolean): void {
    const row = isFull ? undefined : groupOf.get(id);
    const before = row === undefined ? { displayName: null, visibility: null } : directoryGroupOf(row);
    const { displayName: name, visibility } = { ...before, ...told };
    putGroup.run(id, name, name === null ? null : fold(name), visibility);
  }

  return {
    users(changes, isFull, { begunAt }) {
      const gone = goneUsers(isFull, begunAt);
      for (const change of changes) {
        if (change.kind === "user-gone") gone.add(fold(change.id));
        if (change.kind !== "user") continue;
        user({ ...change, id: fold(change.id) }, isFull);
        gone.isBack(fold(change.id));
      }
      return gone.cameBack();
    },
    groups(changes, isFull, { begunAt }) {
      const gone = goneGroups(isFull, begunAt);
      for (const change of changes) {
        if (change.kind === "group-gone") gone.add(fold(change.id));
        if (change.kind !== "group") continue;
        group({ ...change, id: fold(change.id) }, isFull);
        gone.isBack(fold(change.id));
      }
      updateNesting(() => emptyGone.run());
      return gone.cameBack();
    },
    members(changes, isFull, { groupIds }) {
      const followed = new Set(groupIds);
      updateNesting(() => {
        if (isFull) for (const id of followed) empty.run(id);
        for (const change of changes) {
          if (change.kind === "group-gone") empty.run(fold(change.id));
          if (change.kind !== "joined" && change.kind !== "left") continue;
          const [groupId, id] = [fold(change.groupId), fold(change.id)];
          if (!followed.has(groupId)) continue;
          if (change.kind === "left") leave.run(groupId, id);
          else join.run(groupId, id, change.type === "group" ? 1 : 0);
        }
      });
      return false;
    },
  };
}

const NOTHING_TOLD = { userPrincipalName: null, accountEnabled: null, userType: null, assignedPlans: null };

/** Who is gone. */
interface Gone {
  readonly add: (id: string) => void;
  readonly isBack: (id: string) => void;
  readonly cameBack: () => boolean;
}

/** Those who were there stay as gone: a group that still has them would else have members of whom nothing is known. */
function createGone(
  database: DatabaseSync,
  table: "directory_users" | "directory_groups",
  key: "user_id" | "group_id",
): (isFull: boolean, atMs: number) => Gone {
  const all = database.prepare(`SELECT ${key} AS id FROM ${table} WHERE gone_at IS NOT NULL`);
  const markAll = database.prepare(`UPDATE ${table} SET gone_at = ? WHERE gone_at IS NULL`);
  const mark = database.prepare(
    `INSERT INTO ${table} (${key}, gone_at) VALUES (?1, ?2) ON CONFLICT (${key}) DO UPDATE SET gone_at = ifnull(gone_at, ?2)`,
  );
  return (isFull, atMs) => {
    const gone = new Set(all.all().map((row) => String(row["id"])));
    let cameBack = false;
    if (isFull) markAll.run(atMs);
    return {
      add(id) {
        gone.add(id);
        mark.run(id, atMs);
      },
      isBack(id) {
        cameBack = gone.delete(id) || cameBack;
      },
      cameBack: () => cameBack,
    };
  };
}

/** Does something to direct members, and brings the groups within groups up to date. */
function createNesting(database: DatabaseSync): (change: () => void) => void {
  const direct = database.prepare("SELECT group_id, member_id FROM directory_members WHERE is_group = 1");
  const closure = database.prepare("SELECT outer_id, inner_id FROM directory_nesting");
  const clear = database.prepare("DELETE FROM directory_nesting WHERE outer_id = ?");
  const put = database.prepare("INSERT INTO directory_nesting (outer_id, inner_id) VALUES (?, ?)");
  const readDirect = (): Nesting =>
    nestingOf(direct.all().map((row) => [String(row["group_id"]), String(row["member_id"])]));
  return (change) => {
    const before = readDirect();
    change();
    const all = nestingOf(closure.all().map((row) => [String(row["outer_id"]), String(row["inner_id"])]));
    for (const [outer, inners] of nestingChanges(before, readDirect(), all)) {
      clear.run(outer);
      for (const inner of inners) put.run(outer, inner);
    }
  };
}

/** Plans as shared texts. */
interface Plans {
  /** Gives numbers to those that have none: outside of a transaction, since a number that is known has to be in the file. */
  readonly prepare: (changes: readonly DirectoryChange[]) => void;
  readonly idOf: (plans: readonly AssignedPlan[] | null) => number | null;
  readonly of: (id: number) => readonly AssignedPlan[] | null;
}

function createPlans(texts: Texts): Plans {
  const known = new Map<number, readonly AssignedPlan[] | null>();
  const ids = new Map<readonly AssignedPlan[], number>();
  const idOf = (plans: readonly AssignedPlan[] | null): number | null => {
    if (plans === null) return null;
    const id = ids.get(plans) ?? texts.idOf(writePlans(plans));
    ids.set(plans, id);
    return id;
  };
  return {
    prepare(changes) {
      for (const change of changes) if (change.kind === "user") idOf(change.told.assignedPlans ?? null);
    },
    idOf,
    of(id) {
      const plans = known.get(id) ?? readPlans((texts.listOf(id) ?? []).join("\n"));
      known.set(id, plans);
      return plans;
    },
  };
}

function fold(text: string): string {
  return text.toLowerCase();
}
