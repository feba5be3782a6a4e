import process from "node:process";
import { parseArgs } from "node:util";
import { type Campaign, runCampaign } from "../test/fuzz/campaign.ts";
import { openTargets } from "../test/fuzz/targets.ts";

/** `npm run fuzz -- --cases 100000 --seed 1`: hostile input for everything that takes any; a finding names its seed. */
const { values } = parseArgs({
  options: { cases: { type: "string", default: "100000" }, seed: { type: "string", default: "1" } },
});
const [cases, seed] = [Number(values.cases), Number(values.seed)];
if (!Number.isSafeInteger(cases) || cases < 1 || !Number.isSafeInteger(seed)) {
  process.stderr.write("--cases and --seed are whole numbers\n");
  process.exit(1);
}

const targets = await openTargets();
const share = Math.ceil(cases / targets.length);
const results: Campaign[] = [];
for (const target of targets) {
  const result = await runCampaign(target, seed, share);
  results.push(result);
  process.stdout.write(
    `${target.name}: ${result.cases} cases, ${result.findings.length} findings, slowest ${result.slowestMs.toFixed(0)} ms, ` +
      `memory ${result.peakMb.toFixed(0)} MB\n`,
  );
  for (const { seed: at, what } of result.findings.slice(0, 20)) process.stdout.write(`  seed ${at}: ${what}\n`);
  await target.close();
}
const findings = results.reduce((sum, result) => sum + result.findings.length, 0);
process.stdout.write(`${results.reduce((sum, result) => sum + result.cases, 0)} cases, ${findings} findings\n`);
process.exitCode = findings === 0 ? 0 : 1;
