import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { runAction, type Trueup } from "../../scripts/action/run-action.ts";

interface Started {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** A program with the exit codes, the files and the output of `trueup`, and nothing behind it. */
function standIn(ending: { exitCode: number; act?: number; report?: string; commentExitCode?: number }) {
  const started: Started[] = [];
  const trueup: Trueup = async (args, environment) => {
    started.push({ args, environment });
    if (args[0] === "comment") return { exitCode: ending.commentExitCode ?? 0, stdout: "comment created\n" };
    const out = args.find((argument) => argument.startsWith("--out="))?.slice("--out=".length);
    const plan = JSON.stringify({ summary: { act: ending.act } });
    if (out !== undefined && ending.act !== undefined) await writeFile(out, plan);
    return { exitCode: ending.exitCode, stdout: ending.report ?? "" };
  };
  return { trueup, started };
}

let folder = "";
let environment: Record<string, string> = {};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trueup-action-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  environment = {
    RUNNER_TEMP: folder,
    GITHUB_OUTPUT: join(folder, "output"),
    GITHUB_STEP_SUMMARY: join(folder, "summary"),
    GITHUB_EVENT_NAME: "pull_request",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_REPOSITORY: "contoso/teams-apps",
    GITHUB_RUN_ID: "99",
    TRUEUP_ACTION_PATH: "teams-apps",
  };
});

