import type { Exhausted } from "../model/budget.ts";
import {
  type ActingRow,
  type DecidedPlan,
  held,
  isRepair,
  type LateHold,
  type NextAct,
  type Outcome,
  type Result,
  type ResultRow,
} from "../model/plan.ts";
import { packRows } from "../model/plan-rows.ts";
import type { ReportProgress } from "../model/progress.ts";
import { guarded, repairsOf, takeTurn } from "./carry-out.ts";
import { createCircuitBreaker, NOT_SEEN } from "./circuit-breaker.ts";
import { createDefinitionGuard, type ReadOffer } from "./definition-guard.ts";
import type { WriteJournal } from "./journal.ts";
import { type Finding, notTried, recorded, together, unverified } from "./outcomes.ts";
import { createUserWrites, type LookPorts, readBack } from "./read-back.ts";
import { createSlowStart, type Ending, type SlowStart } from "./slow-start.ts";
import { type Stage, stagesOf } from "./stages.ts";
import { type Again, beginRow, type CarryOutPorts, continueRow, type RowState, type Step } from "./turn.ts";
import type { InstallationWriter } from "./writer.ts";

/** Everything outside that carrying out a plan touches. */
export interface ApplyPorts extends Omit<LookPorts, "writes"> {
  readonly writer: InstallationWriter;
  readonly readOffer: ReadOffer;
  readonly journal: WriteJournal;
  readonly progress: ReportProgress;
  /** When this run began to look, in milliseconds since the epoch. */
  readonly startedAtMs: number;
  /** Why such a row must not begin now, though it was to act, as far as {@link ApplyPorts.hearHolds} has heard. */
  readonly heldNow: (row: Pick<ActingRow, "app" | "action">) => LateHold | null;
  /** Asks anew for what others may have stopped meanwhile; before every write. Never rejects. */
  readonly hearHolds: () => Promise<void>;
  /** Why nothing may be written any more, not even what was begun; asked right before every write. Never rejects. */
  readonly lostNow: () => Promise<string | null>;
  /** Tells when no further row is to be begun. */
  readonly changingEnds: Exhausted;
}

/** A row that waits for its turn, and how far it has come. */
interface Waiting {
  readonly row: ActingRow;
  /** The write that is due, and those after it. */
  readonly acting: Stage;
  readonly later: readonly Stage[];
  readonly state: RowState;
  /** How the writes before it ended, and how many were sent for them; null: it is the first. */
  readonly before: { readonly finding: Finding; readonly sends: number } | null;
}

/** The rows of one app that wait, the next one last, and how many of its changes may be under way. */
interface AppQueue {
  readonly name: string;
  readonly waiting: Waiting[];
  /** Those that nobody has looked at since their write: what may have been carried out stays under way. */
  readonly unseen: Waiting[];
  readonly slowStart: SlowStart;
}

/** A row whose turn has come; `isUnderWay`: it counts as such since its last write. */
interface Next {
  readonly one: Waiting;
  readonly queue: AppQueue;
  readonly isUnderWay: boolean;
}

/** Why no further change of an app is begun. */
const NOT_AS_PLANNED = "ended, since a change came back as something else than planned";
/** How many rows have their turn at once; rows that only wait to be read back do not count. */
const TURNS_AT_ONCE = 32;
/** Why no further consent of an app is repaired. */
const NOT_REPAIRED = "ended, since the first repair left the consent as it was";

/**
 * Carries out the rows of a plan that act, and nothing else. Every one of them gets an outcome, whatever happens: one bad
 * row stops no other, and when the run is stopped (`stop`) rows under way are finished and the rest are `not-tried`.
 * The changes of each app start slowly, and a change that comes back as something else than planned is its app's last.
 * Never rejects once it has begun: a run that wrote something ends with a report.
 */
