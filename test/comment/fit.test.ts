import { describe, expect, it } from "vitest";
import { fitText } from "../../src/comment/comment-text.ts";

const NOTICE = { service: "GitHub", runUrl: "https://github.com/contoso/apps/actions/runs/1" };
const LONGEST = 5_000;

describe("a text that is longer than a comment may be", () => {
  it("stays as it is up to the last character", () => {
    const text = "x".repeat(LONGEST);
    expect(fitText(text, LONGEST, NOTICE)).toBe(text);
  });

  it("says how long it was and where the whole is", () => {
    const cut = fitText("a line of text\n".repeat(1_000), LONGEST, NOTICE);
    expect(cut).toContain("**Cut here:** the whole has 15,000 characters, a comment on GitHub holds 5,000.");
    expect(cut).toContain(`[the run](${NOTICE.runUrl})`);
  });

  it("points to the files of the run where the run has no address", () => {
    expect(fitText("x".repeat(9_000), LONGEST, { ...NOTICE, runUrl: null })).toContain(
      "the log and the files of the run",
    );
  });

  it("is cut between lines", () => {
    const cut = fitText("| one | two |\n".repeat(1_000), LONGEST, NOTICE);
    const rows = cut.split("\n").filter((line) => line.startsWith("|"));
    expect(new Set(rows)).toEqual(new Set(["| one | two |"]));
  });

  it("is cut between characters where it is one line", () => {
    for (const shift of [0, 1]) {
      const cut = fitText("x".repeat(shift) + "😀".repeat(4_000), LONGEST, NOTICE);
      expect(cut.isWellFormed()).toBe(true);
    }
  });

  it.each([
    ["a code block", "```text\n", "code\n", /\n```\n\n\*\*Cut here/],
    ["a code block of tildes", "~~~~\n", "```\n", /\n~~~~\n\n\*\*Cut here/],
    ["a folded section", "<details><summary>rows</summary>\n\n", "row\n", /\n\n<\/details>\n\n\*\*Cut here/],
    [
      "a code block in two folded sections",
      "<details>\n<details>\n```\n",
      "x\n",
      /\n```\n\n<\/details>\n\n<\/details>\n\n\*\*/,
    ],
  ])("closes %s", (_what, start, line, end) => {
    expect(fitText(start + line.repeat(3_000), LONGEST, NOTICE)).toMatch(end);
  });

  it.each([
    ["a code block that was closed", "```\ncode\n```\n"],
    ["a folded section that was closed", "<details>\nrows\n</details>\n"],
    ["tags that stand in code", "```\n<details>\n```\n"],
  ])("adds nothing for %s", (_what, start) => {
    expect(fitText(start + "line\n".repeat(3_000), LONGEST, NOTICE)).toMatch(/line\n\n\*\*Cut here/);
  });

  it("leaves no HTML comment open, which would hide the sentence", () => {
    const cut = fitText(`text\n<!-- ${"hidden\n".repeat(3_000)} -->`, LONGEST, NOTICE);
    expect(cut).toMatch(/^text\n\n\n\*\*Cut here/);
  });

  it.each([LONGEST, 65_536, 150_000])("is at most %i long, whatever it holds", (longest) => {
    for (const part of ["x", "<details>\n", "```\n", `${"`".repeat(900)}\n`, "😀\n", "<!--\n"]) {
      expect(fitText(part.repeat(longest), longest, NOTICE).length).toBeLessThanOrEqual(longest);
    }
  });
});
