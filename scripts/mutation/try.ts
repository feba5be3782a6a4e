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
  for (let known = -1, said = await runTests(); said !== null; said = await runTests()) {
    const found = new Found(lines);
    if (found.onTrial !== undefined) found.write(found.onTrial, "endless");
    const { settled } = found;
    found.close();
    // What a change left behind may fail a later test, so another process goes on from there.
    if (settled === known) throw new Error(`the tests of ${room} fail with ${file} as it is:\n${said}`);
    known = settled;
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

/** Runs the tests once; null where all of them passed, else what was said. */
function runTests(): Promise<string | null> {
  const child = spawn("vitest", ["run", "--config", "scripts/mutation/vitest.config.ts", "--reporter=dot"], {
    env: { ...process.env, TRUEUP_MUTATION_ROOM: room, TRUEUP_MUTATION_FOUND: lines },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let said = "";
  const hear = (data: Buffer): void => {
    said = (said + data.toString()).slice(-20_000);
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const began = Date.now();
  const watch = setInterval(() => {
    const last = existsSync(lines) ? statSync(lines).mtimeMs : 0;
    if (Date.now() - Math.max(last, began) > SILENCE_MS) process.kill(-Number(child.pid), "SIGKILL");
  }, 1000);
  return new Promise((resolve) => {
    child.on("exit", (code) => {
      clearInterval(watch);
      resolve(code === 0 ? null : said);
    });
  });
}
