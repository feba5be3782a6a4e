import { describe, expect, it } from "vitest";
import { describeFailure, describeInOneLine } from "../../src/cli/failure.ts";
import { ConfigError, GraphError, InternalError, SignInError, SourceError, UsageError } from "../../src/errors.ts";

const HOSTILE =
  "a\u001B]0;pwn\u0007\u009B31m\u202E\n::error::forged\n    at forged (forged.ts:1:1)##vso[task.complete]";
const SHOWN =
  "a\uFFFD]0;pwn\uFFFD\uFFFD31m\uFFFD\uFFFD::error::forged\uFFFD    at forged (forged.ts:1:1)#\uFFFDvso[task.complete]";
const PROBLEM = {
  code: "unknown-app",
  severity: "error",
  message: HOSTILE,
  hint: HOSTILE,
  file: HOSTILE,
  line: 1,
  column: 1,
  related: [],
} as const;

const ERRORS: readonly { name: string; error: Error; lines: readonly (string | RegExp)[] }[] = [
  {
    name: "a mistake of the command line",
    error: new UsageError(HOSTILE, HOSTILE),
    lines: [`error: ${SHOWN}`, `  hint: ${SHOWN}`],
  },
  {
    name: "a desired state with an error",
    error: new ConfigError([PROBLEM]),
    lines: [`${SHOWN}:1:1: unknown-app: ${SHOWN}`, `  hint: ${SHOWN}`, "1 error in 1 file"],
  },
  {
    name: "a sign-in that failed",
    error: new SignInError("refused", HOSTILE, HOSTILE),
    lines: [`error: ${SHOWN}`, `  hint: ${SHOWN}`],
  },
  {
    name: "a repository that cannot be fetched",
    error: new SourceError(HOSTILE, HOSTILE),
    lines: [`error: ${SHOWN}`, `  hint: ${SHOWN}`],
  },
  {
    name: "a refusal of Graph",
    error: new GraphError(HOSTILE, { code: "Forbidden", status: 403, requestId: HOSTILE, scope: "run" }),
    lines: [`error: ${SHOWN}`, `  request-id: ${SHOWN}`],
  },
  { name: "a defect", error: new InternalError(HOSTILE), lines: [`error: ${SHOWN}`, /^ {2}hint: this is a defect/] },
  {
    name: "what nobody expected",
    error: new TypeError(HOSTILE),
    lines: [`error: unexpected: ${SHOWN}`, /^ {2}hint: this is a defect/],
  },
];

describe("an error is said so that nothing in it does anything", () => {
  it.each(ERRORS)("$name, line by line", ({ error, lines }) => {
    const said = describeFailure(error, { color: false, debug: false }).split("\n");
    expect(said).toEqual(lines.map((line) => (typeof line === "string" ? line : expect.stringMatching(line))));
  });

  it.each(ERRORS)("$name, in one line", ({ error }) => {
    expect(describeInOneLine(error)).not.toMatch(/[\p{Cc}\p{Cf}]|##vso\[/u);
  });

  it.each(ERRORS)("$name, with --debug: a line with its name, and the frames below it", ({ error, lines }) => {
    const said = describeFailure(error, { color: false, debug: true }).split("\n").slice(lines.length);
    expect(said[0]).toMatch(new RegExp(`^${error.name}: `));
    expect(said.length).toBeGreaterThan(3);
    expect(said.slice(1).filter((line) => !/^ {4}at \S/.test(line) || line.includes("forged"))).toEqual([]);
    expect(said.join("")).not.toMatch(/[\p{Cc}\p{Cf}]|##vso\[/u);
  });
});

describe("with --debug an error shows where it happened", () => {
  it("and nothing of what it carries: no cause, no property", () => {
    const error = new SourceError("git failed", null, { cause: new Error("said by git: private-value") });
    Object.assign(error, { request: { headers: { authorization: "Bearer private-value" } } });
    const said = describeFailure(error, { color: false, debug: true });
    expect(said).toContain("failure.test.ts:");
    expect(said).not.toContain("private-value");
  });

  it.each([
    ["whose text was changed after it happened", "what it says now", "Error: what it said then\n::error::forged"],
    ["without a text", "", "Error"],
  ])("also one %s", (_name, message, head) => {
    const error = new Error(message);
    error.stack = `${head}\n    at ours (file:///ours.ts:1:1)\n    at \u001B[2J (file:///b\u202E.ts:2:2)`;
    expect(describeFailure(error, { color: false, debug: true }).split("\n").slice(2)).toEqual([
      `Error: ${message}`,
      "    at ours (file:///ours.ts:1:1)",
      "    at \uFFFD[2J (file:///b\uFFFD.ts:2:2)",
    ]);
  });

  it("something that is thrown and is no error has no place", () => {
    const said = describeFailure("a\u001B[2J", { color: false, debug: true }).split("\n");
    expect(said).toEqual(["error: unexpected: a\uFFFD[2J", expect.stringContaining("  hint: ")]);
  });
});
