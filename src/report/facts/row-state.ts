import { MOVES } from "./wording.ts";
import { printable } from "./printable.ts";
import type { Outcome, OutcomeStatus, PlanApp, PlanRow, ResultRow, Verdict } from "../../model/plan.ts";
import { planRows, type PlanRows } from "../../model/plan-rows.ts";
import { DRIFT_FACTS, OUTCOME_CODES, type Reason, REASONS, type State } from "../../model/reasons.ts";
import type { Rows } from "../../model/rows.ts";
import {
  isConcerned,
  isDone,
  judgeRow,
  type Mover,
  ownerToAsk,
  type RowWithOutcome,
  type Setting,
} from "../../plan/convergence.ts";

/** Who has to act on a row, for people: the owner of the app by name where git says it. */
export function whoActs(row: RowWithOutcome, setting: Setting, quote: (text: string) => string = printable): string {
  const { move } = judgeRow(row, setting);
  const owner = ownerToAsk(row.app, move, setting);
  return owner === null ? MOVES[move] : `${MOVES[move]}, ${quote(owner)}`;
}

/** The reason in words; the sentence alone, without this row's own values. */
export function why({ reason }: { readonly reason: Reason }): string {
  return REASONS[reason].sentence;
}

/** A row of one verdict. */
export type RowOf<Decided extends Verdict, Row extends PlanRow = PlanRow> = Row & { readonly verdict: Decided };

/** The rows of these verdicts. */
export function rowsOf<Decided extends Verdict, Row extends PlanRow>(
  rows: Rows<Row>,
  ...verdicts: readonly Decided[]
): PlanRows<RowOf<Decided, Row>> {
  const isOne = (row: Row): row is RowOf<Decided, Row> => verdicts.some((verdict) => row.verdict === verdict);
  return planRows(rows).ofKinds(isOne);
}

/** What heads the rows that ended so. */
export const OUTCOME_TITLES = {
  unverified: "NOT VERIFIED, so perhaps not done",
  failed: "FAILED",
  "not-tried": "Not tried",
} as const;

/** Why the row ended so. */
export function codeSentence(outcome: Outcome | null): string {
  if (outcome === null) return "the run ended without an outcome for it";
  return outcome.code === null ? "no reason was given" : OUTCOME_CODES[outcome.code].sentence;
}

/** The rows that were to act and ended so; one without an outcome was not tried. */
export function rowsEnded(rows: Rows<ResultRow>, status: OutcomeStatus): Rows<RowOf<"act", ResultRow>> {
  return rowsOf(rows, "act").filter(({ outcome }) => (outcome?.status ?? "not-tried") === status);
}

/** Where a row stands: as it is judged, with those apart who need not have the app. */
export type RowState = State | "not-concerned";

/** Every state a row can be in, in the order in which they are shown. */
export const ROW_STATES = {
  "as-desired": { name: "as desired", mark: "✓", says: "what people have is what the desired state wants" },
  differs: { name: "differs", mark: "→", says: "it differs, and nothing keeps anybody from mending it" },
  waiting: { name: "waits", mark: "…", says: "its turn has not come yet; nobody has to do anything" },
  "held-as-meant": { name: "held as meant", mark: "=", says: "it is left as it is, as the desired state wants it" },
  open: { name: "open", mark: "×", says: "held, blocked or failed, until somebody acts" },
  unknown: { name: "not known", mark: "?", says: "it could not be read, or was not read yet" },
  "not-concerned": {
    name: "without the app",
    mark: "–",
    says: "nothing is wanted: these people need not have the app",
  },
} as const satisfies Record<RowState, { readonly name: string; readonly mark: string; readonly says: string }>;

/** How many rows are in each state. */
export type StateCounts = Readonly<Record<RowState, number>>;

/** Where the row stands. What was done and read back is as desired, whatever was seen before. */
export function rowState(row: RowWithOutcome, setting: Setting): RowState {
  const { state } = judgeRow(row, setting);
  return state !== "as-desired" || isConcerned(row) ? state : "not-concerned";
}

/** Whether there is something to say about it. */
export function isListed(state: RowState): boolean {
  return state !== "as-desired" && state !== "not-concerned";
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
  readonly move: Mover;
  /** The row's own facts; null where the sentence says it all. */
  readonly detail: string | null;
}

/** The words for how a row stands. */
export function whyOf(row: RowWithOutcome, setting: Setting): Why {
  const { outcome, detail } = row;
  const { state, move } = judgeRow(row, setting);
  if (row.verdict === "act" && outcome !== undefined) {
    const said = { move, detail: outcome?.message ?? null };
    if (outcome === null || !isDone(row)) {
      return { ...said, code: outcome?.code ?? "not-tried", sentence: codeSentence(outcome) };
    }
    const sentence = outcome.status === "applied" ? "changed, and read back" : "found changed already";
    return { ...said, code: outcome.status, sentence };
  }
  if (row.verdict === "act") {
    const isRepair =
      row.action === "upgrade" && row.drift.includes("consent-narrower") && !row.drift.includes("outdated");
    return { code: null, sentence: ACTIONS[isRepair ? "reinstall" : row.action], move, detail };
  }
  const { reason } = row;
  const [fact] = row.drift;
  if (row.verdict === "nothing" && state === "differs" && fact !== undefined) {
    return { code: fact, sentence: DRIFT_FACTS[fact].sentence, move, detail };
  }
  return { code: reason, sentence: REASONS[reason].sentence, move, detail };
}

const ACTIONS = {
  install: "not installed, and should be",
  upgrade: "older than desired",
  uninstall: "installed, and should not be",
  replace: "an earlier upload is installed, which the app replaces",
  reinstall: "less consent in force than the installed version requires",
} as const;
