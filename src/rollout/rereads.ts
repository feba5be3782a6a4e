import type { Reason } from "../model/reasons.ts";
import type { RemovalsGate, Rereads } from "../model/rollout.ts";
import type { Rows } from "../model/rows.ts";
import type { Watched } from "./ports.ts";
import { isRolledOut, type Row } from "./tally.ts";
import { isCounted } from "./watching.ts";

/** What keeps somebody waiting for their ring, so that they show what happens without the version. */
export const WAITS_FOR_RING: ReadonlySet<Reason | null> = new Set<Reason | null>([
  "next-ring",
  "soaking",
  "gate-pending",
  "gate-unreadable",
]);

/**
 * Given the rows as the whole run leaves them: how many people the removals gate has read again: whoever is watched and not counted yet, whoever gets the version now, and
 * as many of those who wait. At most, since somebody who waits may be chosen and get the version before they are counted.
 */
export function rereadsOf(
  watched: readonly Watched[],
  { withinMs }: RemovalsGate,
  rows: Rows<Row>,
  nowMs: number,
): Rereads {
  const brought = new Set(rows.filter(isBrought).map(({ user }) => user.id?.toLowerCase()));
  const others = watched.filter(({ userId }) => !brought.has(userId));
  const isToSee = (one: Watched): boolean => one.goneAt === null && !isCounted(one, withinMs, nowMs);
  const ofPart = (part: Watched["part"]): readonly Watched[] => others.filter((one) => one.part === part);
  const known = new Set(watched.map(({ userId }) => userId));
  const waiting = rows.filter(
    ({ reason, observed, user }) =>
      WAITS_FOR_RING.has(reason) &&
      observed.state === "present" &&
      user.id !== null &&
      !known.has(user.id.toLowerCase()),
  ).length;
  const lacking = brought.size + ofPart("upgraded").length - ofPart("control").length;
  return {
    upgraded: brought.size + ofPart("upgraded").filter(isToSee).length,
    others: ofPart("control").filter(isToSee).length + Math.max(0, Math.min(lacking, waiting)),
    afterMs: withinMs,
  };
}

/** Whether the run brings or brought the version to the person. */
export function isBrought(row: Row): boolean {
  return row.verdict === "act" && isRolledOut(row) && (row.outcome == null || row.outcome.status === "applied");
}
