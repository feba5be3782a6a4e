import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import process from "node:process";
import type { Status } from "./found.ts";
import type { Change } from "./instrument.d.mts";
import { filesOf, roomOf } from "./rooms.ts";

/** A change of the code that no test noticed, as it is written in the list. */
interface Survivor {
  readonly file: string;
  readonly line: string;
  readonly change: string;
}

/** A change that no test can notice, and why it makes no difference. */
interface Explained extends Survivor {
  readonly why: string;
}

interface Result {
  readonly source: string;
  readonly mutants: readonly Mutant[];
}

type Mutant = Change & { readonly status: Status };

/** The room has to have at least this share of its changes noticed, whatever is explained. */
const LEAST_PERCENT = 95;

/**
 * `node scripts/mutation/judge.ts ROOM`: the score of what was tried of a room, in this run and in earlier ones. Ends with 1 where it is too low, or where a change
 * survived that `scripts/mutation/explained.jsonl` does not explain. Shows such a change as a line for that file.
 */
const room = roomOf(process.argv[2]);
const list = await readFile(new URL("explained.jsonl", import.meta.url), "utf8");
const explained = list
  .trimEnd()
  .split("\n")
  .map((line): Explained => JSON.parse(line));
const known = new Set(explained.filter(({ why }) => why !== "").map(keyOf));
let [tried, noticed, unexplained] = [0, 0, 0];
for (const file of filesOf(room)) {
  const { source, mutants } = await resultOf(file);
  for (const mutant of mutants) {
    if (mutant.status === "at-load") continue;
    tried += 1;
    if (mutant.status === "noticed" || mutant.status === "endless") noticed += 1;
    else if (!known.has(keyOf(survivorOf(file, source, mutant)))) {
      unexplained += 1;
      process.stdout.write(`${JSON.stringify({ ...survivorOf(file, source, mutant), why: "" })}\n`);
    }
  }
}
const percent = tried === 0 ? 100 : (100 * noticed) / tried;
const survived = tried - noticed;
process.stdout.write(
  `${tried} changes, ${noticed} noticed: ${percent.toFixed(1)} %; ${survived - unexplained} of the ${survived} others are explained\n`,
);
process.exitCode = percent < LEAST_PERCENT || unexplained > 0 ? 1 : 0;

/** Nothing where the file was not tried yet. */
async function resultOf(file: string): Promise<Result> {
  const kept = `${process.env["TRUEUP_MUTATION_KEPT"]}/reports/${file}.json`;
  if (!existsSync(kept)) return { source: "", mutants: [] };
  return JSON.parse(await readFile(kept, "utf8"));
}

function survivorOf(file: string, source: string, { location: { start, end }, replacement }: Mutant): Survivor {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  const last = lines.length - 1;
  const before = lines
    .map((line, at) => line.slice(at === 0 ? start.column - 1 : 0, at === last ? end.column - 1 : undefined).trim())
    .join(" ");
  const change = `${before} => ${replacement.replaceAll(/\s+/g, " ")}`;
  return { file, line: lines[0]?.trim() ?? "", change };
}

function keyOf({ file, line, change }: Survivor): string {
  return [file, line, change].join("\n");
}
