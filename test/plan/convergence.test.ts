import { describe, expect, it } from "vitest";
import type { Target } from "../../src/model/desired.ts";
import type { PlanRow, ResultRow } from "../../src/model/plan.ts";
import { applyExitCode, driftExitCode, planExitCode } from "../../src/plan/convergence.ts";
import {
  blocked,
  ended,
  held,
  hiddenGroup,
  outcome,
  plan,
  present,
  result,
  row,
  SEND,
  target,
  unreadable,
  upgrade,
} from "../report/builders.ts";

const noSuchUser = target({ kind: "user", name: "nobody@contoso.com", id: null, state: "not-found", members: null });

interface Case {
  readonly name: string;
  readonly rows: readonly PlanRow[];
  readonly targets?: readonly Target[];
  readonly policySuspended?: boolean;
  readonly code: 0 | 2 | 3;
}

describe("plan --detailed-exitcode", () => {
  it.each<Case>([
    { name: "0 without rows", rows: [], code: 0 },
    { name: "0 in sync", rows: [row()], code: 0 },
    { name: "0 when the app is not there and need not be", rows: [row({ reason: "not-installed" })], code: 0 },
    { name: "2 when a row acts", rows: [row(), upgrade()], code: 2 },
    { name: "2 when a row acts and another is blocked", rows: [blocked("app-ambiguous"), upgrade()], code: 2 },
    { name: "3 when a row is blocked", rows: [row(), blocked("permissions-not-approved")], code: 3 },
    { name: "3 when a row is held over a limit", rows: [held(upgrade(), "change-limit")], code: 3 },
    { name: "3 when a row waits for a later run", rows: [held(upgrade(), "next-run")], code: 3 },
    { name: "3 when a protected entry is not resolved", rows: [held(upgrade(), "protected-unresolved")], code: 3 },
    { name: "0 when the held user is protected", rows: [held(upgrade(), "protected")], code: 0 },
    { name: "0 when the held row's app is suspended", rows: [held(upgrade(), "suspended")], code: 0 },
    {
      name: "3 when the whole policy is suspended",
      rows: [held(upgrade(), "suspended")],
      policySuspended: true,
      code: 3,
    },
    {
      name: "0 when protected under a suspended policy",
      rows: [held(upgrade(), "protected")],
      policySuspended: true,
      code: 0,
    },
    { name: "3 when a user was not read", rows: [unreadable()], code: 3 },
    { name: "3 when a target was not read, even without rows", rows: [], targets: [hiddenGroup()], code: 3 },
    { name: "3 when an exception fits nobody", rows: [row()], targets: [{ ...noSuchUser, role: "except" }], code: 3 },
    { name: "0 when a user to remove the app from is not there", rows: [row()], targets: [noSuchUser], code: 0 },
  ])("$name", ({ rows, targets = [], policySuspended = false, code }) => {
    expect(planExitCode(plan(rows, { targets }), { detailed: true, policySuspended })).toBe(code);
  });

  it.each([
    ["rows that act", [upgrade()]],
    ["rows that are blocked", [blocked("app-ambiguous")]],
    ["nothing to do", [row()]],
  ])("is 0 without the flag, with %s", (_name, rows) => {
    expect(planExitCode(plan(rows), { detailed: false, policySuspended: false })).toBe(0);
  });
});

describe("drift", () => {
  it.each<Case>([
    { name: "0 without rows", rows: [], code: 0 },
    { name: "0 in sync", rows: [row()], code: 0 },
    { name: "2 with a row that is outdated", rows: [row(), upgrade()], code: 2 },
    { name: "2 with a row that is outdated and held", rows: [held(upgrade(), "protected")], code: 2 },
    { name: "2 with drift about which nothing is to be done", rows: [row({ drift: ["ahead"] })], code: 2 },
    {
      name: "2 with consent that nobody approved",
      rows: [blocked("consent-not-approved", { drift: ["consent-not-approved"] })],
      code: 2,
    },
    { name: "2 with known drift, though another row is unread", rows: [unreadable(), upgrade()], code: 2 },
    {
      name: "2 with a row both unknown and differing in consent",
      rows: [row({ drift: ["unknown", "consent-wider"] })],
      code: 2,
    },
    { name: "3 with a user who was not read", rows: [row(), unreadable()], code: 3 },
    { name: "3 with an unread user whose assignments disagree", rows: [unreadable({ drift: [] })], code: 3 },
    { name: "3 with a target that was not read", rows: [row()], targets: [hiddenGroup()], code: 3 },
    {
      name: "0 with a blocked row that differs in nothing known",
      rows: [blocked("user-not-found", { drift: [] })],
      code: 0,
    },
  ])("$name", ({ rows, targets = [], code }) => {
    expect(driftExitCode(plan(rows, { targets }))).toBe(code);
  });
});

describe("apply", () => {
  const applied = ended(upgrade(), outcome("applied", null));

  it.each<{ name: string; rows: readonly ResultRow[]; targets?: readonly Target[]; suspended?: boolean; code: 0 | 3 }>([
    { name: "0 when there was nothing to do", rows: [ended(row(), null)], code: 0 },
    { name: "0 when everything is applied", rows: [applied], code: 0 },
    { name: "0 when it was done already", rows: [ended(upgrade(), outcome("already-done", null))], code: 0 },
    { name: "3 when a row failed", rows: [applied, ended(upgrade(), outcome("failed", "refused"))], code: 3 },
    { name: "3 when a row is unverified", rows: [ended(upgrade(), outcome("unverified", "not-visible"))], code: 3 },
    { name: "3 when a row was not tried", rows: [ended(upgrade(), outcome("not-tried", "stopped"))], code: 3 },
    { name: "3 when a row that was to act has no outcome", rows: [ended(upgrade(), null)], code: 3 },
    { name: "3 when a row is blocked", rows: [applied, ended(blocked("app-ambiguous"), null)], code: 3 },
    { name: "3 when a row is held over a limit", rows: [ended(held(upgrade(), "change-limit"), null)], code: 3 },
    { name: "0 when a held user is protected", rows: [applied, ended(held(upgrade(), "protected"), null)], code: 0 },
    { name: "0 when a held row's app is suspended", rows: [ended(held(upgrade(), "suspended"), null)], code: 0 },
    {
      name: "3 when the policy is suspended",
      rows: [ended(held(upgrade(), "suspended"), null)],
      suspended: true,
      code: 3,
    },
    { name: "3 when a user was not read", rows: [ended(unreadable(), null)], code: 3 },
    { name: "3 when a target was not read", rows: [applied], targets: [hiddenGroup()], code: 3 },
    {
      name: "0 with drift that nothing can be done about",
      rows: [ended(row({ observed: present("2.4.0", [SEND]), drift: ["consent-narrower"] }), null)],
      code: 0,
    },
  ])("$name", ({ rows, targets = [], suspended = false, code }) => {
    expect(applyExitCode(result(rows, { targets }), suspended)).toBe(code);
  });

  it("3 when the question was answered with no", () => {
    expect(applyExitCode("declined", false)).toBe(3);
  });
});
