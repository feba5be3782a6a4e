import { describe, expect, it } from "vitest";
import { parseSchedule } from "../../src/controller/schedule.ts";
import { isoTime } from "../../src/model/clock.ts";

/** The next times after `from`. */
function next(expression: string, zone: string, from: string, count = 1): readonly string[] {
  const schedule = parseSchedule(expression, zone);
  const times: string[] = [];
  let ms = Date.parse(from);
  for (let index = 0; index < count; index += 1) {
    ms = schedule.nextAfter(ms);
    times.push(isoTime(ms).slice(0, 16));
  }
  return times;
}

describe("when passes are due", () => {
  it.each([
    {
      name: "each day at six",
      cron: "0 6 * * *",
      zone: "UTC",
      from: "2026-03-01T05:59:59Z",
      times: ["2026-03-01T06:00", "2026-03-02T06:00"],
    },
    {
      name: "later than a time that is due, never that time again",
      cron: "0 6 * * *",
      zone: "UTC",
      from: "2026-03-01T06:00:00Z",
      times: ["2026-03-02T06:00"],
    },
    {
      name: "in another zone",
      cron: "0 6 * * *",
      zone: "America/New_York",
      from: "2026-01-01T00:00:00Z",
      times: ["2026-01-01T11:00"],
    },
    {
      name: "weekdays only",
      cron: "30 22 * * 1-5",
      zone: "UTC",
      from: "2026-01-02T23:00:00Z",
      times: ["2026-01-05T22:30"],
    },
    {
      name: "skipped by summer time: at the change",
      cron: "30 2 * * *",
      zone: "Europe/Berlin",
      from: "2026-03-28T12:00:00Z",
      times: ["2026-03-29T01:00", "2026-03-30T00:30"],
    },
    {
      name: "brought twice by winter time: once",
      cron: "30 2 * * *",
      zone: "Europe/Berlin",
      from: "2026-10-24T12:00:00Z",
      times: ["2026-10-25T00:30", "2026-10-26T01:30"],
    },
    {
      name: "in the hour after the one that winter time brings twice: once, at the wall time",
      cron: "0 3 * * *",
      zone: "Europe/Berlin",
      from: "2026-10-24T12:00:00Z",
      times: ["2026-10-25T02:00", "2026-10-26T02:00"],
    },
    {
      name: "the same in New York",
      cron: "0 2 * * *",
      zone: "America/New_York",
      from: "2026-10-31T12:00:00Z",
      times: ["2026-11-01T07:00", "2026-11-02T07:00"],
    },
    {
      name: "every half hour, in each hour that passes",
      cron: "*/30 * * * *",
      zone: "Europe/Berlin",
      from: "2026-10-24T23:59:00Z",
      times: ["2026-10-25T00:00", "2026-10-25T00:30", "2026-10-25T01:00", "2026-10-25T01:30", "2026-10-25T02:00"],
    },
    {
      name: "every hour, over the one that is skipped",
      cron: "0 * * * *",
      zone: "Europe/Berlin",
      from: "2026-03-28T23:30:00Z",
      times: ["2026-03-29T00:00", "2026-03-29T01:00", "2026-03-29T02:00"],
    },
    {
      name: "where clocks move by half an hour",
      cron: "45 1 * * *",
      zone: "Australia/Lord_Howe",
      from: "2026-04-04T00:00:00Z",
      times: ["2026-04-04T14:45", "2026-04-05T15:15"],
    },
    {
      name: "a zone that is behind UTC, and begins its summer at midnight",
      cron: "0 0 * * *",
      zone: "America/Havana",
      from: "2026-03-07T12:00:00Z",
      times: ["2026-03-08T05:00", "2026-03-09T04:00"],
    },
  ])("$name", ({ cron, zone, from, times }) => {
    expect(next(cron, zone, from, times.length)).toEqual(times);
  });
});

describe("what is refused", () => {
  it.each([
    { cron: "61 * * * *", zone: "UTC", message: /--schedule "61 \* \* \* \*" cannot be read/ },
    { cron: "often", zone: "UTC", message: /cannot be read/ },
    { cron: "", zone: "UTC", message: /cannot be read/ },
    { cron: "0 6 * * *", zone: "Berlin", message: /--time-zone "Berlin" is no time zone/ },
    { cron: "0 6 * * *", zone: "", message: /--time-zone "" is no time zone/ },
    { cron: "*/90 * * * *", zone: "UTC", message: /cannot mean every 90 minutes/ },
    { cron: "0 */24 * * *", zone: "UTC", message: /cannot mean every 24 hours/ },
    { cron: "0 0 31 2 *", zone: "UTC", message: /never comes/ },
  ])("$cron in $zone", ({ cron, zone, message }) => {
    expect(() => parseSchedule(cron, zone)).toThrow(message);
  });
});

describe("seconds", () => {
  it("are taken, with a warning", () => {
    const schedule = parseSchedule("*/20 * * * * *", "UTC");
    expect(schedule.nextAfter(0)).toBe(20_000);
    expect(schedule.warnings).toEqual([expect.stringContaining("six fields")]);
    expect(parseSchedule("*/20 * * * *", "UTC").warnings).toEqual([]);
  });
});

describe("steps that do not divide what they count in", () => {
  it.each([
    ["*/45 * * * *", ["every 45 minutes: from minute 45 to minute 0 are only 15"]],
    ["0 */5 * * *", ["every 5 hours: from hour 20 to hour 0 are only 4"]],
    ["*/15 */6 * * *", []],
    ["0 6 */2 * *", []],
  ])("%s", (expression, told) => {
    const { warnings } = parseSchedule(expression, "UTC");
    expect(warnings).toEqual(told.map((text) => expect.stringContaining(text)));
  });
});
