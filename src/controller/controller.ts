import type { Exhausted } from "../model/budget.ts";
import type { Clock } from "../model/clock.ts";
import type { Health } from "./http.ts";
import type { Log } from "./log.ts";
import { createLoop, type Pass, type Trigger } from "./loop.ts";
import type { Metrics } from "./metrics.ts";
import { NO_PLAN, type PassReport } from "./pass-report.ts";
import { createRetries } from "./retries.ts";
import type { Schedule } from "./schedule.ts";
import type { Following, InUse } from "./source.ts";
import type { Suspension } from "./suspension.ts";

/** What one pass is asked to do. */
export interface PassOrder<State> {
  readonly pass: Pass;
  readonly inUse: InUse<State>;
  /** Null: drift is corrected. Else why it is only reported, for people. */
  readonly reportOnly: string | null;
  /** Why no further row is to be changed; asked before every write, since somebody may pull the brake meanwhile. */
  readonly changingEnds: Exhausted;
  /** Told once nothing puts the pass off any more. */
  readonly begins: () => void;
}

/** What came of carrying out an order; pass, times and commit are added. */
export type PassResult = Pick<
  PassReport,
  "outcome" | "exitCode" | "judgement" | "plan" | "summary" | "problem" | "traffic" | "budgetLeft" | "cutOff"
> & {
  /** After how many milliseconds more may come of another pass; null: that is not known. */
  readonly againInMs: number | null;
};

/** How a controller hears of changes between passes. */
export interface Hearing {
  /** For as long as the controller runs. */
  readonly listen: (stop: AbortSignal) => Promise<void>;
  /** Reads some people again; null: nobody is worth it, or nothing was looked at before. */
  readonly glance: (pass: Pass) => Promise<PassResult | null>;
  /** Told of every glance that has ended. */
  readonly onGlance: (report: PassReport) => void;
}

/** What a controller is made of. Times are in milliseconds. */
export interface ControllerOptions<State> {
  readonly clock: Clock;
  /** Numbers from 0 up to 1, for jitter. */
  readonly random: () => number;
  readonly following: Following<State>;
  /** Makes one pass; what it throws is a failed pass. */
  readonly carryOut: (order: PassOrder<State>) => Promise<PassResult>;
  /** Hears of changes; null: nobody tells it. */
  readonly hearing: Hearing | null;
  /** Whether the catalog offers other definitions than the last plan was made of; false also when it cannot be told. */
  readonly hasCatalogMoved: (stop: AbortSignal) => Promise<boolean>;
  readonly suspension: Suspension;
  /** What somebody froze in the store, for people; null: nothing. */
  readonly frozen: () => Promise<string | null>;
  /** Whether a desired state suspends every change. */
  readonly suspends: (state: State) => boolean;
  /** Why what a pass sees and does cannot be kept, for people; null when it can, or need not. */
  readonly storeTrouble: () => string | null;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Told of every pass that has ended. */
  readonly onPass: (report: PassReport) => void;
  /** How an error that ended a pass is said in one line, without secrets. */
  readonly describeError: (error: unknown) => string;
  /** Null: no pass by the clock. */
  readonly schedule: Schedule | null;
  /** A scheduled pass is put off by up to so long, so that many tenants do not begin together. */
  readonly jitterMs: number;
  /** False: drift is only reported. */
  readonly corrects: boolean;
  readonly deadlineMs: number;
  /** How often the source is looked at. */
  readonly sourceEveryMs: number;
  /** How often the brake, and what is frozen, are looked at between passes. */
  readonly brakeEveryMs: number;
  /** How often the catalog is looked at between passes; null: only by passes. */
  readonly catalogEveryMs: number | null;
}

/** Follows the desired state until it is stopped. */
export interface Controller {
  /**
   * Resolves when `stop` was aborted and the pass under way has ended.
   * @throws what no part of it may throw; then all of it has ended in good order
   */
  readonly run: (stop: AbortSignal) => Promise<void>;
  /** One pass, for an external scheduler. */
  readonly once: (stop: AbortSignal) => Promise<PassReport>;
  readonly request: (trigger: Trigger) => void;
  readonly last: () => PassReport | null;
  readonly ready: () => Health;
  readonly live: () => Health;
  readonly standing: () => ControllerStatus;
}

