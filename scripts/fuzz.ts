import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Campaign } from "../test/fuzz/campaign.ts";
import { gather, isOfTexts, keep, minimiseCase } from "../test/fuzz/corpus.ts";
import type { TargetKind } from "../test/fuzz/target.ts";
import { TARGETS } from "../test/fuzz/targets.ts";
import { runWatched } from "../test/fuzz/watched.ts";

/**
 * `npm run fuzz -- --cases 100000 --seed 1`: hostile input for everything that takes any; a finding names its seed.
 * `--seconds 60` tries each target for so long instead. `--target NAME` tries one target, and `--part 1/2` every second one, so
 * that two processes try them all. `--minimise SEED --target NAME` keeps the smallest input of a finding, and
 * `--gather SEEDS` one for each outcome that none is kept for.
 */
const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    target: { type: "string" },
    minimise: { type: "string" },
    gather: { type: "string" },
    seconds: { type: "string" },
    part: { type: "string", default: "1/1" },
  },
});
const [cases, seed] = [Number(values.cases), Number(values.seed)];
const seconds = values.seconds === undefined ? null : Number(values.seconds);
const numbers = [cases, seed, seconds ?? 1, Number(values.minimise ?? "1"), Number(values.gather ?? "1")];
if (!numbers.every(Number.isSafeInteger) || cases < 1) {
  refuse("--cases, --seed, --seconds, --minimise and --gather take whole numbers");
}
const [part = 0, parts = 0] = values.part.split("/").map(Number);
if (!(part >= 1 && part <= parts && parts <= TARGETS.length))
  refuse("--part is written as 1/2, and 2/2 for the others");
const kinds = TARGETS.filter(({ name }) => values.target === undefined || name === values.target).filter(
  (_, index) => index % parts === part - 1,
);
const [only] = kinds;
if (only === undefined) refuse(`--target is one of: ${TARGETS.map(({ name }) => `"${name}"`).join(", ")}`);
if (values.minimise !== undefined && kinds.length > 1) refuse("--minimise needs the --target of the case");
if (values.minimise !== undefined) process.exit(await minimiseOne(only, Number(values.minimise)));
if (values.gather !== undefined) process.exit(await gatherAll(Number(values.gather)));

function refuse(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** Keeps the smallest input that comes to the same finding. Run it before the finding is mended. */
async function minimiseOne(kind: TargetKind, at: number): Promise<number> {
  const target = await kind.open();
  const content = await minimiseCase(target, at);
  await target.close();
  if (content === null) refuse(`the case of seed ${at} is no finding`);
  const file = await keep(kind, { target: kind.name, name: `finding-${at}`, content });
  process.stdout.write(`${content.length} characters are kept in ${fileURLToPath(file)}\n`);
  return 0;
}

async function gatherAll(seeds: number): Promise<number> {
  for (const kind of kinds) {
    const target = await kind.open();
    const added = isOfTexts(target) ? await gather(kind, target, seeds) : [];
    await target.close();
    process.stdout.write(`${kind.name}: ${added.length} inputs added${added.map((name) => `\n  ${name}`).join("")}\n`);
  }
  return 0;
}

const perShare = cases / kinds.reduce((sum, { share }) => sum + share, 0);
const module = new URL("../test/fuzz/targets.ts", import.meta.url).href;
const results: Campaign[] = [];
for (const { name, share } of kinds) {
  const run = (firstSeed: number, count: number): Promise<Campaign> =>
    runWatched({ module, target: name, firstSeed, cases: count }, { hangMs: 60_000, mostMb: 1024 });
  const most = Math.ceil(perShare * share);
  const result = seconds === null ? await run(seed, most) : await runFor(seconds, Math.ceil(100 * share), run);
  results.push(result);
  process.stdout.write(
    `${name}: ${result.cases} cases, ${result.findings.length} findings, slowest ${result.slowestMs.toFixed(0)} ms, ` +
      `memory ${result.peakMb.toFixed(0)} MB\n`,
  );
  for (const { seed: at, what } of result.findings.slice(0, 20)) process.stdout.write(`  seed ${at}: ${what}\n`);
  const [first] = result.findings;
  if (first !== undefined)
    process.stdout.write(`  to keep its smallest input: npm run fuzz -- --target "${name}" --minimise ${first.seed}\n`);
}
const findings = results.reduce((sum, result) => sum + result.findings.length, 0);
process.stdout.write(`${results.reduce((sum, result) => sum + result.cases, 0)} cases, ${findings} findings\n`);
process.exitCode = findings === 0 ? 0 : 1;

/** Campaigns, each larger than the one before, until the time is over or one of them found something. */
async function runFor(
  most: number,
  first: number,
  run: (firstSeed: number, count: number) => Promise<Campaign>,
): Promise<Campaign> {
  const endsAt = performance.now() + most * 1_000;
  let whole: Campaign = { cases: 0, findings: [], slowestMs: 0, peakMb: 0 };
  for (let count = first; performance.now() < endsAt && whole.findings.length === 0; ) {
    const startedAt = performance.now();
    const { cases: tried, findings: found, slowestMs, peakMb } = await run(seed + whole.cases, count);
    whole = {
      cases: whole.cases + tried,
      findings: found,
      slowestMs: Math.max(whole.slowestMs, slowestMs),
      peakMb: Math.max(whole.peakMb, peakMb),
    };
    const perMs = count / (performance.now() - startedAt);
    count = Math.ceil(Math.min(4 * count, Math.max(first, perMs * (endsAt - performance.now()))));
  }
  return whole;
}
