import process from "node:process";
import { afterEach, describe, expect, it, vi } from "vitest";
import { processConsole } from "../../src/cli/console.ts";

const { isTTY, columns } = process.stderr;
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  Object.assign(process.stderr, { isTTY, columns });
});

/** What stands on stderr after something was said there. */
function stderrOf(say: (console: ReturnType<typeof processConsole>) => void): string {
  let written = "";
  vi.spyOn(process.stderr, "write").mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });
  say(processConsole(false));
  return written;
}

describe("the environment decides how results look without a terminal", () => {
  it.each([
    [{}, false, null],
    [{ COLUMNS: "120" }, false, 120],
    [{ COLUMNS: "wide" }, false, null],
    [{ FORCE_COLOR: "1" }, true, null],
    [{ FORCE_COLOR: "0" }, false, null],
    [{ FORCE_COLOR: "1", NO_COLOR: "1" }, false, null],
    [{ FORCE_COLOR: "1", NO_COLOR: "" }, true, null],
    [{ FORCE_COLOR: "1", TERM: "dumb" }, false, null],
    [{ FORCE_COLOR: "1", TERM: "dumb", COLUMNS: "40" }, false, 40],
  ])("%j: colour %s, columns %s", (environment, color, width) => {
    for (const name of ["COLUMNS", "FORCE_COLOR", "NO_COLOR", "TERM"]) vi.stubEnv(name, undefined);
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    Object.assign(process.stderr, { isTTY: false });
    const { noticeColor, noticeColumns } = processConsole(true);
    expect({ noticeColor, noticeColumns }).toEqual({ noticeColor: color, noticeColumns: width });
  });
});

describe("what is said on stderr", () => {
  it.each([
    ["a sentence", "nothing was written", "nothing was written"],
    ["an escape sequence", "the path \u001B]0;pwn\u0007", "the path \uFFFD]0;pwn\uFFFD"],
    ["a second line", "note: a\n::error::forged", "note: a\uFFFD::error::forged"],
    ["a command of a runner", "a ##vso[task.complete]", "a #\uFFFDvso[task.complete]"],
  ])("%s is one line that does nothing", (_name, text, shown) => {
    expect(stderrOf(({ notice }) => notice(text))).toBe(`${shown}\n`);
  });

  it("what a renderer made keeps its lines and colours", () => {
    const text = "\u001B[31ma.yaml:1:1\u001B[39m: unknown-key\n  hint: …";
    expect(stderrOf(({ rendered }) => rendered(text))).toBe(`${text}\n`);
  });

  it("the status of a terminal is one line that does nothing, too", () => {
    Object.assign(process.stderr, { isTTY: true, columns: 80 });
    expect(stderrOf(({ status }) => status("no answer\u001B[2J\n(ECONNRESET)"))).toBe(
      "no answer\uFFFD[2J\uFFFD(ECONNRESET)",
    );
  });
});
