import { describe, expect, it } from "vitest";
import { trendSection } from "../../../src/report/page/trend.ts";

const AT = Date.UTC(2026, 0, 5, 8);
const DAY = 24 * 60 * 60_000;

describe("the trend", () => {
  it("shows a line, and says the first and the last share in words", () => {
    const text = trendSection([
      { at: AT, asDesired: 1, of: 4 },
      { at: AT + DAY, asDesired: 3, of: 4 },
      { at: AT + 2 * DAY, asDesired: 1_500, of: 2_000 },
    ])?.text;
    expect(text).toContain('points="0,15 50,5 100,5"');
    expect(text).toContain("25 % when a pass looked at");
    expect(text).toContain("1,500 of 2,000 rows, before anything was changed");
  });

  it.each([
    ["no look", []],
    ["one look", [{ at: AT, asDesired: 1, of: 4 }]],
    ["looks in which nothing was wanted", [AT, AT + DAY].map((at) => ({ at, asDesired: 0, of: 0 }))],
  ])("says nothing after %s", (_, points) => {
    expect(trendSection(points)).toBeNull();
  });
});
