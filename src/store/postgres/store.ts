import { messageOf, UsageError } from "../../errors.ts";
import type { Clock } from "../../model/clock.ts";
import { type Freezes, NOT_FROZEN } from "../../model/freeze.ts";
import type { CurrentRun } from "../rows/intents.ts";
import { backOffsIn } from "../rows/troubles.ts";
import type { Store, TriedStore } from "../store.ts";
import type { DatabaseAddress } from "./address.ts";
import { createApps } from "./apps.ts";
import { connect } from "./connect.ts";
import { createDatabaseClock, type DatabaseClock } from "./database-clock.ts";
import { createDefinitions } from "./definitions.ts";
import { createDirectoryStore } from "./directory.ts";
import { createStoredEvents } from "./events.ts";
import { createFreezes } from "./freezes.ts";
import { createGuard } from "./guard.ts";
import { createJournal } from "./journal.ts";
import { createLease } from "./lease.ts";
import { getMeta, putMeta } from "./meta.ts";
import { createObservationCache } from "./observation-cache.ts";
import { createKeptPaces } from "./paces.ts";
import { explain } from "./problems.ts";
import { dropReadBacks } from "./read-backs.ts";
import { createReceipts } from "./receipts.ts";
import { forget, prune } from "./retention.ts";
import { createRolloutStore } from "./rollouts.ts";
import { createSharedLimits } from "./shared-limits.ts";
import { judged, migrate, versionOf } from "./schema.ts";
import { ofTenant, readTime, type Sql } from "./sql.ts";
import { createTexts } from "./texts.ts";
import { createTold } from "./told.ts";
import { createTrend } from "./trend.ts";

/** What a store in a database is opened with. */
export interface PostgresOptions {
  readonly address: DatabaseAddress;
  /** Whose rows: tenant id and Graph origin in one text. */
  readonly tenant: string;
  /** Of this machine. */
  readonly clock: Clock;
  /** What the clock of the database shows, in milliseconds since the epoch; it is asked, by default. */
  readonly databaseTime?: () => Promise<number>;
  /** Told of what a person should know, a line each. */
  readonly notice: (line: string) => void;
  /** False: a schema that is not there is not made, and there is no store. */
  readonly makes: boolean;
  /** How it is connected to; by `pg`, by default. */
  readonly connect?: typeof connect;
}

/** Opens the store of a tenant in a database, whose tables it makes where it may. Never rejects. */
export async function tryPostgresStore(options: PostgresOptions): Promise<TriedStore> {
  const { address, tenant, makes, clock } = options;
  let sql: Sql | null = null;
  try {
    // What broke while nobody used it is made anew by the next question.
    sql = await (options.connect ?? connect)(address);
    const there = makes ? await migrate(sql) : judgedOrNone(await versionOf(sql.query));
    if (there.kind === "ready") {
      const { query } = sql;
      const own = ofTenant(sql, tenant).query;
      if (makes && (await getMeta(own, "tenant")) !== tenant) await putMeta(own, "tenant", tenant);
      const ask = options.databaseTime ?? (() => readTime(query));
      return { kind: "open", store: storeOn(sql, options, await createDatabaseClock(clock, ask)) };
    }
    await sql.close();
    return {
      kind: "refused",
      why:
        there.kind === "none"
          ? "it holds no store yet"
          : `it was made by a newer version of trueup (${there.version}), which this one cannot work with`,
    };
  } catch (error) {
    await sql?.close().catch(() => undefined);
    return { kind: "refused", why: explain(error, address) };
  }
}

function judgedOrNone(
  version: Awaited<ReturnType<typeof versionOf>>,
): ReturnType<typeof judged> | { readonly kind: "none" } {
  return version === null ? { kind: "none" } : judged(version);
}

/** The tenants that a database holds, sorted; none where it holds no store. Rejects with a line for people. */
export async function tenantsIn(address: DatabaseAddress): Promise<readonly string[]> {
  return asking(address, async ({ query }) => {
    if ((await versionOf(query)) === null) return [];
    const rows = await query("SELECT DISTINCT tenant FROM trueup.meta");
    return rows.map((row) => String(row["tenant"])).toSorted();
  });
}

