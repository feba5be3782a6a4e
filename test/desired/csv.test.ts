import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CsvRow, fieldsOf, placeInRow, readRows } from "../../src/desired/csv.ts";
import { shareOf } from "../share.ts";

async function rowsOf(pieces: readonly string[]): Promise<readonly CsvRow[]> {
  const rows: CsvRow[] = [];
  for await (const some of readRows(pieces)) rows.push(...some);
  return rows;
}

const FIELD = fc.string({ unit: fc.constantFrom("a", "ä", " ", ",", ";", '"', "\n", "\r", "#", "\uD83D\uDE00") });

/** A row as RFC 4180 wants it, some of its fields in quotes that it does not need. */
const ROW = fc
  .array(fc.tuple(FIELD, fc.boolean()), { minLength: 1, maxLength: 4 })
  .map((fields) =>
    fields
      .map(([text, quoted]) => (quoted || /[",;\r\n#]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text))
      .join(","),
  );

describe("CSV", () => {
  it("means what it means to csv-parse, however it is cut into pieces", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(ROW),
        fc.constantFrom("\n", "\r\n", "\r"),
        fc.nat(200),
        async (written, lineBreak, at) => {
          const text = written.join(lineBreak);
          const ours = (await rowsOf([text.slice(0, at), text.slice(at)])).map((row) =>
            fieldsOf(row, ",").map((field) => field.text),
          );
          const theirs: unknown = parse(text, {
            record_delimiter: ["\r\n", "\n", "\r"],
            comment: "#",
            comment_no_infix: true,
            relax_column_count: true,
            skip_empty_lines: true,
            trim: true,
          });
          const hasBlankRow = written.some((row) => /^[^\S\r\n]+$/.test(row));
          if (!hasBlankRow) expect(ours.map((row) => row.map((field) => field.trim()))).toEqual(trimmed(theirs));
        },
      ),
      { numRuns: shareOf(2_000) },
    );
  });

  it.each<[string, string, readonly (readonly [string, number, number])[]]>([
    [
      "plain fields",
      "a,b\n c ,d",
      [
        ["a", 1, 1],
        ["b", 1, 3],
        ["c", 2, 2],
        ["d", 2, 5],
      ],
    ],
    [
      "fields in quotes",
      '"a", "b"\n"c""d",e',
      [
        ["a", 1, 2],
        ["b", 1, 7],
        ['c"d', 2, 2],
        ["e", 2, 8],
      ],
    ],
    [
      "fields behind a field of two lines",
      '"a\nb",c\nd',
      [
        ["a\nb", 1, 2],
        ["c", 2, 4],
        ["d", 3, 1],
      ],
    ],
  ])("tells the places of %s", async (_name, text, expected) => {
    const rows = await rowsOf([text]);
    const places = rows.flatMap((row) =>
      fieldsOf(row, ",").map((field) => {
        const { line, column } = placeInRow(row, field.offset);
        return [field.text, line, column];
      }),
    );
    expect(places).toEqual(expected);
  });
});

function trimmed(rows: unknown): unknown {
  return Array.isArray(rows)
    ? rows.map((row: unknown) => (Array.isArray(row) ? row.map((field) => String(field).trim()) : row))
    : rows;
}
