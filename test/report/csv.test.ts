import { describe, expect, it } from "vitest";
import { csvRow } from "../../src/report/csv.ts";

describe("a row of CSV", () => {
  it.each([
    { cells: ["a", null, 3], text: "a,,3\r\n" },
    { cells: ['say "no"', "a,b", "two\nlines"], text: '"say ""no""","a,b","two\nlines"\r\n' },
    { cells: ["=1+1", "+1", "-1", "@A1", "\tx"], text: "'=1+1,'+1,'-1,'@A1,'\tx\r\n" },
    { cells: ["=a,b", "\rx"], text: `"'=a,b","'\rx"\r\n` },
    { cells: ["a=b", -1], text: "a=b,-1\r\n" },
  ])("$cells", ({ cells, text }) => {
    expect(csvRow(cells)).toBe(text);
  });
});
