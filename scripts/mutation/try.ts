import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import process from "node:process";
import { Found, type Status } from "./found.ts";
import { instrument } from "./instrument.mjs";

/**
 * `node scripts/mutation/try.ts ROOM FILE DIGEST`, in the copy of the checkout: tries each small change of a file. What was
 * found for the same digest of code and tests is kept, so a run that was stopped goes on.
 */
const [room = "", file = "", digest = ""] = process.argv.slice(2);
const kept = String(process.env["TRUEUP_MUTATION_KEPT"]);
const [lines, report] = [`${kept}/found/${file}.jsonl`, `${kept}/reports/${file}.json`];
/** So long without a line means that a test does not end. */
const SILENCE_MS = 60_000;

if (!isFound()) {
  const source = readFileSync(file, "utf8");
  const { instrumented, changes } = await instrument(file, source);
  begin();
  writeFileSync(file, instrumented);
  while (!(await testsEnd())) {
    const found = new Found(lines);
    const { onTrial } = found;
    if (onTrial !== undefined) found.write(onTrial, "endless");
    found.close();
    if (onTrial === undefined) throw new Error(`the tests of ${room} do not end with ${file} as it is`);
  }
  writeFileSync(file, source);
  const found = new Found(lines);
  const mutants = changes.map((change) => ({
    ...change,
    status: found.of(change.id) ?? ("unreached" satisfies Status),
  }));
  found.close();
  mkdirSync(dirname(report), { recursive: true });
  writeFileSync(report, JSON.stringify({ digest, source, mutants }));
}

function isFound(): boolean {
  return existsSync(report) && JSON.parse(readFileSync(report, "utf8")).digest === digest;
}

/** Forgets what was found for other code or other tests. */
function begin(): void {
  mkdirSync(dirname(lines), { recursive: true });
  const of = `${lines}.of`;
  if (existsSync(of) && readFileSync(of, "utf8") === digest) return;
  rmSync(lines, { force: true });
  writeFileSync(of, digest);
}

/** Runs the tests once; false where they did not end. */
function testsEnd(): Promise<boolean> {
  const child = spawn("vitest", ["run", "--config", "scripts/mutation/vitest.config.ts", "--reporter=dot"], {
    env: { ...process.env, TRUEUP_MUTATION_ROOM: room, TRUEUP_MUTATION_FOUND: lines },
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  let said = "";
  child.stdout.on("data", (data: Buffer) => (said = (said + data.toString()).slice(-20_000)));
  const watch = setInterval(() => {
    const last = existsSync(lines) ? statSync(lines).mtimeMs : 0;
    if (Date.now() - Math.max(last, began) > SILENCE_MS) process.kill(-Number(child.pid), "SIGKILL");
  }, 1000);
  const began = Date.now();
  return new Promise((resolve, reject) => {
    child.on("exit", (code, signal) => {
      clearInterval(watch);
      if (code === 0 || signal !== null) resolve(code === 0);
      else reject(new Error(`the tests of ${room} fail with ${file} as it is:\n${said}`));
    });
  });
}
