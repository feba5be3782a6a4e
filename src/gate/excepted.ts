import { InternalError } from "../errors.ts";
import type { Exception, PlanException } from "../model/exception.ts";
import { firstFew } from "../model/first-few.ts";
import { type DecidedPlan, type DecidedRow, held, type PlanUser } from "../model/plan.ts";
import { planRows } from "../model/plan-rows.ts";
import type { Policy } from "../model/policy.ts";
import { type DriftFact, REASONS } from "../model/reasons.ts";
import { moveForTargets } from "../model/target-move.ts";
import type { EarlierRuns } from "./earlier-runs.ts";

/** So long before its end somebody has to think about an exception. */
const WARN_MS = 14 * 24 * 60 * 60_000;

/** An exception, with how many rows it holds, or held before it ended. */
interface Counted extends Exception {
  rows: number;
  acts: number;
}

/**
 * Holds what somebody accepts for a time: every action of these people, and, where all that differs is accepted, also what
 * nobody could act on. It never allows anything. A target that was not read might mean anybody, and blocks.
 */
export function holdExcepted(
  plan: DecidedPlan,
  { exceptions }: Policy,
  _past: EarlierRuns,
  nowMs: number,
): DecidedPlan {
  if (exceptions.length === 0) return plan;
  const counted = exceptions.map((one): Counted => ({ ...one, rows: 0, acts: 0 }));
  const ofApps = new Map([...Map.groupBy(counted, ({ app }) => app)].map(([app, all]) => [app, standing(all, nowMs)]));
  // A target that was not read might mean anybody.
  const isAnybodyMeant = [...ofApps.values()].some(({ unread }) => unread.length > 0);
  const isMeant = ({ id }: PlanUser): boolean =>
    isAnybodyMeant || (id !== null && exceptions.some(({ userIds }) => userIds.has(id)));
  const change = (row: DecidedRow): DecidedRow => {
    const ofApp = ofApps.get(row.app);
    if (ofApp === undefined) throw new InternalError(`no exception is about ${row.app}`);
    const { all, inForce, unread } = ofApp;
    const holding = inForce.filter(({ userIds }) => row.user.id !== null && userIds.has(row.user.id));
    const [first] = holding;
    if (first !== undefined) {
      const excepted = except(row, first, new Set(holding.flatMap(({ accept }) => accept)));
      if (excepted !== row || isHeldForNow(row)) count(first, row.verdict === "act" || isHeldForNow(row));
      return excepted;
    }
    if (row.verdict !== "act") return row;
    if (unread.length > 0) return blockedBy(row, unread);
    const ended = all.find(({ userIds }) => userIds.has(row.user.id));
    if (ended === undefined) return row;
    count(ended, true);
    return { ...row, detail: `the exception ended ${ended.until}, ${told(ended)}` };
  };
  const rows = planRows(plan.rows).revised(change, { kind: ({ app }) => ofApps.has(app), user: isMeant });
  const isAsked = ({ app }: Exception): boolean => plan.filters.apps.length === 0 || plan.filters.apps.includes(app);
  const listed = counted.filter(isAsked).map((one): PlanException => {
    const { app, accept, reason, owner, until, source, endsAtMs } = one;
    const left = endsAtMs - nowMs;
    const state = left <= 0 ? "ended" : left <= WARN_MS ? "ends-soon" : "in-force";
    return { app, accept, reason, owner, until, source, state, rows: one.rows, acts: one.acts };
  });
  return { ...plan, rows, exceptions: listed };
}

/** The exceptions of one app: all, those in force, and whom these might mean besides. */
function standing(all: readonly Counted[], nowMs: number) {
  const inForce = all.filter(({ endsAtMs }) => endsAtMs > nowMs);
  return { all, inForce, unread: inForce.flatMap(({ unread }) => unread) };
}

/** What holds everything for now does not change what an exception will come to. */
function isHeldForNow({ verdict, reason }: DecidedRow): boolean {
  return verdict === "held" && (reason === "suspended" || reason === "frozen");
}

function count(exception: Counted, isAction: boolean): void {
  exception.rows += 1;
  if (isAction) exception.acts += 1;
}

function except(row: DecidedRow, exception: Exception, accepted: ReadonlySet<DriftFact>): DecidedRow {
  const detail = `until ${exception.until}, ${told(exception)}`;
  const left = row.drift.filter((fact) => !accepted.has(fact));
  if (row.verdict === "act") return { ...held(row, "excepted", detail), unaccepted: left };
  const isFine = row.drift.length === 0 || row.reason === "newer-than-offered";
  if (row.verdict === "held" || isFine || left.length > 0) return row;
  const { move } = REASONS.excepted;
  return { ...row, verdict: "held", action: null, reason: "excepted", detail, move, unaccepted: left };
}

function told({ owner, reason }: Exception): string {
  return `owned by ${owner}: ${reason}`;
}

function blockedBy(row: DecidedRow, unread: Exception["unread"]): DecidedRow {
  const move = moveForTargets(unread);
  const names = firstFew(
    unread,
    ({ name, source, detail, state }) => `"${name}" (${source.file}:${source.line}): ${detail ?? state}`,
  );
  const detail = `exception for ${names}`;
  return { ...row, verdict: "blocked", action: null, reason: "targets-unreadable", detail, move, consent: [] };
}
