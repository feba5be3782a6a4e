import type { Target } from "../model/desired.ts";
import { moveForTargets } from "../model/target-move.ts";
import {
  idAdvice,
  type NextAct,
  type Plan,
  type PlanApp,
  type PlanRow,
  type Result,
  type ResultRow,
} from "../model/plan.ts";
import { planRows } from "../model/plan-rows.ts";
import { type Move, OUTCOME_CODES, type Reason, REASONS, type State, STATES } from "../model/reasons.ts";
import type { Rows } from "../model/rows.ts";

/** A row of a plan, or one with the outcome it came to. */
export type RowWithOutcome = PlanRow & Partial<Pick<ResultRow, "outcome">>;

/** Who is to act; `applier`: whoever carries plans out, where what is judged only reports. */
export type Mover = Move | "applier";

/** What rows alone do not say. */
export interface Setting {
  /** With the whole policy suspended, `suspended` means that nothing at all is carried out, which nobody means for ever. */
  readonly policySuspended: boolean;
  /** False: this run or controller never changes anything, so that no later run of it does what this one leaves. */
  readonly applies: boolean;
  /** By app: who has to be asked about it, as git says; filled in by {@link judge}. */
  readonly owners?: ReadonlyMap<string, string>;
}

/** What one row comes to, and who is to act. */
export interface RowJudgement {
  readonly state: State;
  readonly move: Mover;
}

/** An app that the catalog does not tell enough of, and what that means. */
export interface AppJudgement extends RowJudgement {
  readonly app: PlanApp;
  readonly reason: Reason;
  /** What there is to do, as it came; null: that follows from the reason alone. */
  readonly todo: string | null;
}

/** The one judgement of a plan or a result. Every form of report, exit code, metric and message follows from it. */
export interface Judgement {
  /** By which each row is judged, too. */
  readonly setting: Setting;
  /** Of the worst row, app or target. */
  readonly state: State;
  /** How many rows are in each state. */
  readonly rows: Readonly<Record<State, number>>;
  /** Apps that somebody is to have and the catalog does not tell, where no row says so. */
  readonly apps: readonly AppJudgement[];
  /** Apps that only `absent` names, that the catalog does not show and that nobody has: the assignments have done their work. */
  readonly finished: readonly PlanApp[];
  /** Targets that might hold anybody, since they were not read to their end or fit no group or several. */
  readonly targets: readonly Target[];
  /** Rows that are to be changed and are not known to be: in a plan, all that act. */
  readonly toChange: number;
  /** Rows that are to act in all, in this run or later. */
  readonly due: number;
  /** The earliest time at which a row that waits may act; null: none waits, or that is not known. */
  readonly next: NextAct | null;
  /** Rows of state `differs` or worse that are known to differ. */
  readonly knownToDiffer: number;
  /** Rows that are fine as far as is known, whose consent in force was not read. */
  readonly consentUnread: number;
  /** Who is to act, with how many rows, apps and targets each; nobody for what is `held-as-meant` or better. */
  readonly moves: ReadonlyMap<Mover, number>;
}

/** Judges a plan, or what came of it. */
export function judge(
  plan: Pick<Plan | Result, "rows" | "targets" | "apps" | "due" | "nextAct">,
  setting: Setting,
): Judgement {
  const counts = { "as-desired": 0, "held-as-meant": 0, waiting: 0, differs: 0, open: 0, unknown: 0 };
  const others = { toChange: 0, knownToDiffer: 0, consentUnread: 0 };
  let acting = 0;
  const moves = new Map<Mover, number>();
  const wanted = new Set<string>();
  const told = new Set<string>();
  const [named, undone] = [new Set<string>(), new Set<string>()];
  const noteMove = (move: Mover, times = 1): void => void moves.set(move, (moves.get(move) ?? 0) + times);
  const rows: Rows<RowWithOutcome> = plan.rows;
  for (const [row, count] of planRows(rows).kinds()) {
    const { state, move } = judgeRow(row, setting);
    counts[state] += count;
    if (isWorse(state, "held-as-meant")) noteMove(move, count);
    if (row.verdict === "act") acting += count;
    if (row.verdict === "act" && !isDone(row)) others.toChange += count;
    if (isWorse(state, "waiting") && hasKnownDrift(row)) others.knownToDiffer += count;
    if (state === "as-desired" && isConsentUnread(row)) others.consentUnread += count;
    if (row.desired?.ensure !== "absent" && row.desired?.ensure !== "leave") wanted.add(row.app);
    if (row.reason !== "not-installed") undone.add(row.app);
    named.add(row.app);
    if (row.reason !== null) told.add(`${row.app} ${row.reason}`);
  }
  const apps = plan.apps
    .filter(({ name, catalog }) => wanted.has(name) || catalog === "wrong-field")
    .flatMap(judgeApp)
    .filter(({ app, reason }) => !told.has(`${app.name} ${reason}`));
  const finished = plan.apps.filter(
    ({ name, catalog }) => catalog === "not-in-catalog" && named.has(name) && !wanted.has(name) && !undone.has(name),
  );
  const targets = unreadTargets(plan.targets);
  for (const { move } of apps) noteMove(move);
  for (const target of targets) noteMove(targetMove(target));
  const found = [
    ...STATES.filter((state) => counts[state] > 0),
    ...apps.map(({ state }) => state),
    ...(targets.length > 0 ? (["unknown"] as const) : []),
  ];
  const state = found.reduce<State>((worst, one) => (isWorse(one, worst) ? one : worst), "as-desired");
  const due = plan.due ?? acting;
  const next = counts.waiting > 0 ? (plan.nextAct ?? null) : null;
  const owners = new Map(plan.apps.flatMap(({ name, owner }) => (owner === null ? [] : [[name, owner] as const])));
  return {
    setting: owners.size === 0 ? setting : { ...setting, owners },
    state,
    rows: counts,
    apps,
    finished,
    targets,
    due,
    next,
    ...others,
    moves,
  };
}

