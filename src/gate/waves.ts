import { createHash } from "node:crypto";
import { type ActingRow, type DecidedPlan, type LateHold, type NextAct, nextAct, rowKey } from "../model/plan.ts";
import { compareText } from "../model/order.ts";
import type { Policy } from "../model/policy.ts";
import type { Rows } from "../model/rows.ts";
import type { EarlierRuns } from "./earlier-runs.ts";
import { actingRows, holdRows, waitingUntil } from "./hold.ts";

/** `perDay` is about any so many milliseconds. */
export const DAY_MS = 24 * 60 * 60_000;

/** Lets so many rows act that no more than `perDay` writes are sent in any 24 hours; the others wait. */
export function holdOverPerDay(plan: DecidedPlan, policy: Policy, past: EarlierRuns, nowMs: number): DecidedPlan {
  if (policy.perDay === null) return plan;
  const { sendTimes } = past;
  const today = sentToday(typeof sendTimes === "string" ? [] : sendTimes, nowMs);
  const slots = sendTimes === "unreadable" ? 0 : Math.max(0, policy.perDay - today.length);
  const acting = actingRows(plan);
  const chosen = inTurn(acting, slots, policy.perDay, urgentApps(plan, past));
  if (chosen.size === acting.length) return plan;
  const gated = holdAllBut(plan, chosen, "next-day", dayDetail(policy.perDay, today, sendTimes));
  return sendTimes === "unreadable"
    ? gated
    : waitingUntil(gated, nextSlot(policy.perDay, today, policy.timeZone, nowMs));
}

/**
 * Why nothing more may be sent today, asked before each write: what was sent twice took the slot of somebody else.
 * @param sendTimes of the last 24 hours, by this run too, the oldest first
 */
export function dayHold(
  { perDay, timeZone }: Pick<Policy, "perDay" | "timeZone">,
  sendTimes: readonly number[],
  nowMs: number,
): LateHold | null {
  if (perDay === null) return null;
  const today = sentToday(sendTimes, nowMs);
  if (today.length < perDay) return null;
  return {
    reason: "next-day",
    detail: dayDetail(perDay, today, sendTimes),
    next: nextSlot(perDay, today, timeZone, nowMs),
  };
}

/** A time that is still to come, as after a clock was set back, counts too. */
function sentToday(sendTimes: readonly number[], nowMs: number): readonly number[] {
  return sendTimes.filter((ms) => ms > nowMs - DAY_MS);
}

/** A slot becomes free when the oldest write that fills one is a day old; where all were free, those of this run do. */
function nextSlot(perDay: number, today: readonly number[], timeZone: string, nowMs: number): NextAct {
  const oldest = today[Math.max(0, today.length - perDay)] ?? nowMs;
  return nextAct(oldest + DAY_MS, timeZone);
}

function dayDetail(perDay: number, today: readonly number[], sendTimes: EarlierRuns["sendTimes"]): string {
  const counted =
    typeof sendTimes === "string" ? UNCOUNTED[sendTimes] : `${today.length} were sent in the last 24 hours`;
  return `perDay allows ${perDay}, ${counted}`;
}

/** Apps whose rollout brings a definition that git calls urgent: they take their slots first. */
function urgentApps({ rollouts = [] }: DecidedPlan, { urgent }: EarlierRuns): ReadonlySet<string> {
  return new Set(rollouts.filter(({ app, digest }) => urgent?.get(app) === digest).map(({ app }) => app));
}

const UNCOUNTED = {
  "no-store": "counted in this run alone, since there is no store",
  unreadable: "and the store does not tell how many were sent",
} as const;

/** Lets `perRun` rows act, and the others wait for later runs. */
export function holdOverPerRun(
  plan: DecidedPlan,
  { perRun, timeZone }: Policy,
  _past: EarlierRuns,
  nowMs: number,
): DecidedPlan {
  if (perRun === null) return plan;
  const acting = actingRows(plan);
  if (acting.length <= perRun) return plan;
  const now = new Set(byHash(acting).slice(0, perRun).map(rowKey));
  const gated = holdAllBut(plan, now, "next-run", `perRun allows ${perRun} of ${acting.length}`);
  return waitingUntil(gated, nextAct(nowMs, timeZone));
}

/**
 * In the order of a hash of the user's id. It is the same in every run and has nothing to do with names, so that the first
 * wave is a fair sample of people.
 */
function byHash(acting: Rows<ActingRow>): readonly ActingRow[] {
  return acting
    .map((row) => ({ row, order: `${hash(row.user.id)} ${row.app}` }))
    .sort((a, b) => compareText(a.order, b.order))
    .map(({ row }) => row);
}

/** By {@link rowKey}, the rows that come first: those of urgent apps, then the others; among them the apps take turns. */
function inTurn(
  acting: Rows<ActingRow>,
  slots: number,
  perDay: number,
  urgent: ReadonlySet<string>,
): ReadonlySet<string> {
  const ofApps = [...Map.groupBy(byHash(acting), ({ app }) => app)].sort(([a], [b]) => compareText(a, b));
  const chosen = new Set<string>();
  let left = slots;
  for (const isUrgent of [true, false]) {
    const queues = ofApps.filter(([app]) => urgent.has(app) === isUrgent).map(([, rows]) => rows);
    const most = Math.max(0, ...queues.map((rows) => rows.length));
    for (let turn = 0; turn < most && left > 0; turn += 1) {
      for (const rows of queues) {
        const one = rows[turn];
        // What takes more than a whole day's slots would wait for ever; it gets a day of its own.
        if (one === undefined || (writesOf(one) > left && left !== perDay)) continue;
        chosen.add(rowKey(one));
        left -= writesOf(one);
      }
    }
  }
  return chosen;
}

/** How many writes a row takes at most, when none has to be repeated. */
function writesOf({ action }: ActingRow): number {
  return action === "replace" || action === "reinstall" ? 2 : 1;
}

function holdAllBut(
  plan: DecidedPlan,
  now: ReadonlySet<string>,
  reason: "next-day" | "next-run",
  detail: string,
): DecidedPlan {
  return holdRows(plan, reason, (row) => !now.has(rowKey(row)), detail);
}

function hash(userId: string): string {
  return createHash("sha256").update(userId.toLowerCase()).digest("hex");
}
