import { InternalError } from "../errors.ts";
import type { DirectoryUser } from "./directory.ts";
import type { AccountFacts } from "./eligibility.ts";
import { mergePersons, type Person, personFrom, type UserKey } from "./person.ts";

/** Persons by their keys. Each is made when somebody asks, and told apart by its key, never by which object it is. */
export interface People {
  readonly size: number;
  has(key: UserKey): boolean;
  get(key: UserKey): Person | undefined;
  values(): Iterable<Person>;
}

/** Everybody whom a directory has shown so far. */
export interface MetPeople extends People {
  /** Adds what one more answer says of somebody. */
  readonly meet: (user: DirectoryUser) => UserKey;
}

/** Nobody yet. A directory may have a million people, so there is a column for each property and no object for each person. */
export function createPeople(): MetPeople {
  const places = new Map<UserKey, number>();
  const ids: string[] = [];
  const principalNames: (string | null)[] = [];
  const facts: AccountFacts[] = [];

  const personAt = (key: UserKey, place: number): Person => {
    const [id, known] = [ids[place], facts[place]];
    if (id === undefined || known === undefined) throw new InternalError(`nobody is at ${place}`);
    return { key, id, userPrincipalName: principalNames[place] ?? null, facts: known };
  };
  const get = (key: UserKey): Person | undefined => {
    const place = places.get(key);
    return place === undefined ? undefined : personAt(key, place);
  };
  function* values(): Generator<Person, undefined> {
    for (const [key, place] of places) yield personAt(key, place);
  }
  return {
    get size() {
      return places.size;
    },
    has: (key) => places.has(key),
    get,
    values,
    meet(user) {
      const seen = personFrom(user);
      const known = get(seen.key);
      const person = known === undefined ? seen : mergePersons(known, seen);
      const place = places.get(seen.key) ?? places.size;
      if (known === undefined) places.set(seen.key, place);
      ids[place] = person.id;
      principalNames[place] = person.userPrincipalName;
      facts[place] = person.facts;
      return known?.key ?? seen.key;
    },
  };
}