/** What is frozen in the store of a tenant, without making one. Never rejects. */
export async function peekPostgresFreezes(address: DatabaseAddress, tenant: string, clock: Clock): Promise<Freezes> {
  try {
    return await asking(address, async (sql) => {
      if ((await versionOf(sql.query)) === null) return NOT_FROZEN;
      return createFreezes(ofTenant(sql, tenant), clock, (error) => explain(error, address)).inForce();
    });
  } catch (error) {
    return { state: "unreadable", why: messageOf(error) };
  }
}

async function asking<Value>(address: DatabaseAddress, work: (sql: Sql) => Promise<Value>): Promise<Value> {
  const sql = await connect(address);
  try {
    return await work(sql);
  } catch (error) {
    throw new UsageError(explain(error, address));
  } finally {
    await sql.close().catch(() => undefined);
  }
}

function storeOn(
  whole: Sql,
  { address, tenant, clock: machine, notice }: PostgresOptions,
  clock: DatabaseClock,
): Store {
  const { shown } = address;
  const why = (error: unknown): string => explain(error, address);
  const guard = createGuard(shown, why, notice);
  const sql = ofTenant(whole, tenant);
  const texts = createTexts(sql.query);
  const memory = createObservationCache(sql, texts, guard, clock);
  let run: CurrentRun | null = null;
  let isClosed = false;
  const unseen = (): string | null => (guard.isBroken() ? "the store does not answer any more" : null);
  return {
    clock,
    memory,
    everybody: memory.everybody,
    journal: createJournal(sql, memory, guard, clock, () => run),
    lease: createLease(sql, why, unseen, clock.check),
    freezes: createFreezes(sql, clock, why),
    rollouts: createRolloutStore(sql, guard),
    receipts: createReceipts(sql, guard),
    definitions: createDefinitions(sql, guard, clock),
    apps: createApps(sql, guard),
    trend: createTrend(sql, guard),
    // Graph's client goes by the clock of the machine.
    paces: createKeptPaces(sql, guard, machine),
    told: createTold(sql, guard),
    directory: createDirectoryStore(sql, texts, guard),
    events: createStoredEvents(sql, guard, memory.flush, (ms) => ms + clock.now() - machine.now()),
    sharedLimits: createSharedLimits(whole, tenant),
    async backOffs(source) {
      const ofSource = "SELECT * FROM trueup.troubles WHERE tenant = $1 AND source = $2";
      return backOffsIn(await guard.attempt(() => sql.query(ofSource, [source]), []), clock.now());
    },
    async beginRun(command, commit, source) {
      const add =
        "INSERT INTO trueup.runs (tenant, started_at, command, git_commit) VALUES ($1, $2, $3, $4) RETURNING id";
      const [row] = await guard.attempt(() => sql.query(add, [clock.now(), command, commit]), []);
      if (row !== undefined) run = { id: Number(row["id"]), source };
    },
    async endRun(summary) {
      await memory.flush();
      const end = "UPDATE trueup.runs SET ended_at = $2, summary = $3 WHERE tenant = $1 AND id = $4";
      await guard.attempt(() => sql.query(end, [clock.now(), summary, run?.id ?? null]), []);
      await guard.attempt(() => dropReadBacks(sql), undefined);
    },
    async forget(user) {
      await memory.flush();
      return forget(sql, user).catch((error: unknown) => {
        throw new UsageError(`what the store ${shown} knows of ${user} cannot be deleted: ${why(error)}`, "try again");
      });
    },
    prune: () => guard.attempt(() => prune(sql, clock.now()), undefined),
    async isWritable() {
      if (guard.isBroken()) return false;
      return putMeta(sql.query, "written_at", String(clock.now())).then(
        () => true,
        () => false,
      );
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      await memory.flush();
      await whole.close().catch(() => undefined);
    },
  };
}
