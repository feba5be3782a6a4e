import type { Query, Sql } from "./sql.ts";

const SCHEMA = "trueup";

/**
 * Forward only. A step may add tables, and columns that may be empty; what an older worker reads or writes stays as it is
 * until no version that does so is supported any more, and then `worksWith` of the step says so.
 */
interface Step {
  readonly sql: string;
  /** The oldest version whose workers may go on once the step is made. */
  readonly worksWith: number;
}

/** What can be ordered is compared byte by byte, as JavaScript compares ids. */
const STEPS: readonly Step[] = [
  {
    worksWith: 1,
    sql: `
    CREATE TABLE trueup.meta (tenant text NOT NULL, key text NOT NULL, value text NOT NULL, PRIMARY KEY (tenant, key));
    CREATE TABLE trueup.texts (tenant text NOT NULL, id bigint NOT NULL, text text NOT NULL, PRIMARY KEY (tenant, id));
    CREATE TABLE trueup.scope (
      tenant text NOT NULL, user_id text COLLATE "C" NOT NULL, name text, wanted bigint NOT NULL, wanted_since bigint NOT NULL,
      left_at bigint, PRIMARY KEY (tenant, user_id)
    );
    CREATE TABLE trueup.readings (
      tenant text NOT NULL, user_id text COLLATE "C" NOT NULL, tried_at bigint NOT NULL, installations text,
      absence_proven int, looked_for bigint, consents int, PRIMARY KEY (tenant, user_id)
    );
    CREATE TABLE trueup.intents (
      tenant text NOT NULL, user_id text NOT NULL, app_id text NOT NULL, action text NOT NULL, version text, at bigint NOT NULL,
      seen_at bigint, PRIMARY KEY (tenant, user_id, app_id)
    );
    CREATE TABLE trueup.runs (
      tenant text NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY, started_at bigint NOT NULL, ended_at bigint,
      command text NOT NULL, git_commit text, summary text, PRIMARY KEY (tenant, id)
    );
    CREATE TABLE trueup.outcomes (
      tenant text NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY, run bigint, at bigint NOT NULL, user_id text NOT NULL,
      app text NOT NULL, app_id text, action text, from_version text, to_version text, status text NOT NULL, code text,
      request_id text, sends int NOT NULL, PRIMARY KEY (tenant, id)
    );
    CREATE INDEX outcomes_by_user ON trueup.outcomes (tenant, user_id);
    CREATE INDEX outcomes_by_version ON trueup.outcomes (tenant, app_id, to_version, at);
    CREATE TABLE trueup.definitions (
      tenant text NOT NULL, app_id text COLLATE "C" NOT NULL, digest text COLLATE "C" NOT NULL, definition text NOT NULL,
      first_seen_at bigint NOT NULL, last_seen_at bigint NOT NULL, PRIMARY KEY (tenant, app_id, digest)
    );
    CREATE TABLE trueup.locks (
      tenant text NOT NULL, name text NOT NULL, holder text NOT NULL, token text NOT NULL,
      taken_at bigint NOT NULL, expires_at bigint NOT NULL, PRIMARY KEY (tenant, name)
    );
    CREATE TABLE trueup.troubles (
      tenant text NOT NULL, user_id text NOT NULL, app_id text NOT NULL, kind text NOT NULL, definition text NOT NULL,
      source text NOT NULL, count int NOT NULL, first_at bigint NOT NULL, last_at bigint NOT NULL,
      PRIMARY KEY (tenant, user_id, app_id)
    );
    CREATE INDEX troubles_by_source ON trueup.troubles (tenant, source);
    CREATE TABLE trueup.sends (tenant text NOT NULL, at bigint NOT NULL);
    CREATE INDEX sends_by_time ON trueup.sends (tenant, at);
    CREATE TABLE trueup.freezes (
      tenant text NOT NULL, app text COLLATE "C" NOT NULL, who text NOT NULL, reason text, since bigint NOT NULL, until bigint,
      PRIMARY KEY (tenant, app)
    );
    CREATE TABLE trueup.rollouts (
      tenant text NOT NULL, app_id text COLLATE "C" NOT NULL, digest text COLLATE "C" NOT NULL, state text NOT NULL,
      PRIMARY KEY (tenant, app_id, digest)
    );
    CREATE TABLE trueup.watched (
      tenant text NOT NULL, app_id text NOT NULL, digest text NOT NULL, user_id text NOT NULL, part text NOT NULL,
      since bigint NOT NULL, gone_at bigint, seen_at bigint, PRIMARY KEY (tenant, app_id, digest, user_id)
    );
    CREATE INDEX watched_by_user ON trueup.watched (tenant, user_id);
    CREATE TABLE trueup.receipts (
      tenant text NOT NULL, number bigint NOT NULL, at bigint NOT NULL, person text, digest text NOT NULL, text text NOT NULL,
      PRIMARY KEY (tenant, number)
    );
    CREATE INDEX receipts_by_person ON trueup.receipts (tenant, person);
    CREATE TABLE trueup.receipt_people (
      tenant text NOT NULL, user_id text NOT NULL, name text, salt text NOT NULL, person text NOT NULL,
      PRIMARY KEY (tenant, user_id)
    );
    CREATE INDEX receipt_people_by_person ON trueup.receipt_people (tenant, person);
    CREATE TABLE trueup.unsettled (
      tenant text NOT NULL, user_id text NOT NULL, app_id text NOT NULL, at bigint NOT NULL, name text, sends int NOT NULL,
      facts text NOT NULL, PRIMARY KEY (tenant, user_id, app_id)
    );
    CREATE TABLE trueup.apps (
      tenant text NOT NULL, app_id text COLLATE "C" NOT NULL, manifest_id text, name text, display_name text,
      PRIMARY KEY (tenant, app_id)
    );
    CREATE TABLE trueup.trend (
      tenant text NOT NULL, at bigint NOT NULL, as_desired bigint NOT NULL, rows bigint NOT NULL, PRIMARY KEY (tenant, at)
    );
    `,
  },
  {
    worksWith: 1,
    sql: `
    CREATE TABLE trueup.subscriptions (
      tenant text NOT NULL, app_id text NOT NULL, id text NOT NULL, url text NOT NULL, since bigint NOT NULL,
      expires_at bigint NOT NULL, PRIMARY KEY (tenant, app_id)
    );
    CREATE TABLE trueup.hints (
      tenant text NOT NULL, user_id text COLLATE "C" NOT NULL, app_id text NOT NULL, at bigint NOT NULL,
      PRIMARY KEY (tenant, user_id, app_id)
    );
    CREATE TABLE trueup.audits (
      tenant text NOT NULL, day bigint NOT NULL, audited bigint NOT NULL, misses bigint NOT NULL,
      exposure_ms bigint NOT NULL, PRIMARY KEY (tenant, day)
    );
    `,
  },
  {
    worksWith: 1,
    sql: `
    CREATE TABLE trueup.slices (
      tenant text NOT NULL, registration text NOT NULL, class text NOT NULL, holder text NOT NULL, rank text NOT NULL,
      wants double precision NOT NULL, counted double precision NOT NULL, expires_at bigint NOT NULL,
      PRIMARY KEY (registration, class, holder)
    );
    `,
  },
  {
    worksWith: 1,
    sql: `
    CREATE TABLE trueup.newest_jobs (
      tenant text NOT NULL, job text NOT NULL, digest text NOT NULL, came text, PRIMARY KEY (tenant)
    );
    `,
  },
  {
    // An older program would forget somebody and leave their name here.
    worksWith: 5,
    sql: `
    CREATE TABLE trueup.directory_streams (
      tenant text NOT NULL, name text NOT NULL, shape text NOT NULL, link text NOT NULL, begun_at bigint NOT NULL,
      full_at bigint NOT NULL, group_ids text NOT NULL, PRIMARY KEY (tenant, name)
    );
    CREATE TABLE trueup.directory_users (
      tenant text NOT NULL, user_id text COLLATE "C" NOT NULL, name text, name_key text, enabled int, type text, plans bigint,
      gone_at bigint, PRIMARY KEY (tenant, user_id)
    );
    CREATE INDEX directory_users_by_name ON trueup.directory_users (tenant, name_key);
    CREATE TABLE trueup.directory_groups (
      tenant text NOT NULL, group_id text NOT NULL, name text, name_key text, visibility text, gone_at bigint,
      PRIMARY KEY (tenant, group_id)
    );
    CREATE INDEX directory_groups_by_name ON trueup.directory_groups (tenant, name_key);
    CREATE TABLE trueup.directory_members (
      tenant text NOT NULL, group_id text NOT NULL, member_id text COLLATE "C" NOT NULL, is_group int NOT NULL,
      PRIMARY KEY (tenant, group_id, member_id)
    );
    CREATE INDEX directory_groups_in_groups ON trueup.directory_members (tenant, group_id, member_id) WHERE is_group = 1;
    CREATE TABLE trueup.directory_nesting (
      tenant text NOT NULL, outer_id text NOT NULL, inner_id text NOT NULL, PRIMARY KEY (tenant, outer_id, inner_id)
    );
    `,
  },
];

