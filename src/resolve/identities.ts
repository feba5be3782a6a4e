import { InternalError } from "../errors.ts";
import type { Account, User } from "../model/desired.ts";
import { isObjectId } from "../model/object-id.ts";
import type { Readings } from "./directory-readings.ts";
import { accountOf } from "./eligibility.ts";
import type { People } from "./people.ts";
import { foldCase, type Person, type UserKey } from "./person.ts";

/** Who is who: every user of the run, and which of them a name means. */
export interface Identities {
  /** Everybody whom the directory showed, and every name in a `to` that it did not. */
  readonly users: Users;
  /** By folded name that was asked for. Object ids are keys of `users` themselves. */
  readonly keys: ReadonlyMap<string, UserKey>;
  /** By folded name: what may have been meant by the names that the directory does not have, for people. */
  readonly notFound: ReadonlyMap<string, string | null>;
}

/** Users by their keys. Each is made when somebody asks, and told apart by its key, never by which object it is. */
export interface Users extends Iterable<readonly [UserKey, User]> {
  has(key: UserKey): boolean;
  get(key: UserKey): User | undefined;
}

/** The user that a principal name or object id means; null when neither the configuration nor the directory showed one. */
export function keyOf(identities: Identities, name: string): UserKey | null {
  const folded = foldCase(name);
  return identities.keys.get(folded) ?? (identities.users.has(folded) ? folded : null);
}

/**
 * Makes one user of everything that means the same person. A name whose lookup failed or found nobody is still the
 * person whom a group or everyone shows with that id or principal name.
 * @param written the names in `to`, in the order of the files: the first that means a user is its `asWritten`
 */
export function identify(readings: Readings, written: Iterable<string>): Identities {
  const keys = keysByPrincipalName(readings);
  const notFound = new Map<string, string | null>();
  for (const [name, lookup] of readings.lookups) {
    const shown = readings.people.has(name) ? name : (keys.get(name) ?? name);
    const key = lookup.state === "found" ? lookup.key : shown;
    keys.set(name, key);
    if (lookup.state === "not-found" && !readings.people.has(key)) notFound.set(name, lookup.detail);
  }
  const texts = new Map<UserKey, string>();
  const unseen = new Map<UserKey, User>();
  for (const name of written) {
    const key = keys.get(foldCase(name));
    if (key === undefined) throw new InternalError(`the name "${name}" was not looked up`);
    if (texts.has(key)) continue;
    texts.set(key, name);
    if (!readings.people.has(key)) unseen.set(key, unseenUser(name, unseenAccount(readings, key)));
  }
  return { users: usersAmong(readings.people, texts, unseen), keys, notFound };
}

/** @param texts how the configuration names people, where it does */
function usersAmong(people: People, texts: ReadonlyMap<UserKey, string>, unseen: ReadonlyMap<UserKey, User>): Users {
  const userFrom = ({ key, id, userPrincipalName, facts }: Person): User => ({
    id,
    userPrincipalName,
    asWritten: texts.get(key) ?? userPrincipalName ?? id,
    account: accountOf(facts),
  });
  return {
    has: (key) => people.has(key) || unseen.has(key),
    get(key) {
      const person = people.get(key);
      return person === undefined ? unseen.get(key) : userFrom(person);
    },
    *[Symbol.iterator]() {
      for (const person of people.values()) yield [person.key, userFrom(person)] as const;
      yield* unseen;
    },
  };
}

/** Of the names that were asked for. Those that two people have, as after a rename between two reads, mean neither of them. */
function keysByPrincipalName({ people, lookups }: Readings): Map<string, UserKey> {
  const keys = new Map<string, UserKey>();
  const shared = new Set<string>();
  for (const { key, userPrincipalName } of people.values()) {
    const folded = userPrincipalName === null ? null : foldCase(userPrincipalName);
    if (folded === null || !lookups.has(folded)) continue;
    if (keys.has(folded)) shared.add(folded);
    keys.set(folded, key);
  }
  for (const name of shared) keys.delete(name);
  return keys;
}

function unseenAccount(readings: Readings, key: UserKey): Account {
  const lookup = readings.lookups.get(key);
  if (lookup === undefined || lookup.state === "found") throw new InternalError(`nobody is known as "${key}"`);
  return lookup;
}

function unseenUser(name: string, account: Account): User {
  return { id: isObjectId(name) ? name : null, userPrincipalName: null, asWritten: name, account };
}
