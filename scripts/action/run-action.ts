import { appendFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Environment, environmentFor, type Inputs, PREFIX, readInputs } from "./inputs.ts";

/** Runs `trueup` to its end; what it says on stderr goes to the log as it comes. */
export type Trueup = (
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
) => Promise<{ readonly exitCode: number; readonly stdout: string }>;

/**
 * What `action.yml` does: runs one command, writes the summary of the job and the outputs, brings the comment up to date,
 * and says by its own exit code whether the step fails.
 * @param say writes one line to the log
 * @returns the exit code of the step
 */
export async function runAction(
  environment: Environment,
  trueup: Trueup,
  say: (line: string) => void,
): Promise<number> {
  const inputs = readInputs(environment);
  await mkdir(inputs.folder, { recursive: true, mode: 0o700 });
  await mkdir(dirname(inputs.planFile), { recursive: true });
  // An older plan must never pass for this run's.
  await rm(inputs.planFile, { force: true });
  const passed = environmentFor(environment);
  const { GITHUB_TOKEN: _jobToken, ...withoutJobToken } = passed;
  const { exitCode, stdout } = await trueup(commandLine(inputs), withoutJobToken);
  const markdown = inputs.command === "validate" ? null : reportOf(inputs, exitCode, stdout, environment);
  if (markdown === null) say(stdout.trimEnd());
  await writeOutputs(inputs, exitCode, environment);
  if (markdown === null) return stepExitCode(inputs, exitCode);
  const file = join(inputs.folder, `${inputs.command}.md`);
  await writeFile(file, markdown);
  await appendTo(environment["GITHUB_STEP_SUMMARY"], `${markdown}\n`);
  say(`the ${inputs.command} is in the summary of the job`);
  const commentExitCode = await comment(inputs, file, environment, passed, trueup, say);
  return stepExitCode(inputs, exitCode) || commentExitCode;
}

/** Values stand behind `=` and PATH behind `--`, so that none of them can become a flag. */
function commandLine(inputs: Inputs): readonly string[] {
  const { command, base, plan, approval, more, planFile, folder, path } = inputs;
  const flags: Record<Inputs["command"], readonly string[]> = {
    validate: ["--annotations=github"],
    plan: ["--detailed-exitcode", "--annotations=github", ...(base === null ? [] : [`--base=${base}`])],
    drift: [],
    apply: [
      "--yes",
      `--receipt=${join(folder, "receipt.jsonl")}`,
      ...(plan === null ? [] : [`--plan=${plan}`, ...(approval === "envelope" ? ["--envelope"] : [])]),
    ],
  };
  const report = command === "validate" ? [] : ["--format=markdown", `--out=${planFile}`];
  return [command, ...report, ...flags[command], ...more, "--", path];
}

/** What came to stdout; where nothing came, a sentence, so that no comment of an older commit stays as if it were of this one. */
function reportOf({ command }: Inputs, exitCode: number, stdout: string, environment: Environment): string {
  if (stdout.trim() !== "") return stdout;
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = environment;
  const isKnown = server !== undefined && repository !== undefined && run !== undefined;
  const log = isKnown ? `[The log of the run](${server}/${repository}/actions/runs/${run})` : "The log of the run";
  return `**\`trueup ${command}\` did not get to a report** (exit code ${exitCode}). ${log} says why.\n`;
}

async function writeOutputs(
  { planFile, folder, command }: Inputs,
  exitCode: number,
  environment: Environment,
): Promise<void> {
  const acting = await actingRows(planFile);
  const outputs: Record<string, string> = {
    "exit-code": String(exitCode),
    changes: acting === null ? "" : String(acting > 0),
    "plan-file": acting === null ? "" : planFile,
    "receipt-file": command === "apply" && acting !== null ? join(folder, "receipt.jsonl") : "",
  };
  const lines = Object.entries(outputs).map(([name, value]) => `${name}=${value}\n`);
  await appendTo(environment["GITHUB_OUTPUT"], lines.join(""));
}

/** How many rows of a plan or result act or acted; null where there is no such file. */
async function actingRows(planFile: string): Promise<number | null> {
  try {
    const document: unknown = JSON.parse(await readFile(planFile, "utf8"));
    const summary = property(document, "summary");
    const act = property(summary, "act");
    return typeof act === "number" ? act : null;
  } catch {
    return null;
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** Runs of pull requests only. The summary is written already, so the comment gets none to fall back to. */
async function comment(
  { comment: wanted, marker }: Inputs,
  file: string,
  environment: Environment,
  passed: Readonly<Record<string, string>>,
  trueup: Trueup,
  say: (line: string) => void,
): Promise<number> {
  const isPullRequest = /^pull_request(_target)?$/.test(environment["GITHUB_EVENT_NAME"] ?? "");
  if (wanted === "false" || !isPullRequest) return 0;
  const { GITHUB_STEP_SUMMARY: _summary, ...rest } = passed;
  const token = environment[`${PREFIX}GITHUB_TOKEN`] ?? "";
  const required = wanted === "required" ? ["--required"] : [];
  const args = ["comment", "--provider=github", `--file=${file}`, `--marker=${marker}`, ...required];
  const { exitCode, stdout } = await trueup(args, token === "" ? rest : { ...rest, GITHUB_TOKEN: token });
  if (stdout !== "") say(stdout.trimEnd());
  return wanted === "required" ? exitCode : 0;
}

const FAILS: Readonly<Record<Inputs["failOn"], (exitCode: number) => boolean>> = {
  never: () => false,
  error: (exitCode) => ![0, 2, 3].includes(exitCode),
  "not-converged": (exitCode) => ![0, 2].includes(exitCode),
  changes: (exitCode) => exitCode !== 0,
};

function stepExitCode({ failOn }: Inputs, exitCode: number): number {
  return FAILS[failOn](exitCode) ? exitCode : 0;
}

async function appendTo(path: string | undefined, text: string): Promise<void> {
  if (path !== undefined && path !== "") await appendFile(path, text);
}
