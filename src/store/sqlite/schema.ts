import { DatabaseSync } from "node:sqlite";
import { DamagedFile, inTransaction } from "./database.ts";

/** Tells a store from other files of SQLite: `True` in ASCII. */
export const APPLICATION_ID = 0x54727565;

/**
 * What brings a file from each version to the next; the first entry makes a new file. An entry that was released is never
 * changed: what is different from then on is an entry of its own.
 */
export const MIGRATIONS: readonly string[] = [
  `
  PRAGMA application_id = ${APPLICATION_ID};
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  -- Texts that many users share: what is wanted for them, and what a reading looked for.
  CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
  -- name: the principal name in lower case. left_at: since when the user is out of scope; null while in it.
  CREATE TABLE scope (
    user_id TEXT PRIMARY KEY, name TEXT, wanted INTEGER NOT NULL, wanted_since INTEGER NOT NULL, left_at INTEGER
  ) WITHOUT ROWID;
  CREATE TABLE readings (
    user_id TEXT PRIMARY KEY, tried_at INTEGER NOT NULL,
    installations TEXT, absence_proven INTEGER, looked_for INTEGER, consents INTEGER
  ) WITHOUT ROWID;
  CREATE TABLE intents (
    user_id TEXT NOT NULL, app_id TEXT NOT NULL, action TEXT NOT NULL, version TEXT, at INTEGER NOT NULL,
    PRIMARY KEY (user_id, app_id)
  ) WITHOUT ROWID;
  CREATE TABLE runs (
    id INTEGER PRIMARY KEY, started_at INTEGER NOT NULL, ended_at INTEGER, command TEXT NOT NULL, git_commit TEXT, summary TEXT
  );
  CREATE TABLE outcomes (
    id INTEGER PRIMARY KEY, run INTEGER, at INTEGER NOT NULL, user_id TEXT NOT NULL, app TEXT NOT NULL, app_id TEXT, action TEXT,
    from_version TEXT, to_version TEXT, status TEXT NOT NULL, code TEXT, request_id TEXT, sends INTEGER NOT NULL
  );
  CREATE INDEX outcomes_by_user ON outcomes (user_id);
  CREATE TABLE definitions (
    app_id TEXT NOT NULL, version TEXT NOT NULL, permissions TEXT NOT NULL, first_seen_at INTEGER NOT NULL,
    PRIMARY KEY (app_id, version, permissions)
  ) WITHOUT ROWID;
  `,
  `
  CREATE TABLE locks (
    name TEXT PRIMARY KEY, holder TEXT NOT NULL, token TEXT NOT NULL, taken_at INTEGER NOT NULL, expires_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  `,
  `
  -- How often a pair ended in the same way, for the same definition and desired state.
  CREATE TABLE troubles (
    user_id TEXT NOT NULL, app_id TEXT NOT NULL, kind TEXT NOT NULL, definition TEXT NOT NULL, source TEXT NOT NULL,
    count INTEGER NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, PRIMARY KEY (user_id, app_id)
  ) WITHOUT ROWID;
  CREATE INDEX troubles_by_source ON troubles (source);
  `,
  `
  -- When each write was sent, for limits by the day. Nobody is named, so that it outlives whoever is forgotten.
  CREATE TABLE sends (at INTEGER NOT NULL);
  CREATE INDEX sends_by_time ON sends (at);
  -- app: a name or an id; empty: every app. until: null without an end.
  CREATE TABLE freezes (
    app TEXT PRIMARY KEY, who TEXT NOT NULL, reason TEXT, since INTEGER NOT NULL, until INTEGER
  ) WITHOUT ROWID;
  `,
  `
  -- How far the rollout of each definition has come: JSON of a RolloutState. The file is one tenant's.
  CREATE TABLE rollouts (
    app_id TEXT NOT NULL, digest TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (app_id, digest)
  ) WITHOUT ROWID;
  CREATE TABLE offers (
    app_id TEXT NOT NULL, digest TEXT NOT NULL, first_seen_at INTEGER NOT NULL, PRIMARY KEY (app_id, digest)
  ) WITHOUT ROWID;
  -- Who is watched for removing the app after an upgrade, and others beside them.
  CREATE TABLE watched (
    app_id TEXT NOT NULL, digest TEXT NOT NULL, user_id TEXT NOT NULL, part TEXT NOT NULL, since INTEGER NOT NULL,
    gone_at INTEGER, seen_at INTEGER, PRIMARY KEY (app_id, digest, user_id)
  ) WITHOUT ROWID;
  CREATE INDEX watched_by_user ON watched (user_id);
  CREATE INDEX outcomes_by_version ON outcomes (app_id, to_version, at);
  `,
  `
  -- What was done: a chain, in which each text holds the digest of the one before. person: a salted hash.
  CREATE TABLE receipts (
    number INTEGER PRIMARY KEY, at INTEGER NOT NULL, person TEXT, digest TEXT NOT NULL, text TEXT NOT NULL
  );
  CREATE INDEX receipts_by_person ON receipts (person);
  -- Whose hash it is. Without it nobody can tell, and the chain still holds.
  CREATE TABLE receipt_people (
    user_id TEXT PRIMARY KEY, name TEXT, salt TEXT NOT NULL, person TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX receipt_people_by_person ON receipt_people (person);
  -- Writes without a receipt so far: JSON of WriteFacts.
  CREATE TABLE unsettled (
    user_id TEXT NOT NULL, app_id TEXT NOT NULL, at INTEGER NOT NULL, name TEXT, sends INTEGER NOT NULL, facts TEXT NOT NULL,
    PRIMARY KEY (user_id, app_id)
  ) WITHOUT ROWID;
  `,
  `
  -- When a write's effect was read back: what is not there any more after that was changed by somebody else.
  ALTER TABLE intents ADD COLUMN seen_at INTEGER;
  `,
  `
  -- Every definition that the catalog offered: JSON of version, application, permissions and bot. What older files noted of
  -- definitions lacks the application, and offers only their digests, so the first sight of a digest is taken over and no more.
  DROP TABLE definitions;
  CREATE TABLE definitions (
    app_id TEXT NOT NULL, digest TEXT NOT NULL, definition TEXT NOT NULL, first_seen_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL, PRIMARY KEY (app_id, digest)
  ) WITHOUT ROWID;
  `,
  `
  -- When a definition was first seen stood in two tables. A digest of which only that is known gets an empty definition,
  -- which the next run that is offered it fills in; its first sight stays.
  INSERT INTO definitions (app_id, digest, definition, first_seen_at, last_seen_at)
    SELECT app_id, digest, '{"permissions":[]}', first_seen_at, first_seen_at FROM offers WHERE true
    ON CONFLICT (app_id, digest) DO UPDATE SET first_seen_at = min(first_seen_at, excluded.first_seen_at);
  DROP TABLE offers;
  `,
  `
  -- What apps are called: name in the desired state, and what the catalog says. Older files named apps in outcomes only.
  CREATE TABLE apps (app_id TEXT PRIMARY KEY, manifest_id TEXT, name TEXT, display_name TEXT) WITHOUT ROWID;
  INSERT INTO apps (app_id, name) SELECT lower(app_id), max(app) FROM outcomes WHERE app_id IS NOT NULL GROUP BY lower(app_id);
  `,
  `
  -- How many rows were as desired when a pass looked, of how many.
  CREATE TABLE trend (at INTEGER PRIMARY KEY, as_desired INTEGER NOT NULL, rows INTEGER NOT NULL);
  `,
  `
  -- How far users, names of groups and members of groups were followed by delta queries, and what these told. group_ids: whose
  -- members, with blanks between them; empty where it is something else.
  CREATE TABLE directory_streams (
    name TEXT PRIMARY KEY, shape TEXT NOT NULL, link TEXT NOT NULL, begun_at INTEGER NOT NULL, full_at INTEGER NOT NULL,
    group_ids TEXT NOT NULL
  ) WITHOUT ROWID;
  -- Ids in lower case; name_key: the name in lower case. plans: the number of a text. gone_at: null while they are there.
  CREATE TABLE directory_users (
    user_id TEXT PRIMARY KEY, name TEXT, name_key TEXT, enabled INTEGER, type TEXT, plans INTEGER, gone_at INTEGER
  ) WITHOUT ROWID;
  CREATE INDEX directory_users_by_name ON directory_users (name_key);
  CREATE TABLE directory_groups (
    group_id TEXT PRIMARY KEY, name TEXT, name_key TEXT, visibility TEXT, gone_at INTEGER
  ) WITHOUT ROWID;
  CREATE INDEX directory_groups_by_name ON directory_groups (name_key);
  CREATE TABLE directory_members (
    group_id TEXT NOT NULL, member_id TEXT NOT NULL, is_group INTEGER NOT NULL, PRIMARY KEY (group_id, member_id)
  ) WITHOUT ROWID;
  CREATE INDEX directory_groups_in_groups ON directory_members (group_id, member_id) WHERE is_group = 1;
  -- Groups within groups, however deep.
  CREATE TABLE directory_nesting (outer_id TEXT NOT NULL, inner_id TEXT NOT NULL, PRIMARY KEY (outer_id, inner_id)) WITHOUT ROWID;
  `,
  `
  -- Who tells of changes: one for each app. since: from when on no change went by unheard, as far as can be told.
  CREATE TABLE subscriptions (
    app_id TEXT PRIMARY KEY, id TEXT NOT NULL, url TEXT NOT NULL, since INTEGER NOT NULL, expires_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  -- Whose apps may have changed since they were read.
  CREATE TABLE hints (
    user_id TEXT NOT NULL, app_id TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (user_id, app_id)
  ) WITHOUT ROWID;
  -- How many people were read again on each day, and what had changed unheard.
  CREATE TABLE audits (
    day INTEGER PRIMARY KEY, audited INTEGER NOT NULL, misses INTEGER NOT NULL, exposure_ms INTEGER NOT NULL
  );
  `,
];

