const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

// A *wall time* is what clocks of a zone show, as the milliseconds since the epoch at which clocks of UTC show the same.
// Zones are those of the platform, by their names in the IANA database, such as `Europe/Berlin`.

export const UTC = "UTC";

/** Whether the platform knows a zone of that name. */
export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** How far clocks of a zone are ahead of UTC at a moment, in milliseconds. Throws for what is no zone. */
export function zoneOffset(zone: string, ms: number): number {
  if (zone === UTC) return 0;
  const [, sign, hours = "0", minutes = "0", seconds = "0"] =
    /GMT([+-])(\d+):(\d+)(?::(\d+))?/.exec(formatOf(zone).format(ms)) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * HOUR_MS + Number(minutes) * 60_000 + Number(seconds) * 1_000);
}

/** The moment at which clocks show a wall time: the first of two, and of none the moment of the change that skips it. */
export function momentOf(wallMs: number, zone: string): number {
  const [before, after] = [zoneOffset(zone, wallMs - DAY_MS), zoneOffset(zone, wallMs + DAY_MS)];
  const shown = [wallMs - before, wallMs - after].filter((ms) => ms + zoneOffset(zone, ms) === wallMs);
  if (shown.length > 0) return Math.min(...shown);
  let [early, late] = [wallMs - Math.max(before, after), wallMs - Math.min(before, after)];
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (zoneOffset(zone, middle) === before) early = middle;
    else late = middle;
  }
  return late;
}

/** `2026-12-01 08:00 Europe/Berlin`; rounded up to whole minutes, since nobody is to come too early. */
export function localTime(ms: number, zone: string): string {
  const whole = Math.ceil(ms / 60_000) * 60_000;
  const wall = new Date(whole + zoneOffset(zone, whole)).toISOString();
  return `${wall.slice(0, 10)} ${wall.slice(11, 16)} ${zone}`;
}

/** `Tue 09:00`; rounded up to whole minutes. */
export function weekdayTime(ms: number, zone: string): string {
  const whole = Math.ceil(ms / 60_000) * 60_000;
  const wall = new Date(whole + zoneOffset(zone, whole));
  return `${wall.toUTCString().slice(0, 3)} ${wall.toISOString().slice(11, 16)}`;
}

/** They are expensive to make, and few. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" });
  formats.set(zone, format);
  return format;
}
