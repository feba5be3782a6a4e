import { describe, expect, it } from "vitest";
import { refuseIdleSchedule } from "../../src/controller/schedule.ts";
import { parseSchedule } from "../../src/controller/schedule.ts";
import { DEFAULT_RULES } from "../../src/model/policy.ts";
import type { Window } from "../../src/model/window.ts";

const NOW = Date.parse("2026-11-28T12:00:00Z");
const WEEKDAYS: Window = { name: "weekdays", days: ["Mon", "Tue", "Wed", "Thu"], fromMinute: 480, toMinute: 960 };

function refusal(schedule: string, window: Window | null, timeZone = "UTC"): string | null {
  const policy = { ...DEFAULT_RULES, window, timeZone, protectedUsers: [], sections: {}, windows: new Map() };
  try {
    refuseIdleSchedule(parseSchedule(schedule, "UTC"), { policy, rollouts: [] }, NOW);
    return null;
  } catch (error) {
    return String(error);
  }
}

describe("a schedule and a window", () => {
  it.each([
    ["a pass inside", "0 9 * * *", true],
    ["the moment it opens", "0 8 * * 1", true],
    ["the moment it closes is too late", "0 16 * * *", false],
    ["the wrong days", "0 9 * * 5,6,0", false],
    ["the wrong hours", "0 6 * * *", false],
    ["now and then is enough", "0 9 1 1 *", true],
    ["each minute of the wrong days", "* * * * 6", false],
  ])("%s: %s", (_name, schedule, isFine) => expect(refusal(schedule, WEEKDAYS) === null).toBe(isFine));

  it("in different zones, in winter and in summer", () => {
    expect(refusal("0 7 * * *", WEEKDAYS, "Europe/Berlin")).toBeNull();
    expect(refusal("0 15 * * *", WEEKDAYS, "Europe/Berlin")).toMatch(
      /no pass of --schedule comes while the window weekdays/,
    );
  });

  it("without a window every schedule does", () => expect(refusal("0 6 * * *", null)).toBeNull());
});
