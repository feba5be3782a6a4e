import process from "node:process";
import { parseArgs } from "node:util";
import { check } from "../test/model-check/agrees.ts";
import { checkHolds, dueAtRandom } from "../test/model-check/due-at-random.ts";
import { randomCases } from "../test/model-check/random-situations.ts";

/**
 * `npm run decisions -- --rows 5000000 --seed 1`: decides so many rows at random by `src/plan/decide.ts`, and has so many
 * held by `src/gate`, and does both by the engine that is made from docs/decision-table.md. Shows the first row of each kind
 * of difference.
 */
const { values } = parseArgs({
  options: { rows: { type: "string", default: "1000000" }, seed: { type: "string", default: "1" } },
});
const [rows, seed] = [Number(values.rows), Number(values.seed)];
if (!Number.isSafeInteger(rows) || rows < 1 || !Number.isSafeInteger(seed)) {
  process.stderr.write("--rows and --seed are whole numbers\n");
  process.exit(1);
}
const found = { decided: check(randomCases(rows, seed)), held: checkHolds(dueAtRandom(rows, seed)) };
let kinds = 0;
for (const [what, { rows: tried, wrong }] of Object.entries(found)) {
  for (const [kind, first] of wrong) process.stdout.write(`${kind}\n  ${first}\n`);
  process.stdout.write(`${tried} rows ${what}, ${wrong.size} kinds of differences\n`);
  kinds += wrong.size;
}
process.exitCode = kinds === 0 ? 0 : 1;
