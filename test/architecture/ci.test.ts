import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT, readText } from "./repository.ts";

describe("the line that sums up a test run", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "trueup-count-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const failedTest = { status: "failed", assertionResults: [{ status: "passed" }, { status: "failed" }] };
  const brokenFile = { status: "failed", assertionResults: [] };
  const counts = { numPassedTests: 12, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };

  it.each([
    ["all passed", { ...counts, success: true }, "12 passed, 0 failed", 0],
    ["skipped ones are said", { ...counts, numPendingTests: 2, success: true }, "12 passed, 0 failed, 2 skipped", 0],
    ["todos are skipped ones", { ...counts, numTodoTests: 1, success: true }, "12 passed, 0 failed, 1 skipped", 0],
    [
      "a failed test counts once",
      { ...counts, numFailedTests: 1, success: false, testResults: [failedTest] },
      "12 passed, 1 failed",
      1,
    ],
    [
      "a file that did not load is a failure",
      { ...counts, success: false, testResults: [brokenFile] },
      "12 passed, 1 failed",
      1,
    ],
    ["an error outside any test is a failure", { ...counts, success: false }, "12 passed, 1 failed", 1],
    ["a report without numbers is a failure", {}, "0 passed, 1 failed", 1],
  ])("%s", (_what, report, line, exitCode) => {
    const path = join(folder, "report.json");
    writeFileSync(path, JSON.stringify(report));
    expect(runScript("count-tests.mjs", [path], "")).toEqual({ stdout: `${line}\n`, exitCode });
  });

  it("a missing report is a failure", () => {
    expect(runScript("count-tests.mjs", [join(folder, "missing.json")], "")).toEqual({
      stdout: "0 passed, 1 failed\n",
      exitCode: 1,
    });
  });
});

describe("the judgement of an audit", () => {
  it.each([
    ["nothing found", auditWith({ high: 0, critical: 0, total: 0 }), "0 findings", 0],
    ["low ones do not stop", auditWith({ low: 3, high: 0, critical: 0, total: 3 }), "3 findings", 0],
    ["high ones do", auditWith({ high: 1, critical: 0, total: 1 }), "1 of them high or critical", 1],
    ["critical ones do", auditWith({ high: 0, critical: 2, total: 5 }), "2 of them high or critical", 1],
    ["no answer is said", "", "could not be reached", 0],
    ["an error of the registry is no finding", '{"error":{"code":"E405"}}', "could not be reached", 0],
    ["text is no finding", "<html>", "could not be reached", 0],
  ])("%s", (_what, input, sentence, exitCode) => {
    const result = runScript("judge-audit.mjs", [], input);
    expect(result.stdout).toContain(sentence);
    expect(result.exitCode).toBe(exitCode);
  });
});

it("README.md, CONTRIBUTING.md and .ci/run name one test command", () => {
  for (const page of ["README.md", "CONTRIBUTING.md", ".ci/run"]) {
    expect(readText(page)).toMatch(/npm ci && npm test\b/);
  }
});

describe("the steps before a change lands", () => {
  const [frame = ""] = readText(".ci/run").split('step "tests"');
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "trueup-steps-"));
    for (const name of [".ci", "scripts"]) mkdirSync(join(folder, name));
    copyFileSync(join(ROOT, "scripts/count-tests.mjs"), join(folder, "scripts/count-tests.mjs"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function run(steps: string): { stdout: string; exitCode: number | null } {
    const report = `echo '{"numPassedTests":12,"numFailedTests":0,"success":true}' >"$report"`;
    writeFileSync(join(folder, ".ci/run"), `${frame}\n${report}\n${steps}\n`);
    const { stdout, status } = spawnSync("bash", [join(folder, ".ci/run")], { encoding: "utf8" });
    return { stdout, exitCode: status };
  }

  it("end with 0 and the count where all of them pass", () => {
    const { stdout, exitCode } = run('step "one" echo first\nstep "two" echo second');
    expect(stdout).toMatch(/\n12 passed, 0 failed\n$/);
    expect(exitCode).toBe(0);
  });

  it("go on after one that fails, beside another one too, and end with the end of each and the count", () => {
    const { stdout, exitCode } = run(
      `left() { step "silent" false; step "after it" echo went on; }
right() { step "loud" bash -c 'echo what went wrong; exit 3'; }
beside_each_other left right
step "last" echo the end`,
    );
    expect(stdout).toContain("\nwent on\n-- after it: ok");
    expect(stdout).toContain("\nthe end\n-- last: ok");
    expect(stdout).toContain("== the last lines of: silent\nit printed nothing\n");
    expect(stdout).toContain("== the last lines of: loud\nwhat went wrong\n");
    expect(stdout).toMatch(/\nfailed: (silent\nfailed: loud|loud\nfailed: silent)\n12 passed, 0 failed\n$/);
    expect(exitCode).toBe(1);
  });

  it("show what those beside came to also where they stop before their end", () => {
    const { stdout, exitCode } = run(
      `left() { step "one" true; }
right() { step "two" echo second; echo "$nobody_set_this"; }
beside_each_other left right`,
    );
    expect(stdout).toContain("\nsecond\n-- two: ok");
    expect(stdout).toMatch(/nobody_set_this: unbound variable\n\nstopped before the end, exit code 1\n/);
    expect(exitCode).toBe(1);
  });
});

describe("the workflow", () => {
  const workflow = readText(".github/workflows/ci.yml");

  it("runs what contributors run", () => {
    expect(workflow).toContain("run: bash .ci/run");
  });

  it("may read the repository and nothing else", () => {
    expect(workflow.match(/^permissions:\n( {2}.+\n)+/m)?.[0]).toBe("permissions:\n  contents: read\n");
  });
});

function auditWith(vulnerabilities: object): string {
  return JSON.stringify({ metadata: { vulnerabilities } });
}

function runScript(name: string, args: readonly string[], input: string): { stdout: string; exitCode: number | null } {
  const { stdout, status } = spawnSync(process.execPath, [join(ROOT, "scripts", name), ...args], {
    input,
    encoding: "utf8",
  });
  return { stdout, exitCode: status };
}
