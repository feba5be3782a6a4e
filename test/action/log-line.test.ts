import { describe, expect, it } from "vitest";
import { logLine } from "../../scripts/action/log-line.ts";

/** What a runner takes for a command: `::` at the beginning, behind white space too, or `##[` anywhere. */
function isCommand(line: string): boolean {
  return line.trimStart().startsWith("::") || line.includes("##[");
}

describe("a line in the log of a job", () => {
  it.each([
    "::set-output name=changes::false",
    "  ::add-mask::a",
    "\t::stop-commands::x",
    "\u00A0::error::not ours",
    "::errors::x",
    "the app ##[add-mask]Expenses",
    "##[set-output name=exit-code]0",
    "####[group]x##[endgroup]",
  ])("%j is no command", (line) => {
    expect(isCommand(line)).toBe(true);
    expect(isCommand(logLine(line))).toBe(false);
  });

  it.each([
    "2 rows act",
    "teams::state is a name",
    "# [x] ## a",
    "::error file=a.yaml,line=7,title=unknown-app::no app is called ##[x]",
    "::warning title=blocked::expenses is blocked for 2 users: x",
  ])("%j stays as it is", (line) => {
    expect(logLine(line)).toBe(line);
  });
});
