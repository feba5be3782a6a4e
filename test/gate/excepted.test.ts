import { describe, expect, it } from "vitest";
import { NO_EARLIER_RUNS } from "../../src/gate/earlier-runs.ts";
import { gate } from "../../src/gate/gate.ts";
import type { Exception } from "../../src/model/exception.ts";
import type { DecidedRow } from "../../src/model/plan.ts";
import { DEFAULT_RULES, type Policy } from "../../src/model/policy.ts";
import { judgeRow } from "../../src/plan/convergence.ts";
import { blocked, held, plan, row, uninstall, upgrade, user } from "../report/builders.ts";

const END = Date.parse("2027-02-01T00:00:00Z");
const DAY = 24 * 60 * 60_000;
const ADELE = user("adele");
const EXCEPTION: Exception = {
  app: "expenses",
  accept: ["outdated", "missing", "ahead"],
  reason: "the audit of 2026 uses 2.1",
  owner: "audit-it",
  until: "2027-01-31",
  endsAtMs: END,
  source: { file: "exceptions.yaml", line: 3, column: 5 },
  userIds: new Set([ADELE.id ?? "", upgrade().user.id]),
  unread: [],
};
const UNREAD = {
  kind: "group",
  role: "exception",
  name: "Auditors",
  id: null,
  state: "unreadable",
  members: null,
  detail: "its second page failed",
  source: { file: "exceptions.yaml", line: 4, column: 11 },
} as const;

function gated(rows: readonly DecidedRow[], changed: Partial<Exception> = {}, nowMs = END - 30 * DAY) {
  const policy: Policy = {
    ...DEFAULT_RULES,
    maxRemovals: { kind: "count", count: 9 },
    protectedUserIds: new Set(),
    protectedUnresolved: [],
    exceptions: [{ ...EXCEPTION, ...changed }],
  };
  return gate(plan(rows), policy, NO_EARLIER_RUNS, nowMs);
}

/** `verdict action reason: state` of the one row. */
function told(one: DecidedRow, changed: Partial<Exception> = {}, nowMs?: number): string {
  const [first] = gated([one], changed, nowMs).rows;
  if (first === undefined) throw new Error("every pair has a row");
  const { state } = judgeRow(first, { policySuspended: false, applies: true });
  return `${first.verdict} ${first.action ?? "-"} ${first.reason ?? "-"}: ${state}`;
}

const denied = row({ drift: ["denied-version"] });

describe("a row under an exception", () => {
  it.each<[string, DecidedRow, Partial<Exception>, string]>([
    ["an action whose drift is accepted is meant so", upgrade(), {}, "held upgrade excepted: held-as-meant"],
    ["an action is held all the same where it is not", uninstall(), {}, "held uninstall excepted: open"],
    [
      "what no action can mend is meant so, too",
      blocked("cannot-downgrade", { drift: ["ahead"] }),
      {},
      "held - excepted: held-as-meant",
    ],
    [
      "but not where it is not accepted",
      blocked("consent-not-approved", { drift: ["consent-not-approved"] }),
      {},
      "blocked - consent-not-approved: open",
    ],
    [
      "unless it is named",
      blocked("consent-not-approved", { drift: ["consent-not-approved"] }),
      { accept: ["consent-not-approved"] },
      "held - excepted: held-as-meant",
    ],
    ["a denied version has to be named", denied, {}, "nothing - in-sync: differs"],
    ["and then is accepted", denied, { accept: ["denied-version"] }, "held - excepted: held-as-meant"],
    ["unknown is never accepted", blocked("unreadable", { drift: ["unknown"] }), {}, "blocked - unreadable: unknown"],
    ["what is as desired stays so", row(), {}, "nothing - in-sync: as-desired"],
    [
      "what is newer than offered is as desired, and stays so",
      row({ drift: ["ahead"], reason: "newer-than-offered" }),
      {},
      "nothing - newer-than-offered: as-desired",
    ],
    [
      "what is held for a stronger reason keeps it",
      held(upgrade(), "protected"),
      {},
      "held upgrade protected: held-as-meant",
    ],
    ["another app is none of its business", upgrade(), { app: "travel" }, "act upgrade -: differs"],
    ["nor is another person", upgrade({ user: user("megan") }), {}, "act upgrade -: differs"],
  ])("%s", (_name, one, changed, expected) => expect(told(one, changed)).toBe(expected));

  it("says until when, whose and why", () => {
    expect(gated([upgrade({ user: ADELE })]).rows.at(0)?.detail).toBe(
      "until 2027-01-31, owned by audit-it: the audit of 2026 uses 2.1",
    );
  });
});

