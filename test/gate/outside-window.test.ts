import { expect, it } from "vitest";
import { NO_EARLIER_RUNS } from "../../src/gate/earlier-runs.ts";
import { gate } from "../../src/gate/gate.ts";
import { windowHold } from "../../src/gate/outside-window.ts";
import { DEFAULT_RULES, type Policy } from "../../src/model/policy.ts";
import type { Window } from "../../src/model/window.ts";
import { plan, row, uninstall, upgrade, user } from "../report/builders.ts";

const MONDAYS: Window = { name: "mondays", days: ["Mon"], fromMinute: 480, toMinute: 960 };
const TUESDAYS: Window = { ...MONDAYS, name: "tuesdays", days: ["Tue"] };
const POLICY: Policy = {
  ...DEFAULT_RULES,
  window: MONDAYS,
  timeZone: "Europe/Berlin",
  protectedUserIds: new Set(),
  protectedUnresolved: [],
  exceptions: [],
};
const SUNDAY = Date.parse("2026-11-29T12:00:00Z");
const MONDAY = Date.parse("2026-11-30T12:00:00Z");
const rows = [upgrade(), row({ user: user("megan") }), uninstall({ user: user("alex") })];

it("holds every action while the window is closed, after every other hold, and says when it opens", () => {
  const { rows: gated, nextAct } = gate(plan(rows), POLICY, NO_EARLIER_RUNS, SUNDAY);
  const opening = "window mondays (Mon 08:00 to 16:00); it opens 2026-11-30 08:00 Europe/Berlin";
  expect(gated.map(({ reason, detail }) => [reason, detail])).toEqual([
    ["outside-window", opening],
    ["in-sync", null],
    ["removal-limit", "1 removals, maxRemovals allows 0"],
  ]);
  expect(nextAct).toEqual({ atMs: Date.parse("2026-11-30T07:00:00Z"), text: "2026-11-30 08:00 Europe/Berlin" });
});

it("holds nothing while it is open, and says nothing where nothing was to act", () => {
  expect(gate(plan([upgrade()]), POLICY, NO_EARLIER_RUNS, MONDAY).rows).toEqual([upgrade()]);
  expect(gate(plan([row()]), POLICY, NO_EARLIER_RUNS, SUNDAY)).toEqual(plan([row()]));
});

it("is asked anew when a window opens or closes, also when the clock is set back", () => {
  const hold = windowHold([MONDAYS], "UTC");
  const at = (text: string) => hold(Date.parse(text)) === null;
  expect(at("2026-11-30T07:59:59Z")).toBe(false);
  expect(at("2026-11-30T08:00:00Z")).toBe(true);
  expect(at("2026-11-30T15:59:59Z")).toBe(true);
  expect(at("2026-11-30T16:00:00Z")).toBe(false);
  expect(at("2026-11-30T15:00:00Z")).toBe(true);
});

it("never opens where two windows have no minute in common, and promises no time", () => {
  const hold = windowHold([MONDAYS, TUESDAYS], "UTC");
  for (const atMs of [SUNDAY, MONDAY]) {
    expect(hold(atMs)).toEqual({
      reason: "outside-window",
      detail: "window mondays (Mon 08:00 to 16:00) and tuesdays (Tue 08:00 to 16:00); it never opens",
      next: null,
    });
  }
});

it("keeps the time of another hold that ends while the window is open", () => {
  const past = { ...NO_EARLIER_RUNS, sendTimes: [MONDAY - 23 * 60 * 60_000] };
  const { nextAct } = gate(plan([upgrade()]), { ...POLICY, perDay: 1 }, past, MONDAY);
  expect(nextAct?.text).toBe("2026-11-30 14:00 Europe/Berlin");
});

it("holds nothing where there is no window", () => {
  expect(windowHold([], "UTC")(SUNDAY)).toBeNull();
});

it("is no matter to the app of a rollout while its own window is open", () => {
  const past = { ...NO_EARLIER_RUNS, windows: new Map([["expenses", MONDAYS]]) };
  const gated = gate(plan([upgrade()]), { ...POLICY, window: null }, past, MONDAY);
  expect(gated.rows).toEqual([upgrade()]);
  expect(gated.nextAct).toBeUndefined();
});

const NEVER: Window = { ...MONDAYS, name: "never", days: [] };
it.each<[string, Window, Window, string | undefined]>([
  ["the first of them, whichever is asked first", MONDAYS, TUESDAYS, "2026-11-30 08:00 Europe/Berlin"],
  ["the first of them, whichever is asked last", TUESDAYS, MONDAYS, "2026-11-30 08:00 Europe/Berlin"],
  ["the one that opens, where another never does", MONDAYS, NEVER, "2026-11-30 08:00 Europe/Berlin"],
  ["none, where none opens", NEVER, NEVER, undefined],
])("of two rollouts gives the time of %s", (_name, one, other, text) => {
  const windows = new Map([
    ["expenses", one],
    ["travel", other],
  ]);
  const due = [upgrade(), upgrade({ app: "travel" })];
  const gated = gate(plan(due), { ...POLICY, window: null }, { ...NO_EARLIER_RUNS, windows }, SUNDAY);
  expect(gated.rows.map(({ reason }) => reason)).toEqual(["outside-window", "outside-window"]);
  expect(gated.nextAct?.text).toBe(text);
});

it.each([
  ["a change of the app", upgrade(), "outside-window"],
  ["a removal of the app", uninstall(), null],
  ["a change of another app", upgrade({ app: "travel" }), null],
])("of a rollout, once closed: %s", (_name, one, reason) => {
  const past = { ...NO_EARLIER_RUNS, windows: new Map([["expenses", MONDAYS]]) };
  const { rows: gated, nextAct } = gate(
    plan([one]),
    { ...POLICY, window: null, maxRemovals: { kind: "count", count: 9 } },
    past,
    SUNDAY,
  );
  expect(gated.map((each) => each.reason)).toEqual([reason]);
  expect(nextAct?.text).toBe(reason === null ? undefined : "2026-11-30 08:00 Europe/Berlin");
});
