import { distance } from "fastest-levenshtein";
import { isObjectId } from "../model/object-id.ts";

/** So many characters of an id may be mistyped: two ids that have nothing to do with each other differ in most. */
const MOST_OF_ID = 3;

/**
 * `did you mean "version"?`, or null when nothing known is near. Long texts are not compared: that would take long.
 * @param share how much of a name may differ
 */
export function didYouMean(written: string, known: readonly string[], share = 0.4): string | null {
  if (written.length > 100) return null;
  const typed = written.toLowerCase();
  const near = known
    .map((name) => ({
      name,
      changes: changesBetween(typed, name.toLowerCase()),
      isBegun: name.toLowerCase().startsWith(typed),
    }))
    .filter(({ name, changes }) => changes <= mostOf(name, share));
  if (near.length === 0) return null;
  // Of two that are as near, the one whose end is missing.
  const { name } = near.reduce((best, one) =>
    one.changes < best.changes || (one.changes === best.changes && one.isBegun && !best.isBegun) ? one : best,
  );
  return `did you mean "${name}"?`;
}

/** Two neighbours that changed places are one slip of the hand, and two changes to Levenshtein. */
function changesBetween(typed: string, name: string): number {
  let at = 0;
  while (at < typed.length && typed[at] === name[at]) at += 1;
  const swapped = `${typed.slice(0, at)}${typed.charAt(at + 1)}${typed.charAt(at)}${typed.slice(at + 2)}`;
  return at < typed.length && swapped === name ? 1 : distance(typed, name);
}

function mostOf(name: string, share: number): number {
  return isObjectId(name) ? MOST_OF_ID : Math.max(1, Math.round(lengthToCompare(name) * share));
}

/** Much of every principal name of a tenant is alike, and people with nothing in common would be near each other. */
function lengthToCompare(name: string): number {
  const at = name.indexOf("@");
  return at > 0 ? at : name.length;
}

/** A value as a message shows it: quoted, cut short, without line breaks; what holds other values by its kind alone. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "a mapping";
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
