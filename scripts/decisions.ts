import process from "node:process";
import { parseArgs } from "node:util";
import { check } from "../test/model-check/agrees.ts";
import { randomCases } from "../test/model-check/random-situations.ts";

/**
 * `npm run decisions -- --rows 5000000 --seed 1`: decides rows at random by `src/plan/decide.ts` and by the engine that is
 * made from docs/decision-table.md, and shows the first row of each kind of difference.
 */
const { values } = parseArgs({
  options: { rows: { type: "string", default: "1000000" }, seed: { type: "string", default: "1" } },
});
const [rows, seed] = [Number(values.rows), Number(values.seed)];
if (!Number.isSafeInteger(rows) || rows < 1 || !Number.isSafeInteger(seed)) {
  process.stderr.write("--rows and --seed are whole numbers\n");
  process.exit(1);
}
const { wrong } = check(randomCases(rows, seed));
for (const [kind, first] of wrong) process.stdout.write(`${kind}\n  ${first}\n`);
process.stdout.write(`${rows} rows, ${wrong.size} kinds of differences\n`);
process.exitCode = wrong.size === 0 ? 0 : 1;
