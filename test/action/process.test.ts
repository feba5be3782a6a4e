import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { parseTenant } from "../../src/sandbox/tenant-file.ts";
import { systemClock } from "../../src/session/system-clock.ts";
import { startGitHub } from "../comment/github-service.ts";
import { isWhole } from "../share.ts";

const MAIN = new URL("../../scripts/action/main.ts", import.meta.url).pathname;
const SMALLEST = new URL("../../examples/smallest/", import.meta.url).pathname;

/** The script of the action as a process, in a job of a pull request, with a sandbox for a tenant and a local GitHub. */
async function startJob() {
  const folder = await mkdtemp(join(tmpdir(), "trueup-job-"));
  const tenant = parseTenant(await readFile(join(SMALLEST, "tenant.yaml"), "utf8"), "tenant.yaml");
  const sandbox = await startSandbox({ tenant, clock: systemClock, throttle: "off" });
  const github = await startGitHub();
  onTestFinished(async () => {
    await sandbox.stop();
    await rm(folder, { recursive: true });
  });
  await mkdir(join(folder, "teams-apps"));
  await writeFile(
    join(folder, "teams-apps/state.yaml"),
    await readFile(join(SMALLEST, "desired/onboarding.yaml"), "utf8"),
  );
  const environment = {
    ...github.environment,
    PATH: process.env["PATH"] ?? "",
    RUNNER_TEMP: folder,
    GITHUB_OUTPUT: join(folder, "output"),
    GITHUB_STEP_SUMMARY: join(folder, "summary"),
    GITHUB_EVENT_NAME: "pull_request",
    TRUEUP_STORE: join(folder, "store.db"),
    TRUEUP_GRAPH_URL: sandbox.url,
    TRUEUP_ACCESS_TOKEN: "sandbox-token",
    TRUEUP_ACTION_PATH: "teams-apps",
    TRUEUP_ACTION_GITHUB_TOKEN: github.environment["GITHUB_TOKEN"] ?? "",
  };
  const run = (inputs: Readonly<Record<string, string>>): Promise<{ exitCode: number | null; log: string }> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [MAIN], { cwd: folder, env: { ...environment, ...inputs } });
      let log = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (chunk: string) => {
          log += chunk;
        });
      }
      child.once("error", reject);
      child.once("close", (exitCode) => resolve({ exitCode, log }));
    });
  const read = (name: string): Promise<string> => readFile(join(folder, name), "utf8");
  return { folder, github, run, read };
}

it.runIf(isWhole)("plans with changes, applies that plan, and then plans none", async () => {
  const { folder, github, run, read } = await startJob();
  const planned = await run({ TRUEUP_ACTION_COMMAND: "plan", TRUEUP_ACTION_PLAN_FILE: "plan.json" });
  expect(planned.exitCode, planned.log).toBe(0);
  expect(await read("output")).toContain("exit-code=2\nchanges=true\nplan-file=plan.json\n");
  const [comment] = github.comments;
  expect(comment?.body).toMatch(/^<!-- trueup:plan teams-apps -->\n/);
  expect(await read("summary")).toContain("onboarding");

  const applied = await run({ TRUEUP_ACTION_COMMAND: "apply", TRUEUP_ACTION_PLAN: "plan.json" });
  expect(applied.exitCode, applied.log).toBe(0);
  expect(await read("output")).toContain(`receipt-file=${folder}/trueup/receipt.jsonl\n`);
  expect((await read("trueup/receipt.jsonl")).trimEnd().split("\n").length).toBeGreaterThan(0);

  await rm(join(folder, "output"));
  const again = await run({ TRUEUP_ACTION_COMMAND: "plan" });
  expect(again.exitCode, again.log).toBe(0);
  expect(await read("output")).toContain("exit-code=0\nchanges=false\n");
  expect(github.comments).toHaveLength(1);
});

it("fails with a plan that cannot be made, and says so in place of the older report", async () => {
  const { folder, github, run, read } = await startJob();
  await run({ TRUEUP_ACTION_COMMAND: "plan" });
  await writeFile(join(folder, "teams-apps/state.yaml"), "apiVersion: trueup/v1\napps: 3\n");
  await rm(join(folder, "output"));
  expect(await run({ TRUEUP_ACTION_COMMAND: "plan" })).toMatchObject({ exitCode: 1 });
  expect(await read("output")).toBe("exit-code=1\nchanges=\nplan-file=\nreceipt-file=\n");
  expect(github.comments.map(({ body }) => body)).toEqual([
    expect.stringContaining("`trueup plan` did not get to a report"),
  ]);
});

it("says an input of no use in one line", async () => {
  const { run } = await startJob();
  expect(await run({ TRUEUP_ACTION_COMMAND: "destroy" })).toEqual({
    exitCode: 1,
    log: 'error: the input command must be one of plan, apply, drift, validate, not "destroy"\n',
  });
});
