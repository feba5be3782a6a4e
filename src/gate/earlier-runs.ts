import { type BackOff, definitionText, NEVER_AGAIN } from "../model/back-off.ts";
import { type Freezes, NOT_FROZEN } from "../model/freeze.ts";
import { isoTime } from "../model/clock.ts";
import { type ActingRow, type DecidedPlan, held, type Intent, isRepair, pairKey } from "../model/plan.ts";
import { reviseActing } from "../model/plan-rows.ts";
import type { Policy } from "../model/policy.ts";
import { compareVersions, parseVersion } from "../model/version.ts";
import type { Window } from "../model/window.ts";
import { holdRows } from "./hold.ts";

/** What earlier runs did, as far as it holds rows now. */
export interface EarlierRuns {
  /** Writes that are so young that their effect may not be visible yet. */
  readonly sent: readonly Intent[];
  readonly backOffs: readonly BackOff[];
  /** When the writes of the last 24 hours were sent, the oldest first, in milliseconds since the epoch. */
  readonly sendTimes: readonly number[] | "no-store" | "unreadable";
  readonly freezes: Freezes;
  /** Holds whoever waits for the ring of a rollout; left out: no app has one. */
  readonly byRollout?: (plan: DecidedPlan) => DecidedPlan;
  /** By app: the digest of the definition that its rollout calls urgent; left out: none does. */
  readonly urgent?: ReadonlyMap<string, string>;
  /** Of apps whose rollout has hours of its own. */
  readonly windows?: ReadonlyMap<string, Window>;
}

/** Nothing that earlier runs did matters. */
export const NO_EARLIER_RUNS: EarlierRuns = { sent: [], backOffs: [], sendTimes: [], freezes: NOT_FROZEN };

/**
 * What was read back may still come and go for so long, as not every answer of the service is equally new. After that,
 * what is gone was changed by somebody else.
 */
const MAY_FLICKER_MS = 90_000;

/**
 * A write was sent for the row a short while ago and cannot be seen yet. The service may show it late, so the row waits
 * and nothing is sent twice. It counts against no limit: it is no new change.
 */
export function holdSettling(plan: DecidedPlan, _policy: Policy, { sent }: EarlierRuns, nowMs: number): DecidedPlan {
  if (sent.length === 0) return plan;
  const unsettled = sent.filter(({ seenAt }) => seenAt === undefined || nowMs - seenAt < MAY_FLICKER_MS);
  const inOrder = [...unsettled].sort((a, b) => a.at - b.at);
  const lastSent = new Map(inOrder.map((intent) => [pairKey(intent.appId, intent.userId), intent]));
  return reviseActing(plan, (row) => {
    const own = lastSent.get(pairKey(row.on.catalogId, row.user.id));
    if (own !== undefined && !isVisible(own, row)) return held(row, "settling", describe(own));
    if (row.action !== "replace") return row;
    // The copy is still there, or the row would not be about it.
    const ofCopy = lastSent.get(pairKey(row.replaced.id, row.user.id));
    return ofCopy === undefined ? row : held(row, "settling", describe(ofCopy));
  });
}

function describe({ action, version, at }: Intent): string {
  return `${action}${version === null ? "" : ` to ${version}`} sent at ${isoTime(at)}`;
}

/** Whether what was seen is what the write was to bring, or newer. */
function isVisible(intent: Intent, { observed }: ActingRow): boolean {
  if (intent.action === "uninstall") return observed.state === "absent";
  // Which of its two writes was sent last is not known.
  if (intent.action === "reinstall") return false;
  if (observed.state !== "present" || observed.version === null || intent.version === null) return false;
  const [seen, meant] = [parseVersion(observed.version), parseVersion(intent.version)];
  return seen !== null && meant !== null && compareVersions(seen, meant) >= 0;
}

/**
 * Whoever only has the app upgraded would be left without it, were a run cut off after the removal: only a store remembers
 * that the app is to come back.
 */
export function holdReinstallWithoutStore(plan: DecidedPlan, _policy: Policy, { sendTimes }: EarlierRuns): DecidedPlan {
  if (typeof sendTimes !== "string") return plan;
  return holdRows(
    plan,
    "reinstall-without-store",
    ({ action, desired }) => action === "reinstall" && desired?.ensure === "upgraded",
    sendTimes === "no-store" ? "TRUEUP_STORE is not set" : "the store cannot be read",
  );
}

/**
 * Earlier tries were refused alike, changed nothing, or did not last: trying each day anew would be a fight that nobody
 * wins. The row waits, says what happened and whose move it is, and counts against no limit.
 */
export function holdBackingOff(plan: DecidedPlan, _policy: Policy, { backOffs }: EarlierRuns): DecidedPlan {
  if (backOffs.length === 0) return plan;
  const waiting = new Map(backOffs.map((backOff) => [pairKey(backOff.appId, backOff.userId), backOff]));
  const repairs = new Map(
    backOffs.filter(({ ofAllRepairs }) => ofAllRepairs).map((backOff) => [backOff.appId.toLowerCase(), backOff]),
  );
  return reviseActing(plan, (row) => {
    const inVain = isRepair(row) ? repairs.get(row.on.catalogId.toLowerCase()) : undefined;
    const backOff = waiting.get(pairKey(row.on.catalogId, row.user.id)) ?? inVain;
    if (backOff === undefined) return row;
    if (backOff.definition !== definitionText(row.on.app.offered)) return row;
    const detail = `${backOff.history}; ${nextTry(backOff)}`;
    return { ...held(row, "backing-off", detail), move: backOff.move };
  });
}

function nextTry({ until }: BackOff): string {
  if (until === NEVER_AGAIN) return "not tried again with this version and desired state";
  return `not tried before ${isoTime(until)}`;
}
