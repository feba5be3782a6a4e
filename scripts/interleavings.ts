import process from "node:process";
import { parseArgs } from "node:util";
import { explore } from "../test/interleavings/explore.ts";
import { LARGE, SMALL } from "../test/interleavings/scopes.ts";
import { beginWorld } from "../test/interleavings/world.ts";

/**
 * `npm run interleavings -- --plays 20000`: every order of what can happen in small worlds, so many plays of each at most that
 * has a store, and 25 times as many of the others, since a play without a store takes so much less time.
 */
const { values } = parseArgs({ options: { plays: { type: "string" } } });
const most = Number(values.plays ?? "20000");
const QUICKER = 25;
let wrongs = 0;
for (const { name, scope } of [...SMALL, ...LARGE]) {
  const startedAt = performance.now();
  const { states, plays, deepest, wrong, isComplete } = await explore(
    () => beginWorld(scope),
    scope.sharesStore ? most : QUICKER * most,
  );
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
  const extent = isComplete ? "every order" : "the first orders only";
  process.stdout.write(`${name}: ${extent}, ${states} states, ${plays} plays, ${deepest} choices deep, ${seconds} s\n`);
  for (const { what, path } of wrong) process.stdout.write(`  WRONG: ${what}\n    ${path.join("\n    ")}\n`);
  wrongs += wrong.length;
}
process.exit(wrongs === 0 ? 0 : 1);
