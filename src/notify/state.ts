import type { ControllerStatus } from "../controller/controller.ts";
import type { PassReport } from "../controller/pass-report.ts";
import type { Action, Plan, PlanRow, Result, ResultRow } from "../model/plan.ts";
import { DRIFT_FACTS, type DriftFact, type Reason, REASONS, type State } from "../model/reasons.ts";
import type { Rows } from "../model/rows.ts";
import {
  isForPeople,
  isReadLater,
  isTriedAgain,
  type Judgement,
  judgeRow,
  type Mover,
  ownerToAsk,
  type PassOutcome,
  type RowWithOutcome,
  type Setting,
  targetMove,
} from "../plan/convergence.ts";
import { wayText, wayFinder } from "../plan/way-out.ts";
import { type People, peopleInText } from "../report/facts/people.ts";
import { number } from "../report/facts/wording.ts";
import { whyOf } from "../report/facts/row-state.ts";
import { type RolloutNews, rolloutNews } from "./rollouts.ts";
import { inert, NAME_LENGTH, SENTENCE_LENGTH } from "../report/facts/inert.ts";

/** What may be wrong apart from rows that wait for a reason of the plan. A closed set. */
const STANDING_CODES = [
  "pass-failed",
  "source-not-in-use",
  "suspended",
  "changes-frozen",
  "exception-ends",
  "store-unusable",
  "budget-exhausted",
  "targets-unread",
  "not-done",
] as const;
type StandingCode = (typeof STANDING_CODES)[number];

/** Whether a text is the code of some trouble. */
export function isTroubleCode(text: unknown): text is Trouble["code"] {
  return typeof text === "string" && (STANDING_CODES.some((code) => code === text) || isCode(text));
}

/** Something that a person may have to act on. */
export interface Trouble {
  /** Tells it from every other, and stays the same for as long as it is the same to whoever has to act. */
  readonly key: string;
  readonly code: StandingCode | Reason | DriftFact;
  /** Null where it concerns everything. */
  readonly app: string | null;
  /** As people know the app; data of others. Null where it is not known. */
  readonly displayName: string | null;
  /** Rows, which are people since an app has one for each; targets; 1 where nothing is counted. */
  readonly count: number;
  /** Our own words; lower case, no period. */
  readonly sentence: string;
  /** Words that came with it, at most 300 characters, without people and without what could break a line; may be null. */
  readonly detail: string | null;
  /** Whose turn it is; null where that cannot be told. */
  readonly move: Mover | null;
  /** Who has to be asked, as git says, where the owner of the app has to act; data of others. Null: git does not say. */
  readonly owner: string | null;
  /** Where to go, and what to do there, for most of them; data of others. Null: that is not known. */
  readonly wayOut: string | null;
  /** True: it has come up once more, though it never went away. */
  readonly anew: boolean;
  /** Whether only a plan can tell that it is over. */
  readonly inPlan: boolean;
}

/** What was changed for an app. */
export interface Changed {
  readonly app: string;
  readonly action: Action;
  readonly count: number;
}

/** All of a pass that people are told about. A pure function of what the pass came to. */
export interface PassState {
  readonly atMs: number;
  readonly pass: { readonly number: number; readonly trigger: string };
  readonly outcome: PassOutcome;
  /** Null when no plan could be made. */
  readonly state: State | null;
  readonly commit: string | null;
  readonly troubles: ReadonlyMap<string, Trouble>;
  /** By app: rows of which it is not known how they are. Null when no plan could be made: then that is so for all. */
  readonly unknownRows: ReadonlyMap<string, number> | null;
  readonly changed: readonly Changed[];
  /** How the rollouts stand. */
  readonly rollouts: readonly RolloutNews[];
}

