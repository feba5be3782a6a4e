import { describe, expect, it } from "vitest";
import { appNamed } from "../../src/desired/app-named.ts";

const named = (...names: readonly string[]) => names.map((name) => ({ name }));

describe("the app that a written name means", () => {
  it("is found however it is written", () => {
    expect(appNamed("EXPENSES", named("travel", "expenses"))).toEqual({ name: "expenses" });
  });

  it.each([
    ["no app is named", named(), "the desired state has no apps"],
    ["some are", named("expenses", "travel"), 'did you mean "expenses"? apps of the desired state: expenses, travel'],
    ["many are", named(...Array.from({ length: 30 }, (_, at) => `app${at}`)), "app18, app19, …"],
  ])("is an error with a hint where %s", (_, apps, hint) => {
    expect(() => appNamed("expences", apps)).toThrowError('the desired state has no app "expences"');
    expect(() => appNamed("expences", apps)).toThrowError(
      expect.objectContaining({ hint: expect.stringContaining(hint) }),
    );
  });
});
