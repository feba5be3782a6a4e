import { expect } from "vitest";

/** Rows are the same when they hold the same, whether they are an array or made one by one. */
expect.addEqualityTesters([
  function areRowsEqual(
    this: { equals(a: unknown, b: unknown): boolean },
    a: unknown,
    b: unknown,
  ): boolean | undefined {
    if (!(isMade(a) || isMade(b)) || !isIterable(a) || !isIterable(b)) return undefined;
    return this.equals([...a], [...b]);
  },
]);

function isMade(value: unknown): boolean {
  return typeof value === "object" && value !== null && "flatMap" in value && !Array.isArray(value);
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}