async function outputs(): Promise<Record<string, string>> {
  const lines = (await readFile(join(folder, "output"), "utf8")).trimEnd().split("\n");
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

const go = (trueup: Trueup): Promise<number> => runAction(environment, trueup, () => undefined);

describe("the step", () => {
  it.each([
    ["plan", "", { 0: "ends well", 1: "fails", 2: "ends well", 3: "ends well", 143: "fails" }],
    ["plan", "error", { 0: "ends well", 1: "fails", 2: "ends well", 3: "ends well", 130: "fails" }],
    ["plan", "not-converged", { 0: "ends well", 1: "fails", 2: "ends well", 3: "fails" }],
    ["plan", "changes", { 0: "ends well", 1: "fails", 2: "fails", 3: "fails" }],
    ["plan", "never", { 0: "ends well", 1: "ends well", 2: "ends well", 143: "ends well" }],
    ["drift", "", { 0: "ends well", 1: "fails", 2: "ends well", 3: "ends well" }],
    ["apply", "", { 0: "ends well", 1: "fails", 3: "fails", 143: "fails" }],
    ["apply", "error", { 0: "ends well", 1: "fails", 3: "ends well" }],
  ])("of %s with fail-on %j", async (command, failOn, table) => {
    environment["TRUEUP_ACTION_COMMAND"] = command;
    environment["TRUEUP_ACTION_FAIL_ON"] = failOn;
    for (const [code, ending] of Object.entries(table)) {
      const exitCode = await go(standIn({ exitCode: Number(code), act: 0, report: "# Plan" }).trueup);
      expect(exitCode, `exit code ${code}`).toBe(ending === "fails" ? Number(code) : 0);
    }
  });

  it.each([
    ["rows that act", { exitCode: 2, act: 4, report: "# Plan" }, { changes: "true", "exit-code": "2" }],
    ["nothing to do", { exitCode: 0, act: 0, report: "# Plan" }, { changes: "false", "exit-code": "0" }],
    ["all of it held", { exitCode: 3, act: 0, report: "# Plan" }, { changes: "false", "exit-code": "3" }],
  ])("gives outputs for %s", async (_what, ending, expected) => {
    await go(standIn(ending).trueup);
    expect(await outputs()).toEqual({ ...expected, "plan-file": join(folder, "trueup/plan.json"), "receipt-file": "" });
  });

  it("gives no plan where none was made, not even that of an earlier step", async () => {
    await go(standIn({ exitCode: 2, act: 4, report: "# Plan" }).trueup);
    await rm(join(folder, "output"));
    await go(standIn({ exitCode: 1 }).trueup);
    expect(await outputs()).toEqual({ changes: "", "exit-code": "1", "plan-file": "", "receipt-file": "" });
    expect(existsSync(join(folder, "trueup/plan.json"))).toBe(false);
  });

  it("puts the report into the summary of the job and into the comment", async () => {
    const { trueup, started } = standIn({ exitCode: 2, act: 4, report: "# Plan\n" });
    await writeFile(join(folder, "summary"), "an earlier step\n");
    await go(trueup);
    expect(await readFile(join(folder, "summary"), "utf8")).toBe("an earlier step\n# Plan\n\n");
    const file = join(folder, "trueup/plan.md");
    expect(started[1]?.args).toEqual(["comment", "--provider=github", `--file=${file}`, "--marker=teams-apps"]);
    expect(await readFile(file, "utf8")).toBe("# Plan\n");
  });

  it("replaces an older comment when no plan could be made", async () => {
    const { trueup, started } = standIn({ exitCode: 1 });
    expect(await go(trueup)).toBe(1);
    expect(started[1]?.args[0]).toBe("comment");
    expect(await readFile(join(folder, "trueup/plan.md"), "utf8")).toBe(
      "**`trueup plan` did not get to a report** (exit code 1). [The log of the run](https://github.com/contoso/teams-apps/actions/runs/99) says why.\n",
    );
  });

  it.each([
    ["a push", { GITHUB_EVENT_NAME: "push" }],
    ["a run by hand", { GITHUB_EVENT_NAME: "workflow_dispatch" }],
    ["comment: false", { TRUEUP_ACTION_COMMENT: "false" }],
    ["validate", { TRUEUP_ACTION_COMMAND: "validate" }],
  ])("comments nothing for %s", async (_what, more) => {
    Object.assign(environment, more);
    const { trueup, started } = standIn({ exitCode: 0, act: 0, report: "# Plan" });
    await go(trueup);
    expect(started.map(({ args }) => args[0])).not.toContain("comment");
  });

  it.each([
    ["true", 0],
    ["required", 1],
  ])("with comment: %s ends with %i when the comment could not be written", async (comment, exitCode) => {
    environment["TRUEUP_ACTION_COMMENT"] = comment;
    const { trueup, started } = standIn({ exitCode: 0, act: 0, report: "# Plan", commentExitCode: 1 });
    expect(await go(trueup)).toBe(exitCode);
    expect(started[1]?.args.includes("--required")).toBe(comment === "required");
  });
});

describe("the processes that are started", () => {
  it.each<[string, Record<string, string>, readonly string[]]>([
    [
      "plan",
      { BASE: "HEAD^1" },
      [
        "plan",
        "--format=markdown",
        "--out=P/plan.json",
        "--detailed-exitcode",
        "--annotations=github",
        "--base=HEAD^1",
        "--",
        "teams-apps",
      ],
    ],
    ["drift", {}, ["drift", "--format=markdown", "--out=P/drift.json", "--", "teams-apps"]],
    ["validate", {}, ["validate", "--annotations=github", "--", "teams-apps"]],
    [
      "apply",
      { PLAN: "p.json" },
      [
        "apply",
        "--format=markdown",
        "--out=P/result.json",
        "--yes",
        "--receipt=P/receipt.jsonl",
        "--plan=p.json",
        "--",
        "teams-apps",
      ],
    ],
    [
      "apply",
      { PLAN: "p.json", APPROVAL: "envelope" },
      [
        "apply",
        "--format=markdown",
        "--out=P/result.json",
        "--yes",
        "--receipt=P/receipt.jsonl",
        "--plan=p.json",
        "--envelope",
        "--",
        "teams-apps",
      ],
    ],
    [
      "plan",
      { ARGUMENTS: "--max-age=24h\n\n  --app=a b\r\n", PLAN_FILE: "q.json" },
      [
        "plan",
        "--format=markdown",
        "--out=q.json",
        "--detailed-exitcode",
        "--annotations=github",
        "--max-age=24h",
        "--app=a b",
        "--",
        "teams-apps",
      ],
    ],
  ])("%s gets its inputs as whole arguments: %j", async (command, inputs, expected) => {
    environment["TRUEUP_ACTION_COMMAND"] = command;
    for (const [name, value] of Object.entries(inputs)) environment[`TRUEUP_ACTION_${name}`] = value;
    const { trueup, started } = standIn({ exitCode: 0, report: "# Plan" });
    await go(trueup);
    expect(started[0]?.args).toEqual(expected.map((argument) => argument.replace("=P/", `=${folder}/trueup/`)));
  });

  it.each(["--yes", "$(touch x)", "a; b", '"'])("take the path %j for a path", async (path) => {
    environment["TRUEUP_ACTION_PATH"] = path;
    const { trueup, started } = standIn({ exitCode: 0, report: "# Plan" });
    await go(trueup);
    expect(started[0]?.args.slice(-2)).toEqual(["--", path]);
  });

  it("get the sign-in that was named, and the job's token only for the comment", async () => {
    Object.assign(environment, {
      AZURE_CLIENT_ID: "from-the-job",
      AZURE_TENANT_ID: "from-the-job",
      GITHUB_TOKEN: "ghs_of-the-job",
      TRUEUP_ACTION_AZURE_CLIENT_ID: "from-the-input",
      TRUEUP_ACTION_AZURE_TENANT_ID: "",
      TRUEUP_ACTION_GITHUB_TOKEN: "ghs_from-the-input",
    });
    const { trueup, started } = standIn({ exitCode: 0, report: "# Plan" });
    await go(trueup);
    const [plan, comment] = started.map((process) => process.environment);
    expect(plan).toMatchObject({ AZURE_CLIENT_ID: "from-the-input", AZURE_TENANT_ID: "from-the-job" });
    expect(JSON.stringify(plan)).not.toContain("ghs_");
    expect(comment).toMatchObject({ GITHUB_TOKEN: "ghs_from-the-input" });
    expect(comment).not.toHaveProperty("GITHUB_STEP_SUMMARY");
    expect(JSON.stringify(started.map((process) => process.environment))).not.toContain("TRUEUP_ACTION_");
  });

  it.each([
    [".", "default"],
    ["./", "default"],
    ["states/eu", "states/eu"],
    ["./states/eu/", "states/eu"],
    ["Größe --> x", "Gr-e-x"],
  ])("for the path %j write the comment %j", async (path, marker) => {
    environment["TRUEUP_ACTION_PATH"] = path;
    const { trueup, started } = standIn({ exitCode: 0, report: "# Plan" });
    await go(trueup);
    expect(started[1]?.args).toContain(`--marker=${marker}`);
  });
});

describe("an input that is of no use", () => {
  it.each([
    ["COMMAND", "destroy", /the input command must be one of plan, apply, drift, validate, not "destroy"/],
    ["FAIL_ON", "always", /the input fail-on must be one of never, error, not-converged, changes/],
    ["COMMENT", "yes", /the input comment must be one of true, false, required/],
    ["APPROVAL", "none", /the input approval must be one of exact, envelope/],
    ["PLAN", "plan.json", /the input plan is for the command apply/],
    ["PLAN_FILE", "a\nexit-code=0", /the input plan-file must be one line/],
    ["PATH", "a\nb", /the input path must be one line/],
  ])("%s: %j is refused before anything is started", async (name, value, message) => {
    environment[`TRUEUP_ACTION_${name}`] = value;
    const { trueup, started } = standIn({ exitCode: 0 });
    await expect(go(trueup)).rejects.toThrow(message);
    expect(started).toEqual([]);
  });
});
