import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitRows } from "../../src/plan-file/split-rows.ts";

/** Cut at the places, and split. */
function split(text: string, places: readonly number[] = []) {
  const ends = [...new Set(places.map((place) => place % (text.length + 1))), text.length].sort((a, b) => a - b);
  const pieces = ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end));
  const found = { beside: "", lists: 0, deepest: 0 };
  const rows = splitRows(pieces, {
    take: (piece) => void (found.beside += piece),
    begin: () => void (found.lists += 1),
    opened: (levels) => void (found.deepest = Math.max(found.deepest, levels)),
    held: () => {},
  });
  return { rows: [...rows], ...found };
}

const places = fc.array(fc.nat({ max: 2_000 }), { maxLength: 6 });
const white = fc.constantFrom(0, 1, 3, "\t");

describe("splitting a file at its rows", () => {
  it("finds every row and all that is beside them, whatever they hold and however they are cut", () => {
    const file = fc.record({
      before: fc.dictionary(
        fc.string().filter((name) => name !== "rows"),
        fc.jsonValue(),
        { noNullPrototype: true, maxKeys: 3 },
      ),
      rows: fc.array(fc.jsonValue(), { maxLength: 4 }),
      after: fc.jsonValue(),
    });
    fc.assert(
      fc.property(file, white, places, ({ before, rows, after }, indent, cuts) => {
        const text = JSON.stringify({ ...before, rows, after }, null, indent);
        const found = split(text, cuts);
        expect(found.rows.map((row): unknown => JSON.parse(row))).toEqual(JSON.parse(JSON.stringify(rows)));
        expect(JSON.parse(found.beside)).toEqual(JSON.parse(JSON.stringify({ ...before, rows: [], after })));
        expect(found.lists).toBe(1);
      }),
    );
  });

  it("takes what its parser would, and nothing else", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("{", "}", "[", "]", ",", ":", '"', "\\", '"rows":[', "1", " ", "\u00A0"), {
          maxLength: 14,
        }),
        places,
        (tokens, cuts) => {
          const text = `{"rows":[${tokens.join("")}`;
          const { rows, beside, lists } = split(text, cuts);
          if (lists > 1) return;
          const parts = [...rows, beside].map(parsed);
          const whole = parsed(text);
          if (whole === NO_JSON) expect(parts).toContain(NO_JSON);
          else expect(whole).toMatchObject({ rows: parts.slice(0, -1) });
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["no rows", '{"a":{"rows":[1,2]},"b":"\\"rows\\":[3]"}', []],
    ["an empty list", '{"rows": [ \n ]}', []],
    ["a name with escapes", '{"\\u0072\\u006F\\u0077\\u0073":[1]}', ["1"]],
    ["a name that only begins so", '{"\\u0072\\u006F\\u0077\\u0073s":[1],"rowss":[2],"row":[3]}', []],
    ["a list that is no object's", '[[1],["rows"],[2]]', []],
    ["rows that are no list", '{"rows":{"rows":[1]}}', []],
  ])("%s", (_name, text, rows) => {
    expect(split(text).rows).toEqual(rows);
  });
});

const NO_JSON = Symbol("no JSON");

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return NO_JSON;
  }
}
