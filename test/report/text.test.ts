import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { planDocument } from "../../src/plan-file/document.ts";
import { applyExitCode } from "../../src/plan/convergence.ts";
import { renderText } from "../../src/report/text.ts";
import { forEach, header, people, plan, uninstall, unreadable, upgrade } from "./builders.ts";
import { DRIFTS, PLANS, RATES, RESULTS } from "./worlds.ts";

const WORLDS = { ...PLANS, ...DRIFTS, ...RESULTS };
const PLAIN = { color: false, rates: RATES };

function text(document: Parameters<typeof renderText>[0], options: Parameters<typeof renderText>[1] = PLAIN): string {
  return [...renderText(document, options)].join("");
}

describe("text for people", () => {
  it.each(Object.entries(WORLDS))("%s reads as agreed", async (name, document) => {
    await expect(text(document)).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  it.each(Object.entries(WORLDS))("%s holds no control character but line breaks", (_name, document) => {
    expect(text(document).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  it.each(Object.entries(WORLDS))("%s stays within 100 columns", (_name, document) => {
    const [, ...lines] = text(document).split("\n");
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
  });

  it.each(Object.entries(WORLDS))("%s says the same in colour", (_name, document) => {
    const colored = text(document, { color: true, rates: RATES });
    expect(colored).toContain("\u001B[");
    expect(stripVTControlCharacters(colored)).toBe(text(document));
  });

  it("comes in pieces of one line each", () => {
    const document = planDocument(plan([upgrade(), unreadable()]), header(), []);
    for (const piece of renderText(document, PLAIN)) expect(piece).toMatch(/^\n?[^\n]+\n$/);
  });
});

describe("a result's first and last line agree with its exit code", () => {
  it.each(Object.entries(RESULTS))("%s", (_name, document) => {
    const lines = text(document).trimEnd().split("\n");
    const isDone = applyExitCode(document.judgement) === 0;
    expect(lines.at(0)).toMatch(
      isDone ? /^Result: (converged|on plan|done, but NOT as desired)/ : /^Result: NOT converged/,
    );
    expect(lines.at(-1)).toMatch(isDone ? /^(Converged|On plan|Done, but NOT as desired)/ : /^(NOT converged|  )/);
  });
});

describe("the bill", () => {
  it.each([
    ["one upgrade", forEach(people(1), upgrade()), "at least 1 write and 1 checking read, no less than 1 s"],
    [
      "writes decide",
      forEach(people(2500), upgrade()),
      "no less than 1 min 40 s at 25 reads, 25 installs or upgrades a second",
    ],
    ["removals decide", forEach(people(120), uninstall()), "no less than 10 s at 25 reads, 12 uninstalls a second"],
    ["more than an hour", forEach(people(100_000), upgrade()), "no less than 1 h 6 min"],
  ])("%s", (_name, rows, expected) => {
    const written = text(planDocument(plan(rows), header(), [])).replaceAll(/\n\s+/g, " ");
    expect(written).toContain(expected);
  });

  it("is left out when no rates are given", () => {
    expect(text(planDocument(plan([upgrade()]), header(), []), { color: false, rates: null })).not.toContain("Cost");
  });
});
