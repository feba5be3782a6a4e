import { type DatabaseAddress, isDatabaseAddress, readAddress } from "./postgres/address.ts";

/**
 * Addresses hold passwords, so outside of this room a database goes by a name without one, which anybody may print, such as
 * `postgres://trueup@db/fleet`; `#` and the beginning of a tenant stand behind it where one tenant is meant.
 */
const NAMED = new Map<string, DatabaseAddress>();
const BEFORE_TENANT = "#";

/** The name of a database from now on; null for what is no address of one. */
export function nameDatabase(text: string): string | null {
  const address = readAddress(text);
  if (address === null) return null;
  NAMED.set(address.shown, address);
  return address.shown;
}

/** The name of one tenant's store in a database. */
export function nameTenant(database: string, tenant: string): string {
  return `${database}${BEFORE_TENANT}${tenant}`;
}

/** What a name of a store means; null: it is the path of a file. */
export function databaseNamed(name: string): { readonly address: DatabaseAddress; readonly tenant: string } | null {
  if (!isDatabaseAddress(name)) return null;
  const at = name.indexOf(BEFORE_TENANT);
  const address = NAMED.get(at < 0 ? name : name.slice(0, at));
  return address === undefined ? null : { address, tenant: at < 0 ? "" : name.slice(at + 1) };
}
