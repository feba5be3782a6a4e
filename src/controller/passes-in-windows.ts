import type { Configuration } from "../desired/configuration.ts";
import { UsageError } from "../errors.ts";
import { describeWindow, type Window, windowStateAt } from "../model/window.ts";
import type { Schedule } from "./schedule.ts";

/** A schedule that comes once a year is looked at for two. */
const LOOK_AHEAD_MS = 2 * 366 * 24 * 60 * 60_000;

/**
 * Makes sure that some pass of the schedule comes while changes may begin: else nothing would ever be changed, and nobody told.
 * @throws UsageError that names the windows
 */
export function refuseIdleSchedule(
  schedule: Schedule,
  { policy, rollouts }: Pick<Configuration, "policy" | "rollouts">,
  nowMs: number,
): void {
  const narrowing = rollouts.map(({ window }) => window).filter((window) => window !== null);
  const common = policy.window === null ? [] : [policy.window];
  const sets = [...(common.length === 0 ? [] : [common]), ...narrowing.map((window) => [...common, window])];
  for (const windows of new Map(sets.map((set) => [set.map(({ name }) => name).join(" "), set])).values()) {
    if (hasPassInside(schedule, windows, policy.timeZone, nowMs)) continue;
    throw new UsageError(
      `no pass of --schedule comes while the window ${windows.map(describeWindow).join(" and ")} ${policy.timeZone} is open, so nothing would ever be changed`,
      "give a schedule with a pass inside the window, or a wider window",
    );
  }
}

/** Goes from opening to opening, or from pass to pass, whichever comes less often. */
function hasPassInside(schedule: Schedule, windows: readonly Window[], zone: string, nowMs: number): boolean {
  let atMs = nowMs;
  while (atMs < nowMs + LOOK_AHEAD_MS) {
    const passMs = schedule.nextAfter(atMs - 1);
    const state = windowStateAt(windows, zone, passMs);
    if (state.isOpen) return true;
    if (state.opensAtMs === null) return false;
    atMs = state.opensAtMs;
  }
  return false;
}
