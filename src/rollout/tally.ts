import type { Outcome, PlanRow } from "../model/plan.ts";
import { type Reason, REASONS } from "../model/reasons.ts";
import { byKind } from "../model/plan-rows.ts";
import type { Rows } from "../model/rows.ts";
import type { Places } from "./ring-of-person.ts";

/** What of the past matters for how a ring stands. User ids are in lower case. */
export interface Tried {
  /** To whom the version was brought here, since the rollout began. */
  readonly applied: ReadonlySet<string>;
  /** Whose last try was refused by what others have to mend. */
  readonly refused: ReadonlySet<string>;
}

/** One ring's people. */
export interface Tally {
  /** Members that are to have the version, and that nothing keeps from it that is meant so. */
  readonly counted: number;
  readonly done: number;
  /** What others have to mend first. */
  readonly others: number;
  /** Of `others`, those for whom a try was refused. */
  readonly refused: number;
  readonly applied: number;
  /** Members for whom the version is out of range. They count nowhere else: it is not for them, unless git says otherwise. */
  readonly barred: number;
}

/** How a person counts in their ring; null: not at all. */
export type CountsAs = "done" | "others" | "refused" | "pending" | "barred";

/** A row before it is carried out, or with what came of it. */
export type Row = PlanRow & { readonly outcome?: Outcome | null };

/** Rows that are left alone on purpose. */
const MEANT_SO: ReadonlySet<Reason | null> = new Set<Reason>(["protected", "suspended", "excepted"]);

/**
 * What is wrong with the version, and not with a person: whoever mends it mends it for everybody. Until then a ring is not
 * complete, or else all rings would open one after the other while nobody gets it, and everybody would get it at once later.
 */
const OF_VERSION: ReadonlySet<Reason | null> = new Set<Reason>([
  "denied-version",
  "permissions-not-approved",
  "identity-not-approved",
  "definition-not-locked",
]);

/** Whether the row asks for the version that is rolled out, and not for the app's removal. */
export function isRolledOut({ desired, action }: PlanRow): boolean {
  return desired?.ensure !== "absent" && desired?.ensure !== "leave" && action !== "uninstall";
}

/** How a row counts. `version`: what is rolled out. */
export function countsAs(row: Row, version: string, { refused }: Pick<Tried, "refused">): CountsAs | null {
  if (!isRolledOut(row)) return null;
  const { outcome } = row;
  if (outcome?.status === "applied" || outcome?.status === "already-done") return "done";
  if (row.observed.state === "present" && row.observed.version === version) return "done";
  if (row.verdict === "nothing" || MEANT_SO.has(row.reason)) return null;
  if (isIn(refused, row.user.id)) return "refused";
  if (row.reason === "version-past-range" || row.reason === "version-not-offered") return "barred";
  if (OF_VERSION.has(row.reason)) return "pending";
  if (row.reason === "backing-off") return row.move === "trueup" ? "pending" : "refused";
  return row.verdict === "blocked" && row.move !== "trueup" && !isUnknown(row.reason) ? "others" : "pending";
}

const NOBODY_TRIED = { refused: new Set<string>() };

function isIn(people: ReadonlySet<string>, userId: string | null): boolean {
  return people.size > 0 && userId !== null && people.has(userId.toLowerCase());
}

/** What could not be read is not done. Graph shows some people to nobody, though, and they are to hold up no ring. */
function isUnknown(reason: Reason): boolean {
  return reason !== "installations-refused" && REASONS[reason].state === "unknown";
}

/** Counts the people of each ring. */
export function tallyRings(
  rows: Rows<Row>,
  count: number,
  version: string,
  tried: Tried,
  { ringOf }: Places,
): readonly Tally[] {
  const tallies = Array.from({ length: count }, () => ({
    counted: 0,
    done: 0,
    others: 0,
    refused: 0,
    applied: 0,
    barred: 0,
  }));
  const ofKind = (row: Row): CountsAs | null => countsAs(row, version, NOBODY_TRIED);
  byKind(rows, ofKind, (known, { id }, index) => {
    const counts = known === null || known === "done" || !isIn(tried.refused, id) ? known : "refused";
    const tally = counts === null ? undefined : tallies[ringOf(id, index)];
    if (tally === undefined) return;
    if (counts === "barred") {
      tally.barred += 1;
      return;
    }
    tally.counted += 1;
    if (counts === "done") tally.done += 1;
    if (counts === "others" || counts === "refused") tally.others += 1;
    if (counts === "refused") tally.refused += 1;
    if (isIn(tried.applied, id)) tally.applied += 1;
  });
  return tallies;
}

/** So many of those who count may lack the version when a ring is complete: one, or this part of them. */
const TOLERATED = 0.02;

/**
 * Whether a ring is complete: nearly all who count have the version, or others have to act first, and it was brought to one
 * of them here; or nobody needed it to be brought.
 */
export function isComplete({ counted, done, others, refused, applied }: Tally): boolean {
  const pending = counted - done - others;
  if (pending > tolerated(counted)) return false;
  return applied > 0 || (pending === 0 && refused === 0);
}

/** Whether all who count have the version, or others have to act first: what may be believed of a ring without a memory. */
export function isWhollyDone({ counted, done, others }: Tally): boolean {
  return done > 0 && done + others === counted;
}

/**
 * Whether nearly all who are to have the app have the version, or others have to act first; or nobody is to have it. What is
 * suspended, protected or excepted for everybody has reached nobody.
 */
export function hasReachedAll(rows: Rows<Row>, version: string): boolean {
  const asked = rows.filter(isRolledOut);
  const counts = asked
    .map((row) => countsAs(row, version, NOBODY_TRIED))
    .filter((one) => one !== null && one !== "barred");
  const done = counts.filter((one) => one === "done").length;
  const pending = counts.filter((one) => one === "pending").length;
  return asked.length === 0 || (done > 0 && pending <= tolerated(counts.length));
}

function tolerated(counted: number): number {
  return Math.max(1, Math.floor(counted * TOLERATED));
}
