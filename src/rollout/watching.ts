import type { RemovalsGate } from "../model/rollout.ts";
import type { Counted } from "../model/sequential-test.ts";
import type { Rows } from "../model/rows.ts";
import type { RolloutOutcome, Watched } from "./ports.ts";
import { fractionOf } from "./ring-of-person.ts";
import { isRolledOut, type Row } from "./tally.ts";

/** Who is watched after a look at everybody, and what can be counted. */
export interface Watching {
  readonly all: readonly Watched[];
  /** Those of whom something else is to be kept than before. */
  readonly changed: readonly Watched[];
  readonly upgraded: Counted;
  readonly control: Counted;
  /** Upgraded people of whom it is too early to tell. */
  readonly uncounted: number;
}

/**
 * Watches whoever was upgraded here, and as many others who wait for it. Somebody whose account is disabled or gone, or whose
 * app git takes away, says nothing about the version.
 * @param waits whether the rollout keeps the row waiting
 */
export function watchPeople(
  before: readonly Watched[],
  rows: Rows<Row>,
  outcomes: readonly RolloutOutcome[],
  { withinMs }: RemovalsGate,
  since: number,
  nowMs: number,
  waits: (row: Row, index: number) => boolean,
): Watching {
  const people = new Map(before.filter((one) => one.since >= since).map((one) => [one.userId, one]));
  const known = new Map(people);
  for (const { userId, status, at } of outcomes) {
    if (status !== "applied" || at < since) continue;
    const own = people.get(userId);
    if (own === undefined || (own.part === "control" && !isCounted(own, withinMs, nowMs)))
      people.set(userId, { userId, part: "upgraded", since: at, goneAt: null, seenAt: null });
  }
  const telling = new Set<string>();
  for (const row of rows) {
    const own = people.get(row.user.id?.toLowerCase() ?? "");
    if (own === undefined || !tells(row)) continue;
    telling.add(own.userId);
    people.set(own.userId, look(own, row));
  }
  for (const fresh of controls(people, rows, nowMs, waits)) people.set(fresh.userId, fresh);
  const all = [...people.values()];
  const counted = all.filter((one) => isCounted(one, withinMs, nowMs));
  const early = all.filter(
    (one) => one.part === "upgraded" && telling.has(one.userId) && !isCounted(one, withinMs, nowMs),
  );
  return {
    all,
    changed: all.filter((one) => known.get(one.userId) !== one),
    upgraded: countOf(counted, "upgraded"),
    control: countOf(counted, "control"),
    uncounted: early.length,
  };
}

/** Whoever is to be looked at now, since it can be told by now whether they keep the app, and nobody has looked. */
export function dueToBeSeen(
  watched: readonly Watched[],
  { withinMs }: RemovalsGate,
  nowMs: number,
): readonly Watched[] {
  return watched.filter(
    ({ since, goneAt, seenAt }) => goneAt === null && nowMs >= since + withinMs && (seenAt ?? 0) < since + withinMs,
  );
}

/** Whether it can be told by now whether the person keeps the app. */
export function isCounted({ since, goneAt, seenAt }: Watched, withinMs: number, nowMs: number): boolean {
  return nowMs >= since + withinMs && (goneAt !== null || (seenAt ?? 0) >= since + withinMs);
}

function countOf(counted: readonly Watched[], part: Watched["part"]): Counted {
  const own = counted.filter((one) => one.part === part);
  return { people: own.length, gone: own.filter(({ goneAt }) => goneAt !== null).length };
}

const SAYS_NOTHING: ReadonlySet<string | null> = new Set([
  "not-applicable",
  "user-not-eligible",
  "user-not-found",
  "protected",
]);

function tells(row: Row): boolean {
  return isRolledOut(row) && !SAYS_NOTHING.has(row.reason);
}

/** What the run read of somebody, before it changed anything. */
function look(own: Watched, { observed }: Row): Watched {
  if (own.goneAt !== null || (observed.state !== "present" && observed.state !== "absent")) return own;
  const at = Date.parse(observed.at);
  if (at < own.since || at <= (own.seenAt ?? 0)) return own;
  return observed.state === "absent" ? { ...own, goneAt: at, seenAt: at } : { ...own, seenAt: at };
}

/** As many who wait as were upgraded, chosen by a hash that has nothing to do with rings. */
function controls(
  people: ReadonlyMap<string, Watched>,
  rows: Rows<Row>,
  nowMs: number,
  waits: (row: Row, index: number) => boolean,
): readonly Watched[] {
  const all = [...people.values()];
  const upgraded = all.filter(({ part }) => part === "upgraded").length;
  const lacking = upgraded - (all.length - upgraded);
  if (lacking <= 0) return [];
  return rows
    .flatMap((row, index) => {
      const userId = row.user.id?.toLowerCase();
      if (userId === undefined || people.has(userId) || row.observed.state !== "present" || !waits(row, index))
        return [];
      return [{ userId, order: fractionOf("control", userId, "") }];
    })
    .sort((a, b) => a.order - b.order)
    .slice(0, lacking)
    .map(({ userId }) => ({ userId, part: "control", since: nowMs, goneAt: null, seenAt: null }));
}