/** What keeps a controller from its work, in words for people; null where nothing does. */
export interface ControllerStatus {
  /** Why nothing is changed now. */
  readonly suspended: string | null;
  /** What somebody froze in the store, and why. */
  readonly frozen: string | null;
  /** Why the newest desired state is not in use. */
  readonly sourceProblem: string | null;
  readonly storeTrouble: string | null;
}

/** So long after its deadline a pass that has not ended is stuck. It may still be reading back what it wrote. */
const STUCK_AFTER_MS = 15 * 60_000;

/** A source that cannot be read is looked at so often at least, in milliseconds. */
const UNREAD_EVERY_MS = 10_000;
/** What differs in its words only is told again after so long. */
const SAME_TROUBLE_MS = 10 * 60_000;
/** A clock that is set back by less repeats no pass; by more, it was wrong before. */
const SET_BACK_MS = 60 * 60_000;

/** Puts source, schedule and loop together. */
export function createController<State>(options: ControllerOptions<State>): Controller {
  const { clock, following, log, metrics, suspension } = options;
  let last: PassReport | null = null;
  let toldProblem: { readonly commit: string | null; readonly text: string; readonly atMs: number } | null = null;
  let toldCommit: string | null = null;
  let toldSuspension: string | null = null;
  let toldStoreTrouble: string | null = null;
  let toldFreeze: string | null = null;
  /** Whether the last pass could only report, though it was to correct. */
  let missed = false;
  let ending: AbortSignal | null = null;
  let isPassLooking = false;
  const retries = createRetries(clock);

  const loop = createLoop({
    clock,
    deadlineMs: options.deadlineMs,
    carryOut: async (pass) => void (await makePass(pass)),
    failed: (pass, error) => log({ kind: "notice", text: `pass ${pass.number}: ${options.describeError(error)}` }),
  });
  // Beside passes: one that reads everybody may take hours, and nobody waits for its end to hear of a change.
  const glances = createLoop({
    clock,
    deadlineMs: options.deadlineMs,
    carryOut: makeGlance,
    failed: (_pass, error) => log({ kind: "notice", text: `a look at some people: ${options.describeError(error)}` }),
  });

  async function look(): Promise<boolean> {
    const changed = await following.refresh();
    // What the end of the controller cut off is no trouble of the source.
    if (ending?.aborted === true) return false;
    const problem = following.problem();
    metrics.noteSource(problem === null);
    noteSuspension();
    if (problem === null) {
      const inUse = following.inUse();
      if (toldProblem !== null) log({ kind: "source-recovered", commit: inUse?.commit ?? null });
      toldProblem = null;
      if (inUse?.commit != null && inUse.commit !== toldCommit) {
        log({ kind: "commit", commit: inUse.commit, ref: inUse.ref });
        toldCommit = inUse.commit;
      }
    } else if (isNews(problem)) {
      log({ kind: "source-refused", commit: problem.commit, problem: problem.text });
      toldProblem = { ...problem, atMs: clock.elapsed() };
    }
    return changed;
  }

  /** The words of some troubles are other ones at each look, such as a port or a file. */
  function isNews({ commit, text }: { readonly commit: string | null; readonly text: string }): boolean {
    if (toldProblem === null || toldProblem.commit !== commit) return true;
    return toldProblem.text !== text && clock.elapsed() - toldProblem.atMs >= SAME_TROUBLE_MS;
  }

  async function lookForChanges(): Promise<void> {
    // A pass that waits for the same look begins with what comes of it.
    if ((await look()) && !isPassLooking) loop.request("commit");
    else catchUp();
  }

  /** What could only be reported is made good as soon as nothing keeps it back any more. */
  function catchUp(): void {
    noteSuspension();
    const isFree = following.inUse() !== null && whyReportOnly() === null && whySuspended() === null;
    if (missed && isFree && loop.current() === null) {
      missed = false;
      loop.request("retry");
    }
    if (loop.current() === null && retries.isDue()) loop.request("retry");
  }

  function noteStore(): void {
    const trouble = options.storeTrouble();
    metrics.noteStore(trouble === null);
    if (trouble !== null && toldStoreTrouble === null) log({ kind: "store-unusable", problem: trouble });
    if (trouble === null && toldStoreTrouble !== null) log({ kind: "store-recovered" });
    toldStoreTrouble = trouble;
  }

  /** What was frozen is made good as soon as it is no more. */
  async function noteFreeze(): Promise<void> {
    const frozen = await options.frozen();
    metrics.noteFrozen(frozen !== null);
    if (frozen !== null && frozen !== toldFreeze)
      log({ kind: "notice", text: `warning: changes are frozen: ${frozen}` });
    if (frozen === null && toldFreeze !== null) {
      log({ kind: "notice", text: "changes are not frozen any more" });
      if (options.corrects) loop.request("retry");
    }
    toldFreeze = frozen;
  }

  function noteSuspension(): void {
    const because = whySuspended();
    metrics.noteSuspended(because !== null);
    if (because !== null && toldSuspension === null) log({ kind: "suspended", because });
    if (because === null && toldSuspension !== null) log({ kind: "resumed" });
    toldSuspension = because;
  }

  /** What is shown is the last pass, with those people as they are now. */
  async function makeGlance(pass: Pass): Promise<void> {
    const begunAtMs = clock.elapsed();
    const result = (await options.hearing?.glance(pass)) ?? null;
    if (result === null || options.hearing === null) return;
    const { againInMs: _againInMs, ...made } = result;
    const tookMs = clock.elapsed() - begunAtMs;
    const report = { pass, endedAtMs: clock.now(), tookMs, commit: following.inUse()?.commit ?? null, ...made };
    metrics.notePass(report);
    options.hearing.onGlance(report);
  }

  async function makePass(pass: Pass): Promise<PassReport> {
    const begunAtMs = clock.elapsed();
    isPassLooking = true;
    await look();
    isPassLooking = false;
    const inUse = following.inUse();
    let isTold = false;
    const begins = (): void => {
      if (!isTold)
        log({ kind: "pass-started", pass: pass.number, trigger: pass.trigger, commit: inUse?.commit ?? null });
      isTold = true;
    };
    // Whoever is on standby tries each minute, perhaps for months: that is told once it comes to something else.
    if (last?.outcome !== "standby" || pass.trigger !== "retry") begins();
    missed = false;
    const result = await attempt(pass, inUse, begins);
    const { againInMs: _againInMs, ...made } = result;
    if (made.outcome !== "standby") begins();
    retries.note(result);
    const tookMs = clock.elapsed() - begunAtMs;
    const report = { pass, endedAtMs: clock.now(), tookMs, commit: inUse?.commit ?? null, ...made };
    last = report;
    metrics.notePass(report);
    noteStore();
    await noteFreeze();
    options.onPass(report);
    if (isTold) logEnd(report);
    return report;
  }

  function logEnd({ pass, tookMs, outcome, commit, summary, problem }: PassReport): void {
    const seconds = Math.round(tookMs / 1000);
    log({ kind: "pass-ended", pass: pass.number, outcome, commit, seconds, summary, problem });
  }

  async function attempt(pass: Pass, inUse: InUse<State> | null, begins: () => void): Promise<PassResult> {
    if (ending?.aborted === true)
      return { ...failed("the controller was asked to end"), outcome: "standby", exitCode: 0 };
    if (inUse === null) return failed(following.problem()?.text ?? "there is no desired state");
    const reportOnly = whyReportOnly();
    missed = reportOnly !== null;
    const changingEnds = (): string | null => {
      const because = whySuspended();
      if (because !== null && options.corrects) missed = true;
      return because;
    };
    try {
      const result = await options.carryOut({ pass, inUse, reportOnly, changingEnds, begins });
      return { ...result, problem: result.problem ?? reportOnly };
    } catch (error) {
      return failed(options.describeError(error));
    }
  }

  function whyReportOnly(): string | null {
    if (!options.corrects) return null;
    const problem = following.problem();
    if (problem !== null) return `only reported, as the newest desired state is not in use: ${problem.text}`;
    const suspended = suspension.because();
    return suspended === null ? null : `only reported, as it is suspended: ${suspended}`;
  }

  /** A newer commit may suspend what an older one is still carrying out. */
  function whySuspended(): string | null {
    const newest = following.inUse();
    if (newest !== null && options.suspends(newest.state)) return "policy.suspend is true in the newest desired state";
    return suspension.because();
  }

  async function everySo(ms: () => number, stop: AbortSignal, work: () => Promise<void> | void): Promise<void> {
    while (!stop.aborted) {
      await clock.sleep(ms(), stop);
      if (!stop.aborted) await work();
    }
  }

  async function watchCatalog(stop: AbortSignal): Promise<void> {
    if (loop.current() === null && (await options.hasCatalogMoved(stop))) loop.request("catalog");
  }

  async function keepSchedule(schedule: Schedule, stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const dueMs = schedule.nextAfter(clock.now()) + Math.floor(options.random() * options.jitterMs);
      log({ kind: "waiting", until: new Date(dueMs).toISOString() });
      if (await isReached(clock, dueMs, stop)) loop.request("schedule");
    }
  }

  return {
    async run(asked) {
      // One part that cannot go on ends all of them: nothing is changed that nobody can watch or stop.
      const broken = new AbortController();
      const stop = AbortSignal.any([asked, broken.signal]);
      ending = stop;
      const { schedule, catalogEveryMs, sourceEveryMs } = options;
      const sourceInMs = (): number =>
        following.problem() === null ? sourceEveryMs : Math.min(sourceEveryMs, UNREAD_EVERY_MS);
      loop.request("start");
      const parts = [
        loop.run(stop),
        glances.run(stop),
        everySo(sourceInMs, stop, lookForChanges),
        everySo(() => options.brakeEveryMs, stop, catchUp),
        everySo(() => options.brakeEveryMs, stop, noteFreeze),
        ...(schedule === null ? [] : [keepSchedule(schedule, stop)]),
        ...(options.hearing === null ? [] : [options.hearing.listen(stop)]),
        ...(catalogEveryMs === null
          ? []
          : [
              everySo(
                () => catalogEveryMs,
                stop,
                () => watchCatalog(stop),
              ),
            ]),
      ];
      const ended = await Promise.allSettled(
        parts.map((part) =>
          part.catch((error: unknown) => {
            broken.abort();
            throw error;
          }),
        ),
      );
      for (const part of ended) if (part.status === "rejected") throw part.reason;
    },
    once(stop) {
      ending = stop;
      return makePass({ number: 1, trigger: "start", startedAtMs: clock.now(), stop });
    },
    request: (trigger) => (trigger === "hint" ? glances : loop).request(trigger),
    last: () => last,
    ready() {
      if (last === null) return { ok: false, why: "the first pass has not ended yet" };
      const trouble = options.storeTrouble();
      if (trouble !== null) return { ok: false, why: trouble };
      const frozen = toldFreeze === null ? "" : `; changes are frozen: ${toldFreeze}`;
      return { ok: true, why: `${last.outcome} at the last pass${frozen}` };
    },
    live() {
      const current = loop.current();
      const overMs = loop.takesMs() - options.deadlineMs;
      return overMs > STUCK_AFTER_MS
        ? {
            ok: false,
            why: `pass ${current?.number ?? 0} has not ended, ${Math.round(overMs / 60_000)} min after its deadline`,
          }
        : { ok: true, why: current === null ? "waiting for the next pass" : `pass ${current.number} is under way` };
    },
    standing: () => ({
      suspended: whySuspended(),
      frozen: toldFreeze,
      sourceProblem: following.problem()?.text ?? null,
      storeTrouble: options.storeTrouble(),
    }),
  };
}

function failed(problem: string): PassResult {
  return { ...NO_PLAN, outcome: "failed", exitCode: 1, problem, againInMs: null };
}

/**
 * Timers are not made for days: in steps, and by the clock, which may be set anew meanwhile.
 * @returns false where that was so by much, and backwards: what is due next may come long before; and when it is stopped
 */
async function isReached(clock: Clock, dueMs: number, stop: AbortSignal): Promise<boolean> {
  let latestMs = clock.now();
  while (!stop.aborted && clock.now() < dueMs) {
    await clock.sleep(Math.min(dueMs - clock.now(), 60_000), stop);
    if (clock.now() < latestMs - SET_BACK_MS) return false;
    latestMs = Math.max(latestMs, clock.now());
  }
  return !stop.aborted;
}
