import { expect, it } from "vitest";
import { describeFreeze } from "../../src/model/freeze.ts";

function at(time: string): number {
  return Date.parse(`2026-11-29T${time}Z`);
}

it.each<[string, string | null, string]>([
  ["08:00:00", null, "since 2026-11-29 08:00 UTC"],
  ["08:00:59", null, "since 2026-11-29 08:00 UTC"],
  ["08:00:59", "09:00:01", "since 2026-11-29 08:00 UTC, until 2026-11-29 09:01 UTC"],
])("a freeze of %s until %s begins in no future, and ends for nobody too early", (since, until, expected) => {
  const untilMs = until === null ? null : at(until);
  const freeze = { app: null, who: "ana", reason: null, sinceMs: at(since), untilMs };
  expect(describeFreeze(freeze, "UTC")).toBe(`every app frozen by ana ${expected}`);
});
