import { beforeAll, describe, expect, it } from "vitest";
import { parseSchedule } from "../../src/controller/schedule.ts";
import { dueTimes } from "./calendar.ts";
import { judgeWeek } from "./judge.ts";
import { judgeMeasures } from "./judge-ends.ts";
import type { Line, Measure, Violation, Week } from "./record.ts";
import { isWhole } from "../share.ts";
import { runYear } from "./run-year.ts";

const DAY_MS = 86_400_000;

describe("the schedule of a controller, against a clock on a wall that is read minute for minute", () => {
  const TIMES = ["00:30", "01:45", "02:15", "23:30"];

  it.each([
    ["Europe/Berlin", "2026-03-29"],
    ["Europe/Berlin", "2026-10-25"],
    ["America/New_York", "2026-03-08"],
    ["America/New_York", "2026-11-01"],
    ["Australia/Lord_Howe", "2026-04-05"],
    ["Australia/Lord_Howe", "2026-10-04"],
    ["Africa/Cairo", "2026-04-24"],
    ["Africa/Cairo", "2026-10-30"],
    ["Asia/Kathmandu", "2026-06-01"],
  ])("%s around %s", (zone, day) => {
    const fromMs = Date.parse(`${day}T00:00:00Z`) - 2 * DAY_MS;
    const untilMs = fromMs + 4 * DAY_MS;
    const schedules = TIMES.map((time) =>
      parseSchedule(`${Number(time.slice(3))} ${Number(time.slice(0, 2))} * * *`, zone),
    );
    const scheduled = schedules.flatMap(({ nextAfter }) => {
      const found: number[] = [];
      for (let ms = nextAfter(fromMs - 1); ms < untilMs; ms = nextAfter(ms)) found.push(ms);
      return found;
    });
    expect(scheduled.toSorted((one, other) => one - other)).toEqual(dueTimes({ zone, times: TIMES }, fromMs, untilMs));
  });
});

// `.ci/run` plays four other weeks, too.
describe.runIf(isWhole)("a week of one controller", () => {
  let week: Week;
  beforeAll(async () => {
    const weeks: Week[] = [];
    await runYear({ seed: 3, firstWeek: 12, weeks: 1, commitsPerWeek: 20, onWeek: (one) => weeks.push(one) });
    week = weeks[0] ?? week;
  });

  const broken = (change: Partial<Week>): readonly Violation["judgement"][] => [
    ...new Set(judgeWeek({ ...week, ...change }).map(({ judgement }) => judgement)),
  ];
  const without = (isLeftOut: (line: Line) => boolean): Partial<Week> => ({
    lines: week.lines.filter((line) => !isLeftOut(line)),
  });

  it("breaks no promise", () => {
    expect(judgeWeek(week)).toEqual([]);
    expect(week.troubles.length).toBeGreaterThan(3);
    expect(week.writes.length).toBeGreaterThan(10);
  });

  it("would be judged, were a scheduled pass missed", () => {
    const passes = week.lines.flatMap(({ event }) =>
      event.kind === "pass-started" && event.trigger === "schedule" ? [event.pass] : [],
    );
    const number = passes.at(-2);
    expect(
      broken(without(({ event, atMs }) => "pass" in event && event.pass === number && atMs > week.calmMs)),
    ).toContain("passes");
  });

  it("would be judged, were one made twice", () => {
    const again = week.lines.filter(({ event, atMs }) => "pass" in event && atMs > week.calmMs).slice(0, 2);
    const later = again.map((line) => ({ ...line, atMs: line.atMs + 1_800_000 }));
    const lines = [...week.lines, ...later].sort((one, other) => one.atMs - other.atMs);
    expect(broken({ lines, steps: [] })).toContain("passes");
  });

  it("would be judged, were something written that nobody wants, or while the brake is pulled, or outside of a pass", () => {
    const [write] = week.writes;
    if (write === undefined) throw new Error("nothing was written");
    expect(broken({ writes: [{ ...write, app: "chat" }] })).toContain("writes");
    expect(broken({ writes: [{ ...write, atMs: week.untilMs - 3_600_000 }] })).toContain("writes");
    const brake = { kind: "brake" as const, fromMs: write.atMs - 60_000, untilMs: write.atMs + 60_000 };
    expect(broken({ troubles: [...week.troubles, brake] })).toContain("writes");
    const commits = week.commits.map((commit) => ({ ...commit, isGood: false }));
    expect(broken({ commits })).toContain("writes");
  });

  it("would be judged, had a trouble no end in the log, in the metrics or in the messages", () => {
    expect(broken(without(({ event }) => event.kind === "source-recovered"))).toContain("troubles");
    const samples = week.samples.map((one) => ({
      ...one,
      metrics: one.metrics === null ? null : { ...one.metrics, valid: 0 },
    }));
    expect(broken({ samples })).toContain("troubles");
    const began = { atMs: week.untilMs - DAY_MS, key: "source-not-in-use", what: "began", turns: 0 };
    expect(broken({ said: [began] })).toContain("troubles");
    const over = { ...began, atMs: week.untilMs, what: "over" };
    expect(broken({ said: [began, began, over] })).toContain("troubles");
    expect(broken({ said: [began, over] })).toEqual([]);
    expect(broken({ said: [{ ...began, atMs: week.fromMs }] })).toContain("troubles");
  });

  it("would be judged, were the tenant at last not as git says", () => {
    expect(broken({ versionOf: () => 0 })).toContain("converged");
  });

  it("would be judged, did the log grow with time", () => {
    const lines = Array.from({ length: 2_000 }, (_, index): Line => {
      const atMs = week.fromMs + index * 10_000;
      return { atMs, wallMs: atMs, event: { kind: "notice", text: "still waiting" } };
    });
    expect(broken({ lines: [...week.lines, ...lines].sort((one, other) => one.atMs - other.atMs) })).toContain(
      "bounded",
    );
  });
});

describe("memory, handles and timers", () => {
  const measure: Measure = { atMs: 0, heapBytes: 40_000_000, handles: 25, asleep: 4 };

  it.each([
    ["memory", { heapBytes: 60_000_000 }],
    ["open handles", { handles: 40 }],
    ["timers", { asleep: 30 }],
  ])("%s that grow are judged", (what, change) => {
    expect(judgeMeasures([measure, measure, measure, measure])).toEqual([]);
    expect(judgeMeasures([measure, measure, measure, measure, { ...measure, ...change }])).toMatchObject([
      { judgement: "bounded", what: expect.stringContaining(what) },
    ]);
  });
});
