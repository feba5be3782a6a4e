import { messageOf, UsageError } from "../errors.ts";
import type { Clock } from "../model/clock.ts";
import { type Freezes, NOT_FROZEN } from "../model/freeze.ts";
import { databaseNamed, nameTenant } from "./named-databases.ts";
import type { DatabaseAddress } from "./postgres/address.ts";
import { peekSqliteFreezes } from "./sqlite/freezes.ts";
import { type StoreOptions, trySqliteStore } from "./sqlite/store.ts";
import type { JobQueue, QueueTiming } from "../workers/job-queue.ts";
import type { FleetLoad, Store, TriedStore } from "./store.ts";

/**
 * Opens the store of one tenant. Never rejects: where it cannot be used (locked, of another tenant or a newer version, not
 * writable), `notice` says why and there is none.
 */
export async function openStore(options: StoreOptions): Promise<Store | null> {
  const tried = await tryStore(options);
  if (tried.kind === "open") return tried.store;
  options.notice(`warning: the store ${options.path} cannot be used: ${tried.why}; going on without it`);
  return null;
}

/** As {@link openStore}, for those who cannot go on without. `path` is that of a file, or the name of a database. */
export function tryStore(options: StoreOptions): Promise<TriedStore> {
  const database = databaseNamed(options.path);
  return database === null ? trySqliteStore(options) : tryDatabase(options, database.address, database.tenant);
}

/** What is frozen in the store at a path, for whoever only watches; nothing where there is no store. Never rejects. */
export async function peekFreezes(path: string, clock: Clock): Promise<Freezes> {
  const database = databaseNamed(path);
  if (database === null) return peekSqliteFreezes(path, clock);
  const { address } = database;
  const { peekPostgresFreezes } = await postgres();
  const asked = await tenantsOf(address, database.tenant);
  if (asked.kind === "unreadable") return { state: "unreadable", why: asked.why };
  const [tenant, ...others] = asked.tenants;
  if (tenant === undefined) return NOT_FROZEN;
  if (others.length > 0) return { state: "unreadable", why: severalTenants(asked.tenants) };
  return peekPostgresFreezes(address, tenant, clock);
}

/**
 * The stores that a database holds, by name.
 * @throws UsageError where it does not answer
 */
export async function storesIn(database: string): Promise<readonly string[]> {
  const named = databaseNamed(database);
  if (named === null) return [];
  const { tenantsIn } = await postgres();
  const tenants = await tenantsIn(named.address).catch((error: unknown) => {
    throw new UsageError(`the store ${database} cannot be read: ${messageOf(error)}`);
  });
  return tenants.map((tenant) => nameTenant(database, tenant));
}

/**
 * The queue of passes that is kept beside the stores of a database.
 * @param path the name of the database
 * @throws UsageError for what is no database, and for one that does not answer
 */
export async function openQueue(path: string, notice: (line: string) => void, timing: QueueTiming): Promise<JobQueue> {
  const database = databaseNamed(path);
  if (database === null)
    throw new UsageError(
      path === "" ? "TRUEUP_STORE is not set" : `TRUEUP_STORE names a file, ${path}`,
      "workers share a database: TRUEUP_STORE=postgres://USER:PASSWORD@HOST/DATABASE",
    );
  const { openJobQueue } = await import("./postgres/job-queue.ts");
  return openJobQueue(database.address, notice, timing);
}

/** Loaded only where a database is named: everybody else starts without it. */
const postgres = () => import("./postgres/store.ts");

async function tryDatabase(options: StoreOptions, address: DatabaseAddress, beginning: string): Promise<TriedStore> {
  const { clock, notice } = options;
  const { tryPostgresStore } = await postgres();
  if (options.tenant !== null)
    return tryPostgresStore({ address, tenant: options.tenant, clock, notice, makes: options.rebuilds !== false });
  const asked = await tenantsOf(address, beginning);
  if (asked.kind === "unreadable") return { kind: "refused", why: asked.why };
  const [tenant, ...others] = asked.tenants;
  if (tenant === undefined) return { kind: "refused", why: "it holds nothing of this tenant yet" };
  if (others.length > 0) return { kind: "refused", why: severalTenants(asked.tenants) };
  return tryPostgresStore({ address, tenant, clock, notice, makes: false });
}

type Tenants =
  | { readonly kind: "known"; readonly tenants: readonly string[] }
  | { readonly kind: "unreadable"; readonly why: string };

/** The one that is called so, else those that begin so. */
async function tenantsOf(address: DatabaseAddress, beginning: string): Promise<Tenants> {
  const { tenantsIn } = await postgres();
  return tenantsIn(address).then(
    (all) => ({
      kind: "known",
      tenants: all.includes(beginning) ? [beginning] : all.filter((tenant) => tenant.startsWith(beginning)),
    }),
    (error: unknown) => ({ kind: "unreadable", why: messageOf(error) }),
  );
}

function severalTenants(tenants: readonly string[]): string {
  return `it holds ${tenants.length} tenants (${tenants.join("; ")}), and one is meant: set AZURE_TENANT_ID to it`;
}

/**
 * What those who share a database are busy with; null: the path is that of a file, or empty.
 * @throws UsageError where the database does not answer
 */
export async function fleetLoadIn(path: string): Promise<FleetLoad | null> {
  const database = databaseNamed(path);
  if (database === null) return null;
  const { readFleetLoad } = await import("./postgres/fleet-load.ts");
  return readFleetLoad(database.address).catch((error: unknown) => {
    throw new UsageError(`the store ${path} cannot be read: ${messageOf(error)}`);
  });
}
