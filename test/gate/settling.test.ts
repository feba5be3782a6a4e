import { describe, expect, it } from "vitest";
import { holdBackingOff, holdSettling, NO_EARLIER_RUNS } from "../../src/gate/earlier-runs.ts";
import { gate } from "../../src/gate/gate.ts";
import type { Absent, Action, Intent, Plan, DecidedRow } from "../../src/model/plan.ts";
import { DEFAULT_RULES, type Policy } from "../../src/model/policy.ts";
import { app, install, plan, present, row, uninstall, upgrade, user } from "../report/builders.ts";

const NOW = Date.UTC(2026, 0, 5, 8);

const NO_LIMITS: Policy = {
  ...DEFAULT_RULES,
  maxChanges: { kind: "count", count: 1000 },
  maxRemovals: { kind: "count", count: 1000 },
  protectedUserIds: new Set(),
  protectedUnresolved: [],
  exceptions: [],
};
const APP = app();
const ADELE = user("adele");
const SENT_AT = Date.parse("2026-01-05T07:58:00.000Z");
const ABSENT: Absent = { state: "absent", at: "2026-01-05T08:00:00.000Z" };

function sent(action: Action, version: string | null, changed: Partial<Intent> = {}): Intent {
  return { userId: ADELE.id ?? "", appId: APP.id ?? "", action, version, at: SENT_AT, ...changed };
}

function gated(rows: readonly DecidedRow[], intents: readonly Intent[], policy: Partial<Policy> = {}): Plan {
  return gate(plan(rows), { ...NO_LIMITS, ...policy }, { ...NO_EARLIER_RUNS, sent: intents }, NOW);
}

describe("a row that waits says for what", () => {
  it.each([
    [
      sent("upgrade", "2.4.0"),
      upgrade({ observed: present("2.1.0") }),
      "upgrade to 2.4.0 sent at 2026-01-05T07:58:00.000Z",
    ],
    [sent("uninstall", null), uninstall({ observed: present("2.4.0") }), "uninstall sent at 2026-01-05T07:58:00.000Z"],
  ])("%#: $2", (intent, now, detail) => {
    expect([...gated([now], [intent]).rows]).toMatchObject([{ verdict: "held", reason: "settling", detail }]);
  });
});

