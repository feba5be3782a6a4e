import { momentOf, zoneOffset } from "./time-zone.ts";

/** As the desired state spells them, in the order of `Date.getUTCDay`. */
export const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;

/** One of {@link DAYS}. */
export type Day = (typeof DAYS)[number];

/** Hours of a week in which changes may begin. One that goes over midnight belongs to the day on which it began. */
export interface Window {
  readonly name: string;
  readonly days: readonly Day[];
  /** Minutes since midnight. */
  readonly fromMinute: number;
  /** Minutes since midnight, at most 1,440; not after `fromMinute`: of the next day. */
  readonly toMinute: number;
}

/** Whether changes may begin at a moment. Times are milliseconds since the epoch. */
export type WindowState =
  /** `closesAtMs` null: it does not close within weeks. */
  | { readonly isOpen: true; readonly closesAtMs: number | null }
  /** `opensAtMs` null: it never opens. */
  | { readonly isOpen: false; readonly opensAtMs: number | null };

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** A window that a change of the hour skips as a whole comes a week later. */
const LOOK_AHEAD_DAYS = 16;

/** How windows stand that all have to be open: without any they always are. */
export function windowStateAt(windows: readonly Window[], zone: string, atMs: number): WindowState {
  const [first, ...others] = windows.map((window) => spansAround(window, zone, atMs));
  if (first === undefined) return { isOpen: true, closesAtMs: null };
  const spans = others.reduce(overlaps, first);
  const now = spans.find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
  if (now === undefined) return { isOpen: false, opensAtMs: spans.find(({ fromMs }) => fromMs > atMs)?.fromMs ?? null };
  return { isOpen: true, closesAtMs: now === spans.at(-1) && isEndless(now, atMs) ? null : now.toMs };
}

/** From a moment on, when all of these windows are open: the moment itself, or their next opening; null: never. */
export function opensFrom(windows: readonly Window[], zone: string): (ms: number) => number | null {
  return (ms) => {
    const state = windowStateAt(windows, zone, ms);
    return state.isOpen ? ms : state.opensAtMs;
  };
}

/** For how long of that time all of these windows were open, in milliseconds. */
export function openMsBetween(windows: readonly Window[], zone: string, fromMs: number, toMs: number): number {
  if (windows.length === 0) return Math.max(0, toMs - fromMs);
  let open = 0;
  for (let at = fromMs; at < toMs; ) {
    const state = windowStateAt(windows, zone, at);
    const next = Math.min(toMs, (state.isOpen ? state.closesAtMs : state.opensAtMs) ?? toMs);
    if (state.isOpen) open += next - at;
    at = next > at ? next : toMs;
  }
  return open;
}

/** Whether some minute of the week is in both. The changes of the hour are left out: they make no minute that is in neither. */
export function windowsMeet(a: Window, b: Window): boolean {
  const inWeek = (window: Window): readonly Span[] => window.days.map((day) => spanOfDay(window, DAYS.indexOf(day)));
  const weekMs = 7 * DAY_MS;
  return inWeek(a).some((one) =>
    inWeek(b).some((other) =>
      [-weekMs, 0, weekMs].some((shift) => one.fromMs < other.toMs + shift && other.fromMs + shift < one.toMs),
    ),
  );
}

/** `weekdays (Mon, Tue 08:00 to 16:00)` */
export function describeWindow({ name, days, fromMinute, toMinute }: Window): string {
  return `${name} (${days.join(", ")} ${timeOfDay(fromMinute)} to ${timeOfDay(toMinute)})`;
}

function timeOfDay(minute: number): string {
  return `${`${Math.floor(minute / 60)}`.padStart(2, "0")}:${`${minute % 60}`.padStart(2, "0")}`;
}

/** When it is open, from the day before on; in order, and apart from each other. */
function spansAround(window: Window, zone: string, atMs: number): readonly Span[] {
  const today = Math.floor((atMs + zoneOffset(zone, atMs)) / DAY_MS);
  const spans: Span[] = [];
  for (let day = today - 2; day <= today + LOOK_AHEAD_DAYS; day += 1) {
    const weekday = DAYS[new Date(day * DAY_MS).getUTCDay()];
    if (weekday === undefined || !window.days.includes(weekday)) continue;
    const wall = spanOfDay(window, day);
    const [fromMs, toMs] = [momentOf(wall.fromMs, zone), momentOf(wall.toMs, zone)];
    const last = spans.at(-1);
    if (last !== undefined && last.toMs >= fromMs) {
      spans[spans.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, toMs) };
    } else if (fromMs < toMs) spans.push({ fromMs, toMs });
  }
  return spans;
}

/** What clocks show when it begins and ends. */
function spanOfDay({ fromMinute, toMinute }: Window, day: number): Span {
  const midnight = day * DAY_MS;
  const end = toMinute > fromMinute ? midnight : midnight + DAY_MS;
  return { fromMs: midnight + fromMinute * MINUTE_MS, toMs: end + toMinute * MINUTE_MS };
}

function overlaps(some: readonly Span[], others: readonly Span[]): readonly Span[] {
  return some
    .flatMap((a) => others.map((b) => ({ fromMs: Math.max(a.fromMs, b.fromMs), toMs: Math.min(a.toMs, b.toMs) })))
    .filter(({ fromMs, toMs }) => fromMs < toMs);
}

function isEndless({ toMs }: Span, atMs: number): boolean {
  return toMs - atMs > (LOOK_AHEAD_DAYS - 1) * DAY_MS;
}
