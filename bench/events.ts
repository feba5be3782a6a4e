import { spawn } from "node:child_process";
import { once } from "node:events";
import { availableParallelism, loadavg } from "node:os";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Bench } from "./bench.ts";

const USERS = 100_000;
/** As many as 1,000 in an hour. */
const CHANGES = 200;
const MINUTES = 12;
const FACTOR = 6;
const TOLD = /known after (\d+) s \(half\), (\d+) s \(99 %\); ([\d.]+) reads a change/;
const VITEST = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));
const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** A controller that hears of what people change. The interval that the audit states is tried by `test/events/stated-interval.test.ts`. */
export const bench: Bench = {
  name: "events",
  measures: `${USERS.toLocaleString("en")} people, ${CHANGES} changes by users in ${MINUTES} minutes of a clock that goes ${FACTOR} times as fast: how soon the report knows them`,
  run: async () => {
    const said = await changesTest();
    const [, half, most, reads] = TOLD.exec(said) ?? [];
    if (half === undefined) throw new Error(`the test told nothing: ${said.slice(-1_000)}`);
    const load = `load of the machine ${Math.round(loadavg()[0] ?? 0)} on ${availableParallelism()} cores`;
    return [
      { name: "half is known after", value: Number(half), unit: "s", mark: null, note: null },
      {
        name: "99 % are known after",
        value: Number(most),
        unit: "s",
        mark: { atMost: 60 },
        note: `what takes the machine a second takes ${FACTOR} here; ${load}`,
      },
      { name: "reads for a change", value: Number(reads), unit: "ratio", mark: { atMost: 1.1 }, note: null },
    ];
  },
};

/** What the test says; it fails where a mark is missed, which is told here by the figures. */
async function changesTest(): Promise<string> {
  const child = spawn(process.execPath, [VITEST, "run", "test/events/changes.test.ts"], {
    cwd: ROOT,
    env: {
      ...process.env,
      TRUEUP_EVENTS_PEOPLE: String(USERS),
      TRUEUP_EVENTS_CHANGES: String(CHANGES),
      TRUEUP_EVENTS_MINUTES: String(MINUTES),
      TRUEUP_EVENTS_FACTOR: String(FACTOR),
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  await once(child, "close");
  return said;
}
