import type { WriteJournal } from "../apply/journal.ts";
import type { Filters, Target } from "../model/desired.ts";
import {
  type ActingRow,
  type DecidedPlan,
  type DecidedRow,
  held,
  type LateHold,
  nextAct,
  type Result,
} from "../model/plan.ts";
import { byKind, planRows, rowsByApp } from "../model/plan-rows.ts";
import { REASONS } from "../model/reasons.ts";
import type { Policy } from "../model/policy.ts";
import type { Rollout, RolloutEvent, RolloutProgress, RolloutState } from "../model/rollout.ts";
import type { Rows } from "../model/rows.ts";
import { localTime } from "../model/time-zone.ts";
import { openMsBetween, opensFrom } from "../model/window.ts";
import { advance, type Step } from "../rollout/advance.ts";
import { conclude } from "../rollout/conclude.ts";
import { askDuringRun, describeGate } from "../rollout/gates.ts";
import { withHalt } from "../rollout/halts.ts";
import { holdsOf } from "../rollout/hold.ts";
import { countOutcome, measureOutcomes, withRemovals } from "../rollout/measure.ts";
import type { RolloutStore, Watched } from "../rollout/ports.ts";
import { progressOf } from "../rollout/progress.ts";
import { isBrought, rereadsOf, WAITS_FOR_RING } from "../rollout/rereads.ts";
import { rememberingFractions } from "../rollout/ring-of-person.ts";
import type { Situation } from "../rollout/situation.ts";
import { supersede } from "../rollout/state.ts";
import { isComplete, isRolledOut, type Row } from "../rollout/tally.ts";
import { watchPeople } from "../rollout/watching.ts";
import type { Recall, Recalled } from "./recall.ts";

/** What the rollouts of a run decided, and what is done with it. */
export interface FollowedRollouts {
  /** Decides whom each version reaches now: holds the rows that wait for their ring, and says how each rollout stands. */
  readonly hold: (plan: DecidedPlan) => DecidedPlan;
  /** Adds to a plan that nothing changes any more what its rollouts will have read again. */
  readonly bill: (plan: DecidedPlan) => DecidedPlan;
  /** Keeps what was decided, before the first write; false: it cannot be kept, so nothing may be written. */
  readonly keep: () => Promise<boolean>;
  /** Notes how rows end: a gate that fails in the middle of the run halts its app at once. */
  readonly journal: WriteJournal;
  /** Why such a row may not begin where nothing could be kept; null: it is none of a rollout's. */
  readonly notKept: (row: Pick<ActingRow, "app" | "action">) => LateHold | null;
  /** Why no further such row may begin; null: it may. */
  readonly heldNow: (row: Pick<ActingRow, "app" | "action">) => LateHold | null;
  /** Notes what came of the run. */
  readonly conclude: (result: Result, nowMs: number) => Promise<Result>;
}

/** One rollout within a run. It is the only thing here that changes. */
interface OneRollout {
  readonly recalled: Recalled;
  readonly situation: Situation;
  step: Step;
  /** Those of whom something else is to be kept than before. */
  readonly watched: readonly Watched[];
  readonly allWatched: readonly Watched[];
  halted: LateHold | null;
}

