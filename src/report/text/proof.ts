import type { Statement } from "../../proof/prove.ts";
import { printable } from "../printable.ts";
import type { Style } from "./style.ts";
import { wrap } from "./wrap.ts";

/** What was proved of the plan by separate code, and what contradicts it where something does. */
export function* proofSection(statements: readonly Statement[], style: Style): Generator<string> {
  const holds = statements.every((statement) => statement.holds);
  yield holds ? style.good("Proof of reach, computed apart from the plan") : style.bad("PROOF OF REACH FAILED");
  for (const { claim, holds: isSo, counterexamples } of statements) {
    yield* wrap("  ", `${isSo ? "" : "NOT SO: "}${printable(claim)}`);
    for (const counterexample of counterexamples) yield* wrap("    ", printable(counterexample));
  }
}