/** How one row stands. */
export function judgeRow(row: RowWithOutcome, { policySuspended, applies }: Setting): RowJudgement {
  if (row.verdict === "act") return judgeActing(row, applies);
  const { reason } = row;
  const own = REASONS[reason].state;
  if (row.verdict === "nothing") {
    const state = driftOfSettled(row, own);
    return { state, move: state === "differs" ? "app-owner" : row.move };
  }
  if (reason === "suspended" && policySuspended) return { state: "open", move: "assignment-owner" };
  if (row.unaccepted !== undefined && row.unaccepted.length > 0) return { state: "open", move: "assignment-owner" };
  const state = row.verdict === "blocked" && row.observed.state === "unreadable" ? "unknown" : own;
  // Who only reports can go on reading, and never do what waits.
  const isLeft = row.move === "trueup" && row.verdict === "held" && !applies;
  return { state, move: isLeft ? "applier" : row.move };
}

/** In a plan it differs until somebody applies it; after that it is done, or open. */
function judgeActing(row: RowWithOutcome, applies: boolean): RowJudgement {
  const { outcome } = row;
  if (outcome === undefined) return { state: "differs", move: applies ? row.move : "applier" };
  if (isDone(row)) return { state: "as-desired", move: "none" };
  const code = outcome?.code ?? null;
  return { state: "open", move: code === null ? "trueup" : OUTCOME_CODES[code].move };
}

/** What differs though nothing is to be done. Newer than the catalog offers, which lags behind, is as desired. */
function driftOfSettled({ drift, reason }: PlanRow, own: State): State {
  const counted = drift.filter((fact) => !(fact === "ahead" && reason === "newer-than-offered"));
  if (counted.includes("unknown")) return "unknown";
  return counted.length > 0 ? "differs" : own;
}

/** What is wrong with an app that the catalog does not name, or not once. */
function judgeApp(app: PlanApp): readonly AppJudgement[] {
  const reason = UNTOLD[app.catalog];
  if (reason === null) return [];
  const { state, move } = REASONS[reason];
  const isUntold = reason === "app-not-in-catalog";
  return [{ app, reason, state, move: isUntold ? "app-owner" : move, todo: isUntold ? idAdvice(app) : null }];
}

const UNTOLD = {
  found: null,
  "not-in-catalog": "app-not-in-catalog",
  "wrong-field": "app-not-in-catalog",
  ambiguous: "app-ambiguous",
  unreadable: "catalog-unreadable",
} as const satisfies Record<PlanApp["catalog"], Reason | null>;

/** Whether `a` is worse than `b`. */
export function isWorse(a: State, b: State): boolean {
  return STATES.indexOf(a) > STATES.indexOf(b);
}

/** Whether a change of the row was read back, or was found made. */
export function isDone({ outcome }: RowWithOutcome): boolean {
  return outcome?.status === "applied" || outcome?.status === "already-done";
}

/**
 * The targets that might hold anybody, since they were not read to their end or fit no group or several. A user named
 * directly whom the directory does not have is not among them: that one is known to reach nobody else.
 */
function unreadTargets(targets: readonly Target[]): readonly Target[] {
  return targets.filter(
    (target) =>
      target.state !== "read" &&
      !(target.kind === "user" && (target.role === "to" || target.role === "ring") && target.state === "not-found"),
  );
}

/** Whose turn one target is; a row that it blocks says the same. */
export function targetMove(target: Target): ReturnType<typeof moveForTargets> {
  return moveForTargets([target]);
}