/** The rollouts of one run. Nothing is kept before `keep` is called. */
export function followRollouts(
  recall: Recall,
  policy: Policy,
  memory: RolloutStore | null,
  record: (event: RolloutEvent) => Promise<void>,
  nowMs: number,
): FollowedRollouts {
  const all = new Map<string, OneRollout>();
  const save = async (states: readonly RolloutState[], events: readonly RolloutEvent[]): Promise<void> => {
    await memory?.keep(states);
    for (const event of events) await record(event);
  };
  return {
    hold(plan) {
      const rowsOf = rowsByApp(plan.rows);
      for (const recalled of recall.apps) {
        const { app } = recalled.definition;
        all.set(app, begin(recalled, rowsOf.get(app) ?? NO_ROWS, plan, policy, nowMs));
      }
      return withHolds(plan, all, recall.forgotten, policy);
    },
    bill(plan) {
      const rowsOf = rowsByApp(plan.rows);
      const rollouts = plan.rollouts?.map((progress): RolloutProgress => {
        const one = all.get(progress.app);
        return one === undefined ? progress : withRereads(progress, one, rowsOf.get(progress.app) ?? NO_ROWS, nowMs);
      });
      return rollouts === undefined ? plan : { ...plan, rollouts };
    },
    async keep() {
      for (const { step, recalled, situation, watched } of all.values()) {
        const { definition, others, rollout } = recalled;
        const over = rollout === null ? [] : others;
        const ends = over.filter(({ doneAt }) => doneAt === null).map((state) => superseded(state, situation.nowMs));
        await save([...over.map(supersede), ...(step.state === null ? [] : [step.state])], [...ends, ...step.events]);
        await memory?.watch(definition.catalogId, definition.digest, watched);
      }
      return all.size === 0 || (memory !== null && (await memory.isUsable()));
    },
    journal: {
      intend: () => Promise.resolve(),
      withdraw: () => Promise.resolve(),
      async conclude(row, outcome, sends) {
        const one = all.get(row.app);
        if (one === undefined || !isRolledOut(row)) return;
        one.step = { ...one.step, measured: countOutcome(one.step.measured, outcome, sends) };
        await haltWhereGateFails(one, Date.parse(outcome.at), save);
      },
    },
    notKept: ({ app, action }) =>
      action !== "uninstall" && all.get(app)?.recalled.rollout != null
        ? { reason: "rollout-without-store", detail: "how far it came could not be kept", next: null }
        : null,
    heldNow: ({ app, action }) => (action === "uninstall" ? null : (all.get(app)?.halted ?? null)),
    async conclude(result, endedAt) {
      const resultRows = rowsByApp(result.rows);
      const progress: RolloutProgress[] = [];
      for (const [app, one] of all) {
        const { recalled, step } = one;
        const { catalogId, version } = recalled.definition;
        const beganAt = step.state?.beganAt ?? null;
        const outcomes = beganAt === null ? [] : ((await memory?.outcomes(catalogId, version, beganAt)) ?? []);
        const rows = resultRows.get(app) ?? NO_ROWS;
        const situation = situationOf(
          { ...recalled, outcomes, state: step.state, signals: {} },
          rows,
          result,
          policy,
          endedAt,
        );
        const ended = conclude({ ...situation, openMs: 0 });
        await save(ended.state === null ? [] : [ended.state], ended.events);
        if (isShown(recalled, ended))
          progress.push(withRereads(progressOf(situation, ended, recalled.rollout), one, rows, endedAt));
      }
      const rows = planRows(result.rows).revised((row) => heldByHalt(row, all.get(row.app)?.halted ?? null));
      return withProgress({ ...result, rows }, [...progress, ...recall.forgotten.map(withoutStore)], policy.timeZone);
    },
  };
}

const NO_ROWS: Rows<never> = [];

/** Whoever waited for a ring when the run began waits for git since the rollout was halted in it. */
function heldByHalt<Held extends Row>(row: Held, halted: LateHold | null): Held {
  if (halted === null || row.verdict !== "held" || !WAITS_FOR_RING.has(row.reason)) return row;
  return { ...row, reason: halted.reason, detail: halted.detail, move: REASONS[halted.reason].move };
}

/** Of an app without a rollout only a halt is worth a word. */
function isShown({ rollout }: Recalled, { halt }: Step): boolean {
  return rollout !== null || halt !== null;
}

/** Whether the rollout is done once these rows were brought the version. */
function isLastRun({ tallies, openRings }: Step, rows: Rows<Row>): boolean {
  const last = tallies.at(-1);
  if (last === undefined || openRings < tallies.length) return false;
  const brought = rows.filter(isBrought).length;
  return isComplete({ ...last, done: last.done + brought, applied: last.applied + brought });
}

type Save = (states: readonly RolloutState[], events: readonly RolloutEvent[]) => Promise<void>;

