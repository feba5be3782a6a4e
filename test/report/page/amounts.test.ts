import { expect, it } from "vitest";
import { ago, count, number, share } from "../../../src/report/facts/wording.ts";
import { time } from "../../../src/report/page/html.ts";

it.each([
  [0, "0"],
  [999, "999"],
  [1000, "1,000"],
  [1234567, "1,234,567"],
])("%d is shown as %s", (amount, shown) => expect(number(amount)).toBe(shown));

it.each([
  [1, "1 row"],
  [0, "0 rows"],
  [1204, "1,204 rows"],
])("%d rows are said as %s", (amount, said) => expect(count(amount, "row")).toBe(said));

it.each([
  { part: 3, whole: 3, shown: "100 %" },
  { part: 99_999, whole: 100_000, shown: "99.9 %" },
  { part: 1, whole: 3, shown: "33.3 %" },
  { part: 1, whole: 2, shown: "50 %" },
  { part: 1, whole: 100_000, shown: "under 0.1 %" },
  { part: 0, whole: 5, shown: "0 %" },
  { part: 0, whole: 0, shown: null },
])("$part of $whole is $shown: all only where all are, none only where none is", ({ part, whole, shown }) =>
  expect(share(part, whole)).toBe(shown),
);

it.each([
  [-5_000, "less than a minute ago"],
  [59_999, "less than a minute ago"],
  [60_000, "1 min ago"],
  [119 * 60_000, "119 min ago"],
  [120 * 60_000, "2 h ago"],
  [47 * 3_600_000, "47 h ago"],
  [50 * 3_600_000, "2 days ago"],
])("%d ms is %s", (ms, said) => expect(ago(ms)).toBe(said));

it("a time is for people and machines", () => {
  expect(time(Date.UTC(2026, 0, 5, 8, 0, 30)).text).toBe(
    '<time datetime="2026-01-05T08:00:30.000Z">2026-01-05 08:00 UTC</time>',
  );
});
