import { describe, expect, it } from "vitest";
import { FALSE_LAW, LAWS } from "../../laws/laws.ts";
import { HELD } from "./held-to-code.ts";
import { shareOf } from "../share.ts";

// `npm run laws` proves the laws for all values; here the formulas are held to the code.

const CASES = shareOf(20_000);

describe("the formulas say what the code does", () => {
  it.each(Object.entries(HELD))("%s", (_, hold) => {
    expect(hold(CASES, 1)).toBeNull();
  });
});

describe("laws", () => {
  it("each has a name of its own", () => {
    const names = [...Object.values(LAWS).flat(), FALSE_LAW].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
