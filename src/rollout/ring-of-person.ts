import { hash } from "node:crypto";
import type { Ring, RingReach } from "../model/rollout.ts";

/** By how many hexadecimal digits a fraction is known: as many bits as a number holds exactly. */
const DIGITS = 13;
const RANGE = 16 ** DIGITS;

/**
 * Where a person stands among all people of an app, from 0 up to 1: the first bytes of the SHA-256 over `catalogId LF userId`
 * in lower case, and over LF and the salt where there is one. It does not move, whatever else changes.
 */
export function fractionOf(catalogId: string, userId: string, salt: string): number {
  const text = `${catalogId}\n${userId}`.toLowerCase();
  const hex = hash("sha256", salt === "" ? text : `${text}\n${salt}`, "hex");
  return Number.parseInt(hex.slice(0, DIGITS), 16) / RANGE;
}

/** Where the person of a row stands. Rows are named by their place among those of the app. */
export type FractionAt = (userId: string, index: number, salt: string) => number;

/** {@link fractionOf} for so many rows and one salt at a time, which remembers: a step asks of everybody more than once. */
export function rememberingFractions(catalogId: string, rows: number): FractionAt {
  const known = new Float64Array(rows).fill(Number.NaN);
  let of = "";
  return (userId, index, salt) => {
    if (of !== salt) known.fill(Number.NaN);
    of = salt;
    const before = known[index];
    if (before !== undefined && !Number.isNaN(before)) return before;
    return (known[index] = fractionOf(catalogId, userId, salt));
  };
}

/** Finds the ring of the person of a row; null: the row has no person who is known. */
export type PlaceAt = (userId: string | null, index: number) => Place;

/** In which ring somebody is. */
export interface Place {
  /** Of the rings, in their order. */
  readonly ring: number;
  /** The fraction of {@link fractionOf}; null: a target names the person, or nobody may be told apart. */
  readonly fraction: number | null;
}

/**
 * Finds the ring of a person: the first whose targets hold them, else the one whose part of the hashes theirs is in. While a
 * ring may hold anybody, whoever is in no earlier one counts as in the last.
 */
export function placeIn(
  rings: readonly Ring[],
  reaches: Readonly<Record<string, RingReach>>,
  fraction: (userId: string, index: number) => number,
): PlaceAt {
  const unread = rings.findIndex(({ members }) => members.kind === "named" && !members.isWhole);
  const last: Place = { ring: rings.length - 1, fraction: null };
  const named = rings.flatMap(({ members }, ring) =>
    members.kind === "named" && (unread < 0 || ring < unread)
      ? [{ userIds: members.userIds, place: { ring, fraction: null } }]
      : [],
  );
  const shares = rings.flatMap(({ name, members }, ring) =>
    members.kind === "share" ? [{ below: reaches[name]?.below ?? 0, ring }] : [],
  );
  const rest = rings.findIndex(({ members }) => members.kind === "everybody-else");
  return (userId, index) => {
    if (userId === null) return last;
    for (const { userIds, place } of named) if (userIds.has(userId)) return place;
    if (unread >= 0) return last;
    const own = fraction(userId, index);
    for (const { below, ring } of shares) if (own < below) return { ring, fraction: own };
    return { ring: rest, fraction: own };
  };
}

/** Whether every target of every ring was read to its end. */
export function areRingsRead(rings: readonly Ring[]): boolean {
  return rings.every(({ members }) => members.kind !== "named" || members.isWhole);
}
