import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { UsageError } from "../errors.ts";
import type { TokenClaims } from "../graph/token.ts";
import type { Clock } from "../model/clock.ts";
import type { Freezes } from "../model/freeze.ts";
import { isDatabaseAddress } from "../store/postgres/address.ts";
import { nameDatabase, nameTenant } from "../store/named-databases.ts";
import { openStore, peekFreezes, storesIn, tryStore } from "../store/open.ts";
import { defaultStoreFolder, defaultStorePath } from "../store/path.ts";
import type { Store } from "../store/store.ts";
import { systemClock } from "./system-clock.ts";
import type { TenantAccess, Surroundings } from "./tenant.ts";

/** The store of a run. */
export interface RunStore {
  /** Null where none is wanted, or it cannot be used, which was said. */
  readonly store: Store | null;
  readonly state: () => Promise<StoreState>;
}

/** Whether what a run sees and does is kept. */
export type StoreState =
  /** None is wanted. */
  | { readonly state: "none" }
  /** `path` is for people; `name` opens the same tenant's again. */
  | { readonly state: "usable" | "unusable"; readonly path: string; readonly name: string };

export const NO_STORE: RunStore = { store: null, state: () => Promise.resolve({ state: "none" }) };

/** Nobody can tell whether another run is changing the tenant, so this one does not. */
export class StoreUnusableError extends UsageError {
  readonly path: string;

  constructor(path: string, why: string) {
    super(
      `the store ${path} cannot be used, so whether another run is changing this tenant cannot be told: ${why}`,
      "mend the file or the database that TRUEUP_STORE names, or take TRUEUP_STORE out",
    );
    this.path = path;
  }
}

/** What begins like an address: a drive of Windows is one letter. */
const SCHEME = /^([a-z][a-z\d+.-]+):/i;

/**
 * The path that `TRUEUP_STORE` names, or the name of the database, which anybody may print; empty where it names none.
 * @throws UsageError for what SQLite, or a person, takes for something else than the file that runs share
 */
export function askedStore(environment: Surroundings["environment"]): string {
  const asked = environment["TRUEUP_STORE"] ?? "";
  const database = nameDatabase(asked);
  if (database !== null) return database;
  const wrong =
    asked !== "" && asked.trim() === ""
      ? "holds blanks only"
      : asked === ":memory:"
        ? "is :memory:, which no other run could see"
        : isDatabaseAddress(asked)
          ? "is no address of a database"
          : SCHEME.test(asked)
            ? `begins with ${SCHEME.exec(asked)?.[0] ?? ""} and is no path of a file`
            : null;
  if (wrong === null) return asked;
  throw new UsageError(
    `TRUEUP_STORE ${wrong}`,
    "write the path of a file, as in TRUEUP_STORE=/var/lib/trueup/store.db, or postgres://USER:PASSWORD@HOST/DATABASE",
  );
}

/**
 * Whose store a run opens: the token says it. That of a sandbox need not; there `AZURE_TENANT_ID` does, which a fleet sets, so
 * that what is kept of a tenant is found by whoever freezes it or shows how it stands, and asks it nothing.
 */
export function tenantOfStore(
  claims: Pick<TokenClaims, "tenantId"> | null,
  { loopback }: Pick<TenantAccess["root"], "loopback">,
  environment: Surroundings["environment"],
): string | null {
  const told = claims?.tenantId ?? null;
  if (told !== null || !loopback) return told;
  return namedTenant(environment) || null;
}

/** Empty where `AZURE_TENANT_ID` names none. */
function namedTenant(environment: Surroundings["environment"]): string {
  return environment["AZURE_TENANT_ID"]?.trim().toLowerCase() ?? "";
}

/**
 * Opens the store of this tenant. What is on this machine (a sandbox) is remembered only where `TRUEUP_STORE` asks for it:
 * the next one on the same port is another tenant.
 * @throws StoreUnusableError for a run that writes where the store that was asked for cannot be used
 */
export async function openRunStore(
  { origin, loopback }: Pick<TenantAccess["root"], "origin" | "loopback">,
  tenantId: string | null,
  { environment, notice }: Pick<Surroundings, "environment" | "notice">,
  clock: Clock,
  writes: boolean,
): Promise<RunStore> {
  const asked = askedStore(environment);
  if (asked === "" && (loopback || tenantId === null)) return NO_STORE;
  const path = asked === "" ? defaultStorePath(tenantId ?? "", { environment, platform: process.platform }) : asked;
  const tenant = `${tenantId ?? "unknown"} ${origin}`;
  const options = { path, tenant, clock, notice };
  const store = writes && asked !== "" ? await writableStore(options) : await openStore(options);
  const state = async (): Promise<StoreState> => ({
    state: (await store?.isWritable()) === true ? "usable" : "unusable",
    path,
    name: isDatabaseAddress(path) ? nameTenant(path, tenant) : path,
  });
  return { store, state };
}

