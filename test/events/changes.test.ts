import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { APP, person, startListening } from "./listening.ts";

const MINUTE_MS = 60_000;
/** `npm run bench:events` makes it 100,000 people and 1,000 changes in an hour, and measures. */
const MEASURED = process.env["TRUEUP_EVENTS_PEOPLE"];
const PEOPLE = Number(MEASURED ?? 100);
const CHANGES = Number(process.env["TRUEUP_EVENTS_CHANGES"] ?? 12);
const MINUTES = Number(process.env["TRUEUP_EVENTS_MINUTES"] ?? 1);
/** How much faster than real time; what takes the machine a moment takes so many there. */
const FACTOR = Number(process.env["TRUEUP_EVENTS_FACTOR"] ?? 12);

it("99 of 100 changes by users are known within a minute, by at most 1.1 reads each", {
  timeout: 30 * MINUTE_MS,
}, async () => {
  const world = await startListening({
    people: PEOPLE,
    factor: FACTOR,
    limitsScale: FACTOR,
    countsAll: MEASURED !== undefined,
  });
  await world.start();
  const differs = (): Promise<number> => world.metric("trueup_rows_by_state", '{state="differs"}');
  while ((await world.metric("trueup_rows_by_state", '{state="as-desired"}')) < PEOPLE) await pause(50);
  await world.until("a subscription", () => Promise.resolve(world.sandbox.subscriptions().length === 1));
  world.sandbox.clearRequests();
  const everyMs = (MINUTES * MINUTE_MS) / CHANGES;
  const made: number[] = [];
  const known: number[] = [];
  const width = String(PEOPLE).length;
  while (known.length < CHANGES) {
    for (let due = made.length; due < CHANGES && (made[0] ?? 0) + due * everyMs <= world.clock.now(); due += 1) {
      world.sandbox.removeInstallation(
        person(due + 1).replace(/\d+/, (digits) => digits.padStart(width, "0")),
        APP,
      );
      made.push(world.clock.now());
    }
    const seen = await differs();
    while (known.length < seen) known.push(world.clock.now());
    await pause(20);
  }
  const tookMs = known.map((at, index) => at - (made[index] ?? at)).toSorted((a, b) => a - b);
  const reads = world.reads() / CHANGES;
  const at = (share: number): number => Math.round((tookMs[Math.ceil(share * CHANGES) - 1] ?? 0) / 1000);
  process.stdout.write(
    `${PEOPLE} people, ${CHANGES} changes in ${MINUTES} min: known after ${at(0.5)} s (half), ${at(0.99)} s (99 %); ${reads.toFixed(2)} reads a change\n`,
  );
  expect(at(0.99)).toBeLessThanOrEqual(60);
  expect(reads).toBeLessThanOrEqual(1.1);
});
