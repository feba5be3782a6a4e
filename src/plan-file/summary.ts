import type { Knowledge } from "../model/events.ts";
import type { OutcomeStatus, PlanApp, PlanRow, ResultRow } from "../model/plan.ts";
import { planRows } from "../model/plan-rows.ts";
import type { Rows } from "../model/rows.ts";
import type * as Json from "./schema.d.ts";

/** What the judgement tells. */
type Judged = "state" | "due" | "waiting" | "nextAt";

/** How many rows of each kind; the counts of actions are of rows that act, so a held upgrade is not among them. */
export type Summary = Omit<Json.Summary, Judged>;

/** The same after `apply`, with how the rows that were to act ended. */
export type ResultSummary = Omit<Json.ResultSummary, Judged>;

/** Counts rows by their kinds. The properties are in the order of the JSON output. */
export function summarize(rows: Rows<PlanRow>): Summary {
  const verdicts = { nothing: 0, act: 0, held: 0, blocked: 0 };
  const actions = { install: 0, upgrade: 0, uninstall: 0, replace: 0, reinstall: 0 };
  const summary = { rows: 0, ...verdicts, ...actions, unreadable: 0, notInstalled: 0 };
  for (const [row, count] of planRows(rows).kinds()) {
    summary.rows += count;
    summary[row.verdict] += count;
    if (row.verdict === "act") summary[row.action] += count;
    if (row.observed.state === "unreadable") summary.unreadable += count;
    if (row.reason === "not-installed") summary.notInstalled += count;
  }
  return summary;
}

/** As {@link summarize}, with the outcomes. A row that was to act and has no outcome counts as not tried. */
export function summarizeResult(rows: Rows<ResultRow>): ResultSummary {
  const outcomes = { applied: 0, alreadyDone: 0, unverified: 0, failed: 0, notTried: 0 };
  for (const [row, count] of planRows(rows).kinds()) {
    if (row.verdict === "act") outcomes[COUNTED_AS[row.outcome?.status ?? "not-tried"]] += count;
  }
  return { ...summarize(rows), ...outcomes };
}

const COUNTED_AS = {
  applied: "applied",
  "already-done": "alreadyDone",
  unverified: "unverified",
  failed: "failed",
  "not-tried": "notTried",
} as const satisfies Record<OutcomeStatus, keyof ResultSummary>;

/** How much of a plan can be relied on between readings. */
export interface Certainty extends Pick<Knowledge, "audit" | "rate"> {
  /** Rows that are known as they were within a day: by a reading, or since every change after it would have been told. */
  readonly known: number;
  /** Rows that need a look. */
  readonly rows: number;
}

const DAY_MS = 24 * 60 * 60_000;

/** Null where nobody tells of changes. `createdAt` is an ISO time. */
export function certaintyOf(
  { rows, apps }: { readonly rows: Rows<PlanRow>; readonly apps: readonly Pick<PlanApp, "name" | "id">[] },
  { createdAt, knowledge }: { readonly createdAt: string; readonly knowledge?: Knowledge | undefined },
): Certainty | null {
  if (knowledge === undefined) return null;
  const nowMs = Date.parse(createdAt);
  const heardSince = new Map(
    apps.flatMap(({ name, id }) => {
      const own = knowledge.subscriptions.find(({ appId }) => appId === id?.toLowerCase());
      return own === undefined || own.expiresAtMs <= nowMs ? [] : [[name, own.sinceMs] as const];
    }),
  );
  const counts = { known: 0, rows: 0 };
  for (const { app, observed } of rows) {
    if (observed.state === "not-observed") continue;
    counts.rows += 1;
    if (observed.state === "unreadable" || observed.at === null) continue;
    const readAtMs = Date.parse(observed.at);
    const isHeard = readAtMs >= (heardSince.get(app) ?? Number.POSITIVE_INFINITY);
    if (isHeard || readAtMs >= nowMs - DAY_MS) counts.known += 1;
  }
  return { ...counts, audit: knowledge.audit, rate: knowledge.rate };
}

/** Where what the rows rest on comes from. `startedAt` is the ISO time at which this run began: what was seen before is remembered. */
export function countObservations(rows: Rows<PlanRow>, startedAt: string): Json.Observations {
  const counts = { now: 0, remembered: 0, notReadYet: 0, oldestAt: null as string | null };
  for (const { observed, reason } of rows) {
    if (reason === "not-read-yet") counts.notReadYet += 1;
    if (observed.state === "not-observed" || observed.at === null) continue;
    // ISO times of the same form sort as text.
    if (observed.at < startedAt) counts.remembered += 1;
    else counts.now += 1;
    if (counts.oldestAt === null || observed.at < counts.oldestAt) counts.oldestAt = observed.at;
  }
  return counts;
}
