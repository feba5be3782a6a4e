import { readFile, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import process from "node:process";
import type { Bench, Figure } from "./bench.ts";
import { bench as byValue } from "./by-value.ts";
import { bench as census } from "./census.ts";
import { bench as container } from "./container.ts";
import { bench as fleet } from "./fleet.ts";
import { bench as fleetReal } from "./fleet-real.ts";
import { bench as json } from "./json.ts";
import { bench as delta } from "./delta.ts";
import { bench as events } from "./events.ts";
import { bench as load } from "./load.ts";
import { bench as overhead } from "./overhead.ts";
import { type KeptFigure, type Measured, renderPage, renderTable } from "./page.ts";
import { bench as paced } from "./paced.ts";
import { bench as peers } from "./peers.ts";
import { bench as planCore } from "./plan-core.ts";
import { bench as start } from "./start.ts";
import { bench as steady } from "./steady.ts";
import { bench as sweepMemory } from "./sweep-memory.ts";
import { bench as tests } from "./tests.ts";
import { bench as unknownLimit } from "./unknown-limit.ts";

const BENCHES: readonly Bench[] = [
  paced,
  unknownLimit,
  overhead,
  planCore,
  json,
  load,
  delta,
  steady,
  events,
  byValue,
  census,
  fleet,
  fleetReal,
  sweepMemory,
  container,
  start,
  peers,
  tests,
];

/** What was measured last, by name; the page is made from it. */
const RESULTS = new URL("results.json", import.meta.url);
const PAGE = new URL("../docs/benchmarks.md", import.meta.url);

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !BENCHES.some((bench) => bench.name === name));
  if (unknown.length > 0) {
    process.stderr.write(
      `no bench is called ${unknown.join(", ")}; there are: ${BENCHES.map(({ name }) => name).join(", ")}\n`,
    );
    process.exitCode = 1;
    return;
  }
  for (const bench of BENCHES.filter(({ name }) => names.length === 0 || names.includes(name))) {
    process.stdout.write(`${bench.name}: ${bench.measures}\n`);
    const kept: readonly Measured[] = JSON.parse(await readFile(RESULTS, "utf8").catch(() => "[]"));
    const earlier = kept.find(({ name }) => name === bench.name)?.figures ?? [];
    const figures = (await bench.run()).map((figure) => besideEarlier(figure, earlier));
    process.stdout.write(`${renderTable(figures)}\n`);
    await keep(kept, { name: bench.name, measures: bench.measures, figures, at: today(), machine: machine() });
  }
}

function besideEarlier(figure: Figure, earlier: readonly Figure[]): KeptFigure {
  const before = earlier.find(({ name }) => name === figure.name);
  return before === undefined ? figure : { ...figure, before: before.value };
}

/** Results of benches that were not run now stay. */
async function keep(kept: readonly Measured[], measured: Measured): Promise<void> {
  const known = new Map([...kept, measured].map((one) => [one.name, one]));
  const inOrder = BENCHES.flatMap(({ name }) => known.get(name) ?? []);
  await writeFile(RESULTS, `${JSON.stringify(inOrder, null, 2)}\n`);
  await writeFile(PAGE, renderPage(inOrder));
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function machine(): string {
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  return `${cpus().length} cores (${model}), ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}, Node ${process.versions.node}`;
}

await main(process.argv.slice(2));
