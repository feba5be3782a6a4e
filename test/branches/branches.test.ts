import { describe, expect, it } from "vitest";
import { judge } from "../../scripts/branches/judge.ts";
import { neverReached } from "../../scripts/branches/never-reached.ts";

const SOURCE = `export function sign(n: number): string {
  if (n < 0) throw new InternalError("below nothing");
  return n === 0 ? "none" : "some";
}
`;

/** The report of a test that asked for 1 alone. */
const REPORT = {
  "/checkout/src/gate/sign.ts": {
    path: "/checkout/src/gate/sign.ts",
    branchMap: {
      "0": {
        type: "if",
        loc: { start: { line: 2, column: 2 } },
        locations: [{ start: { line: 2, column: 2 } }, { start: {} }],
      },
      "1": {
        type: "cond-expr",
        loc: { start: { line: 3, column: 9 } },
        locations: [{ start: { line: 3, column: 19 } }, { start: { line: 3, column: 28 } }],
      },
    },
    b: { "0": [0, 1], "1": [0, 1] },
  },
};

const branches = neverReached(
  REPORT,
  () => SOURCE,
  (path) => path.replace("/checkout/", ""),
);
const none = { file: "src/gate/sign.ts", source: 'return n === 0 ? "none" : "some";', why: "nobody asks for 0" };

describe("the branches that no test goes into", () => {
  it("are named with their lines", () => {
    expect(branches.map(({ line, fork, way }) => `${line} ${fork} ${way}`)).toEqual(["2 if 1", "3 cond-expr 1"]);
    expect(branches[1]).toMatchObject({ file: none.file, source: none.source });
  });

  it("with no text of their own are named with the line of their fork", () => {
    const always = structuredClone(REPORT);
    always["/checkout/src/gate/sign.ts"].b = { "0": [1, 0], "1": [1, 1] };
    expect(neverReached(always, () => SOURCE, String)).toMatchObject([{ line: 2, way: 2 }]);
  });

  it("are to be tested or removed, unless they assert or are listed", () => {
    expect(judge(branches, [])).toMatchObject({ open: [{ line: 3 }], assertions: [{ line: 2 }], outdated: [] });
    expect(judge(branches, [none])).toMatchObject({ open: [], outdated: [] });
  });

  it("leave the list when they are reached, or gone", () => {
    expect(judge([], [none]).outdated).toEqual([none]);
    expect(judge(branches, [{ ...none, file: "src/gate/other.ts" }])).toMatchObject({
      open: [{ line: 3 }],
      outdated: [{}],
    });
  });

  it.each([null, 1, { "a.ts": { path: "a.ts" } }])("are not looked for in what is no report: %j", (report) => {
    expect(() => neverReached(report, () => "", String)).toThrow("no coverage report");
  });
});