/** The version that this program reads and writes; the file holds its own as `user_version`. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/** Brings a file up to date, in one transaction: a process that is killed leaves it as it was. */
export function migrate(database: DatabaseSync, migrations: readonly string[] = MIGRATIONS): void {
  inTransaction(database, () => {
    // Read again: another process may have done it while this one waited for its turn.
    for (const statements of migrations.slice(versionOf(database))) database.exec(statements);
    database.exec(`PRAGMA user_version = ${migrations.length}`);
  });
}

/** The version of a file; 0: it is empty. */
export function versionOf(database: DatabaseSync): number {
  return numberOf(database, "PRAGMA user_version");
}

/** True for a file of SQLite that another program made. */
export function isForeign(database: DatabaseSync): boolean {
  if (numberOf(database, "PRAGMA application_id") === APPLICATION_ID) return false;
  return versionOf(database) > 0 || tablesOf(database).length > 0;
}

/**
 * Tables that are not those of the file's version would fail in the middle of a run.
 * @throws DamagedFile
 */
export function refuseOtherTables(database: DatabaseSync): void {
  const sample = new DatabaseSync(":memory:");
  try {
    for (const statements of MIGRATIONS.slice(0, versionOf(database))) sample.exec(statements);
    if (tablesOf(database).join("\n") !== tablesOf(sample).join("\n")) throw new DamagedFile("its tables are not ours");
  } finally {
    sample.close();
  }
}

/** The first column of the first row. */
export function numberOf(database: DatabaseSync, query: string): number {
  return Number(Object.values(database.prepare(query).get() ?? {})[0]);
}

function tablesOf(database: DatabaseSync): readonly string[] {
  const all = database.prepare(
    "SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name",
  );
  return all.all().map(({ sql }) => String(sql));
}
