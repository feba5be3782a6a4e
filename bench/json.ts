import type { Bench } from "./bench.ts";
import { child } from "./plan-core.ts";

const ROWS = 1_000_000;

/** A large plan as the JSON that people review and `apply --plan` takes. */
export const bench: Bench = {
  name: "json",
  measures: `a plan of ${ROWS.toLocaleString("en")} rows as JSON with its digest: bytes in a second of processor time, and memory held meanwhile`,
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
    ];
  },
};
