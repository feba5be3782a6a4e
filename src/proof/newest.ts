import type { Definition } from "../model/catalog.ts";

/** The newest published definition; null where it cannot be told for certain. */
export function newestPublished(definitions: readonly Definition[]): Definition | null {
  const ranked = definitions
    .filter(({ publishingState }) => publishingState === "published")
    .map((definition) => ({ definition, order: orderOf(definition.version ?? "") }));
  let newest: { readonly definition: Definition; readonly order: readonly Part[] } | null = null;
  for (const { definition, order } of ranked) {
    if (order === null) return null;
    if (newest === null) {
      newest = { definition, order };
      continue;
    }
    const comparison = compareOrders(order, newest.order);
    if (comparison === 0) return null;
    if (comparison > 0) newest = { definition, order };
  }
  return newest?.definition ?? null;
}

/** A number, a word, or the mark of a release, which comes after all of its pre-releases. */
type Part = number | string | typeof RELEASE;
const RELEASE = null;

const NUMBERS_IN_VERSION = 4;

/** The parts of a version in the order in which they count; null for what is no version. */
function orderOf(version: string): readonly Part[] | null {
  const [core = "", ...prerelease] = version.replace(/\+.*$/, "").split("-");
  const numbers = core.split(".");
  if (numbers.length > NUMBERS_IN_VERSION || !numbers.every((part) => /^\d+$/.test(part))) return null;
  const padded = Array.from({ length: NUMBERS_IN_VERSION }, (_, index) => Number(numbers[index] ?? 0));
  if (!padded.every(Number.isSafeInteger)) return null;
  if (prerelease.length === 0) return [...padded, RELEASE];
  const words = prerelease.join("-").split(".");
  return [...padded, ...words.map((word) => (/^\d+$/.test(word) ? Number(word) : word))];
}

function compareOrders(a: readonly Part[], b: readonly Part[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const [one, other] = [a[index], b[index]];
    if (one === other) continue;
    if (one === RELEASE) return 1;
    if (other === RELEASE) return -1;
    if (one === undefined) return -1;
    if (other === undefined) return 1;
    if (typeof one === typeof other) return one < other ? -1 : 1;
    return typeof one === "number" ? -1 : 1;
  }
  return 0;
}
