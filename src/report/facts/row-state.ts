import type { Outcome, OutcomeStatus, PlanApp, PlanRow, ResultRow } from "../../model/plan.ts";
import { type Move, OUTCOME_CODES, REASONS } from "../../model/reasons.ts";

/** A suspended app is as somebody meant it; a suspended policy stops everything until its owner lets it go on. */
export function heldMove(row: PlanRow, policySuspended: boolean): Move {
  return row.reason === "suspended" && policySuspended ? "assignment-owner" : row.move;
}

/** The reason in words; the sentence alone, without this row's own values. */
export function why(row: PlanRow): string {
  return row.reason === null ? "no reason was given" : REASONS[row.reason].sentence;
}

/** What heads the rows that ended so. */
export const OUTCOME_TITLES = {
  unverified: "NOT VERIFIED, so perhaps not done",
  failed: "FAILED",
  "not-tried": "Not tried",
} as const;

/** Whose turn it is for a row that was to act and is not done. Without a known outcome a later run looks again. */
export function outcomeMove(row: ResultRow) {
  const code = row.outcome?.code ?? null;
  return code === null ? "trueup" : OUTCOME_CODES[code].move;
}

/** Why the row ended so. */
export function codeSentence(outcome: Outcome | null): string {
  if (outcome === null) return "the run ended without an outcome for it";
  return outcome.code === null ? "no reason was given" : OUTCOME_CODES[outcome.code].sentence;
}

/** A row that was to act and has no outcome is one that was not tried. */
export function rowsEnded(rows: readonly ResultRow[], status: OutcomeStatus): readonly ResultRow[] {
  return rows.filter((row) => row.verdict === "act" && (row.outcome?.status ?? "not-tried") === status);
}

/** A row of a plan, or one with the outcome it came to. */
export type RowWithOutcome = PlanRow & Partial<Pick<ResultRow, "outcome">>;

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
export function stateOf(row: RowWithOutcome): RowState {
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
export function isDone({ outcome }: RowWithOutcome): boolean {
  return outcome?.status === "applied" || outcome?.status === "already-done";
}

/** Whether somebody, or a later run, has to do something about it. */
export function isOpen(state: RowState): boolean {
  return state === "to-change" || state === "not-done" || state === "held" || state === "blocked";
}

/** Whose absence is not asked for, and who need not have the app, is neither in sync nor out of it. */
function isConcerned({ reason, desired }: RowWithOutcome): boolean {
  return reason !== "not-applicable" && !(reason === "not-installed" && desired?.ensure !== "absent");
}

/** What somebody has of the app now, as far as is known. */
type VersionNow =
  | { readonly kind: "version"; readonly version: string | null }
  | { readonly kind: "not-installed" }
  | { readonly kind: "not-known" };

/** What the person has after what was done, or as it was read. */
export function versionNow(row: RowWithOutcome, app: PlanApp | null): VersionNow {
  if (isDone(row)) {
    if (row.action === "uninstall") return { kind: "not-installed" };
    return { kind: "version", version: app?.offered?.version ?? null };
  }
  const { observed } = row;
  if (observed.state === "present") return { kind: "version", version: observed.version };
  return { kind: observed.state === "absent" ? "not-installed" : "not-known" };
}

/** ISO time of the reading that the row rests on; null: none was needed or made. */
export function readAt(row: RowWithOutcome): string | null {
  if (isDone(row)) return row.outcome?.at ?? null;
  return row.observed.state === "not-observed" ? null : row.observed.at;
}

/** Why the row is where it is: the code, the sentence of its table, and whose turn it is. */
interface Why {
  readonly code: string | null;
  readonly sentence: string;
  readonly move: Move;
  /** The row's own facts; null where the sentence says it all. */
  readonly detail: string | null;
}

/** @param policySuspended the policy suspends everything, so that its owner has to let it go on */
export function whyOf(row: RowWithOutcome, policySuspended: boolean): Why {
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
