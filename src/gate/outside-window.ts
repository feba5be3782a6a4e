import { type DecidedPlan, type LateHold, nextAct } from "../model/plan.ts";
import type { PolicyRules } from "../model/policy.ts";
import { localTime } from "../model/time-zone.ts";
import { describeWindow, type Window, type WindowState, windowStateAt } from "../model/window.ts";
import type { EarlierRuns } from "./earlier-runs.ts";
import { countActing, holdRows, waitingUntil } from "./hold.ts";

/** Why nothing may begin now, with the time at which it may again; null: it may. */
type WindowHold = (nowMs: number) => LateHold | null;

/** Asks the windows that all have to be open, and remembers what was said until one of them opens or closes. */
export function windowHold(windows: readonly Window[], timeZone: PolicyRules["timeZone"]): WindowHold {
  let known: { readonly state: WindowState; readonly fromMs: number; readonly toMs: number } | null = null;
  return (nowMs) => {
    if (known === null || nowMs < known.fromMs || nowMs >= known.toMs) {
      const state = windowStateAt(windows, timeZone, nowMs);
      const changesAtMs = state.isOpen ? state.closesAtMs : state.opensAtMs;
      known = { state, fromMs: nowMs, toMs: changesAtMs ?? nowMs };
    }
    if (known.state.isOpen) return null;
    const { opensAtMs } = known.state;
    const opening = opensAtMs === null ? "it never opens" : `it opens ${localTime(opensAtMs, timeZone)}`;
    const named = windows.map(describeWindow).join(" and ");
    return {
      reason: "outside-window",
      detail: `window ${named}; ${opening}`,
      next: opensAtMs === null ? null : nextAct(opensAtMs, timeZone),
    };
  };
}

/**
 * Outside the window nothing begins, and what waits for something else waits for the window too. The last of the holds that
 * follow from policy, so that a plan made at night shows what will happen at eight.
 */
export function holdOutsideWindow(plan: DecidedPlan, { window, timeZone }: PolicyRules, nowMs: number): DecidedPlan {
  if (window === null) return plan;
  const hold = windowHold([window], timeZone);
  const { nextAct: asked, ...rest } = plan;
  const opens = asked === undefined ? null : (hold(asked.atMs)?.next ?? asked);
  const waiting = opens === null ? rest : { ...rest, nextAct: opens };
  const closed = hold(nowMs);
  if (closed === null || countActing(plan) === 0) return waiting;
  return waitingUntil(
    holdRows(waiting, closed.reason, () => true, closed.detail),
    closed.next,
  );
}

/** Outside the hours of an app's rollout none of its changes begins; removals are none of a rollout's business. */
export function holdOutsideOwnWindow(
  plan: DecidedPlan,
  { timeZone }: PolicyRules,
  { windows }: EarlierRuns,
  nowMs: number,
): DecidedPlan {
  let held = plan;
  for (const [app, window] of windows ?? []) {
    const hold = windowHold([window], timeZone)(nowMs);
    if (hold === null) continue;
    const gated = holdRows(held, hold.reason, (row) => row.app === app && row.action !== "uninstall", hold.detail);
    if (gated !== held) held = waitingUntil(gated, hold.next);
  }
  return held;
}
