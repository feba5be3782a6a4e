import { describe, expect, it } from "vitest";
import { eachWayOnce, wayLine, wayFinder, wayText } from "../../src/plan/way-out.ts";
import { app, blocked, held, plan, target, upgrade, user } from "../report/builders.ts";

const AT = (line: number, file = "policy.yaml") => ({ file, line, column: 3 });

describe("who has to be asked", () => {
  const owned = app({ owner: "@contoso/expenses", source: AT(3, "apps.yaml") });
  it.each([
    [
      "with something to do",
      "nothing-published",
      /^apps.yaml:3: publish a version.*; ask the owner, @contoso\/expenses$/,
    ],
    ["with something to write", "app-ambiguous", /write the catalogId.*; ask the owner, @contoso\/expenses$/],
    ["of somebody else's turn", "user-not-found", /take it out$/],
  ] as const)("names the owner %s", (_name, reason, expected) => {
    const way = wayFinder(plan([], { apps: [owned] }))(blocked(reason));
    expect(way === null ? null : wayText(way)).toMatch(expected);
  });
});

it.each([
  [
    "maxChanges",
    "140 changes, maxChanges allows 100",
    "policy.yaml:4: if so many are meant, write policy.maxChanges: 140",
  ],
  ["maxDue", "140 changes due, maxDue allows 100", "policy.yaml:2: if so many are meant, write policy.maxDue: 140"],
])("leads to the limit that was passed: %s", (_name, detail, expected) => {
  const ruledAt = { policy: { policy: AT(2), maxChanges: AT(4) } };
  const way = wayFinder(plan([], { ruledAt }))(held(upgrade(), "change-limit", detail));
  expect(way === null ? null : wayText(way)).toBe(expected);
});

it("leads to the entry that protects the user, and else to the groups that may", () => {
  const find = wayFinder(
    plan([], {
      targets: [
        target({ role: "protected", kind: "user", name: "ADELE@contoso.com", id: null, source: AT(7) }),
        target({ role: "protected", kind: "group", name: "Board", source: AT(8) }),
        target({ role: "to", source: AT(9) }),
      ],
    }),
  );
  expect(find(held(upgrade(), "protected"))).toMatchObject({ at: [AT(7)], todo: null });
  expect(find(held(upgrade({ user: user("megan") }), "protected"))).toMatchObject({ at: [AT(8)] });
});

it("makes one way of those that ask for the same, with a few of its places", () => {
  const find = wayFinder(plan([]));
  const rows = [4, 5, 6, 7, 8, 9, 10].map((line) => blocked("user-not-found", { sources: [AT(line, "users.yaml")] }));
  const [way, ...others] = eachWayOnce(rows.map(find));
  expect(others).toEqual([]);
  expect(way === undefined ? null : wayLine(way)).toBe(
    "to do: users.yaml:4, users.yaml:5, users.yaml:6, users.yaml:7, users.yaml:8 and 2 more: correct the name, or take it out",
  );
});