/** Who has to be asked about the app, where its owner has to act and git names one. */
export function ownerToAsk(app: string, move: Mover, { owners }: Setting): string | null {
  return move === "app-owner" ? (owners?.get(app) ?? null) : null;
}

/** Whose absence is not asked for, and who need not have the app, is neither in sync nor out of it. */
export function isConcerned({ reason, desired }: RowWithOutcome): boolean {
  return reason !== "not-applicable" && !(reason === "not-installed" && desired?.ensure !== "absent");
}

/** Whether it is said whose turn a row is: not where it acts, nor where nothing differs. */
export function isSomebodysTurn({ verdict }: RowWithOutcome, { state }: RowJudgement): boolean {
  return verdict !== "act" && (verdict !== "nothing" || isWorse(state, "held-as-meant"));
}

/** Rows that failed wait for a while and are tried again: to people that is one and the same. */
export function isTriedAgain({ outcome, reason }: RowWithOutcome): boolean {
  return outcome?.status === "failed" || reason === "backing-off";
}

/** Whether somebody has to be told that the row is not as desired: of what TrueUp goes on with, only whom it cannot read. */
export function isForPeople(row: RowWithOutcome, { state, move }: RowJudgement): boolean {
  const goesOn = (move === "trueup" || move === "applier") && row.reason !== "unreadable";
  return isWorse(state, "waiting") && !goesOn;
}

/** Whether the row waits for the hours in which changes may begin. */
export function waitsForHours({ reason }: RowWithOutcome): boolean {
  return reason === "outside-window";
}

/** Whether a later run reads the user for the first time. */
export function isReadLater({ reason }: RowWithOutcome): boolean {
  return reason === "not-read-yet";
}

/** Whether the row is known to differ, in any fact but `unknown`. */
function hasKnownDrift(row: PlanRow): boolean {
  return row.drift.some((fact) => fact !== "unknown");
}

function isConsentUnread({ verdict, observed }: PlanRow): boolean {
  return verdict === "nothing" && observed.state === "present" && observed.consent.state === "unknown";
}

/** 0: done, or as it is meant. 2: there are differences. 3: not converged. The others (1, 130, 143) have nothing to do with a plan. */
type ReportExitCode = 0 | 2 | 3;

/** Whether `--strict` was given: what is held as meant, and what waits for its turn, counts as a difference. */
interface Strictness {
  readonly strict: boolean;
}

/** The exit code of `plan`: always 0 when a plan could be made, unless `--detailed-exitcode` or `--strict` asks for more. */
export function planExitCode(
  judgement: Judgement,
  { detailed, strict }: Strictness & { readonly detailed: boolean },
): ReportExitCode {
  return detailed || strict ? lookedAt(judgement, judgement.toChange, strict) : 0;
}

/** The exit code of `drift`, and of one pass of `run` that only reports. */
export function driftExitCode(judgement: Judgement, { strict }: Strictness): ReportExitCode {
  const { rows, knownToDiffer } = judgement;
  return lookedAt(judgement, knownToDiffer + (strict ? rows["held-as-meant"] + rows.waiting : 0), strict);
}

/** @param differences how many there are that make the code 2 though something is worse */
function lookedAt({ state }: Judgement, differences: number, strict: boolean): ReportExitCode {
  if (isWorse(state, "differs")) return differences > 0 ? 2 : 3;
  return isWorse(state, strict ? "as-desired" : "waiting") ? 2 : 0;
}

/**
 * The exit code of `apply`, and of one pass of `run --apply`. What was to be done and is not is `open`; what differs beyond
 * that, such as consent, is nothing that a run does. `declined`: the question was answered with no.
 */
export function applyExitCode(judgement: Judgement | "declined"): ReportExitCode {
  return judgement === "declined" || isWorse(judgement.state, "differs") ? 3 : 0;
}

/** How a pass of `run` ended. */
export type PassOutcome =
  /** As desired, or all that is not is meant so or waits for its turn. */
  | "converged"
  /** Known differences: a controller that only reports leaves them, and one that applies cannot mend them. */
  | "differs"
  /** Something is open or could not be read. */
  | "not-converged"
  /** Put off, and tried again by itself: another run is changing the tenant, or Graph asks to wait. */
  | "standby"
  /** No plan could be made: configuration, git, sign-in, Graph out of reach. */
  | "failed";

/** How a pass ended, with what one pass ends the process with. */
export function passOutcome(
  judgement: Judgement,
  applied: boolean,
): { readonly outcome: PassOutcome; readonly exitCode: ReportExitCode } {
  const exitCode = applied ? applyExitCode(judgement) : driftExitCode(judgement, { strict: false });
  if (exitCode === 3) return { outcome: "not-converged", exitCode };
  return { outcome: isWorse(judgement.state, "waiting") ? "differs" : "converged", exitCode };
}
