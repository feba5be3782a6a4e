import { describe, expect, it } from "vitest";
import { didYouMean } from "../../src/desired/did-you-mean.ts";

const ID = "0d820ecd-0000-4000-8000-000000000002";

describe("what was meant", () => {
  it.each([
    ["expnses", ["expenses", "wiki"], "expenses"],
    ["EXPENSE", ["e", "expenses"], "expenses"],
    // As near, one by a letter too many and one by a letter too few: the end was left out.
    ["user", ["use", "users"], "users"],
    ["user", ["users", "use"], "users"],
    // As many changes are much of a short name.
    ["usres", ["use", "users"], "users"],
    // Two letters that changed places are one slip.
    ["Salse", ["Sales", "Salt mine"], "Sales", 0.2],
    ["aslse", ["Sales"], null, 0.2],
    ["payroll", ["expenses", "wiki"], null],
    // Of an id only a digit or so may be wrong: any two have more than half of their characters at other places.
    ["0d820ecd-0000-4000-8000-000000000003", [ID], ID],
    ["0d820ecd-0000-4000-8000-00000000002", [ID], ID],
    ["0d820ecd-1111-4000-8000-000000000002", [ID], null],
    // The domain is the same for everybody.
    ["adela@contoso.com", ["adele@contoso.com", "lee@contoso.com"], "adele@contoso.com"],
    ["adele@contso.com", ["adele@contoso.com"], "adele@contoso.com"],
    ["adele@contoso.com", ["lee@contoso.com"], null],
    ["anything", [], null],
  ])("by %s, where there is %j: %s", (written, known, meant, share = 0.4) => {
    expect(didYouMean(written, known, share)).toBe(meant === null ? null : `did you mean "${meant}"?`);
  });
});
