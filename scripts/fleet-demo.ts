// `npm run fleet:demo`: a database, three tenants in sandboxes and two workers, from drift to convergence. Nothing else is touched.
// Ends with 0 once every tenant is as desired, else with 1 and the reason. `--seconds N`: give up after so long.
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { messageOf } from "../src/errors.ts";
import { startServer } from "../test/store/postgres/databases.ts";
import { fleetOfSandboxes, type FleetOfSandboxes, type Worker } from "../test/workers/fleet-of-sandboxes.ts";

const NAMES = ["contoso", "fabrikam", "northwind"];
const PEOPLE = 60;
const FLAGS = ["--apply", "--limits-scale", "10", "--log-format", "text", "--concurrency", "2"];
const LOOK_EVERY_MS = 500;
/** A worker that was asked to end finishes what is in flight. */
const END_MS = 120_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Null once every tenant is as desired; else why that is not so. */
async function untilConverged(fleet: FleetOfSandboxes, workers: readonly Worker[], ms: number): Promise<string | null> {
  const left = new Set(NAMES);
  for (const untilMs = performance.now() + ms; performance.now() < untilMs; await sleep(LOOK_EVERY_MS)) {
    for (const name of left) {
      if (fleet.wrong(name).length > 0) continue;
      left.delete(name);
      say(`${name}: ${PEOPLE} people have 2.4.0, each after one write`);
    }
    if (left.size === 0) return null;
    const gone = workers.find(({ child }) => child.exitCode !== null);
    if (gone !== undefined) return `a worker ended with ${gone.child.exitCode}`;
  }
  return `after ${Math.round(ms / 1_000)} s: ${[...left].flatMap((name) => fleet.wrong(name)).join("; ")}`;
}

async function ended({ child, ended: over }: Worker): Promise<number | null> {
  child.kill("SIGTERM");
  return Promise.race([over, sleep(END_MS, null, { ref: false })]);
}

async function demonstrate(ms: number): Promise<string | null> {
  const database = await startServer();
  const fleet = await fleetOfSandboxes(NAMES, PEOPLE, database.url, 20);
  try {
    say(`a fleet of ${NAMES.length} tenants of ${PEOPLE} people, each with 2.1.0; two workers share a PostgreSQL\n`);
    const workers = [fleet.worker(FLAGS), fleet.worker(FLAGS)];
    let problem = await untilConverged(fleet, workers, ms);
    const codes = await Promise.all(workers.map(ended));
    for (const [index, { output }] of workers.entries()) {
      const passes = output()
        .split("\n")
        .filter((line) => problem !== null || /pass \d+ .*ended/.test(line));
      say([`\nworker ${index + 1}`, ...passes].join("\n  "));
    }
    if (problem === null && codes.some((code) => code !== 0)) problem = `the workers ended with ${codes.join(" and ")}`;
    return problem;
  } finally {
    await fleet.end();
    await database.end();
  }
}

const { values } = parseArgs({ options: { seconds: { type: "string" } } });
const problem = await demonstrate(Number(values.seconds ?? "120") * 1_000).catch(messageOf);
say(problem === null ? "\nevery tenant is as desired" : `\nthe fleet did not converge: ${problem}`);
process.exit(problem === null ? 0 : 1);