/** The version that this program makes. */
export const SCHEMA_VERSION = STEPS.length;

/** Any number that no other program on the same database takes: the first bytes of "trueup" in ASCII. */
const MIGRATION_LOCK = 0x74727565;

/** What came of bringing the schema up to date. */
export type Migrated = { readonly kind: "ready" } | { readonly kind: "newer"; readonly version: number };

/**
 * Brings the schema up to date in one transaction; workers that begin together wait for each other. Where nothing is to be
 * done, nothing but reading is asked for, so that a worker needs no right to create. Rejects with what the driver throws.
 */
export async function migrate(sql: Sql): Promise<Migrated> {
  const before = await versionOf(sql.query);
  if (before !== null && before.version >= SCHEMA_VERSION) return judged(before);
  return sql.transaction(async (query) => {
    await query("SELECT pg_advisory_xact_lock($1)", [MIGRATION_LOCK]);
    const now = (await versionOf(query)) ?? (await begin(query));
    if (now.version >= SCHEMA_VERSION) return judged(now);
    for (const { sql: text } of STEPS.slice(now.version))
      for (const statement of statementsOf(text)) await query(statement);
    const worksWith = Math.max(now.worksWith, ...STEPS.slice(now.version).map((step) => step.worksWith));
    await query("UPDATE trueup.schema_version SET version = $1, works_with = $2", [SCHEMA_VERSION, worksWith]);
    return { kind: "ready" };
  });
}

