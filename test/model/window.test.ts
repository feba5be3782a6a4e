import { describe, expect, it } from "vitest";
import { localTime } from "../../src/model/time-zone.ts";
import { type Day, type Window, windowStateAt, windowsMeet } from "../../src/model/window.ts";

const BERLIN = "Europe/Berlin";
const EVERY_DAY: readonly Day[] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const time = (ms: number | null): string => (ms === null ? "never" : new Date(ms).toISOString().slice(0, 16));

/** `Mon,Tue 08:00-16:00` */
function window(text: string): Window {
  const [, days = "", from = "", to = ""] = /^(\S+) (\S+)-(\S+)$/.exec(text) ?? [];
  const named = days === "daily" ? EVERY_DAY : EVERY_DAY.filter((day) => days.split(",").includes(day));
  return { name: "hours", days: named, fromMinute: minutes(from), toMinute: minutes(to) };
}

/** `open until …` or `opens …`, in UTC. */
function told(windows: readonly string[], zone: string, at: string): string {
  const state = windowStateAt(windows.map(window), zone, Date.parse(at));
  return state.isOpen ? `open until ${time(state.closesAtMs)}` : `opens ${time(state.opensAtMs)}`;
}

describe("a window", () => {
  it.each<[string, string, string, string]>([
    // 2026-11-30 is a Monday.
    ["before it opens", "Mon,Tue 08:00-16:00", "2026-11-30T06:59:59Z", "opens 2026-11-30T07:00"],
    ["the moment it opens", "Mon,Tue 08:00-16:00", "2026-11-30T07:00:00Z", "open until 2026-11-30T15:00"],
    ["the moment it closes", "Mon,Tue 08:00-16:00", "2026-11-30T15:00:00Z", "opens 2026-12-01T07:00"],
    ["over the week-end", "Mon,Tue 08:00-16:00", "2026-12-01T15:00:00Z", "opens 2026-12-07T07:00"],
    ["over midnight, the evening", "Fri 22:00-02:00", "2026-12-04T21:30:00Z", "open until 2026-12-05T01:00"],
    [
      "over midnight, the night of the next day",
      "Fri 22:00-02:00",
      "2026-12-05T00:30:00Z",
      "open until 2026-12-05T01:00",
    ],
    ["over midnight, the night before its day", "Fri 22:00-02:00", "2026-12-04T00:30:00Z", "opens 2026-12-04T21:00"],
    ["until midnight", "Mon 22:00-00:00", "2026-11-30T22:30:00Z", "open until 2026-11-30T23:00"],
    ["until the end of the day", "Mon 22:00-24:00", "2026-11-30T22:30:00Z", "open until 2026-11-30T23:00"],
    [
      "two days that meet at midnight are one",
      "Mon,Tue 00:00-24:00",
      "2026-11-30T12:00:00Z",
      "open until 2026-12-01T23:00",
    ],
    ["always", "daily 00:00-24:00", "2026-11-30T12:00:00Z", "open until never"],
  ])("%s", (_name, text, at, expected) => expect(told([text], BERLIN, at)).toBe(expected));

  // Clocks of Berlin go from 02:00 to 03:00 on 2026-03-29, and from 03:00 to 02:00 on 2026-10-25.
  it.each<[string, string, string, string]>([
    [
      "a skipped beginning is the next minute that exists",
      "Sun 02:30-05:00",
      "2026-03-29T00:00:00Z",
      "opens 2026-03-29T01:00",
    ],
    [
      "a skipped end is the next minute that exists",
      "Sun 01:00-02:30",
      "2026-03-29T00:30:00Z",
      "open until 2026-03-29T01:00",
    ],
    [
      "a window that is skipped as a whole comes a week later",
      "Sun 02:10-02:50",
      "2026-03-29T00:00:00Z",
      "opens 2026-04-05T00:10",
    ],
    ["it is an hour shorter", "Sun 00:00-08:00", "2026-03-28T23:00:00Z", "open until 2026-03-29T06:00"],
    ["an end that comes twice is the first", "Sun 01:00-02:30", "2026-10-25T00:00:00Z", "open until 2026-10-25T00:30"],
    ["it is an hour longer", "Sun 00:00-08:00", "2026-10-24T22:00:00Z", "open until 2026-10-25T07:00"],
  ])("when the clocks change: %s", (_name, text, at, expected) => expect(told([text], BERLIN, at)).toBe(expected));

  it("that narrows another is open when both are", () => {
    const both = ["Mon,Tue 08:00-16:00", "Tue 12:00-20:00"];
    expect(told(both, "UTC", "2026-11-30T12:00:00Z")).toBe("opens 2026-12-01T12:00");
    expect(told(both, "UTC", "2026-12-01T13:00:00Z")).toBe("open until 2026-12-01T16:00");
    expect(told(["Mon 08:00-10:00", "Mon 10:00-12:00"], "UTC", "2026-11-30T09:00:00Z")).toBe("opens never");
  });

  it("none is always open", () => expect(told([], "UTC", "2026-11-30T12:00:00Z")).toBe("open until never"));
});

describe("two windows meet", () => {
  it.each<[string, string, boolean]>([
    ["Mon 08:00-16:00", "Mon 15:59-17:00", true],
    ["Mon 08:00-16:00", "Mon 16:00-17:00", false],
    ["Mon 08:00-16:00", "Tue 08:00-16:00", false],
    ["Mon 22:00-02:00", "Tue 01:00-03:00", true],
    ["Sat 22:00-02:00", "Sun 01:00-03:00", true],
    ["Sun 22:00-02:00", "Mon 01:00-03:00", true],
    ["Sun 22:00-02:00", "Mon 02:00-03:00", false],
  ])("%s and %s: %s", (a, b, expected) => {
    expect(windowsMeet(window(a), window(b))).toBe(expected);
    expect(windowsMeet(window(b), window(a))).toBe(expected);
  });
});

it("tells a time in words of the zone, never too early", () => {
  expect(localTime(Date.parse("2026-12-01T07:00:00Z"), BERLIN)).toBe("2026-12-01 08:00 Europe/Berlin");
  expect(localTime(Date.parse("2026-12-01T06:59:01Z"), BERLIN)).toBe("2026-12-01 08:00 Europe/Berlin");
});
