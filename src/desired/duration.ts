const UNITS = [
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
] as const;

/** Milliseconds of a duration such as `48h`, as the schema lets it through; in seconds where no other unit is given. */
export function durationMs(text: string): number {
  const [, unitMs] = UNITS.find(([unit]) => text.endsWith(unit)) ?? ["s", 1_000];
  return Math.round(Number.parseFloat(text) * unitMs);
}