describe("the end of an exception", () => {
  const rows = [upgrade({ user: ADELE }), upgrade({ user: user("megan") })];
  it.each([
    [END - 15 * DAY, "in-force", 1, "excepted"],
    [END - 14 * DAY, "ends-soon", 1, "excepted"],
    [END - 1, "ends-soon", 1, "excepted"],
    [END, "ended", 1, null],
  ])("at %i it is %s, for %i row", (nowMs, state, acts, reason) => {
    const { exceptions, rows: all } = gated(rows, {}, nowMs);
    expect(exceptions).toMatchObject([{ state, rows: 1, acts, owner: "audit-it", until: "2027-01-31" }]);
    expect(all.map((one) => one.reason)).toEqual([reason, null]);
  });

  const mine = upgrade({ user: ADELE });
  it.each<[string, DecidedRow, number, number]>([
    ["a change, also while everything is frozen", held(mine, "frozen"), 1, 1],
    ["a change, also while everything is suspended", held(mine, "suspended"), 1, 1],
    [
      "what no action could mend, which will not act",
      blocked("cannot-downgrade", { user: ADELE, drift: ["ahead"] }),
      1,
      0,
    ],
    ["nothing that is as desired", row({ user: ADELE }), 0, 0],
    ["nobody who is protected", held(mine, "protected"), 0, 0],
    ["nothing that could not be read", blocked("frozen", { user: ADELE, drift: ["unknown"] }), 0, 0],
  ])("counts %s", (_name, one, amount, acts) => {
    expect(gated([one]).exceptions).toMatchObject([{ rows: amount, acts }]);
  });

  it.each([
    [["expenses"], 1],
    [["wiki"], 0],
  ])("is listed where the run looks at its app: %j", (apps, listed) => {
    const filtered = { ...plan([]), filters: { apps, users: [] } };
    const policy: Policy = {
      ...DEFAULT_RULES,
      protectedUserIds: new Set(),
      protectedUnresolved: [],
      exceptions: [EXCEPTION],
    };
    expect(gate(filtered, policy, NO_EARLIER_RUNS, END - 30 * DAY).exceptions).toHaveLength(listed);
  });

  it("is said with the row, which is one like any other", () => {
    expect(gated(rows, {}, END).rows.map(({ verdict, detail }) => [verdict, detail])).toEqual([
      ["act", "the exception ended 2027-01-31, owned by audit-it: the audit of 2026 uses 2.1"],
      ["act", null],
    ]);
  });
});

describe("a target that was not read might mean anybody", () => {
  it("so it blocks every action on the app while the exception lasts", () => {
    const others = [upgrade({ user: user("megan") }), row({ user: user("zoe") })];
    const { rows } = gated(others, { unread: [UNREAD] });
    expect(rows.map(({ verdict, reason }) => `${verdict} ${reason ?? "-"}`)).toEqual([
      "blocked targets-unreadable",
      "nothing in-sync",
    ]);
    expect(rows.at(0)).toMatchObject({ action: null, consent: [], move: "directory-admin" });
    const notFound = gated(others, { unread: [{ ...UNREAD, state: "not-found" }] });
    expect(notFound.rows.at(0)?.move, "as the list of targets says").toBe("assignment-owner");
    expect(rows.at(0)?.detail).toBe('exception for "Auditors" (exceptions.yaml:4): its second page failed');
    const thousands = Array.from({ length: 40_000 }, () => UNREAD);
    expect(gated(others, { unread: thousands }).rows.at(0)?.detail).toMatch(/page failed; and 39995 more$/);
    const missing = { ...UNREAD, state: "not-found", detail: null } as const;
    expect(gated(others, { unread: [missing] }).rows.at(0)?.detail).toBe(
      'exception for "Auditors" (exceptions.yaml:4): not-found',
    );
    expect(gated(others, { unread: [UNREAD] }, END).rows.map(({ verdict }) => verdict)).toEqual(["act", "nothing"]);
  });
});
