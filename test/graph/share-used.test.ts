import { expect, it } from "vitest";
import { parseShareUsed } from "../../src/graph/sender.ts";

it.each<[header: string | null, share: number | null]>([
  ["0.8", 0.8],
  [" 1.24 ", 1.24],
  ["1", 1],
  ["1.8", 1.8],
  [null, null],
  ["", null],
  ["90 %", null],
  ["-1", null],
  ["1e3", null],
  ["NaN", null],
])("x-ms-throttle-limit-percentage: %s is %s", (header, share) => {
  expect(parseShareUsed(header)).toBe(share);
});