/** Nothing new of the app begins from now on; what is under way is finished and read back. */
async function haltWhereGateFails(one: OneRollout, at: number, save: Save): Promise<void> {
  const { recalled, step } = one;
  if (one.halted !== null || recalled.rollout === null || step.state === null) return;
  const failed = askDuringRun(recalled.rollout.gates, step.measured);
  if (failed === null) return;
  const because = describeGate(failed);
  one.halted = { reason: "rollout-halted", detail: because, next: null };
  const events: RolloutEvent[] = [];
  const about = { ...recalled.definition, ring: null, halt: null, detail: null };
  const state = withHalt(
    step.state,
    "halted",
    because,
    at,
    (kind, more) => void events.push({ ...about, ...more, kind, at }),
  );
  one.step = { ...step, state };
  await save([state], events);
}

function superseded({ app, catalogId, digest, version }: RolloutState, at: number): RolloutEvent {
  return { kind: "superseded", at, app, catalogId, digest, version, ring: null, halt: null, detail: null };
}

function begin(
  recalled: Recalled,
  rows: Rows<DecidedRow>,
  plan: DecidedPlan,
  policy: Policy,
  nowMs: number,
): OneRollout {
  const first = situationOf(recalled, rows, plan, policy, nowMs);
  const gate = recalled.rollout?.gates.removals ?? null;
  const { state } = recalled;
  if (gate === null || state === null || state.beganAt === null)
    return { recalled, situation: first, step: advance(first), watched: [], allWatched: [], halted: null };
  const watching = watchPeople(
    recalled.watched,
    rows,
    recalled.outcomes,
    gate,
    state.measuredSince,
    nowMs,
    waitsForRing(first),
  );
  const situation = { ...first, measured: withRemovals(first.measured, watching) };
  const { changed: watched, all: allWatched } = watching;
  return { recalled, situation, step: advance(situation), watched, allWatched, halted: null };
}

/** Nobody is read again for a rollout that measures nothing, or nothing more. */
function withRereads(
  progress: RolloutProgress,
  { recalled, step, allWatched }: OneRollout,
  rows: Rows<Row>,
  nowMs: number,
): RolloutProgress {
  const gate = recalled.rollout?.gates.removals ?? null;
  if (gate === null || progress.halt !== null || progress.phase === "done" || step.openRings === 0) return progress;
  if (isLastRun(step, rows)) return progress;
  return { ...progress, rereads: rereadsOf(allWatched, gate, rows, nowMs) };
}

/** Whether a row would act but for the rings, as they are before this run opens one. */
function waitsForRing(situation: Situation): (row: Row, index: number) => boolean {
  const step = conclude({ ...situation, whyPartial: "only looked at" });
  const { rollout } = situation;
  return (row, index) =>
    row.verdict === "act" && rollout !== null && step.places.ringOf(row.user.id, index) >= step.openRings;
}

function situationOf(
  { definition, rollout, waitsFor = null, state, outcomes, firstSeenAt, signals }: Recalled,
  rows: Rows<Row>,
  { filters, apps, targets }: Pick<DecidedPlan, "filters" | "apps" | "targets">,
  policy: Policy,
  nowMs: number,
): Situation {
  const windows = [policy.window, rollout?.window ?? null].filter((window) => window !== null);
  const isOff = apps.some(({ name, suspended }) => name === definition.app && suspended);
  const isFrozen = rows.some(({ reason }) => reason === "frozen");
  const has = outcomes.length === 0 ? new Set<string>() : whoHas(rows, definition.version);
  return {
    definition,
    rollout,
    waitsFor,
    rows,
    state,
    ...measureOutcomes(outcomes, { measuredSince: state?.measuredSince ?? nowMs }, (userId) => has.has(userId)),
    signals,
    firstSeenAt,
    nowMs,
    whyPartial: whyPartial(filters, targets),
    isSuspended: policy.suspended || isOff || isFrozen,
    opensAt: opensFrom(windows, policy.timeZone),
    openMs: state === null ? 0 : openMsBetween(windows, policy.timeZone, state.lookedAt, nowMs),
    fraction: rememberingFractions(definition.catalogId, rows.length),
  };
}

