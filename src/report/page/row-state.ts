import type { PlanApp, PlanRow, ResultRow } from "../../model/plan.ts";
import { type Move, OUTCOME_CODES, REASONS } from "../../model/reasons.ts";
import { heldMove } from "../text/not-acting.ts";
import { codeSentence, outcomeMove } from "../text/outcomes.ts";

/** A row of a plan, or one with the outcome it came to. */
export type PageRow = PlanRow & Partial<Pick<ResultRow, "outcome">>;

/** Where a row stands now, after what a run did about it. */
export type RowState = keyof typeof ROW_STATES;

/** Every state a row can be in, in the order in which they are shown. */
export const ROW_STATES = {
  "in-sync": { name: "as desired", mark: "✓", says: "what people have is what the desired state wants" },
  differs: { name: "differs, nothing to do", mark: "≠", says: "it differs, but no change is wanted or possible" },
  "to-change": { name: "to change", mark: "→", says: "a run with the right to change would do it" },
  "not-done": { name: "tried, not done", mark: "!", says: "the last run wanted to change it and did not end well" },
  held: { name: "held", mark: "=", says: "a change could help, policy does not allow it now" },
  blocked: { name: "blocked", mark: "×", says: "no change can help until somebody acts" },
  "not-concerned": {
    name: "without the app",
    mark: "–",
    says: "nothing is wanted: these people need not have the app",
  },
} as const satisfies Record<string, { readonly name: string; readonly mark: string; readonly says: string }>;

/** How many rows are in each state. */
export type StateCounts = Readonly<Record<RowState, number>>;

/** Where the row stands. What was done and read back is as desired, whatever was seen before. */
export function stateOf(row: PageRow): RowState {
  switch (row.verdict) {
    case "held":
    case "blocked":
      return row.verdict;
    case "act":
      if (isDone(row)) return "in-sync";
      return row.outcome === undefined ? "to-change" : "not-done";
    case "nothing":
      if (row.drift.length > 0) return "differs";
      return isConcerned(row) ? "in-sync" : "not-concerned";
  }
}

/** Whether a change of the row was read back, or was found made. */
export function isDone({ outcome }: PageRow): boolean {
  return outcome?.status === "applied" || outcome?.status === "already-done";
}

/** Whether somebody, or a later run, has to do something about it. */
export function isOpen(state: RowState): boolean {
  return state === "to-change" || state === "not-done" || state === "held" || state === "blocked";
}

/** Whose absence is not asked for, and who need not have the app, is neither in sync nor out of it. */
function isConcerned({ reason, desired }: PageRow): boolean {
  return reason !== "not-applicable" && !(reason === "not-installed" && desired?.ensure !== "absent");
}

/** What somebody has of the app now, as far as is known. */
export type VersionNow =
  | { readonly kind: "version"; readonly version: string | null }
  | { readonly kind: "not-installed" }
  | { readonly kind: "not-known" };

/** What the person has after what was done, or as it was read. */
export function versionNow(row: PageRow, app: PlanApp | null): VersionNow {
  if (isDone(row)) {
    if (row.action === "uninstall") return { kind: "not-installed" };
    return { kind: "version", version: app?.offered?.version ?? null };
  }
  const { observed } = row;
  if (observed.state === "present") return { kind: "version", version: observed.version };
  return { kind: observed.state === "absent" ? "not-installed" : "not-known" };
}

/** ISO time of the reading that the row rests on; null: none was needed or made. */
export function readAt(row: PageRow): string | null {
  if (isDone(row)) return row.outcome?.at ?? null;
  return row.observed.state === "not-observed" ? null : row.observed.at;
}

/** Why the row is where it is: the code, the sentence of its table, and whose turn it is. */
export interface Why {
  readonly code: string | null;
  readonly sentence: string;
  readonly move: Move;
  /** The row's own facts; null where the sentence says it all. */
  readonly detail: string | null;
}

/** @param policySuspended the policy suspends everything, so that its owner has to let it go on */
export function whyOf(row: PageRow, policySuspended: boolean): Why {
  const { outcome } = row;
  if (row.verdict === "act" && outcome != null && isDone(row)) {
    const sentence = outcome.status === "applied" ? "changed, and read back" : "found changed already";
    return { code: outcome.status, sentence, move: "none", detail: outcome.message };
  }
  if (row.verdict === "act" && outcome !== undefined) {
    const code = outcome?.code ?? null;
    return {
      code: code ?? "not-tried",
      sentence: code === null ? codeSentence(outcome) : OUTCOME_CODES[code].sentence,
      move: outcomeMove({ ...row, outcome }),
      detail: outcome?.message ?? null,
    };
  }
  if (row.reason === null) {
    return { code: null, sentence: ACTIONS[row.action ?? "upgrade"], move: row.move, detail: row.detail };
  }
  const move = row.verdict === "held" ? heldMove(row, policySuspended) : row.move;
  return { code: row.reason, sentence: REASONS[row.reason].sentence, move, detail: row.detail };
}

const ACTIONS = {
  install: "not installed, and should be",
  upgrade: "older than desired",
  uninstall: "installed, and should not be",
} as const;