/** @param people how free text that came with the rows speaks of them */
export function stateOf(report: PassReport, standing: ControllerStatus, people: People): PassState {
  const { pass, plan, judgement } = report;
  const inText = peopleInText(plan?.rows ?? [], people);
  const quote = (text: string): string => inert(inText.without(text, SENTENCE_LENGTH), SENTENCE_LENGTH);
  const found = plan === null || judgement === null ? [] : [...planTroubles(plan, judgement, report.budgetLeft, quote)];
  const troubles = [...standingTroubles(report, standing, quote), ...found];
  return {
    atMs: report.endedAtMs,
    pass: { number: pass.number, trigger: pass.trigger },
    outcome: report.outcome,
    state: judgement?.state ?? null,
    commit: report.commit,
    troubles: new Map(troubles.map((trouble) => [trouble.key, trouble])),
    unknownRows: plan === null || judgement === null ? null : countUnknown(plan.rows, judgement.setting),
    changed: plan === null ? [] : changesOf(plan.rows),
    rollouts: rolloutNews(plan?.rollouts ?? [], report.endedAtMs),
  };
}

function* standingTroubles(
  report: PassReport,
  standing: ControllerStatus,
  quote: (text: string) => string,
): Iterable<Trouble> {
  const whole = (
    code: StandingCode,
    sentence: string,
    detail: string | null,
    move: Mover | null,
    anew = false,
  ): Trouble => ({
    key: code,
    code,
    app: null,
    displayName: null,
    count: 1,
    sentence,
    detail: detail === null ? null : quote(detail),
    move,
    owner: null,
    wayOut: null,
    anew,
    inPlan: false,
  });
  const { sourceProblem, suspended, frozen, storeTrouble } = standing;
  if (report.outcome === "failed") {
    yield whole("pass-failed", "no plan could be made", report.problem, null);
  }
  if (sourceProblem !== null) {
    const isAnother = report.pass.trigger === "commit";
    const sentence = "the newest desired state is not in use, so nothing is changed";
    yield whole("source-not-in-use", sentence, sourceProblem, "assignment-owner", isAnother);
  }
  if (suspended !== null) yield whole("suspended", "all changes are suspended", suspended, null);
  if (frozen !== null) yield whole("changes-frozen", "somebody froze changes", frozen, null);
  if (storeTrouble !== null) {
    yield whole("store-unusable", "what passes see and do cannot be kept", storeTrouble, null);
  }
}

function* planTroubles(
  plan: Plan | Result,
  { targets, setting }: Judgement,
  budgetLeft: number | null,
  quote: (text: string) => string,
): Iterable<Trouble> {
  const whole = { app: null, displayName: null, detail: null, owner: null, wayOut: null, anew: false, inPlan: true };
  const moves = new Set(targets.map(targetMove));
  for (const move of moves) {
    const count = targets.filter((target) => targetMove(target) === move).length;
    const { key, sentence } = TARGETS_UNREAD[move];
    yield { ...whole, key, code: "targets-unread", count, sentence, move };
  }
  const left = plan.rows.filter(isReadLater).length;
  if (budgetLeft !== null && (budgetLeft === 0 || left > 0)) {
    const sentence = "the budget was used up before everybody was reached; the next pass goes on";
    yield { ...whole, key: "budget-exhausted", code: "budget-exhausted", count: left, sentence, move: "trueup" };
  }
  for (const { app, state, until, acts, owner, reason } of plan.exceptions ?? []) {
    if (state !== "ends-soon" || acts === 0) continue;
    const sentence = `an exception ends ${until}, and these people are changed then`;
    const detail = quote(`owner ${owner}: ${reason}`);
    const key = `exception-ends ${app} ${until}`;
    yield { ...whole, key, code: "exception-ends", app, count: acts, sentence, detail, move: "assignment-owner" };
  }
  const apps = new Map(plan.apps.map((one) => [one.name, one]));
  for (const { code, app, move, rows, detail, sentence, ways } of gather(plan, setting)) {
    const name = apps.get(app)?.displayName ?? null;
    const owner = ownerToAsk(app, move, setting);
    yield {
      key: `${code} ${app}`,
      code,
      app,
      displayName: name === null ? null : inert(name, NAME_LENGTH),
      count: rows,
      sentence,
      detail: detail === null ? null : quote(detail),
      move,
      owner: owner === null ? null : inert(owner, NAME_LENGTH),
      wayOut: mostFrequent(ways, quote),
      anew: false,
      inPlan: true,
    };
  }
}

