import { describe, expect, it } from "vitest";
import { backoff, parseRetryAfter } from "../../src/http/retry-after.ts";

const NOW = Date.UTC(2026, 0, 1, 12, 0, 0);

describe("Retry-After", () => {
  it.each([
    ["a number without end, which is no longer than a day", "9".repeat(400), null, 24 * 60 * 60_000],
    ["seconds", "10", null, 10_000],
    ["no wait", "0", null, 0],
    ["a fraction", "2.128", null, 2128],
    ["white space", " 3 ", null, 3000],
    ["a date", "Thu, 01 Jan 2026 12:00:30 GMT", null, 30_000],
    ["a date in the past", "Thu, 01 Jan 2026 11:00:00 GMT", null, 0],
    ["a date, by the answer's own clock", "Thu, 01 Jan 2026 12:00:30 GMT", "Thu, 01 Jan 2026 12:00:20 GMT", 10_000],
    ["a date, where the answer's own is none", "Thu, 01 Jan 2026 12:00:30 GMT", "yesterday", 30_000],
    [
      "a date, by the first time that the answer tells",
      "Thu, 01 Jan 2026 12:00:30 GMT",
      "now, Thu, 01 Jan 2026 12:00:20 GMT, Thu, 01 Jan 2026 11:00:00 GMT",
      10_000,
    ],
    ["the second form of dates", "Thursday, 01-Jan-26 12:00:30 GMT", null, 30_000],
    ["the oldest form of dates", "Thu Jan  1 12:00:30 2026", null, 30_000],
    ["two values, of which the largest counts", "30, 120", null, 120_000],
    ["the same twice, with one that is none", "120, soon, 120", null, 120_000],
    ["a date and seconds", "Thu, 01 Jan 2026 12:00:30 GMT, 45", null, 45_000],
    ["two dates", "Thu, 01 Jan 2026 12:00:30 GMT,Thu, 01 Jan 2026 12:01:00 GMT", null, 60_000],
    ["nothing", null, null, null],
    ["empty", "", null, null],
    ["a negative number", "-1", null, null],
    ["a word", "soon", null, null],
    ["a date that the calendar does not have", "Thu, 99 Foo 2026 12:00:30 GMT", null, null],
    ["a number that is none", "1e3", null, null],
    ["a day without a time", "Thu", null, null],
  ])("%s: %j", (_name, value, date, expected) => {
    expect(parseRetryAfter(value, date, NOW)).toBe(expected);
  });
});

describe("backoff", () => {
  it.each([
    [1, 500, 1000],
    [2, 1000, 2000],
    [5, 8000, 16_000],
    [6, 16_000, 32_000],
    [7, 30_000, 60_000],
    [50, 30_000, 60_000],
  ])("before try %i + 1: from %i to %i ms", (attempt, shortest, longest) => {
    expect(backoff(attempt, () => 0)).toBe(shortest);
    expect(backoff(attempt, () => 0.999_999)).toBe(longest);
  });
});
