import { describe, expect, it } from "vitest";
import { auditable, hasChanged, leastCertain } from "../../src/events/audit.ts";
import type { RowObservation } from "../../src/model/plan.ts";
import { isoTime } from "../../src/model/clock.ts";
import { present, row, upgrade, user } from "../report/builders.ts";

const DAY = 24 * 60 * 60_000;
const NOW = Date.parse("2026-03-10T00:00:00Z");
const at = (days: number) => isoTime(NOW - days * DAY);
const seen = (days: number, version = "2.1.0"): RowObservation => ({ ...present(version), at: at(days) });

describe("whom an audit reads", () => {
  it("begins with whoever is least certain, and leaves out whoever was read within a day", () => {
    const rows = [
      { ...row(), user: user("old"), observed: seen(6) },
      { ...row(), user: user("young"), observed: seen(0.5) },
      { ...upgrade(), user: user("acts"), observed: seen(1.5) },
      { ...row(), user: user("changed"), observed: seen(1) },
      { ...row(), user: user("middle"), observed: seen(3) },
    ];
    const ids = rows.map((one) => one.user.id ?? "");
    const people = auditable(rows, new Set([ids[3] ?? ""]));
    const order = leastCertain(people, 4, NOW).map(({ userId }) => ids.indexOf(userId));
    expect(order).toEqual([2, 3, 0, 4]);
    expect(leastCertain(people, 1, NOW)).toHaveLength(1);
  });
});

/** The same version, with this consent. */
function agreed(days: number, ...values: readonly string[]): ReturnType<typeof present> {
  const permissions = values.map((value) => ({ value, type: "application" as const }));
  return { ...present("2.1.0"), at: at(days), consent: { state: "known", permissions } };
}

describe("a person has changed", () => {
  const absent: RowObservation = { state: "absent", at: at(0) };
  it.each<[string, RowObservation, RowObservation, boolean]>([
    ["not, with the same version", seen(1), seen(0), false],
    ["with another version", seen(1), seen(0, "2.4.0"), true],
    ["by removing it", seen(1), absent, true],
    ["by installing it", absent, seen(0), true],
    ["not, where nothing could be read", seen(1), { state: "unreadable", at: null }, false],
    ["not, where nothing was known", { state: "not-observed" }, absent, false],
    ["not, where a version was not told", { ...present("2.1.0"), version: null }, seen(0), false],
    ["with another consent", agreed(1, "TeamsActivity.Send.User"), agreed(0), true],
    ["with more consent", agreed(1, "A.Read"), agreed(0, "B.Read", "A.Read"), true],
    [
      "not, with the same consent in another order",
      agreed(1, "A.Read", "B.Read"),
      agreed(0, "B.Read", "A.Read"),
      false,
    ],
    [
      "not, where the consent was not read",
      { ...agreed(1, "A.Read"), consent: { state: "unknown" } },
      agreed(0),
      false,
    ],
  ])("%s", (_name, before, now, changed) => {
    expect(hasChanged(before, now)).toBe(changed);
  });
});
