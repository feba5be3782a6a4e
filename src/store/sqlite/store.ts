import type { DatabaseSync } from "node:sqlite";
import { messageOf, UsageError } from "../../errors.ts";
import type { Clock } from "../../model/clock.ts";
import type { Store, TriedStore } from "../store.ts";
import { createApps } from "./apps.ts";
import { createBackOffs } from "./back-offs.ts";
import { createTrend } from "./trend.ts";
import { createDefinitions } from "./definitions.ts";
import { createDirectoryStore } from "./directory.ts";
import { createStoredEvents } from "./events.ts";
import { createFreezes } from "./freezes.ts";
import type { CurrentRun } from "../rows/intents.ts";
import { createJournal } from "./journal.ts";
import { createLease } from "./lease.ts";
import { createObservationCache } from "./observation-cache.ts";
import { type Connect, deleteSetAside, identify, type Opened, openFile, setAside } from "./open-file.ts";
import { OUT_OF_SCOPE_MS } from "../rows/retention.ts";
import { emptyLog, forget, prune } from "./retention.ts";
import { createGuard } from "./database.ts";
import { createKeptPaces } from "./paces.ts";
import { createReceipts } from "./receipts.ts";
import { createRolloutStore } from "./rollouts.ts";
import { createTexts } from "./texts.ts";
import { createTold } from "./told.ts";

/** What a store is opened with. */
export interface StoreOptions {
  readonly path: string;
  /** What the file has to be for, such as tenant id and Graph origin in one text; null: whatever it is for. */
  readonly tenant: string | null;
  readonly clock: Clock;
  /** Told of what a person should know, a line each. */
  readonly notice: (line: string) => void;
  /** How long another process that writes is waited for; 2 seconds by default. */
  readonly busyMs?: number;
  /** How the file is opened; by SQLite as it is, by default. */
  readonly connect?: Connect;
  /** False: a corrupt file is left as it is, and there is no store. True by default: it is moved aside and made anew. */
  readonly rebuilds?: boolean;
}

/** Opens the store that a file holds, or makes it. Never rejects; where the file fails later, `notice` says so, once. */
export async function trySqliteStore(options: StoreOptions): Promise<TriedStore> {
  const { path, tenant, clock, notice, busyMs, connect, rebuilds } = options;
  const opened = openFile(path, clock.now(), busyMs, connect, rebuilds);
  if (opened.kind === "refused") return opened;
  const { database } = opened;
  try {
    const owner = tenant === null ? null : tenantOf(database, tenant);
    if (owner !== tenant) {
      database.close();
      return { kind: "refused", why: `it is for another tenant (${owner})` };
    }
    for (const note of opened.notes) notice(`warning: the store ${path}: ${note}`);
    return { kind: "open", store: storeOn(opened, path, clock, notice) };
  } catch (error) {
    database.close();
    return { kind: "refused", why: messageOf(error) };
  }
}

/** The tenant that a file is for; the first to open it says so. */
function tenantOf(database: DatabaseSync, tenant: string): string {
  const find = database.prepare("SELECT value FROM meta WHERE key = 'tenant'");
  // Looked up first, since this needs no turn to write.
  if (find.get() === undefined)
    database.prepare("INSERT OR IGNORE INTO meta (key, value) VALUES ('tenant', ?)").run(tenant);
  return String(find.get()?.["value"]);
}

function storeOn(
  { database, identity }: Extract<Opened, { readonly kind: "open" }>,
  path: string,
  clock: Clock,
  notice: (line: string) => void,
): Store {
  const guard = createGuard(path, notice);
  let run: CurrentRun | null = null;
  const troubles = createBackOffs(database, guard);
  const texts = createTexts(database);
  const memory = createObservationCache(database, texts, guard, clock);
  const journal = createJournal(database, memory, guard, clock, () => run, troubles);
  return {
    clock,
    memory,
    everybody: memory.everybody,
    journal,
    lease: createLease(database, clock, () => identify(path) === identity),
    freezes: createFreezes(database, clock),
    rollouts: createRolloutStore(database, guard),
    receipts: createReceipts(database, guard),
    definitions: createDefinitions(database, guard, clock),
    apps: createApps(database, guard),
    trend: createTrend(database, guard),
    paces: createKeptPaces(database, guard, clock),
    told: createTold(database, guard),
    directory: createDirectoryStore(database, texts, guard),
    sharedLimits: null,
    events: createStoredEvents(database, guard, memory.flush),
    backOffs: async (source) => troubles.backOffs(source, clock.now()),
    async beginRun(command, commit, source) {
      guard.attempt(() => {
        const add = database.prepare("INSERT INTO runs (started_at, command, git_commit) VALUES (?, ?, ?)");
        run = { id: Number(add.run(clock.now(), command, commit).lastInsertRowid), source };
      }, undefined);
    },
    async endRun(summary) {
      memory.flush();
      guard.attempt(() => {
        database
          .prepare("UPDATE runs SET ended_at = ?, summary = ? WHERE id = ?")
          .run(clock.now(), summary, run?.id ?? null);
        database.exec(`
          UPDATE readings SET installations = NULL WHERE installations IS NOT NULL AND user_id IN
            (SELECT user_id FROM intents JOIN readings AS r USING (user_id) WHERE seen_at >= r.tried_at)`);
      }, undefined);
    },
    async forget(user) {
      memory.flush();
      const rows = forgetOrFail(database, path, user);
      if (!emptyLog(database))
        notice(`warning: the log of the store ${path} is in use and may hold ${user} for a while`);
      for (const file of deleteSetAside(path, Number.POSITIVE_INFINITY))
        notice(`warning: ${file} was set aside as corrupt and may hold what was known of ${user}: delete it`);
      return rows;
    },
    async prune() {
      guard.attempt(() => {
        if (prune(database, clock.now())) deleteSetAside(path, clock.now() - OUT_OF_SCOPE_MS);
      }, undefined);
    },
    isWritable: async () => !guard.isBroken() && canWrite(database, clock.now()),
    async close() {
      if (!database.isOpen) return;
      memory.flush();
      database.close();
      if (guard.isDamaged()) retire();
    },
  };

  /** What cannot be used by this run would be of no use to the next. */
  function retire(): void {
    try {
      const moved = setAside(path, identity, clock.now());
      if (moved.kind === "moved")
        notice(`warning: the store ${path} is corrupt: it is kept as ${moved.to}, and the next run makes a new one`);
    } catch (error) {
      notice(`warning: the store ${path} is corrupt and cannot be moved aside: ${messageOf(error)}`);
    }
  }
}

function forgetOrFail(database: DatabaseSync, path: string, user: string): number {
  try {
    return forget(database, user);
  } catch (error) {
    throw new UsageError(
      `what the store ${path} knows of ${user} cannot be deleted: ${messageOf(error)}`,
      "try again when no run is under way, or delete the file",
    );
  }
}

/** Another process that writes at this moment is no reason to go on without the store. */
function canWrite(database: DatabaseSync, nowMs: number): boolean {
  try {
    database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('written_at', ?)").run(String(nowMs));
    return true;
  } catch {
    return false;
  }
}
