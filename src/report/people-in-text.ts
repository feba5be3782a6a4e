import type { PlanRow, PlanUser } from "../model/plan.ts";
import type { People } from "./pseudonyms.ts";

/** Finds people in free text that came with the rows of a document. */
export interface PeopleInText {
  /** What stands for somebody by a name that was written; null: people are only counted. */
  readonly called: (name: string) => string | null;
  /** The text without names where people are not named. It may be cut between words, at four times the limit or more. */
  readonly without: (text: string, limit: number) => string;
}

/** Stands for people in counted reports. */
export const SOMEBODY = "(a person)";

/** An object id, or anything that could be a principal name. */
const PERSON_TOKEN =
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?!')[^\s"`<>()[\]{},;:|]+@[^\s"'`<>()[\]{},;:|]+/giu;

/**
 * For one document. Where people are not named, sentences about them are not either: object ids of the document's users
 * and everything with an `@` between two words is replaced. A name that is written without one cannot be told from other
 * words. Keeps the names of all rows from the first text on in which somebody is looked for.
 */
export function peopleInText(rows: readonly PlanRow[], people: People): PeopleInText {
  let known: ReadonlyMap<string, PlanUser> | null = null;
  const userCalled = (name: string): PlanUser | undefined => {
    known ??= usersByName(rows);
    return known.get(name.toLowerCase());
  };
  const called = (name: string): string | null => {
    const unknown = { id: null, userPrincipalName: name, asWritten: name };
    // Who is counted only need not be looked for.
    return people.label(unknown) === null ? null : people.label(userCalled(name) ?? unknown);
  };
  const stand = (token: string): string =>
    token.includes("@") || userCalled(token) !== undefined ? (called(token) ?? SOMEBODY) : token;
  return {
    called,
    without: (text, limit) => (people.named ? text : wholeWords(text, limit).replaceAll(PERSON_TOKEN, stand)),
  };
}

/** As many whole words as are looked through: a principal name that is cut could not be told from other words. */
function wholeWords(text: string, limit: number): string {
  const enough = limit * 4;
  if (text.length <= enough) return text;
  return `${text.slice(0, text.lastIndexOf(" ", enough) + 1)}…`;
}

function usersByName(rows: readonly PlanRow[]): ReadonlyMap<string, PlanUser> {
  const users = new Map<string, PlanUser>();
  for (const { user } of rows) {
    for (const name of [user.asWritten, user.userPrincipalName, user.id]) {
      if (name !== null) users.set(name.toLowerCase(), user);
    }
  }
  return users;
}
