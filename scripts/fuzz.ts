import process from "node:process";
import { parseArgs } from "node:util";
import type { Campaign } from "../test/fuzz/campaign.ts";
import { TARGETS } from "../test/fuzz/targets.ts";
import { runWatched } from "../test/fuzz/watched.ts";

/** `npm run fuzz -- --cases 100000 --seed 1`: hostile input for everything that takes any; a finding names its seed. */
const { values } = parseArgs({
  options: { cases: { type: "string", default: "100000" }, seed: { type: "string", default: "1" } },
});
const [cases, seed] = [Number(values.cases), Number(values.seed)];
if (!Number.isSafeInteger(cases) || cases < 1 || !Number.isSafeInteger(seed)) {
  process.stderr.write("--cases and --seed are whole numbers\n");
  process.exit(1);
}

const perShare = cases / TARGETS.reduce((sum, { share }) => sum + share, 0);
const module = new URL("../test/fuzz/targets.ts", import.meta.url).href;
const results: Campaign[] = [];
for (const { name, share } of TARGETS) {
  const watched = { module, target: name, firstSeed: seed, cases: Math.ceil(perShare * share) };
  const result = await runWatched(watched, { hangMs: 60_000, mostMb: 1024 });
  results.push(result);
  process.stdout.write(
    `${name}: ${result.cases} cases, ${result.findings.length} findings, slowest ${result.slowestMs.toFixed(0)} ms, ` +
      `memory ${result.peakMb.toFixed(0)} MB\n`,
  );
  for (const { seed: at, what } of result.findings.slice(0, 20)) process.stdout.write(`  seed ${at}: ${what}\n`);
}
const findings = results.reduce((sum, result) => sum + result.findings.length, 0);
process.stdout.write(`${results.reduce((sum, result) => sum + result.cases, 0)} cases, ${findings} findings\n`);
process.exitCode = findings === 0 ? 0 : 1;
