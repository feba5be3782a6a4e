/** One row, before anybody checked what it holds. */
export type Row = Readonly<Record<string, unknown>>;

/** The last moment that a date can name: https://tc39.es/ecma262/#sec-time-values-and-time-range */
const LAST_MS = 8.64e15;

/** True for what this program writes as a time: a row that somebody else wrote may hold anything. */
export function isTime(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= LAST_MS;
}

/** The same, and null for anything else. */
export function timeOrNull(value: unknown): number | null {
  return isTime(value) ? value : null;
}

/** Null for what is no text. */
export function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
