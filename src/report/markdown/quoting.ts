import type { PlanRow, PlanUser } from "../../model/plan.ts";
import type { People } from "../pseudonyms.ts";
import { code, NAME_LENGTH, SENTENCE_LENGTH } from "./inert.ts";

/** How a report repeats what came with the data. What it gives back is Markdown that shows the data and does nothing. */
export interface Quoting {
  /** A person, by name or pseudonym; null: people are only counted. */
  readonly person: (user: PlanUser) => string | null;
  /** Somebody by a name that was written; who is in the document too appears there and here as the same. */
  readonly personCalled: (name: string) => string;
  /** A sentence, at most 300 characters of it. People in it appear as {@link Quoting.person} has them. */
  readonly sentence: (text: string) => string;
}

/** Stands for people in counted reports. */
const SOMEBODY = "(a person)";

/** An object id, or anything that could be a principal name. */
const PERSON_TOKEN =
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?!')[^\s"`<>()[\]{},;:|]+@[^\s"'`<>()[\]{},;:|]+/giu;

/**
 * Quoting for one document. Where people are not named, sentences about them are not either: object ids of the
 * document's users and everything with an `@` between two words is replaced. A name that is written without one cannot
 * be told from other words.
 */
export function quotingOf(rows: readonly PlanRow[], people: People): Quoting {
  let known: ReadonlyMap<string, PlanUser> | null = null;
  const userCalled = (name: string): PlanUser | undefined => {
    known ??= usersByName(rows);
    return known.get(name.toLowerCase());
  };
  const labelOf = (name: string) =>
    people.label(userCalled(name) ?? { id: null, userPrincipalName: name, asWritten: name });
  const stand = (token: string): string =>
    token.includes("@") || userCalled(token) !== undefined ? (labelOf(token) ?? SOMEBODY) : token;
  return {
    person: (user) => {
      const label = people.label(user);
      return label === null ? null : code(label, NAME_LENGTH);
    },
    personCalled: (name) => {
      const label = labelOf(name);
      return label === null ? SOMEBODY : code(label, NAME_LENGTH);
    },
    sentence: (text) => {
      if (people.named) return code(text, SENTENCE_LENGTH);
      return code(wholeWords(text).replaceAll(PERSON_TOKEN, stand), SENTENCE_LENGTH);
    },
  };
}

/** As many whole words as are looked through: a principal name that is cut could not be told from other words. */
function wholeWords(text: string): string {
  const enough = SENTENCE_LENGTH * 4;
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