export async function apply(plan: DecidedPlan, ports: ApplyPorts, stop: AbortSignal): Promise<Result> {
  const breaker = createCircuitBreaker(stop, ports.changingEnds);
  // What becomes of each is noted by which object it is.
  const acting = Array.from(plan.rows.filter((row) => row.verdict === "act"));
  const queues = queuesOf(acting, ports.startedAtMs);
  const outcomes = new Map<ActingRow, Outcome>();
  const repaired = new Set<string>();
  const holds = new Map<ActingRow, LateHold>();
  const allEnded = Promise.withResolvers<void>();
  let atOnce = TURNS_AT_ONCE;
  let turns = 0;

  const context: CarryOutPorts = {
    ...ports,
    definitions: createDefinitionGuard(ports.readOffer, ports.clock),
    breaker,
    stop,
    writes: createUserWrites(),
    // Fewer rows at once wait less long for their turn.
    noteLateTurn: () => {
      atOnce = Math.max(1, Math.floor(atOnce / 2));
    },
  };

  const settleWrite = async ({ acting: write, state }: Waiting, finding: Finding): Promise<void> => {
    if (state.sends === 0) return;
    const outcome = recorded(finding, ports.clock.now());
    await guarded(
      async () => ports.journal.concludeWrite?.(write, outcome, state.sends),
      () => undefined,
      breaker,
    );
  };
  const settle = async (row: ActingRow, finding: Finding, sends: number): Promise<void> => {
    const outcome = recorded(finding, ports.clock.now());
    // A journal never rejects; one that did all the same must not keep the run from its end.
    await guarded(
      () => ports.journal.conclude(row, outcome, sends),
      () => undefined,
      breaker,
    );
    outcomes.set(row, outcome);
    noteEnded();
  };
  /** The app has come back, or never went: no later run has to bring it back. */
  const forgetRemoval = async ({ user, on }: ActingRow): Promise<void> => {
    const pair = { userId: user.id, appId: on.catalogId };
    await guarded(
      async () => ((await ports.lostNow()) === null ? ports.journal.withdraw(pair) : undefined),
      () => undefined,
      breaker,
    );
  };
  const noteEnded = (): void => {
    const done = outcomes.size + holds.size;
    ports.progress({ stage: "changes", done, total: acting.length });
    if (done === acting.length) allEnded.resolve();
  };
  const noteFinding = (row: ActingRow, finding: Finding): Ending => {
    const { app } = row;
    if (isRepair(row) && finding.status === "applied") repaired.add(app);
    if (finding.code === "consent-not-repaired" && !repaired.has(app)) breaker.tripApp(repairsOf(app), NOT_REPAIRED);
    if (finding.code === "other-version" || finding.code === "consent-mismatch") {
      breaker.tripApp(app, [NOT_AS_PLANNED, finding.message].join(": "));
    }
    if (finding.status === "applied") breaker.count(app, { kind: "seen" });
    if (finding.status === "unverified") breaker.count(app, { kind: "failed", failure: NOT_SEEN });
    return finding.status === "applied"
      ? "as-planned"
      : finding.status === "unverified"
        ? "unverified"
        : "nothing-learned";
  };
  const finish = async (one: Waiting, finding: Finding): Promise<Ending> => {
    const { row, before, state } = one;
    const sends = (before?.sends ?? 0) + state.sends;
    const [next, ...later] = one.later;
    await settleWrite(one, finding);
    // Whoever lacks the app by now has not lost it to this run, and does not get it back.
    const isGone = row.action === "reinstall" && before === null && finding.status === "already-done";
    if (next !== undefined && !isGone && (finding.status === "applied" || finding.status === "already-done")) {
      return carryOn({ row, acting: next, later, state: continueRow(next), before: { finding, sends } });
    }
    const last = isGone ? notTried("changed-since-plan", "the app is not installed any more") : finding;
    const whole = together(row, before?.finding ?? null, last);
    const ending = noteFinding(row, whole);
    const isBack = one.acting.carriesOn === true && whole.status === "applied";
    // What this run sent nothing for, an earlier one may have removed: that it is to come back stays noted.
    const neverWent = one.acting.thenInstalls !== undefined && last.status === "not-tried" && sends > 0;
    if (isBack || neverWent) await forgetRemoval(row);
    await settle(row, whole, sends);
    return ending;
  };
  /** All that is left of a row of several writes, which counts as under way until its last one was read back. */
  const carryOn = async (one: Waiting): Promise<Ending> => {
    for (;;) {
      turns += 1;
      const step = await takeTurn(one.acting, context, one.state);
      turns -= 1;
      if (step.kind === "refused") return lookFor(one, one.state.lastRequestId, step.look);
      if (step.kind !== "again") return goOn(one, step);
      await ports.clock.sleep(step.atMs - ports.clock.elapsed(), stop);
    }
  };
  const lookFor = (one: Waiting, requestId: string | null, work: () => Promise<Finding>): Promise<Ending> =>
    guarded(work, (message): Finding => unverified(message, requestId), breaker).then((finding) =>
      finish(one, finding),
    );

  /** Goes on with a row after its turn; resolves when it no longer counts as under way. */
  const goOn = async (one: Waiting, step: Exclude<Step, Again>): Promise<Ending> => {
    switch (step.kind) {
      case "held":
        holds.set(one.row, step.hold);
        noteEnded();
        return "nothing-learned";
      case "final":
        return finish(one, step.finding);
      case "sent":
        return lookFor(one, step.write.requestId, () => readBack(one.acting, context, step.write, stop));
      case "refused":
        if (one.later.length > 0) return lookFor(one, one.state.lastRequestId, step.look);
        void lookFor(one, one.state.lastRequestId, step.look);
        return "nothing-learned";
    }
  };
  /** Has a row wait for another turn; one that nobody has looked at since its write stays under way meanwhile. */
  const tryAgain = async (one: Waiting, step: Again, queue: AppQueue): Promise<Ending | "under-way"> => {
    if (one.later.length === 0) {
      void putBack(one, step, queue);
      return step.isUnseen ? "under-way" : "nothing-learned";
    }
    await ports.clock.sleep(step.atMs - ports.clock.elapsed(), stop);
    return carryOn(one);
  };
  const putBack = async (one: Waiting, { atMs, isUnseen }: Again, queue: AppQueue): Promise<void> => {
    await ports.clock.sleep(atMs - ports.clock.elapsed(), stop);
    (isUnseen ? queue.unseen : queue.waiting).push(one);
    startRows();
  };
  const begin = async ({ one, queue, isUnderWay }: Next): Promise<void> => {
    turns += 1;
    if (!isUnderWay) queue.slowStart.begin();
    const step = await takeTurn(one.acting, context, one.state);
    turns -= 1;
    startRows();
    const ending = step.kind === "again" ? await tryAgain(one, step, queue) : await goOn(one, step);
    if (ending !== "under-way") queue.slowStart.end(ending);
    startRows();
  };
  const isOver = ({ name, waiting }: AppQueue): boolean => {
    const next = waiting.at(-1)?.acting;
    return breaker.reason(name) !== null || (next !== undefined && ports.heldNow(next) !== null);
  };
  const mayHaveTurn = (queue: AppQueue): boolean =>
    queue.unseen.length > 0 || (queue.waiting.length > 0 && (queue.slowStart.isOpen() || isOver(queue)));
  /** The next row that may have its turn, with its queue; the turn after it is another app's, where there is one. */
  const takeNext = (): Next | null => {
    if (turns >= atOnce) return null;
    const at = queues.findIndex(mayHaveTurn);
    const [queue] = at < 0 ? [] : queues.splice(at, 1);
    const unseen = queue?.unseen.shift();
    const one = unseen ?? queue?.waiting.pop();
    if (queue === undefined || one === undefined) return null;
    queues.push(queue);
    return { one, queue, isUnderWay: unseen !== undefined };
  };
  function startRows(): void {
    for (let next = takeNext(); next !== null; next = takeNext()) void begin(next);
  }

  if (acting.length > 0) {
    startRows();
    await allEnded.promise;
  }
  const ended = acting.values();
  const rows = packRows(plan.rows, (row): ResultRow => {
    const own = row.verdict === "act" ? ended.next().value : undefined;
    if (own === undefined) return { ...row, outcome: null };
    const hold = holds.get(own);
    if (hold === undefined) return { ...own, outcome: outcomes.get(own) ?? null };
    return { ...held(own, hold.reason, hold.detail), outcome: null };
  });
  const next = earliest([plan.nextAct, ...[...holds.values()].map((hold) => hold.next)]);
  return { ...plan, ...(next === null ? {} : { nextAct: next }), rows };
}

function earliest(times: readonly (NextAct | null | undefined)[]): NextAct | null {
  const known = times.filter((time) => time != null);
  return known.reduce<NextAct | null>((first, one) => (first === null || one.atMs < first.atMs ? one : first), null);
}

/** Repairs come last: one that has no effect ends only the others of its kind, and takes long to be known. */
function queuesOf(acting: readonly ActingRow[], startedAtMs: number): AppQueue[] {
  const ofApps = Map.groupBy(acting, ({ app }) => app);
  return [...ofApps].map(([name, rows]) => ({
    name,
    waiting: [...rows.filter((row) => !isRepair(row)), ...rows.filter(isRepair)]
      .map((row): Waiting => {
        const [first, ...later] = stagesOf(row);
        return { row, acting: first, later, state: beginRow(first, startedAtMs), before: null };
      })
      .toReversed(),
    unseen: [],
    slowStart: createSlowStart(),
  }));
}
