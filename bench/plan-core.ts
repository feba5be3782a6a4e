import { fileURLToPath } from "node:url";
import type { Bench, Figure } from "./bench.ts";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import process from "node:process";

/** What one child measured, or how many times as much one side took as another; see `plan-core-child.ts`. */
export interface CoreTook {
  readonly ms: number;
  /** Heap after the work, less the heap before it, in bytes, with both results still held. */
  readonly bytes: number;
  /** How many bytes of text were written; only of `json`. */
  readonly written?: number;
}

const CHILD = fileURLToPath(new URL("plan-core-child.ts", import.meta.url));
const start = promisify(execFile);

/** Deciding, in memory, against a loop that builds and sorts as many plain objects. */
export const bench: Bench = {
  name: "plan-core",
  measures:
    "decide and gate 100,000 and 1,000,000 rows in memory, over a bare loop that builds and sorts as many plain objects",
  run: async () => {
    const [small, large] = [await measure(100_000), await measure(1_000_000)];
    const rings = await child("rings-over-plan", 1_000_000);
    return [
      ...figures(100_000, small, null),
      ...figures(1_000_000, large, { atMost: 0.8 }),
      {
        name: "1,000,000 rows with a rollout that begins and an exception: time over the same without",
        value: rings.ms,
        unit: "ratio",
        mark: { atMost: 1.1 },
        note: "half of what it adds is one SHA-256 for each person, who is counted in a ring whether they wait or not. That alone is more than the mark. Tried: a hash as characters in place of hexadecimal digits, which is in use, and one hash for several steps, which is too; a hash in JavaScript is slower",
      },
      {
        name: "1,000,000 rows with a rollout that begins and an exception: memory over the same without",
        value: rings.bytes,
        unit: "ratio",
        mark: { atMost: 1.1 },
        note: null,
      },
      {
        name: "ten times the rows: time",
        value: large.plan.ms / small.plan.ms,
        unit: "ratio",
        mark: { atMost: 10.5 },
        note: null,
      },
    ];
  },
};

interface Pair {
  readonly plan: CoreTook;
  readonly bare: CoreTook;
}

/** @param mark of the time; null where nothing is asked: a short run is half compiling */
function figures(rows: number, { plan, bare }: Pair, mark: Figure["mark"]): readonly Figure[] {
  const count = rows.toLocaleString("en");
  return [
    {
      name: `${count} rows: time over the bare loop`,
      value: plan.ms / bare.ms,
      unit: "ratio",
      mark,
      note: `${plan.ms.toFixed(0)} ms of processor time over ${bare.ms.toFixed(0)} ms, middle of several in a process each`,
    },
    {
      name: `${count} rows: memory more than the inputs`,
      value: plan.bytes / rows,
      unit: "bytes a row",
      mark: { atMost: 150 },
      note: null,
    },
  ];
}

/** Each side in a process of its own, so that neither finds the other's garbage. */
async function measure(rows: number): Promise<Pair> {
  return { plan: await child("plan", rows), bare: await child("bare", rows) };
}

/** What one side comes to, in a process of its own. */
export async function child(
  side: "plan" | "bare" | "rings-over-plan" | "json" | "file",
  rows: number,
  ...more: readonly string[]
): Promise<CoreTook> {
  const flags = ["--expose-gc", "--max-old-space-size=8192", CHILD, side, String(rows), ...more];
  const { stdout } = await start(process.execPath, flags);
  const took: CoreTook = JSON.parse(stdout);
  return took;
}
