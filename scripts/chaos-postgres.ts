import process from "node:process";
import { parseArgs } from "node:util";
import { runPostgresCampaign } from "../test/chaos-postgres/campaign.ts";
import { MISHAPS } from "../test/chaos-postgres/play.ts";

/**
 * `npm run chaos:postgres -- --cases 2000`: several workers and one tenant on a real PostgreSQL; workers are killed, stand still
 * for longer than their lease, lose their way to the database, or have their clocks set, and the database is killed. `--seed N`
 * plays that one case again; what waits for the database makes no two plays quite the same.
 */
const { values } = parseArgs({ options: { cases: { type: "string" }, seed: { type: "string" } } });
const seed = Number(values.seed ?? "1");
const cases = Number(values.cases ?? (values.seed === undefined ? "100" : "1"));
if (!Number.isSafeInteger(cases) || cases < 1 || !Number.isSafeInteger(seed)) {
  process.stderr.write("--cases and --seed are whole numbers\n");
  process.exit(1);
}
const startedAt = performance.now();
const played = await runPostgresCampaign(seed, cases, (done) => {
  if (process.stderr.isTTY && done % 10 === 0) process.stderr.write(`\r${done} of ${cases}`);
});
const total = (of: (one: (typeof played)[number]) => number): number => played.reduce((sum, one) => sum + of(one), 0);
const failing = played.filter(({ wrong }) => wrong.length > 0);
const byKind = MISHAPS.map((kind) => `${kind} ${total((one) => one.mishaps.filter((what) => what === kind).length)}`);
process.stdout.write(`mishaps: ${byKind.join(", ")}\n`);
for (const { seed: at, wrong, mishaps } of failing.slice(0, 20))
  process.stdout.write(
    `seed ${at} (${mishaps.join(", ")}): ${wrong.join("; ")}\n  replay: npm run chaos:postgres -- --seed ${at}\n`,
  );
process.stdout.write(
  `${cases} cases, ${total(({ passes }) => passes)} passes, ${total(({ writes }) => writes)} writes, ` +
    `the lease moved ${total(({ moved }) => moved)} times in the middle of a pass with ${total(({ late }) => late)} writes in flight, ` +
    `${failing.length} cases with violations, ${((performance.now() - startedAt) / 1_000).toFixed(0)} s\n`,
);
// What a killed worker left waiting must not keep the campaign from its end.
process.exit(failing.length === 0 ? 0 : 1);
