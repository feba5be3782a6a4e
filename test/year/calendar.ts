/** Times of day at which passes are due, in a zone. */
export interface Timetable {
  readonly zone: string;
  /** `HH:MM`, in order. */
  readonly times: readonly string[];
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * When passes are due from `fromMs` on and before `untilMs`, found without any arithmetic of zones: minute for minute,
 * `Intl` says what the clock on the wall shows. A time comes once: the first time that the wall shows it, or, where the wall never does
 * on that day, when the wall first shows a later one.
 */
export function dueTimes({ zone, times }: Timetable, fromMs: number, untilMs: number): readonly number[] {
  const wall = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  const due: number[] = [];
  let day = "";
  let left: string[] = [];
  // Begins before, so that what the day had shown already is known.
  const beginMs = Math.floor((fromMs - 2 * DAY_MS) / MINUTE_MS) * MINUTE_MS;
  for (let ms = beginMs; ms < untilMs; ms += MINUTE_MS) {
    const [date = "", time = ""] = wall.format(ms).split(", ");
    if (date !== day) [day, left] = [date, [...times]];
    while (left[0] !== undefined && left[0] <= time) {
      left.shift();
      if (ms >= fromMs) due.push(ms);
    }
  }
  return due;
}
