import process from "node:process";
import { parseArgs } from "node:util";
import { judgeYear } from "../test/year/judge.ts";

/**
 * `npm run year`: one controller through a year of troubles, in virtual time, judged week by week. `--seed N` plays another year;
 * `--week N --weeks N` a part of one.
 */
const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    week: { type: "string" },
    weeks: { type: "string" },
    commits: { type: "string" },
  },
});
/** 8,760 hours are 52 weeks and a day. */
const WHOLE_YEAR = 53;
const numbers = {
  seed: Number(values.seed ?? "1"),
  firstWeek: Number(values.week ?? "0"),
  weeks: Number(values.weeks ?? WHOLE_YEAR),
  commitsPerWeek: Number(values.commits ?? "38"),
};
if (!Object.values(numbers).every((one) => Number.isSafeInteger(one) && one >= 0) || numbers.weeks < 1) {
  process.stderr.write("--seed, --week, --weeks and --commits are whole numbers\n");
  process.exit(1);
}

const startedAt = performance.now();
let done = 0;
const ending = await judgeYear({
  ...numbers,
  onWeek: () => {
    done += 1;
    if (process.stderr.isTTY) process.stderr.write(`\rweek ${done} of ${numbers.weeks}`);
  },
});
const seconds = Math.round((performance.now() - startedAt) / 1_000);
const { violations, measures } = ending;
for (const { judgement, atMs, what } of violations.slice(0, 20)) {
  const week = numbers.firstWeek + Math.floor(atMs / (7 * 86_400_000));
  process.stdout.write(`week ${week}, second ${Math.round(atMs / 1_000)}: ${judgement}: ${what}\n`);
}
const [first, last] = [measures[0], measures.at(-1)];
const megabytes = (bytes: number | undefined): string => `${Math.round((bytes ?? 0) / 1_000_000)} MB`;
process.stdout.write(
  `${ending.weeks * 168} hours, ${ending.commits} commits, ${ending.passes} passes told, ${ending.begun} troubles begun, ${ending.ended} ended, ` +
    `${ending.writes} writes, ${ending.requests} requests, ${ending.messages} things said in messages, ${ending.lines} log lines\n` +
    `heap ${megabytes(first?.heapBytes)} after the first week, ${megabytes(ending.mostHeapBytes)} at most, ${megabytes(last?.heapBytes)} at the end; ` +
    `${first?.handles ?? 0} open handles after the first week, ${last?.handles ?? 0} at the end; ${seconds} s\n` +
    `${violations.length} violations${violations.length > 0 ? `; again: npm run year -- --seed ${numbers.seed} --week ${numbers.firstWeek} --weeks ${numbers.weeks}` : ""}\n`,
);
process.exit(violations.length === 0 ? 0 : 1);
