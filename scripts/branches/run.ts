import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import process from "node:process";
import { judge } from "./judge.ts";
import { type Branch, neverReached } from "./never-reached.ts";
import unreachable from "./unreachable.json" with { type: "json" };

/**
 * `npm run branches`: the branches of the rooms that decide and act which no test goes into, each to be tested or removed.
 * Runs the tests that run in one process: what only a whole command reaches is not seen here, and wants a test of its own.
 */
const ROOMS = ["desired", "resolve", "plan", "gate", "apply", "graph"];
const TESTS = [
  ...ROOMS,
  "observe",
  "reconcile",
  "approval",
  "difference",
  "directory",
  "events",
  "proof",
  "model-check",
  "chaos",
  "fuzz",
  "examples",
  "journeys",
  "rollout",
  "fleet",
].map((room) => `test/${room}/`);
/** What to do about a row is judged in `plan` and tried in every output; a pace is shared by those who share a registration. */
const ELSEWHERE = ["test/report/way-out.test.ts", "test/session/shared-pace.test.ts"];

const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "trueup-branches-"));
process.exitCode = run();
rmSync(folder, { recursive: true, force: true });

function run(): number {
  const { status } = spawnSync(
    join(root, "node_modules/.bin/vitest"),
    [
      "run",
      ...TESTS,
      ...ELSEWHERE,
      "--testTimeout=120000",
      "--reporter=dot",
      "--coverage.enabled",
      "--coverage.provider=istanbul",
      "--coverage.reporter=json",
      "--coverage.reportOnFailure",
      `--coverage.reportsDirectory=${folder}`,
      `--coverage.include=src/{${ROOMS.join(",")}}/**/*.ts`,
    ],
    { cwd: root, env: { ...process.env, TRUEUP_WHOLE: "1" }, stdio: ["ignore", "inherit", "inherit"] },
  );
  // Whether tests pass is judged where they are run for that; counted, they take three times as long.
  if (status !== 0) process.stdout.write("some of these tests failed; what they reached counts all the same\n");
  const report: unknown = JSON.parse(readFileSync(join(folder, "coverage-final.json"), "utf8"));
  const branches = neverReached(
    report,
    (path) => readFileSync(path, "utf8"),
    (path) => relative(root, path),
  );
  return tell(branches);
}

function tell(branches: readonly Branch[]): number {
  const { open, assertions, outdated } = judge(branches, unreachable);
  for (const { file, line, fork, way, source } of open) {
    process.stdout.write(`${file}:${line} never reached: ${fork} ${way}: ${source}\n`);
  }
  for (const { file, source } of outdated) {
    process.stdout.write(`${file}: listed as unreachable, but reached or gone: ${source}\n`);
  }
  process.stdout.write(
    `${branches.length} branches never reached: ${open.length} to be tested or removed, ` +
      `${assertions.length} that end with an internal error, ${branches.length - open.length - assertions.length} listed as unreachable\n`,
  );
  return open.length + outdated.length === 0 ? 0 : 1;
}
