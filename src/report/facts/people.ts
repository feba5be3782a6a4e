import { createHmac } from "node:crypto";
import { UsageError } from "../../errors.ts";
import type { PlanRow, PlanUser } from "../../model/plan.ts";
import type { Rows } from "../../model/rows.ts";

/** How a report speaks of people. */
export interface People {
  /** True: as they are called. Free text about them may then be shown as it is too. */
  readonly named: boolean;
  /** What stands for the person, as plain data to be escaped; null: people are only counted. */
  readonly label: (user: PlanUser) => string | null;
}

/** Base 32, in lower case. Source: https://www.rfc-editor.org/rfc/rfc4648#section-6 */
const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** 40 bits: a hundred thousand people shown side by side meet by chance in less than one report of a hundred. */
const SHORT = 8;

/** 80 bits, for those who do meet. */
const LONG = 16;

/** A shorter key could be found by trying. */
const SHORTEST_KEY = 16;

/**
 * How people appear: by name when `showUsers`, else as pseudonyms where there is a key, else not at all. The same person
 * and the same key give the same pseudonym in every run; without the key nobody can tell who it is, nor check a guess.
 * @param key see {@link readPseudonymKey}
 */
export function createPeople({ showUsers, key }: { showUsers: boolean; key: string | null }): People {
  if (showUsers) return { named: true, label: ({ userPrincipalName, asWritten }) => userPrincipalName ?? asWritten };
  if (key === null) return { named: false, label: () => null };
  const holders = new Map<string, string>();
  return {
    named: false,
    label: (user) => {
      const identity = identityOf(user);
      const digest = pseudonymText(key, identity);
      const short = `u-${digest.slice(0, SHORT)}`;
      const holder = holders.get(short);
      if (holder === undefined) holders.set(short, identity);
      return holder === undefined || holder === identity ? short : `u-${digest.slice(0, LONG)}`;
    },
  };
}

/**
 * The value of `TRUEUP_PSEUDONYM_KEY`, checked; null when there is none, or an empty one.
 * @throws {UsageError} when it is so short that it could be found by trying
 */
export function readPseudonymKey(value: string | undefined): string | null {
  if (value === undefined || value === "") return null;
  if (value.length < SHORTEST_KEY) {
    throw new UsageError(
      `TRUEUP_PSEUDONYM_KEY has ${value.length} characters, which could be found by trying`,
      `give it at least ${SHORTEST_KEY}, made at random, or leave it out to have people counted only`,
    );
  }
  return value;
}

function identityOf({ id, asWritten }: PlanUser): string {
  return (id ?? asWritten).toLowerCase();
}

function pseudonymText(key: string, identity: string): string {
  const digest = createHmac("sha256", key).update(identity).digest();
  let [text, bits, held] = ["", 0, 0];
  for (const byte of digest) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((held >> bits) & 31);
    }
  }
  return text;
}

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
export function peopleInText(rows: Rows<PlanRow>, people: People): PeopleInText {
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

function usersByName(rows: Rows<PlanRow>): ReadonlyMap<string, PlanUser> {
  const users = new Map<string, PlanUser>();
  for (const { user } of rows) {
    for (const name of [user.asWritten, user.userPrincipalName, user.id]) {
      if (name !== null) users.set(name.toLowerCase(), user);
    }
  }
  return users;
}
