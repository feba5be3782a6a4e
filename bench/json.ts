import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Bench, Figure } from "./bench.ts";
import { runNode } from "./child.ts";
import { child } from "./plan-core.ts";

const [FEW, ROWS] = [100_000, 1_000_000];
/** So that nothing but one row at a time can be held. */
const HEAP_MB = 48;
const READER = fileURLToPath(new URL("read-plan-child.ts", import.meta.url));

/** A large plan as the JSON that people review and `apply --plan` takes. */
export const bench: Bench = {
  name: "json",
  measures: `a plan of ${ROWS.toLocaleString("en")} rows as JSON with its digest, written and read again: bytes in a second of processor time, and memory held meanwhile`,
  run: async () => {
    const { ms, bytes, written = 0 } = await child("json", ROWS);
    return [
      {
        name: "written",
        value: written / 1e6 / (ms / 1_000),
        unit: "MB/s",
        mark: { atLeast: 200 },
        note: `${Math.round(written / 1e6)} MB; each row becomes text twice, once for people and once for the digest, whose form sorts all names; SHA-256 is a sixth of the time`,
      },
      { name: "memory more than the plan", value: bytes / 2 ** 20, unit: "MB", mark: { atMost: 10 }, note: null },
      ...(await readAgain()),
    ];
  },
};

/** As `apply --plan` does: from the beginning to the end for what is beside the rows, for its checks, and for the approval. */
async function readAgain(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "trueup-bench-"));
  try {
    const [few, many] = [await readFile(FEW, folder), await readFile(ROWS, folder)];
    const { seconds, megabytes } = many;
    return [
      {
        name: "read",
        value: megabytes / seconds,
        unit: "MB/s",
        mark: null,
        note: `${megabytes.toFixed(0)} MB in ${seconds.toFixed(1)} s of processor time, start included; it goes through the file three times, and holds one row`,
      },
      {
        name: `${FEW.toLocaleString("en")} rows read: peak memory (resident)`,
        value: few.peakMb,
        unit: "MB",
        mark: null,
        note: null,
      },
      {
        name: `${ROWS.toLocaleString("en")} rows read: peak memory (resident)`,
        value: many.peakMb,
        unit: "MB",
        mark: null,
        note: `with a heap of ${HEAP_MB} MB, as the fewer; what grows are eight bytes for each row, which find one that is there twice, and what is not collected yet`,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readFile(rows: number, folder: string) {
  const file = join(folder, `${rows}.json`);
  await child("file", rows, file);
  const { size } = await stat(file);
  const { cpuSeconds, peakMb } = await runNode([
    `--max-old-space-size=${HEAP_MB}`,
    READER,
    file,
    String(Date.UTC(2026, 0, 5, 9)),
  ]);
  return { megabytes: size / 1e6, seconds: cpuSeconds, peakMb };
}
