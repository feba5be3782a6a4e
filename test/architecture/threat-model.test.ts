import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readText, ROOT } from "./repository.ts";

const lines = readText("docs/threat-model.md").split("\n");
/** Rows of the tables of promises: a promise, and what holds it. */
const promises = lines
  .filter((line) => /^\|.*(\.test\.ts\)|`scripts\/)/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, promise = "", heldBy = ""]) => ({ promise, heldBy }));

describe("docs/threat-model.md", () => {
  it("has a promise for everybody who could do harm", () => {
    expect(promises.length).toBeGreaterThan(20);
  });

  it.each(promises)("$promise", ({ heldBy }) => {
    const named = [...heldBy.matchAll(/\]\(\.\.\/([^)]+)\)|`(scripts\/[^`]+)`/g)].map(
      ([, test, script]) => test ?? script ?? "",
    );
    expect(named).not.toEqual([]);
    expect(named.filter((path) => !existsSync(ROOT + path))).toEqual([]);
  });

  it("leaves no row of such a table without a test", () => {
    const tables = readText("docs/threat-model.md").split("| Promise | Held by |").slice(1);
    const rows = tables.flatMap((table) => table.split("\n\n")[0]?.split("\n").slice(2) ?? []);
    expect(rows.filter((row) => !/\.test\.ts\)/.test(row))).toEqual([]);
  });
});
