import { expect, it } from "vitest";
import { summarize, summarizeResult } from "../../src/plan-file/summary.ts";
import { AT, blocked, ended, held, install, outcome, row, uninstall, unreadable, upgrade } from "../report/builders.ts";

const ROWS = [
  row(),
  row({ reason: "not-installed", observed: { state: "absent", at: AT } }),
  upgrade(),
  upgrade(),
  install(),
  uninstall(),
  held(upgrade(), "change-limit"),
  blocked("app-ambiguous"),
  unreadable(),
];

it("counts verdicts, actions of rows that act, unread users and absent apps", () => {
  expect(summarize(ROWS)).toEqual({
    rows: 9,
    nothing: 2,
    act: 4,
    held: 1,
    blocked: 2,
    install: 1,
    upgrade: 2,
    uninstall: 1,
    replace: 0,
    reinstall: 0,
    unreadable: 1,
    notInstalled: 1,
  });
});

it("counts nothing when there is nothing", () => {
  expect(new Set(Object.values(summarize([])))).toEqual(new Set([0]));
});

it("counts outcomes of rows that were to act; one without an outcome was not tried", () => {
  const rows = [
    ended(row(), null),
    ended(upgrade(), outcome("applied", null)),
    ended(upgrade(), outcome("applied", null)),
    ended(upgrade(), outcome("already-done", null)),
    ended(upgrade(), outcome("unverified", "not-visible")),
    ended(upgrade(), outcome("failed", "refused")),
    ended(upgrade(), outcome("not-tried", "stopped")),
    ended(upgrade(), null),
  ];
  expect(summarizeResult(rows)).toMatchObject({
    rows: 8,
    act: 7,
    applied: 2,
    alreadyDone: 1,
    unverified: 1,
    failed: 1,
    notTried: 2,
  });
});
