import type { Condition, GateVerdict, Signal } from "../model/rollout.ts";

/** What a source answered. */
export type SignalAnswer =
  | { readonly state: "read"; readonly value: unknown }
  /** `detail` is for people. */
  | { readonly state: "unreadable"; readonly detail: string };

/**
 * Whether an answer says that people are well. `fail` is asked first, so that where both hold the rollout halts. What lies
 * between them is no answer yet; what is no figure at all, such as NaN, is none either, and somebody has to mend it.
 */
export function judgeSignal(
  { ok, fail }: Pick<Signal, "ok" | "fail">,
  answer: SignalAnswer,
): { readonly verdict: GateVerdict; readonly detail: string } {
  if (answer.state === "unreadable") return { verdict: "unknown", detail: answer.detail };
  const { value } = answer;
  if (!isFigure(value)) return { verdict: "unknown", detail: `the answer is ${kindOf(value)}, and no figure` };
  const shown = `the answer is ${JSON.stringify(value)}`;
  if (fail !== null && holds(fail, value))
    return { verdict: "fail", detail: `${shown}, which fails at ${shownCondition(fail)}` };
  if (holds(ok, value)) return { verdict: "pass", detail: shown };
  return { verdict: "pending", detail: `${shown}, and ok is ${shownCondition(ok)}` };
}

type Figure = string | number | boolean;

function isFigure(value: unknown): value is Figure {
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value === "boolean" || (typeof value === "string" && value.length <= LONGEST_TEXT);
}

const LONGEST_TEXT = 200;

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "number") return String(value);
  return Array.isArray(value) ? "a list" : typeof value === "object" ? "an object" : "a long text";
}

function holds(condition: Condition, value: Figure): boolean {
  if (condition.kind === "text") return String(value) === condition.text;
  // A text that looks like a number may be one that a person formatted, so it is not taken for one.
  if (typeof value !== "number") return false;
  const { operator, than } = condition;
  switch (operator) {
    case "<":
      return value < than;
    case "<=":
      return value <= than;
    case ">":
      return value > than;
    case ">=":
      return value >= than;
    case "==":
      return value === than;
  }
}

function shownCondition(condition: Condition): string {
  return condition.kind === "text" ? JSON.stringify(condition.text) : `${condition.operator} ${condition.than}`;
}
