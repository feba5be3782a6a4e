import { createHash } from "node:crypto";
import { type ActingRow, type DecidedPlan, type DecidedRow, nextAct } from "../model/plan.ts";
import { compareText } from "../model/order.ts";
import type { Policy } from "../model/policy.ts";
import type { EarlierRuns } from "./earlier-runs.ts";
import { actingRows, holdRows, waitingUntil } from "./hold.ts";

/** `perDay` is about any so many milliseconds. */
export const DAY_MS = 24 * 60 * 60_000;

/** Lets so many rows act that no more than `perDay` writes are sent in any 24 hours; the others wait. */
export function holdOverPerDay(
  plan: DecidedPlan,
  { perDay, timeZone }: Policy,
  { sendTimes }: EarlierRuns,
  nowMs: number,
): DecidedPlan {
  const acting = actingRows(plan);
  if (perDay === null) return plan;
  const sent = typeof sendTimes === "string" ? [] : sendTimes.filter((ms) => ms > nowMs - DAY_MS && ms <= nowMs);
  const slots = sendTimes === "unreadable" ? 0 : Math.max(0, perDay - sent.length);
  if (acting.length <= slots) return plan;
  const detail = `perDay allows ${perDay}, ${typeof sendTimes === "string" ? UNCOUNTED[sendTimes] : `${sent.length} were sent in the last 24 hours`}`;
  const gated = holdAllBut(plan, inTurn(acting, slots), "next-day", detail);
  if (sendTimes === "unreadable") return gated;
  // A slot becomes free when the oldest write that fills one is a day old; where all were free, those of this run do.
  const oldest = sent[Math.max(0, sent.length - perDay)] ?? nowMs;
  return waitingUntil(gated, nextAct(oldest + DAY_MS, timeZone));
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
  const acting = actingRows(plan);
  if (perRun === null || acting.length <= perRun) return plan;
  const now = new Set<DecidedRow>(byHash(acting).slice(0, perRun));
  const gated = holdAllBut(plan, now, "next-run", `perRun allows ${perRun} of ${acting.length}`);
  return waitingUntil(gated, nextAct(nowMs, timeZone));
}

/**
 * In the order of a hash of the user's id. It is the same in every run and has nothing to do with names, so that the first
 * wave is a fair sample of people.
 */
function byHash(acting: readonly ActingRow[]): readonly ActingRow[] {
  return acting
    .map((row) => ({ row, order: `${hash(row.user.id)} ${row.app}` }))
    .sort((a, b) => compareText(a.order, b.order))
    .map(({ row }) => row);
}

/** The rows that come first where the apps take turns. */
function inTurn(acting: readonly ActingRow[], slots: number): ReadonlySet<DecidedRow> {
  const ofApps = Map.groupBy(byHash(acting), ({ app }) => app);
  const ordered = [...ofApps].sort(([a], [b]) => compareText(a, b)).map(([, rows]) => rows);
  const chosen = new Set<DecidedRow>();
  for (let turn = 0; chosen.size < slots && ordered.some((rows) => turn < rows.length); turn += 1) {
    for (const rows of ordered) {
      const one = rows[turn];
      if (one !== undefined && chosen.size < slots) chosen.add(one);
    }
  }
  return chosen;
}

function holdAllBut(
  plan: DecidedPlan,
  now: ReadonlySet<DecidedRow>,
  reason: "next-day" | "next-run",
  detail: string,
): DecidedPlan {
  return holdRows(plan, reason, (row) => !now.has(row), detail);
}

function hash(userId: string): string {
  return createHash("sha256").update(userId.toLowerCase()).digest("hex");
}
