import { hash } from "node:crypto";
import type { Ring, RingReach } from "../model/rollout.ts";

/**
 * Where a person stands among all people of an app, from 0 up to 1: the first bytes of the SHA-256 over `catalogId LF userId`
 * in lower case, and over LF and the salt where there is one. It does not move, whatever else changes.
 */
export function fractionOf(catalogId: string, userId: string, salt: string): number {
  const text = `${catalogId.toLowerCase()}\n${userId.toLowerCase()}`;
  // One character a byte: hexadecimal digits would take a third longer, and this is most of what a plan with rings costs.
  const bytes = hash("sha256", salt === "" ? text : `${text}\n${salt}`, "binary");
  const byte = (at: number): number => bytes.charCodeAt(at);
  // As many bits as a number holds exactly.
  const high = byte(0) * 2 ** 24 + (byte(1) << 16) + (byte(2) << 8) + byte(3);
  const low = (byte(4) << 12) + (byte(5) << 4) + (byte(6) >> 4);
  return (high * 2 ** 20 + low) / 2 ** 52;
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

/** Finds the rings of people, whose rows are named by their place among those of the app. A person who is not known is null. */
export interface Places {
  /** Which of the rings, in their order, somebody is in. */
  readonly ringOf: (userId: string | null, index: number) => number;
  /** The fraction of {@link fractionOf}; null: a target names the person, or nobody may be told apart. */
  readonly fractionOf: (userId: string | null, index: number) => number | null;
}

/**
 * Finds the ring of a person: the first whose targets hold them, else the one whose part of the hashes theirs is in. While a
 * ring may hold anybody, whoever is in no earlier one counts as in the last. Each ring is found once.
 */
export function placesIn(
  rings: readonly Ring[],
  reaches: Readonly<Record<string, RingReach>>,
  rows: number,
  fraction: (userId: string, index: number) => number,
): Places {
  const unread = rings.findIndex(({ members }) => members.kind === "named" && !members.isWhole);
  const named = rings.flatMap(({ members }, ring) =>
    members.kind === "named" && (unread < 0 || ring < unread) ? [{ userIds: members.userIds, ring }] : [],
  );
  const shares = rings.flatMap(({ name, members }, ring) =>
    members.kind === "share" ? [{ below: reaches[name]?.below ?? 0, ring }] : [],
  );
  const rest = rings.findIndex(({ members }) => members.kind === "everybody-else");
  const find = (userId: string | null, index: number): number => {
    if (userId === null) return rings.length - 1;
    for (const { userIds, ring } of named) if (userIds.has(userId)) return ring;
    if (unread >= 0) return rings.length - 1;
    if (shares.length === 0) return rest;
    const own = fraction(userId, index);
    for (const { below, ring } of shares) if (own < below) return ring;
    return rest;
  };
  const known = new Int32Array(rows).fill(NOT_FOUND_YET);
  const ringOf: Places["ringOf"] = (userId, index) => {
    const before = known[index];
    return before === undefined || before === NOT_FOUND_YET ? (known[index] = find(userId, index)) : before;
  };
  return {
    ringOf,
    fractionOf: (userId, index) =>
      userId === null || unread >= 0 || rings[ringOf(userId, index)]?.members.kind === "named"
        ? null
        : fraction(userId, index),
  };
}

const NOT_FOUND_YET = -1;

/** Whether every target of every ring was read to its end. */
export function areRingsRead(rings: readonly Ring[]): boolean {
  return rings.every(({ members }) => members.kind !== "named" || members.isWhole);
}
