import type { PassOutcome } from "../../plan/convergence.ts";
import { ago, duration, number } from "../facts/wording.ts";
import { type Column, table } from "./elements.ts";
import { commitCode, data, html, type Html, SENTENCE_LENGTH, time } from "./html.ts";

/** One pass of the controller, without its plan: small enough to be kept for a while. */
export interface PassSummary {
  readonly number: number;
  readonly trigger: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly outcome: PassOutcome;
  /** Null: the desired state is in no git. */
  readonly commit: string | null;
  /** `12 rows: 3 applied, 1 held`; null when no plan could be made. */
  readonly summary: string | null;
  /** Why it failed, or only reported; null when neither. */
  readonly problem: string | null;
}

/** How many passes are kept. */
export const KEPT_PASSES = 50;

const OUTCOMES = {
  converged: { mark: "✓", tone: "good", name: "converged" },
  differs: { mark: "≠", tone: "busy", name: "differs" },
  "not-converged": { mark: "!", tone: "wait", name: "not converged" },
  standby: { mark: "…", tone: "quiet", name: "put off" },
  failed: { mark: "×", tone: "stop", name: "failed" },
} as const satisfies Record<PassSummary["outcome"], { mark: string; tone: string; name: string }>;

/** The last passes, the newest first. */
export function passesSection(passes: readonly PassSummary[], nowMs: number, quote: (text: string) => string): Html {
  const rows = passes.map((pass) => [
    html`${number(pass.number)}`,
    outcomeBadge(pass.outcome),
    html`${time(pass.endedAtMs)}<br><span class="quiet">${ago(nowMs - pass.endedAtMs)}</span>`,
    duration((pass.endedAtMs - pass.startedAtMs) / 1000),
    TRIGGERS[pass.trigger] ?? pass.trigger,
    pass.commit === null ? "in no git" : commitCode(pass.commit),
    whatHappened(pass, quote),
  ]);
  const body =
    passes.length === 0
      ? html`<p>No pass has ended yet.</p>`
      : table(
          "passes-table",
          passes.length < KEPT_PASSES
            ? "Passes since the controller started, the newest first"
            : `The last ${passes.length} passes, the newest first`,
          COLUMNS,
          rows,
        );
  return html`<section id="passes" aria-labelledby="passes-title"><h2 id="passes-title">Last passes</h2>
${body}</section>
`;
}

const COLUMNS: readonly Column[] = [
  { title: "Pass" },
  { title: "Ended as" },
  { title: "When" },
  { title: "Took" },
  { title: "Started by" },
  { title: "Commit" },
  { title: "What came of it", holds: "sentence" },
];

/** How a pass ended, in a word and a mark. */
function outcomeBadge(outcome: PassSummary["outcome"]): Html {
  const { mark, tone, name } = OUTCOMES[outcome];
  return html`<span class="badge ${tone}"><span aria-hidden="true">${mark}</span> ${name}</span>`;
}

const TRIGGERS: Readonly<Record<string, string>> = {
  start: "the start",
  schedule: "the schedule",
  commit: "a commit",
  catalog: "the catalog",
  request: "a request",
  signal: "a signal",
  retry: "what was missed",
  event: "a change that was told",
};

function whatHappened({ summary, problem }: PassSummary, quote: (text: string) => string): Html {
  const problemText = problem === null ? null : data(quote(problem), SENTENCE_LENGTH);
  if (summary === null) return html`${problemText ?? "no plan could be made"}`;
  return problemText === null ? html`${summary}` : html`${summary}<br><span class="quiet">${problemText}</span>`;
}
