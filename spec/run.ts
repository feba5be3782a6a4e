import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import pMap from "p-map";
import { MODELS, type Model } from "./models.ts";

/**
 * `npm run spec -- --runs 2000`: plays every model at random, so many runs of it, and looks at its invariants after every
 * step. Each model has to come to each state that it names as reached. Each variant leaves out one rule and has to break the
 * invariant that rests on it. `--seed N` plays other runs.
 */
const folder = dirname(fileURLToPath(import.meta.url));
const quint = join(folder, "node_modules/.bin/quint");
const { values } = parseArgs({ options: { runs: { type: "string" }, seed: { type: "string" } } });
const runs = Number(values.runs ?? "300");
const seed = Number(values.seed ?? "1");
/** A variant has to fail soon; it is tried that often at the least, however few runs are asked for. */
const RUNS_OF_A_VARIANT = 3_000;
const WITNESSED = /^(\w+) was witnessed in (\d+) trace/;

interface Play {
  readonly model: Model;
  readonly module: string;
  readonly invariants: readonly string[];
  readonly runs: number;
}

interface Played {
  readonly isBroken: boolean;
  readonly output: string;
}

async function play({ model, module, invariants, runs: most }: Play): Promise<Played> {
  const options = ["--backend", "typescript", "--verbosity", "1", "--seed", String(seed)];
  const size = ["--max-samples", String(most), "--max-steps", String(model.steps)];
  const asked = ["--invariants", ...invariants, "--witnesses", ...model.reached];
  const args = ["run", join(folder, `${model.name}.qnt`), "--main", module, ...options, ...size, ...asked];
  try {
    const { stdout } = await promisify(execFile)(quint, args);
    return { isBroken: false, output: stdout };
  } catch (error) {
    const output = error instanceof Error && "stdout" in error ? String(error.stdout) : String(error);
    return { isBroken: output.includes("[violation]"), output };
  }
}

/** What is wrong with a model; empty: nothing. */
async function examine(model: Model, say: (line: string) => void): Promise<readonly string[]> {
  const whole = await play({ model, module: "asWritten", invariants: model.invariants, runs });
  if (whole.isBroken || !whole.output.includes("[ok]"))
    return [`${model.name}: an invariant does not hold\n${whole.output}`];
  const reached = whole.output.split("\n").flatMap((line) => {
    const [, name, count] = WITNESSED.exec(line) ?? [];
    return name === undefined ? [] : [{ name, count: Number(count) }];
  });
  const missed = model.reached.filter((name) => !reached.some((one) => one.name === name && one.count > 0));
  const never = await pMap(missed, (name) => neverReached(model, name), { concurrency: availableParallelism() });
  const variants = await pMap(
    Object.entries(model.variants),
    async ([module, invariant]) => {
      const most = Math.max(runs, RUNS_OF_A_VARIANT);
      const { isBroken, output } = await play({ model, module, invariants: [invariant], runs: most });
      return isBroken ? [] : [`${model.name}: ${invariant} holds in ${module} as well: ${output}`];
    },
    { concurrency: availableParallelism() },
  );
  const named = reached.map(({ name, count }) => `${name} in ${count === 0 ? "none of these" : count}`).join(", ");
  say(
    `${model.name}: ${model.invariants.length} invariants hold in ${runs} runs of ${model.steps} steps (${named}); ` +
      `${Object.keys(model.variants).length} variants tried`,
  );
  return [...never.flat(), ...variants.flat()];
}

/** What is seldom reached is looked for in more runs: that it is not so has to fail in one of them. */
async function neverReached(model: Model, name: string): Promise<readonly string[]> {
  const most = Math.max(runs, RUNS_OF_A_VARIANT);
  const { isBroken, output } = await play({ model, module: "asWritten", invariants: [`not(${name})`], runs: most });
  return isBroken ? [] : [`${model.name}: ${name} was never reached in ${most} runs: ${output}`];
}

const wrong: string[] = [];
for (const model of MODELS) wrong.push(...(await examine(model, (line) => void process.stdout.write(`${line}\n`))));
for (const one of wrong) process.stdout.write(`${one}\n`);
process.exit(wrong.length === 0 ? 0 : 1);
