import { expect, it } from "vitest";
import { renderProgress, type ThrottledProgress } from "../../src/report/progress.ts";

it.each<[ThrottledProgress, string]>([
  [{ stage: "installations", done: 120, total: 250 }, "reading what 250 users have: 120 of 250"],
  [{ stage: "installations", done: 0, total: 1 }, "reading what 1 user has: 0 of 1"],
  [{ stage: "installations", done: 7, total: null }, "reading what users have: 7 so far"],
  [{ stage: "targets", done: 3, total: 12 }, "reading users, groups and lists: 3 of 12"],
  [{ stage: "catalog", done: 2, total: 2 }, "reading the app catalog: 2 of 2"],
  [
    { stage: "changes", done: 5, total: 212, throttledMs: 1001 },
    "changing and reading back: 5 of 212; Graph asked to wait, 2 s so far",
  ],
  [{ stage: "changes", done: 5, total: 212, throttledMs: 0 }, "changing and reading back: 5 of 212"],
])("%o is one line", (progress, line) => {
  expect(renderProgress(progress)).toBe(line);
});
