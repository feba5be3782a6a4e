import process from "node:process";
import { parseArgs } from "node:util";
import { runCampaign } from "../test/chaos/campaign.ts";

/**
 * `npm run chaos -- --cases 2000`: random tenants, desired states and faults, each judged by an oracle that knows the truth.
 * `--seed N` runs that one case, which is how a failing one is replayed; with `--cases` it is where they begin.
 */
const { values } = parseArgs({ options: { cases: { type: "string" }, seed: { type: "string" } } });
const seed = Number(values.seed ?? "1");
const cases = Number(values.cases ?? (values.seed === undefined ? "200" : "1"));
if (!Number.isSafeInteger(cases) || cases < 1 || !Number.isSafeInteger(seed)) {
  process.stderr.write("--cases and --seed are whole numbers\n");
  process.exit(1);
}

const startedAt = performance.now();
const campaign = await runCampaign(seed, cases, (done) => {
  if (process.stderr.isTTY && done % 20 === 0) process.stderr.write(`\r${done} of ${cases}`);
});
const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
const injected = [...campaign.faults.values()].reduce((sum, count) => sum + count, 0);
const byKind = [...campaign.faults].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, count]) => `${kind} ${count}`);
process.stdout.write(`faults: ${byKind.join(", ")}\n`);
for (const { seed: at, violations } of campaign.failing.slice(0, 20)) {
  for (const { invariant, what } of violations.slice(0, 3)) process.stdout.write(`seed ${at}: ${invariant}: ${what}\n`);
  process.stdout.write(`  replay: npm run chaos -- --seed ${at}\n`);
}
process.stdout.write(
  `${campaign.strays} people got something else than planned, at most ${campaign.mostStrays} of one app in one run\n` +
    `${campaign.cases} cases, ${campaign.runs} runs, ${campaign.requests} requests, ${campaign.writes} writes, ` +
    `${injected} faults injected, ${campaign.failing.length} cases with violations, ${seconds} s\n`,
);
// What a killed run left waiting, such as the end of its patience, must not keep the campaign from its end.
process.exit(campaign.failing.length === 0 ? 0 : 1);
