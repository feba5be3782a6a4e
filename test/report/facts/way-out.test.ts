import { expect, it } from "vitest";
import { wayOut } from "../../../src/report/facts/way-out.ts";
import { app, row } from "../builders.ts";

it.each([
  ["with nothing to write", "nothing-published", "apps.yaml:3: ask the owner, @contoso/expenses"],
  ["with something to write", "app-ambiguous", /write the catalogId.*; ask the owner, @contoso\/expenses$/],
  ["of somebody else's turn", "user-not-found", /take it out$/],
] as const)("names the owner %s", (_name, reason, expected) => {
  const owned = app({ owner: "@contoso/expenses", source: { file: "apps.yaml", line: 3, column: 3 } });
  const text = wayOut(row({ verdict: "blocked", reason }), owned);
  if (typeof expected === "string") expect(text).toBe(expected);
  else expect(text).toMatch(expected);
});