/** @throws StoreUnusableError */
async function writableStore(options: Parameters<typeof tryStore>[0]): Promise<Store> {
  const tried = await tryStore(options);
  if (tried.kind === "refused") throw new StoreUnusableError(options.path, tried.why);
  if (await tried.store.isWritable()) return tried.store;
  await tried.store.close();
  throw new StoreUnusableError(options.path, "it cannot be written");
}

/**
 * Does something with a store, whosever it is, and makes it where there is none; gives null where it cannot be used, of which
 * nothing is said: runs say so. Never rejects, unless `work` does.
 */
export async function useStore<Value>(
  path: string,
  clock: Clock,
  work: (store: Store) => Promise<Value>,
): Promise<Value | null> {
  const tried = await tryStore({ path, tenant: null, clock, notice: () => undefined, rebuilds: false });
  if (tried.kind === "refused") return null;
  try {
    return await work(tried.store);
  } finally {
    await tried.store.close();
  }
}

/** What is frozen in a store, by whoever shares it, without changing or making the file. Never rejects. */
export function readFreezes(path: string, clock: Clock): Promise<Freezes> {
  return peekFreezes(path, clock);
}

/** As {@link askedStore}, and in a database of several tenants the one that `AZURE_TENANT_ID` names. */
export function askedStoreOfTenant(environment: Surroundings["environment"]): string {
  const asked = askedStore(environment);
  return isDatabaseAddress(asked) ? nameTenant(asked, namedTenant(environment)) : asked;
}

/** The file that `TRUEUP_STORE` names, or all stores of this machine; those that exist. */
export async function storeFiles({ environment }: Pick<Surroundings, "environment">): Promise<readonly string[]> {
  const asked = askedStore(environment);
  if (isDatabaseAddress(asked))
    return (await storesIn(asked)).filter((name) => name.startsWith(askedStoreOfTenant(environment)));
  if (asked !== "") return existsSync(asked) ? [asked] : [];
  const folder = defaultStoreFolder({ environment, platform: process.platform });
  const names = await readdir(folder).catch((): readonly string[] => []);
  return names.filter((name) => name.endsWith(".db")).map((name) => join(folder, name));
}

/**
 * The stores in which something is to be ended or deleted, as {@link storeFiles} has them.
 * @throws UsageError where `TRUEUP_STORE` names a file that is not there, or `AZURE_TENANT_ID` a tenant that the database does not
 * hold: under a mistyped name nothing is found, and the freeze, the lease or the person is still in the store that runs use
 */
export async function storesToChange(around: Pick<Surroundings, "environment">): Promise<readonly string[]> {
  const [files, asked] = [await storeFiles(around), askedStore(around.environment)];
  if (files.length > 0 || asked === "") return files;
  const tenant = namedTenant(around.environment);
  if (isDatabaseAddress(asked)) {
    if (tenant === "") return files;
    throw new UsageError(
      `there is no store of the tenant ${tenant}, which AZURE_TENANT_ID names, in ${asked}, so nothing was done`,
      "write the id of the tenant, a GUID, or take AZURE_TENANT_ID out to ask all stores of the database",
    );
  }
  const hint =
    "write the path of the store that the runs share, or take TRUEUP_STORE out to ask all stores of this machine";
  throw new UsageError(`there is no store ${asked}, which TRUEUP_STORE names, so nothing was done`, hint);
}

/** Says that there is no store, and where it was looked for: on this machine only where nothing else was asked for. */
export function noStoreText({ environment }: Pick<Surroundings, "environment">): string {
  const asked = askedStore(environment);
  if (asked === "") return "there is no store on this machine";
  if (!isDatabaseAddress(asked)) return `there is no store ${asked} yet`;
  const tenant = namedTenant(environment);
  return tenant === ""
    ? `there is no store in ${asked} yet`
    : `there is no store of the tenant ${tenant}, which AZURE_TENANT_ID names, in ${asked} yet`;
}

/** What can be done where a store is needed and there is none. */
export function noStoreHint({ environment }: Pick<Surroundings, "environment">): string {
  const asked = askedStore(environment);
  if (isDatabaseAddress(asked))
    return "the first run of the tenant makes it there, such as trueup plan; if there was one, look at TRUEUP_STORE and AZURE_TENANT_ID";
  return asked === "" ? "set TRUEUP_STORE to the file that the runs share" : "look at TRUEUP_STORE";
}

/**
 * Does something with a store that exists.
 * @throws UsageError when it cannot be opened
 */
export async function withStore<Value>(
  path: string,
  { notice }: Pick<Surroundings, "notice">,
  work: (store: Store) => Promise<Value>,
): Promise<Value> {
  const tried = await tryStore({ path, tenant: null, clock: systemClock, notice });
  if (tried.kind === "refused") throw new UsageError(`the store ${path} cannot be opened: ${tried.why}`);
  try {
    return await work(tried.store);
  } finally {
    await tried.store.close();
  }
}
