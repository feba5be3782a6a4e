import { describe, expect, it } from "vitest";
import { printable } from "../../../src/report/facts/printable.ts";

describe("text from the tenant is made safe for a terminal", () => {
  it.each([
    ["an escape sequence", "\u001B[2Jgone", "\uFFFD[2Jgone"],
    ["a one-byte control sequence introducer", "\u009B31mred", "\uFFFD31mred"],
    ["a line break", "one\r\ntwo", "one\uFFFD\uFFFDtwo"],
    ["a line and a paragraph separator", "one\u2028two\u2029", "one\uFFFDtwo\uFFFD"],
    ["a tab and a bell", "a\tb\u0007", "a\uFFFDb\uFFFD"],
    ["an override of the direction of text", "invoice\u202Efdp.exe", "invoice\uFFFDfdp.exe"],
    ["isolates", "\u2066a\u2069", "\uFFFDa\uFFFD"],
    ["an invisible blank", "ad\u200Bele", "ad\uFFFDele"],
    ["invisible tag letters", "a\u{E0041}", "a\uFFFD"],
    ["a command of a runner", "Team ##[error]x", "Team #\uFFFD[error]x"],
    ["a command of Azure Pipelines", "##vso[task.setvariable variable=x]y", "#\uFFFDvso[task.setvariable variable=x]y"],
    ["half a surrogate pair", "a\uD800b", "a\uFFFDb"],
  ])("%s is replaced", (_name, given, expected) => {
    expect(printable(given)).toBe(expected);
  });

  it.each([
    ["letters of any script", "Zoë Łukasz Ωμέγα 山田 عمر"],
    ["joined emoji", "👩‍💻"],
    ["the joiner that Persian needs", "می‌خواهم"],
  ])("%s stay", (_name, given) => {
    expect(printable(given)).toBe(given);
  });
});