describe("a change that was sent a short while ago", () => {
  it.each([
    {
      name: "an upgrade, the old version is still shown",
      intent: sent("upgrade", "2.4.0"),
      now: upgrade({ observed: present("2.1.0") }),
      held: true,
    },
    {
      name: "an upgrade, and another version is offered since",
      intent: sent("upgrade", "2.3.0"),
      now: upgrade({ observed: present("2.1.0") }),
      held: true,
    },
    {
      name: "an upgrade that is visible, and a newer version is offered since",
      intent: sent("upgrade", "2.1.0"),
      now: upgrade({ observed: present("2.1.0") }),
      held: false,
    },
    {
      name: "an upgrade, and the version shown is unknown",
      intent: sent("upgrade", "2.4.0"),
      now: upgrade({ observed: present(null) }),
      held: true,
    },
    {
      name: "an upgrade, and a version is shown that nothing can be compared with",
      intent: sent("upgrade", "2.4.0"),
      now: upgrade({ observed: present("two") }),
      held: true,
    },
    {
      name: "an upgrade to a version that nothing can be compared with",
      intent: sent("upgrade", "two"),
      now: upgrade({ observed: present("2.1.0") }),
      held: true,
    },
    {
      name: "an upgrade to a version that is not known",
      intent: sent("upgrade", null),
      now: upgrade({ observed: present("2.1.0") }),
      held: true,
    },
    {
      name: "an install, not there yet",
      intent: sent("install", "2.4.0"),
      now: install({ observed: ABSENT }),
      held: true,
    },
    {
      name: "an install of a version that nothing can be compared with",
      intent: sent("install", "two"),
      now: install({ observed: ABSENT }),
      held: true,
    },
    {
      name: "an uninstall, still there",
      intent: sent("uninstall", null),
      now: uninstall({ observed: present("2.4.0") }),
      held: true,
    },
    {
      name: "an uninstall that is visible, and the app is wanted again",
      intent: sent("uninstall", null),
      now: install({ observed: ABSENT }),
      held: false,
    },
    {
      name: "an uninstall that is not visible, and the app is wanted again",
      intent: sent("uninstall", null),
      now: upgrade({ observed: present("2.1.0") }),
      held: true,
    },
    {
      name: "an upgrade, and the directory writes ids in another case now",
      intent: sent("upgrade", "2.4.0", { userId: (ADELE.id ?? "").toUpperCase() }),
      now: upgrade({ observed: present("2.1.0") }),
      held: true,
    },
    {
      name: "for another user",
      intent: sent("upgrade", "2.4.0", { userId: "megan" }),
      now: upgrade({ observed: present("2.1.0") }),
      held: false,
    },
    {
      name: "for another app",
      intent: sent("upgrade", "2.4.0", { appId: "another" }),
      now: upgrade({ observed: present("2.1.0") }),
      held: false,
    },
  ])("$name: held $held", ({ intent, now, held }) => {
    const [result] = gated([now], [intent]).rows;
    expect(result?.verdict).toBe(held ? "held" : "act");
    expect(result?.reason).toBe(held ? "settling" : null);
  });

  it("says what was sent, and when", () => {
    const [result] = gated([upgrade({ observed: present("2.1.0") })], [sent("upgrade", "2.4.0")]).rows;
    expect(result).toMatchObject({
      detail: "upgrade to 2.4.0 sent at 2026-01-05T07:58:00.000Z",
      move: "trueup",
      action: "upgrade",
    });
  });

  it("the last of several counts, in whatever order they come", () => {
    const [older, newer] = [sent("uninstall", null), sent("install", "2.4.0", { at: SENT_AT + 1 })];
    for (const intents of [
      [older, newer],
      [newer, older],
    ]) {
      expect(gated([install({ observed: ABSENT })], intents).rows.at(0)).toMatchObject({
        reason: "settling",
        detail: expect.stringContaining("install to 2.4.0"),
      });
    }
  });

  it("leaves the row of somebody whom the directory does not know as it is", () => {
    const gone = row({
      user: { ...ADELE, id: null },
      verdict: "blocked",
      reason: "user-not-found",
      move: "assignment-owner",
    });
    expect(gated([gone], [sent("upgrade", "2.4.0", { userId: "" })]).rows).toEqual([gone]);
  });

  it("counts against no limit", () => {
    const rows = [
      upgrade({ observed: present("2.1.0") }),
      upgrade({ observed: present("2.1.0"), user: user("megan") }),
    ];
    const held = gated(rows, [sent("upgrade", "2.4.0")], { maxChanges: { kind: "count", count: 1 } });
    expect(held.rows.map(({ verdict }) => verdict)).toEqual(["held", "act"]);
  });

  it("keeps a stronger reason, and rows that do not act", () => {
    const protectedUserIds = new Set([ADELE.id ?? ""]);
    expect(
      gated([upgrade({ observed: present("2.1.0") })], [sent("upgrade", "2.4.0")], { protectedUserIds }).rows.at(0)
        ?.reason,
    ).toBe("protected");
    expect(gated([row({ user: ADELE })], [sent("upgrade", "2.4.0")]).rows.at(0)).toEqual(row({ user: ADELE }));
  });
});

describe("a change that was read back", () => {
  const gone = [install({ observed: ABSENT })];
  it.each([
    ["a moment ago may come and go", 89_999, "held"],
    ["earlier was undone by somebody else", 90_000, "act"],
  ])("%s", (_, ago, verdict) => {
    const intent = sent("install", "2.4.0", { seenAt: NOW - ago });
    expect([...gated(gone, [intent]).rows]).toMatchObject([{ verdict }]);
  });
});

describe("a replacement", () => {
  const OLD_COPY = { id: "old-copy", installationId: "old-installation", version: "1.0.0" };
  const replace: DecidedRow = {
    ...upgrade({ user: ADELE, observed: present("2.4.0") }),
    action: "replace",
    drift: ["old-copy"],
    replaced: OLD_COPY,
    brings: null,
  };
  it.each([
    ["the old copy was removed", sent("uninstall", null, { appId: OLD_COPY.id }), true],
    ["another app of the user was removed", sent("uninstall", null, { appId: "third" }), false],
    ["the app was brought, and is visible", sent("upgrade", "2.4.0"), false],
  ])("where %s", (_name, intent, isHeld) => {
    expect(gated([replace], [intent]).rows.map((one) => one.reason === "settling")).toEqual([isHeld]);
  });
});

it("waits after a reinstallation also where its version is shown", () => {
  const now = upgrade({ user: ADELE, observed: present("2.4.0"), drift: ["consent-narrower"] });
  expect([...gated([now], [sent("reinstall", "2.4.0")]).rows]).toMatchObject([{ reason: "settling" }]);
});

it("makes no plan anew where earlier runs sent nothing and were refused nothing", () => {
  const fresh = plan([upgrade(), row({ user: user("megan") })]);
  expect(holdSettling(fresh, NO_LIMITS, NO_EARLIER_RUNS, NOW)).toBe(fresh);
  expect(holdBackingOff(fresh, NO_LIMITS, NO_EARLIER_RUNS)).toBe(fresh);
});
