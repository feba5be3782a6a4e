import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runTrueup, spawnTrueup } from "../cli/command-line.ts";
import { startGitHub, TOKEN } from "./github-service.ts";
import { SERVICES } from "./services.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trueup-comment-"));
  await writeFile(join(folder, "plan.md"), "<!-- trueup:plan eu -->\n# Plan\n");
  await writeFile(join(folder, "empty.md"), " \n");
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(SERVICES)("trueup comment --provider $provider", ({ provider, start }) => {
  it("writes, and says what it did on stdout", async () => {
    const running = await start();
    const args = ["comment", "--provider", provider, "--file", "plan.md"];
    const first = await runTrueup(args, folder, running.environment);
    expect(first).toMatchObject({ exitCode: 0, stderr: "" });
    expect(first.stdout).toMatch(/^comment created(: https:\S+)?\n$/);
    expect((await runTrueup(args, folder, running.environment)).stdout).toMatch(/^comment unchanged/);
    expect(running.texts().map((text) => text.trimEnd())).toEqual(["<!-- trueup:plan eu -->\n# Plan"]);
  });
});

describe("a comment that cannot be written", () => {
  it("is a warning, and the text goes to the summary of the job", async () => {
    const github = await startGitHub({ login: "github-actions[bot]", canWrite: false });
    const summary = join(folder, "summary.md");
    await writeFile(summary, "what an earlier step said\n");
    const env = { ...github.environment, GITHUB_STEP_SUMMARY: summary };
    expect(await runTrueup(["comment", "--provider", "github", "--file", "plan.md"], folder, env)).toEqual({
      exitCode: 0,
      stdout: "",
      stderr: [
        "warning: the comment could not be written: GitHub does not allow it with this token (403: Resource not accessible by integration)",
        "  hint: give the job the permission pull-requests: write; a run for a pull request from a fork does not get it",
        "  the text is in the summary of the job instead",
        "",
      ].join("\n"),
    });
    expect(await readFile(summary, "utf8")).toMatch(/^what an earlier step said\n<!-- trueup:plan eu -->\n# Plan\n/);
  });

  it("is said in lines that do nothing, whatever the service and the pipeline put into them", async () => {
    const github = await startGitHub();
    const bad = "a\u001B]0;pwn\u0007\n::error::forged##vso[task.complete]";
    const shown = "a\uFFFD]0;pwn\uFFFD\uFFFD::error::forged#\uFFFDvso[task.complete]";
    github.disturb({ reply: { status: 422, body: { message: bad } } }, Infinity);
    const env = { ...github.environment, GITHUB_STEP_SUMMARY: join(folder, "none", bad) };
    const { stderr } = await runTrueup(["comment", "--provider", "github", "--file", "plan.md"], folder, env);
    const lines = stderr.trimEnd().split("\n");
    expect(lines[0]).toContain(shown);
    expect(lines.at(-1)).toMatch(/^ {2}nor could the summary of the job: there is no such file/);
    expect(stderr).not.toMatch(/(?!\n)\p{Cc}|^::|##vso\[/mu);
  });

  it("is an error with --required", async () => {
    const github = await startGitHub({ login: "github-actions[bot]", canWrite: false });
    const args = ["comment", "--provider", "github", "--file", "plan.md", "--required"];
    const ended = await runTrueup(args, folder, github.environment);
    expect(ended).toMatchObject({ exitCode: 1, stdout: "" });
    expect(ended.stderr).toMatch(/^error: the comment could not be written: /);
  });

  it.each([
    [
      "a file that is not there",
      ["--file", "missing.md"],
      /^error: --file missing\.md cannot be read: there is no such file or folder/,
    ],
    ["an empty file", ["--file", "empty.md"], /^error: --file empty\.md is empty/],
    ["a name that cannot be one", ["--file", "plan.md", "--marker", "a b"], /^error: "a b" cannot name a comment/],
    ["a number that is none", ["--pull-request", "x"], /give the number of the pull request/],
    ["an unknown provider", ["--provider", "bitbucket"], /Allowed choices are github, gitlab, azure-devops/],
  ])("%s is a mistake of the command line", async (_what, flags, message) => {
    const github = await startGitHub();
    const ended = await runTrueup(["comment", "--provider", "github", ...flags], folder, github.environment);
    expect(ended).toMatchObject({ exitCode: 1, stdout: "" });
    expect(ended.stderr).toMatch(message);
    expect(github.requests).toEqual([]);
  });

  it("no text on standard input is a mistake of the command line", async () => {
    const github = await startGitHub();
    const ended = await spawnTrueup(["comment", "--provider", "github"], folder, github.environment);
    expect(ended).toMatchObject({ exitCode: 1, stdout: "" });
    expect(ended.stderr).toMatch(/^error: standard input is empty/);
    expect(github.requests).toEqual([]);
  });

  it("shows the token nowhere", async () => {
    const github = await startGitHub();
    github.disturb({ reply: { status: 401, body: { message: `bad: ${TOKEN}` } } }, Infinity);
    const ended = await runTrueup(["comment", "--provider", "github", "--file", "plan.md"], folder, github.environment);
    expect(`${ended.stdout}${ended.stderr}`).toContain("bad: ***");
    expect(`${ended.stdout}${ended.stderr}`).not.toContain(TOKEN);
  });

  it("takes the number from the payload of the event", async () => {
    const github = await startGitHub();
    const event = join(folder, "event.json");
    await writeFile(event, JSON.stringify({ pull_request: { number: 7 } }));
    const env = { ...github.environment, GITHUB_REF: "refs/heads/main", GITHUB_EVENT_PATH: event };
    const ended = await runTrueup(["comment", "--provider", "github", "--file", "plan.md"], folder, env);
    expect(ended).toMatchObject({ exitCode: 0 });
    expect(github.comments).toHaveLength(1);
  });
});
