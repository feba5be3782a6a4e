import { describe, expect, it } from "vitest";
import { NO_EARLIER_RUNS } from "../../src/gate/earlier-runs.ts";
import { gate } from "../../src/gate/gate.ts";
import type { Freeze, Freezes } from "../../src/model/freeze.ts";
import { DEFAULT_RULES, type Policy } from "../../src/model/policy.ts";
import { app, plan, row, upgrade, user } from "../report/builders.ts";

const NOW = Date.UTC(2026, 0, 5, 8);
const POLICY: Policy = {
  ...DEFAULT_RULES,
  protectedUserIds: new Set(["id-of-ceo"]),
  protectedUnresolved: [],
  exceptions: [],
};
const TRAVEL = app({ name: "travel", id: "0d820ecd-0000-4000-8000-00000000000a", manifestId: null });
const ROWS = [
  upgrade({ user: { ...user("ceo"), id: "id-of-ceo" } }),
  upgrade({ user: user("megan"), app: "travel" }),
  row({ user: user("zoe") }),
];

function freeze(changed: Partial<Freeze>): Freezes {
  const every = { app: null, who: "ana@build-7", reason: null, sinceMs: NOW - 60_000, untilMs: null };
  return { state: "known", inForce: [{ ...every, ...changed }] };
}

function told(freezes: Freezes): readonly string[] {
  const acting = ROWS.map((one) =>
    one.app === "travel" && one.verdict === "act" ? { ...one, on: { ...one.on, app: TRAVEL } } : one,
  );
  const gated = gate(plan(acting, { apps: [app(), TRAVEL] }), POLICY, { ...NO_EARLIER_RUNS, freezes }, NOW);
  return gated.rows.map(({ reason, detail }) => `${reason ?? "acts"}${detail === null ? "" : `: ${detail}`}`);
}

describe("a freeze", () => {
  const EVERY = "frozen: every app frozen by ana@build-7 since 2026-01-05 07:59 UTC";
  it.each<[string, Freezes, readonly string[]]>([
    ["of everything holds every action, of protected people too", freeze({}), [EVERY, EVERY, "in-sync"]],
    [
      "says why, and until when",
      freeze({ reason: "the audit runs", untilMs: NOW + 3_600_000 }),
      [
        `${EVERY}, until 2026-01-05 09:00 UTC: the audit runs`,
        `${EVERY}, until 2026-01-05 09:00 UTC: the audit runs`,
        "in-sync",
      ],
    ],
    [
      "of one app holds its rows",
      freeze({ app: "Travel" }),
      ["protected", EVERY.replace("every app", "Travel"), "in-sync"],
    ],
    [
      "names the app by its id as well",
      freeze({ app: TRAVEL.id }),
      ["protected", EVERY.replace("every app", TRAVEL.id ?? ""), "in-sync"],
    ],
    ["of an app that nobody manages holds nothing", freeze({ app: "wiki" }), ["protected", "acts", "in-sync"]],
    [
      "that cannot be read holds every action",
      { state: "unreadable", why: "disk I/O error" },
      [
        "frozen: whether changes are frozen cannot be told: disk I/O error",
        "frozen: whether changes are frozen cannot be told: disk I/O error",
        "in-sync",
      ],
    ],
  ])("%s", (_name, freezes, expected) => expect(told(freezes)).toEqual(expected));
});
