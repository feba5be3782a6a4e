/** Characters; a file that is no plan may hold anything of any length. */
const LONGEST = 200;

/** A value as a message shows it: as JSON, cut short. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