const TARGETS_UNREAD = {
  "directory-admin": {
    key: "targets-unread",
    sentence: "groups, lists or exceptions could not be read to their end",
  },
  "assignment-owner": {
    key: "targets-not-found",
    sentence: "names of groups or people fit nothing in the directory, or several things",
  },
} as const;

/** `policy.yaml:4: write maxChanges: 140`, and that others go another way where they do; null: none is known. */
function mostFrequent(ways: ReadonlyMap<string, number>, quote: (text: string) => string): string | null {
  const [first, ...others] = [...ways].sort(([, a], [, b]) => b - a);
  if (first === undefined) return null;
  const rest = others.reduce((sum, [, rows]) => sum + rows, 0);
  return `${quote(first[0])}${rest === 0 ? "" : ` (another place for ${number(rest)})`}`;
}

/** How many ways of one trouble are told apart while counting. */
const WAYS_COUNTED = 200;

interface Gathered {
  readonly code: Trouble["code"];
  readonly app: string;
  readonly move: Mover;
  readonly sentence: string;
  rows: number;
  /** The same for all rows, else null. */
  detail: string | null;
  /** Where to go and what to do, with how many rows each. */
  readonly ways: Map<string, number>;
}

/** Rows that wait for somebody, or were not done, by app and reason. */
function gather(plan: Plan | Result, setting: Setting): Iterable<Gathered> {
  const rows: Rows<RowWithOutcome> = plan.rows;
  const find = wayFinder(plan);
  const found = new Map<string, Gathered>();
  for (const row of rows) {
    const one = waitingOf(row, setting);
    if (one === null) continue;
    const key = `${one.code} ${one.app}`;
    const known = found.get(key) ?? one;
    found.set(key, known);
    const way = find(row);
    const text = way === null ? null : wayText(way);
    if (text !== null && (known.ways.has(text) || known.ways.size < WAYS_COUNTED))
      known.ways.set(text, (known.ways.get(text) ?? 0) + 1);
    if (known === one) continue;
    known.rows += 1;
    if (known.detail !== one.detail) known.detail = null;
  }
  return found.values();
}

function waitingOf(row: RowWithOutcome, setting: Setting): Gathered | null {
  const { app } = row;
  const judged = judgeRow(row, setting);
  const { move } = judged;
  if (isTriedAgain(row)) {
    const sentence = "changes were refused, had no effect or did not last; they are tried again, ever more rarely";
    const detail = row.outcome?.status === "failed" ? whyOf(row, setting).sentence : null;
    return { code: "not-done", app, move, sentence, rows: 1, detail, ways: new Map() };
  }
  // What TrueUp itself goes on with is said by metrics.
  if (!isForPeople(row, judged)) return null;
  const { code, sentence, detail } = whyOf(row, setting);
  return isCode(code) ? { code, app, move, sentence, rows: 1, detail, ways: new Map() } : null;
}

function isCode(code: string | null): code is Reason | DriftFact {
  return code !== null && (Object.hasOwn(REASONS, code) || Object.hasOwn(DRIFT_FACTS, code));
}

function countUnknown(rows: Rows<RowWithOutcome>, setting: Setting): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    if (judgeRow(row, setting).state === "unknown") counts.set(row.app, (counts.get(row.app) ?? 0) + 1);
  }
  return counts;
}

function changesOf(rows: Rows<PlanRow | ResultRow>): readonly Changed[] {
  const counts = new Map<string, { app: string; action: Action; count: number }>();
  for (const row of rows) {
    const { app, action } = row;
    if (action === null || !("outcome" in row) || row.outcome?.status !== "applied") continue;
    const key = `${app} ${action}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { app, action, count: 1 });
    else known.count += 1;
  }
  return [...counts.values()];
}
