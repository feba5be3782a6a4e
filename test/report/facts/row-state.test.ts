import { describe, expect, it } from "vitest";
import { judge } from "../../../src/plan/convergence.ts";
import { rowState, versionNow, whoActs, whyOf } from "../../../src/report/facts/row-state.ts";
import {
  app,
  AT,
  blocked,
  ended,
  held,
  install,
  outcome,
  plan,
  present,
  row,
  uninstall,
  unreadable,
  upgrade,
} from "../builders.ts";

const SETTING = { policySuspended: false, applies: true };
const ABSENT = { state: "absent", at: AT } as const;

describe("where a row stands", () => {
  it.each([
    { name: "in sync", of: row(), state: "as-desired" },
    { name: "consent that differs", of: row({ drift: ["consent-wider"] }), state: "differs" },
    { name: "ahead of the catalog", of: row({ drift: ["ahead"], reason: "newer-than-offered" }), state: "as-desired" },
    {
      name: "does not have an app that is only upgraded",
      of: row({ reason: "not-installed", observed: ABSENT }),
      state: "not-concerned",
    },
    { name: "cannot have the app", of: row({ reason: "not-applicable" }), state: "not-concerned" },
    {
      name: "is not to have it, and has not",
      of: row({ desired: { ensure: "absent", version: null }, reason: "not-installed", observed: ABSENT }),
      state: "as-desired",
    },
    { name: "is to be changed", of: upgrade(), state: "differs" },
    { name: "was changed", of: ended(upgrade(), outcome("applied", null)), state: "as-desired" },
    { name: "was found changed", of: ended(upgrade(), outcome("already-done", null)), state: "as-desired" },
    { name: "failed", of: ended(upgrade(), outcome("failed", "refused")), state: "open" },
    { name: "may be changed", of: ended(upgrade(), outcome("unverified", "not-visible")), state: "open" },
    { name: "has no outcome after a run", of: ended(upgrade(), null), state: "open" },
    { name: "is protected", of: held(upgrade(), "protected"), state: "held-as-meant" },
    { name: "waits for the next run", of: held(upgrade(), "next-run"), state: "waiting" },
    { name: "is held", of: held(upgrade(), "change-limit"), state: "open" },
    { name: "is blocked", of: blocked("permissions-not-approved"), state: "open" },
    { name: "was not read", of: unreadable(), state: "unknown" },
  ])("$name: $state", ({ of, state }) => expect(rowState(of, SETTING)).toBe(state));
});

describe("what somebody has", () => {
  it.each([
    { name: "as it was read", of: upgrade(), now: { kind: "version", version: "2.1.0" } },
    {
      name: "after an upgrade",
      of: ended(upgrade(), outcome("applied", null)),
      now: { kind: "version", version: "2.4.0" },
    },
    {
      name: "after an installation",
      of: ended(install(), outcome("applied", null)),
      now: { kind: "version", version: "2.4.0" },
    },
    { name: "after a removal", of: ended(uninstall(), outcome("applied", null)), now: { kind: "not-installed" } },
    {
      name: "after an upgrade that failed",
      of: ended(upgrade(), outcome("failed", "refused")),
      now: { kind: "version", version: "2.1.0" },
    },
    { name: "without a version", of: row({ observed: present(null) }), now: { kind: "version", version: null } },
    { name: "nothing", of: install(), now: { kind: "not-installed" } },
    { name: "unread", of: unreadable(), now: { kind: "not-known" } },
    { name: "not looked at", of: row({ observed: { state: "not-observed" } }), now: { kind: "not-known" } },
  ])("$name", ({ of, now }) => expect(versionNow(of, app())).toEqual(now));
});

describe("whose move it is", () => {
  it.each([
    { of: upgrade(), code: null, move: "trueup", policySuspended: false },
    {
      of: blocked("permissions-not-approved"),
      code: "permissions-not-approved",
      move: "permission-owner",
      policySuspended: false,
    },
    { of: held(upgrade(), "suspended"), code: "suspended", move: "none", policySuspended: false },
    { of: held(upgrade(), "suspended"), code: "suspended", move: "assignment-owner", policySuspended: true },
    {
      of: ended(upgrade(), outcome("failed", "blocked-by-policy")),
      code: "blocked-by-policy",
      move: "teams-admin",
      policySuspended: false,
    },
    { of: ended(upgrade(), outcome("applied", null)), code: "applied", move: "none", policySuspended: false },
    { of: ended(upgrade(), null), code: "not-tried", move: "trueup", policySuspended: false },
  ])("$code: $move", ({ of, code, move, policySuspended }) =>
    expect(whyOf(of, { policySuspended, applies: true })).toMatchObject({ code, move }),
  );
});

describe("who has to act", () => {
  const setting = { policySuspended: false, applies: true, owners: new Map([["expenses", "@contoso/expenses"]]) };

  it("names the owner of the app where git does, and the app's owner it is", () => {
    expect(whoActs(blocked("nothing-published"), setting)).toBe("the owner of the app, @contoso/expenses");
    expect(whoActs(blocked("nothing-published"), setting, (text) => `\`${text}\``)).toBe(
      "the owner of the app, `@contoso/expenses`",
    );
    expect(whoActs(blocked("nothing-published", { app: "travel" }), setting)).toBe("the owner of the app");
    expect(whoActs(blocked("cannot-downgrade"), setting)).toBe("the owner of the assignments and the policy");
  });

  it("is known from the plan", () => {
    const { setting: judged } = judge(
      plan([blocked("nothing-published")], { apps: [app({ owner: "@contoso/expenses" })] }),
      {
        policySuspended: false,
        applies: true,
      },
    );
    expect(whoActs(blocked("nothing-published"), judged)).toBe("the owner of the app, @contoso/expenses");
  });
});