/** Whom a target holds that was not read to its end nobody knows, so a ring may lack some of its people. */
function whyPartial(filters: Filters, targets: readonly Target[]): string | null {
  if (filters.apps.length > 0 || filters.users.length > 0) return "it goes on in a run without filters";
  const unread = targets.find(({ kind, state }) => state !== "read" && !(kind === "user" && state === "not-found"));
  return unread === undefined ? null : `the target "${unread.name}" was not read to its end`;
}

function whoHas(rows: Rows<Row>, version: string): Set<string> {
  const has = new Set<string>();
  for (const { user, observed } of rows)
    if (user.id !== null && observed.state === "present" && observed.version === version)
      has.add(user.id.toLowerCase());
  return has;
}

function withHolds(
  plan: DecidedPlan,
  all: ReadonlyMap<string, OneRollout>,
  forgotten: readonly Rollout[],
  { timeZone }: Policy,
): DecidedPlan {
  if (all.size === 0 && forgotten.length === 0) return plan;
  const time = (ms: number): string => localTime(ms, timeZone);
  const progress = new Map<string, RolloutProgress>();
  const holds = new Map(
    [...all].map(([app, { recalled, situation, step }]) => {
      const own = progressOf(situation, step, recalled.rollout);
      if (isShown(recalled, step)) progress.set(app, own);
      return [app, holdsOf(recalled.rollout, step, own, situation.rows, time)];
    }),
  );
  const noStore = new Set(forgotten.map(({ app }) => app));
  const places = placesInApps(plan.rows);
  const change = (row: DecidedRow, index: number): DecidedRow => {
    if (row.verdict !== "act") return row;
    if (noStore.has(row.app)) return held(row, "rollout-without-store", NO_STORE);
    const hold = holds.get(row.app)?.(row, places[index] ?? 0) ?? null;
    return hold === null ? row : held(row, hold.reason, hold.detail);
  };
  const rows = planRows(plan.rows).revised(change, { kind: (row) => row.verdict === "act" && isRolledOut(row) });
  return withProgress({ ...plan, rows }, [...progress.values(), ...forgotten.map(withoutStore)], timeZone);
}

/** The place of each row among those of its app. */
function placesInApps(rows: Rows<Row>): Int32Array {
  const places = new Int32Array(rows.length);
  const counts = new Map<string, { next: number }>();
  const countOf = ({ app }: Row): { next: number } => {
    const count = counts.get(app) ?? { next: 0 };
    counts.set(app, count);
    return count;
  };
  byKind(rows, countOf, (count, _user, index) => {
    places[index] = count.next;
    count.next += 1;
  });
  return places;
}

const NO_STORE = "TRUEUP_STORE names the file of the store";

/** The plan or result with how its rollouts stand, and when the first that waits may go on. */
function withProgress<Whole extends DecidedPlan | Result>(
  plan: Whole,
  rollouts: readonly RolloutProgress[],
  timeZone: string,
): Whole {
  if (rollouts.length === 0) return plan;
  const ends = rollouts.flatMap(mayGoOnAt);
  const first = Math.min(...ends);
  const isSooner = ends.length > 0 && (plan.nextAct === undefined || first < plan.nextAct.atMs);
  return { ...plan, rollouts, ...(isSooner ? { nextAct: nextAct(first, timeZone) } : {}) };
}

/** When a rollout that waits for a time may go on: no sooner than its next ring opens. */
function mayGoOnAt({ until, rings }: RolloutProgress): readonly number[] {
  const next = rings.find(({ isOpen }) => !isOpen);
  const at = until === null || next === undefined ? until : next.earliestAt;
  return at === null ? [] : [at];
}

/** A rollout of which nothing is remembered. */
function withoutStore({ app, rings }: Rollout): RolloutProgress {
  return {
    app,
    catalogId: null,
    digest: null,
    version: null,
    phase: "without-store",
    at: null,
    rings: rings.map(({ name }) => ({ name, isOpen: false, people: null, done: null, earliestAt: null })),
    until: null,
    detail: NO_STORE,
    gates: [],
    halt: null,
    warnings: [],
    rereads: null,
    course: [],
  };
}
