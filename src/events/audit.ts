import { type PermissionKnowledge, samePermissions } from "../model/permission.ts";
import type { PlanRow, RowObservation } from "../model/plan.ts";
import type { Rows } from "../model/rows.ts";

/** What an audit knows of one person. */
export interface Auditable {
  readonly userId: string;
  /** When they were last read, in milliseconds since the epoch. */
  readonly readAtMs: number;
  /** A row of theirs would act, or was seen to change. */
  readonly isUncertain: boolean;
}

/** Nobody is read again sooner: Graph allows to poll once a day. */
const LEAST_AGE_MS = 23 * 60 * 60_000;
/** A row that would act is as doubtful after a day as others after a week. */
const UNCERTAIN_AGES = 7;

/** Everybody of a plan who was read, with the older of their readings. */
export function auditable(rows: Rows<PlanRow>, changed: ReadonlySet<string>): readonly Auditable[] {
  const people = new Map<string, Auditable>();
  for (const { user, observed, verdict } of rows) {
    const readAt = observed.state === "not-observed" ? null : observed.at;
    if (user.id === null || readAt === null) continue;
    const before = people.get(user.id);
    const readAtMs = Math.min(before?.readAtMs ?? Number.POSITIVE_INFINITY, Date.parse(readAt));
    const isUncertain = before?.isUncertain === true || verdict === "act" || changed.has(user.id);
    people.set(user.id, { userId: user.id, readAtMs, isUncertain });
  }
  return [...people.values()];
}

/** Whom to read again now, the least certain first; `most` at the most. */
export function leastCertain(people: readonly Auditable[], most: number, nowMs: number): readonly Auditable[] {
  const doubt = ({ readAtMs, isUncertain }: Auditable): number =>
    (nowMs - readAtMs) * (isUncertain ? UNCERTAIN_AGES : 1);
  return people
    .filter(({ readAtMs }) => nowMs - readAtMs >= LEAST_AGE_MS)
    .toSorted((a, b) => doubt(b) - doubt(a))
    .slice(0, most);
}

/** Whether a person has something else than before, in what both looks tell. */
export function hasChanged(before: RowObservation, now: RowObservation): boolean {
  if (before.state === "absent" || now.state === "absent")
    return isTold(before) && isTold(now) && before.state !== now.state;
  if (before.state !== "present" || now.state !== "present") return false;
  return isOtherVersion(before.version, now.version) || isOtherConsent(before.consent, now.consent);
}

function isOtherVersion(before: string | null, now: string | null): boolean {
  return before !== null && now !== null && before !== now;
}

/** What was not read is no change. */
function isOtherConsent(before: PermissionKnowledge, now: PermissionKnowledge): boolean {
  if (before.state === "unknown" || now.state === "unknown") return false;
  return !samePermissions(before.permissions, now.permissions);
}

function isTold({ state }: RowObservation): boolean {
  return state === "present" || state === "absent";
}
