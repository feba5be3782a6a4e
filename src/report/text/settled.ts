import type { PlanRow } from "../../model/plan.ts";
import { DRIFT_FACTS, REASONS } from "../../model/reasons.ts";
import { printable } from "../printable.ts";
import type { Style } from "./style.ts";
import { count } from "./wording.ts";
import { wrap } from "./wrap.ts";

/** Rows with nothing to do, by the reason; and what differs about them all the same. */
export function* settledSection(rows: readonly PlanRow[], style: Style): Generator<string> {
  const settled = rows.filter((row) => row.verdict === "nothing");
  if (settled.length === 0) return;
  yield style.title(`Nothing to do: ${count(settled.length, "row")}`);
  const reasons = settled.map((row) => (row.reason === null ? "no reason was given" : REASONS[row.reason].sentence));
  for (const [sentence, amount] of tally(reasons)) yield `  ${amount}: ${sentence}`;
  const differences = settled.flatMap((row) =>
    row.drift.map((fact) => `${printable(row.app)}, ${DRIFT_FACTS[fact].sentence}`),
  );
  for (const [difference, amount] of tally(differences)) {
    yield* wrap("  ", `${count(amount, "row differs", "rows differ")} all the same: ${difference}`);
  }
}

/** How often each text occurs, the most frequent first. */
export function tally(texts: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
