import { decide } from "../../src/plan/decide.ts";
import type { Decision } from "../../src/plan/decision.ts";
import type { RowFacts } from "../../src/plan/facts.ts";
import { NEVER } from "./never.ts";
import { rule, type Tables, TABLES } from "./rules.ts";
import type { Situation } from "./situation.ts";

/** A situation, and the same in the words of the code. */
export interface Case {
  readonly situation: Situation;
  readonly facts: RowFacts;
}

/** How many rows were decided; what was wrong by its kind, the first row of each. */
export interface Checked {
  readonly rows: number;
  readonly wrong: ReadonlyMap<string, string>;
}

/** Decides every case by both engines. */
export function check(cases: Iterable<Case>, tables: Tables = TABLES): Checked {
  const wrong = new Map<string, string>();
  let rows = 0;
  for (const { situation, facts } of cases) {
    rows += 1;
    const decision = decide(facts);
    const due = rule(situation, tables);
    const came = `${decision.verdict} ${decision.action ?? decision.reason}`;
    const kinds = NEVER.filter(({ is }) => is(situation, decision)).map(({ name }) => name);
    if (!agrees(decision, due)) kinds.push(`the table says ${due.verdict} ${due.why}, the code ${came}`);
    for (const kind of kinds)
      if (!wrong.has(kind)) wrong.set(kind, `${shown(situation)}: ${shown(due)} but ${shown(decision)}`);
  }
  return { rows, wrong };
}

/** Whether verdict, reason or action, drift and consent are the same. */
function agrees(decision: Decision, { verdict, why, drift, consent }: ReturnType<typeof rule>): boolean {
  if (decision.verdict !== verdict || (decision.action ?? decision.reason) !== why) return false;
  if (decision.drift.length !== drift.size || !decision.drift.every((fact) => drift.has(fact))) return false;
  if (decision.consent.length !== consent.length) return false;
  return decision.consent.every(({ value, type }) => consent.includes(`${type === "delegated" ? "d" : "a"}:${value}`));
}

function shown(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (part instanceof Set ? [...part] : part));
}
