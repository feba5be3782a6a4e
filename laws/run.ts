import process from "node:process";
import { parseArgs } from "node:util";
import { HELD } from "../test/laws/held-to-code.ts";
import { FALSE_LAW, LAWS, reachable } from "./laws.ts";

/**
 * `npm run laws -- --cases 1000000`: proves every law for all values, shows that the prover finds what breaks a law that is
 * none, and holds the formulas to the code in so many cases each.
 */
const { values } = parseArgs({ options: { cases: { type: "string" }, seed: { type: "string" } } });
const cases = Number(values.cases ?? "100000");
const seed = Number(values.seed ?? "1");
const wrong: string[] = [];

function say(isRight: boolean, line: string): void {
  if (!isRight) wrong.push(line);
  process.stdout.write(`${line}\n`);
}

async function prove(): Promise<void> {
  const { createProver } = await import("./prover.mjs");
  const any = await createProver();
  for (const [about, laws] of Object.entries(LAWS)) {
    for (const { name, claim } of laws) {
      const against = await any.example(any.logic.not(claim(any)));
      const answer =
        against === null ? `proved: ${about}: ${name}` : `NOT TRUE: ${about}: ${name}; such as\n${against}`;
      say(against === null, answer);
    }
  }
  const dead: string[] = [];
  for (const { name, claim } of reachable(any)) if ((await any.example(claim)) === null) dead.push(name);
  say(
    dead.length === 0,
    dead.length === 0 ? "proved: every line of the table decides some row" : `DEAD: ${dead.join(", ")}`,
  );
  const refuted = await any.example(any.logic.not(FALSE_LAW.claim(any)));
  say(refuted !== null, `${refuted === null ? "NOT REFUTED" : "refuted, as it has to be"}: ${FALSE_LAW.name}`);
}

for (const [about, hold] of Object.entries(HELD)) {
  const difference = hold(cases, seed);
  say(difference === null, `${about}: ${cases} cases ${difference === null ? "as the code" : `DIFFER: ${difference}`}`);
}
await prove();
process.exit(wrong.length === 0 ? 0 : 1);
