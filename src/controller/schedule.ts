import { CronTime } from "cron";
import type { Configuration } from "../desired/configuration.ts";
import { messageOf, UsageError } from "../errors.ts";
import { isTimeZone, momentOf, zoneOffset } from "../model/time-zone.ts";
import { describeWindow, type Window, windowStateAt } from "../model/window.ts";

/** When passes are due. */
export interface Schedule {
  /** The next time that is later than `ms`; both in milliseconds since the epoch. */
  readonly nextAfter: (ms: number) => number;
  /** What a person may not have meant, one line each. */
  readonly warnings: readonly string[];
}

/** The numbers of each field, for the steps that make sense in it: https://man7.org/linux/man-pages/man5/crontab.5.html */
const FIELDS = [
  { name: "second", count: 60 },
  { name: "minute", count: 60 },
  { name: "hour", count: 24 },
  { name: "day", count: 31 },
  { name: "month", count: 12 },
  { name: "weekday", count: 7 },
] as const;

const HOUR_MS = 3_600_000;

/**
 * Reads a cron expression of five or six fields, such as `0 6 * * *`, in a time zone of the IANA database, such as
 * `Europe/Berlin`. Whatever the clocks do, a time comes once: one that a change to summer time skips comes at the moment of the
 * change, one that a change back brings twice comes the first time. What is due in every hour is due in each hour that passes.
 * @throws UsageError for an expression or a zone that cannot be read, and for one that means something else than it seems to, or
 * nothing (31 February)
 */
export function parseSchedule(expression: string, zone: string): Schedule {
  if (!isTimeZone(zone))
    throw new UsageError(`--time-zone "${zone}" is no time zone`, "give one such as Europe/Berlin, or UTC");
  const refused = (why: string, hint: string): UsageError => new UsageError(`--schedule "${expression}" ${why}`, hint);
  const fields = expression.trim().split(/\s+/);
  const places = FIELDS.slice(FIELDS.length - fields.length);
  for (const [index, field] of fields.entries()) {
    const place = places[index];
    const step = Number(/\/(\d+)/.exec(field)?.[1] ?? "0");
    if (place === undefined || step < place.count) continue;
    throw refused(
      `cannot mean every ${step} ${place.name}s: a step counts within one field, which has ${place.count}`,
      `name the ${place.name}s, or take a larger unit: "0 */2 * * *" is every two hours`,
    );
  }
  const comesHourly = /^\*(\/1)?$/.test(fields.at(-4) ?? "");
  // Read as a time of day that no clock ever changes; which moment that is, is our own affair.
  let next: (wallMs: number) => number;
  try {
    const time = new CronTime(expression, "UTC");
    next = (wallMs) => time.getNextDateFrom(new Date(wallMs), "UTC").toMillis();
  } catch (error) {
    throw refused(
      `cannot be read: ${messageOf(error)}`,
      'give five fields (minute, hour, day, month, weekday) such as "0 6 * * *"',
    );
  }
  try {
    next(0);
  } catch {
    throw refused("never comes", "no month has that day; give another one");
  }
  return {
    nextAfter(ms) {
      const offset = zoneOffset(zone, ms);
      for (let wallMs = next(ms + offset); ; wallMs = next(wallMs)) {
        const atMs = momentOf(wallMs, zone);
        const shift = atMs - (wallMs - offset);
        if (comesHourly && shift !== 0 && shift % HOUR_MS === 0) return wallMs - offset;
        if (atMs > ms) return atMs;
      }
    },
    warnings: [
      ...(fields.length === FIELDS.length
        ? [
            `warning: --schedule "${expression}" has six fields, of which the first counts seconds; five begin with minutes`,
          ]
        : []),
      ...unevenSteps(expression, fields, places),
    ],
  };
}

/** Each field begins anew with the next larger unit: after minute 45 comes minute 0, a quarter of an hour later. */
function unevenSteps(
  expression: string,
  fields: readonly string[],
  places: readonly { readonly name: string; readonly count: number }[],
): readonly string[] {
  return fields.flatMap((field, index) => {
    const step = Number(/^\*\/(\d+)$/.exec(field)?.[1] ?? "1");
    const place = places[index];
    if (place === undefined || !["second", "minute", "hour"].includes(place.name) || place.count % step === 0)
      return [];
    const last = Math.floor((place.count - 1) / step) * step;
    return [
      `warning: --schedule "${expression}" does not come every ${step} ${place.name}s: from ${place.name} ${last} to ${place.name} 0 are only ${place.count - last}`,
    ];
  });
}

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
