import { createHmac } from "node:crypto";
import { UsageError } from "../errors.ts";
import type { PlanUser } from "../model/plan.ts";

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