interface Version {
  readonly version: number;
  /** The oldest version whose workers may go on. */
  readonly worksWith: number;
}

/** Whether this program may work with what is there. */
export function judged({ version, worksWith }: Version): Migrated {
  return worksWith > SCHEMA_VERSION ? { kind: "newer", version } : { kind: "ready" };
}

/** What a database holds; null: there is no schema yet. Rejects with what the driver throws. */
export async function versionOf(query: Query): Promise<Version | null> {
  // Asked of the catalog's tables: `to_regclass` answers from a cache, which behind the lock may still lack the table.
  const found = await query("SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = $1 AND tablename = $2", [
    SCHEMA,
    "schema_version",
  ]);
  if (found.length === 0) return null;
  const [row] = await query("SELECT version, works_with FROM trueup.schema_version");
  if (row === undefined) return null;
  return { version: Number(row["version"]), worksWith: Number(row["works_with"]) };
}

async function begin(query: Query): Promise<Version> {
  await query("CREATE SCHEMA IF NOT EXISTS trueup");
  await query("CREATE TABLE trueup.schema_version (version int NOT NULL, works_with int NOT NULL)");
  await query("INSERT INTO trueup.schema_version (version, works_with) VALUES (0, 0)");
  return { version: 0, worksWith: 0 };
}

/** No statement of ours holds a semicolon. */
function statementsOf(text: string): readonly string[] {
  return text
    .split(";")
    .map((one) => one.trim())
    .filter((one) => one !== "");
}
