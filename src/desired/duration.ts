const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a duration such as `48h`, as the schema lets it through. */
export function durationMs(text: string): number {
  return Math.round(Number.parseFloat(text) * (UNITS[text.slice(-1)] ?? 0));
}
