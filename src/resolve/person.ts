import { compareText } from "../model/order.ts";
import type { DirectoryUser } from "./directory.ts";
import { accountFacts, type AccountFacts, mergeAccountFacts } from "./eligibility.ts";

/** Names one user within a run: the object id without case, or the written name of one that the directory did not show. */
export type UserKey = string;

/** A user that the directory showed, with what all its answers together say. */
export interface Person {
  readonly key: UserKey;
  readonly id: string;
  readonly userPrincipalName: string | null;
  readonly facts: AccountFacts;
}

/** How names are compared: principal names, object ids and names of groups do not differ by case. */
export function foldCase(name: string): string {
  return name.toLowerCase();
}

/** A person from what the directory gave, or from the name alone where it gave nothing. */
export function personFrom(user: DirectoryUser): Person {
  return {
    key: foldCase(user.id),
    id: user.id,
    userPrincipalName: user.userPrincipalName,
    facts: accountFacts(user),
  };
}

/** Joins two sightings of one person; the result does not depend on which came first. */
export function mergePersons(a: Person, b: Person): Person {
  return {
    key: a.key,
    id: compareText(a.id, b.id) <= 0 ? a.id : b.id,
    userPrincipalName: firstKnown(a.userPrincipalName, b.userPrincipalName),
    facts: mergeAccountFacts(a.facts, b.facts),
  };
}

function firstKnown(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return compareText(a, b) <= 0 ? a : b;
}
