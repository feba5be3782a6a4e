import { describe, expect, it } from "vitest";
import { check } from "./agrees.ts";
import { randomCases } from "./random-situations.ts";
import { TABLES, type Tables } from "./rules.ts";

/** A share of `npm run decisions`; `.ci/run` decides more rows. */
const ROWS = 10_000;

const TABLE_NAMES = ["lines", "added", "repair", "replace"] as const;

/** Each line of a table, by what it says. */
const EVERY_LINE = TABLE_NAMES.flatMap((table) =>
  TABLES[table].map((line, at) => ({
    table,
    at,
    name: `${table} ${at + 1}: ${"said" in line ? line.said : line.drift}`,
  })),
);

/** The cases once more, so that each falsified table is asked about the same ones. */
const CASES = [...randomCases(ROWS, 3)];

function isNoticed(falsified: Partial<Tables>): boolean {
  for (const one of CASES) if (check([one], { ...TABLES, ...falsified }).wrong.size > 0) return true;
  return false;
}

describe("rows at random", () => {
  it("are decided as docs/decision-table.md says", () => {
    expect(check(CASES)).toEqual({ rows: ROWS, wrong: new Map() });
  });
});

describe("a table that says something else than the code is noticed", () => {
  it.each(EVERY_LINE)("where $name never holds", ({ table, at }) => {
    const never = TABLES[table].map((line, place) => (place === at ? { ...line, applies: () => false } : line));
    // The last line of a table always holds; without it there is nothing to say.
    const last = {
      ...TABLES.lines.at(-1),
      ...TABLES[table].at(-1),
      verdict: "blocked",
      why: "no line",
      applies: () => true,
    };
    expect(isNoticed({ [table]: table === "added" ? never : [...never, last] })).toBe(true);
  });

  it.each(EVERY_LINE.filter(({ table }) => table === "lines"))("where $name comes to something else", ({ at }) => {
    for (const cell of ["verdict", "why", "drift"]) {
      const lines = TABLES.lines.map((line, place) => (place === at ? { ...line, [cell]: "other" } : line));
      expect(isNoticed({ lines })).toBe(true);
    }
  });
});
