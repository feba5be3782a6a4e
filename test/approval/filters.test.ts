import { describe, expect, it } from "vitest";
import { filtersOf } from "../../src/approval/approved.ts";

const FILTERED = { filters: { apps: ["expenses", "travel"], users: ["Adele@contoso.com"] } };
const UNFILTERED = { filters: { apps: [], users: [] } };

describe("the filters of a run that applies a reviewed plan", () => {
  it.each([
    ["none", { apps: [], users: [] }],
    ["the same in another order and case", { apps: ["travel", "expenses"], users: ["adele@contoso.com"] }],
  ])("are the plan's when the flags are %s", (_name, given) => {
    expect(filtersOf(FILTERED, given)).toBe(FILTERED.filters);
  });

  it.each([
    [
      FILTERED,
      { apps: ["expenses"], users: [] },
      "made with --app expenses --app travel --user Adele@contoso.com, and this run was asked for --app expenses",
    ],
    [
      FILTERED,
      { apps: ["expenses", "shifts"], users: ["adele@contoso.com"] },
      "made with --app expenses --app travel --user Adele@contoso.com, and this run was asked for --app expenses --app shifts --user adele@contoso.com",
    ],
    [
      UNFILTERED,
      { apps: [], users: ["megan@contoso.com"] },
      "made with no filter, and this run was asked for --user megan@contoso.com",
    ],
    [
      { filters: { apps: [], users: ["strasse@contoso.com"] } },
      { apps: [], users: ["straße@contoso.com"] },
      "made with --user strasse@contoso.com, and this run was asked for --user straße@contoso.com",
    ],
    [UNFILTERED, { apps: ["expenses"], users: [] }, "made with no filter, and this run was asked for --app expenses"],
  ])("cannot be others", (approved, given, said) => {
    expect(() => filtersOf(approved, given)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(said),
        hint: "leave --app and --user out: the plan says what it is about",
      }),
    );
  });
});
