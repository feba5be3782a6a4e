import { messageOf } from "../errors.ts";
import type { Clock } from "../model/clock.ts";
import { type Admitted, admit } from "./admission.ts";
import { askedOnce, dueJob, type DueTenant, goneOn } from "./due.ts";
import type { GivenUpJob, JobQueue, PassCame, PassJob, PassSize, TakenJob } from "./job-queue.ts";

/** How a pass ended, for its job. */
export type PassEnd =
  | { readonly kind: "done"; readonly came: PassCame }
  /** Nothing failed, and nothing was done: another run changes the tenant, or the worker was asked to end. */
  | { readonly kind: "put-off"; readonly inMs: number }
  | { readonly kind: "failed"; readonly problem: string };

/** What a worker is made of. */
export interface WorkerOptions {
  readonly queue: JobQueue;
  /**
   * The tenants that can be worked on now.
   * @throws when the fleet cannot be read: then nothing new is submitted
   */
  readonly tenants: () => Promise<readonly DueTenant[]>;
  /** Makes one pass; `stop` ends it in good order. What it throws is a failed pass. */
  readonly makePass: (job: PassJob, stop: AbortSignal) => Promise<PassEnd>;
  /** Tells people of a job that nobody could bring to an end. Never rejects. */
  readonly alert: (given: GivenUpJob) => Promise<void>;
  readonly clock: Clock;
  /** For people, a line each. */
  readonly notice: (text: string) => void;
  /** How an error is said in one line, without secrets. */
  readonly describeError: (error: unknown) => string;
  /** Passes at once, at most. */
  readonly passes: number;
  /** The heap of this process, in MB. */
  readonly heapMb: number;
  /** So long a worker may be silent before another one takes its jobs, in milliseconds. */
  readonly silentMs: number;
  /** How often it looks for workers that are gone, in milliseconds. */
  readonly lookMs: number;
  /** So long the queue has to have answered before that, so that whoever is alive could say so. */
  readonly answeredMs: number;
  /** Asks for one pass of each tenant now, and ends when all are over. */
  readonly once: boolean;
}

const POLL_EVERY_MS = 1_000;
const TEND_EVERY_MS = 15_000;
/** Where the database does not answer. */
const TRY_AGAIN_MS = 3_000;

/** A job that this worker has: the queue hears of it until it is let go, whatever the worker does with it or waits for meanwhile. */
interface HeldJob {
  readonly taken: TakenJob;
  /** Somebody has the job anew: what is under way ends. */
  readonly lost: AbortController;
  /** Tells the queue that somebody is at it. Never rejects. */
  readonly sayAlive: () => Promise<void>;
  readonly letGo: () => Promise<void>;
}

/** A pass that is under way in this process. */
interface UnderWay {
  readonly admitted: Admitted;
  readonly lost: AbortController;
  readonly ended: Promise<void>;
}

/**
 * Takes jobs and makes their passes until it is asked to end; then it takes nothing more, and what is under way ends in good order
 * and goes on elsewhere.
 * @returns with `once` the exit codes of the passes by tenant, where null stands for one that is not over; else none
 * @throws what reading the fleet throws, with `once`
 */
export async function work(options: WorkerOptions, stop: AbortSignal): Promise<ReadonlyMap<string, number | null>> {
  const { clock, notice } = options;
  const { queue, answersSinceMs } = heard(options.queue, options);
  /** All that this worker has, of whatever tenant. */
  const all = new Set<HeldJob>();
  /** By tenant. */
  const underWay = new Map<string, UnderWay>();
  /** Taken, and too large for what is free now. */
  let waiting: HeldJob | null = null;
  let tendsAtMs = Number.NEGATIVE_INFINITY;
  let looksAtMs = Number.NEGATIVE_INFINITY;
  let told: string | null = null;
  const asked = options.once ? await askOnce(options) : null;

  async function next(): Promise<HeldJob | null> {
    const [held, taken] = waiting === null ? [null, await queue.take()] : [waiting, null];
    waiting = null;
    if (held !== null || taken === null) return held;
    const one = hold(taken, { ...options, queue }, all);
    // It may hold this process up as soon as it begins: the queue knows before how patient it has to be with each of them.
    await Promise.all([...all].map(({ sayAlive }) => sayAlive()));
    return one;
  }

  /** Not even to wait for it is anything taken beside a pass that may end this process. */
  const isFull = (): boolean =>
    underWay.size >= options.passes || [...underWay.values()].some(({ admitted }) => admitted.isAlone);

  async function fill(): Promise<void> {
    while (!stop.aborted && !isFull()) {
      const held = await next();
      if (held === null) return;
      const { job } = held.taken;
      const others = [...underWay].filter(([tenant]) => tenant !== job.tenant);
      const admission = admit(
        admittedOf(held.taken),
        others.map(([, { admitted }]) => admitted),
        options.heapMb,
      );
      if (held.lost.signal.aborted) await held.letGo();
      else if (admission === "later") {
        waiting = held;
        return;
      } else if (admission === "now") begin(held);
      else {
        await held.letGo();
        const why = `no memory for ${sizeText(job.size)} here: this worker has ${options.heapMb} MB`;
        await queue.failed(held.taken, why);
      }
    }
  }

  function begin(held: HeldJob): void {
    const { lost, taken } = held;
    const { tenant } = taken.job;
    // A worker that was silent for too long may take its own job anew: first, what it was at ends.
    const before = underWay.get(tenant);
    before?.lost.abort();
    const ended = (before?.ended ?? Promise.resolve())
      .then(() => carryOut(held, { ...options, queue }, stop))
      .finally(() => {
        if (underWay.get(tenant)?.lost === lost) underWay.delete(tenant);
      });
    underWay.set(tenant, { admitted: admittedOf(taken), lost, ended });
  }

  async function tend(): Promise<void> {
    if (clock.elapsed() < tendsAtMs) return;
    tendsAtMs = clock.elapsed() + TEND_EVERY_MS;
    for (let given = await queue.givenUp(); given !== null; given = await queue.givenUp()) await options.alert(given);
    if (asked === null) await submitDue(queue, await options.tenants());
  }

  /** After an outage of the database, the living first say that they are there: nobody is taken for gone whom nobody could hear. */
  async function lookForGone(): Promise<void> {
    const sinceMs = answersSinceMs();
    if (sinceMs === null || clock.elapsed() < Math.max(looksAtMs, sinceMs + options.answeredMs)) return;
    looksAtMs = clock.elapsed() + options.lookMs;
    await queue.releaseSilent();
  }

  async function isOver(): Promise<boolean> {
    if (asked === null || underWay.size > 0 || waiting !== null) return false;
    const latest = await queue.latest();
    return asked.every((tenant) => isLast(latest.get(tenant)?.came ?? null));
  }

  while (!stop.aborted) {
    try {
      await lookForGone();
      await tend();
      await fill();
      if (told !== null) notice("the queue and the fleet can be read again");
      told = null;
      if (await isOver()) break;
      await clock.sleep(POLL_EVERY_MS, stop);
    } catch (error) {
      const problem = options.describeError(error);
      if (problem !== told) notice(`error: ${problem}`);
      told = problem;
      await clock.sleep(TRY_AGAIN_MS, stop);
    }
  }
  if (waiting !== null) await giveBack(queue, waiting);
  await Promise.all([...underWay.values()].map(({ ended }) => ended));
  return asked === null ? new Map() : exitCodesOf(queue, asked);
}

/**
 * The queue, and since when it has answered without a break, long enough for somebody to have gone unheard; null while it does not
 * answer. An answer that is long in coming is none. A single failure between two answers is no break: where some fail now and then,
 * nobody could ever be taken for gone.
 */
function heard(
  queue: JobQueue,
  { clock, answeredMs }: Pick<WorkerOptions, "clock" | "answeredMs">,
): { readonly queue: JobQueue; readonly answersSinceMs: () => number | null } {
  let sinceMs = clock.elapsed();
  let lastMs = sinceMs;
  let isAnswering = true;
  function note(isPrompt: boolean): void {
    if (isPrompt) {
      const nowMs = clock.elapsed();
      if (!isAnswering && nowMs - lastMs > answeredMs / 2) sinceMs = nowMs;
      lastMs = nowMs;
    }
    isAnswering = isPrompt;
  }
  async function hear<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    const askedMs = clock.elapsed();
    let isPrompt = false;
    try {
      const answer = await ask();
      isPrompt = clock.elapsed() - askedMs <= answeredMs / 2;
      return answer;
    } finally {
      note(isPrompt);
    }
  }
  // These are asked all the time.
  const take = (): ReturnType<JobQueue["take"]> => hear(queue.take);
  const keepAlive: JobQueue["keepAlive"] = (taken, held) => hear(() => queue.keepAlive(taken, held));
  const releaseSilent = (): Promise<void> => hear(queue.releaseSilent);
  return { queue: { ...queue, take, keepAlive, releaseSilent }, answersSinceMs: () => (isAnswering ? sinceMs : null) };
}

function admittedOf({ job, isAlone }: TakenJob): Admitted {
  return { size: job.size, isAlone };
}

async function askOnce({ queue, tenants }: WorkerOptions): Promise<readonly string[]> {
  const [all, latest] = [await tenants(), await queue.latest()];
  for (const tenant of all) {
    const { id, job } = askedOnce(tenant, latest.get(tenant.name) ?? null);
    await queue.submit(id, job);
  }
  return all.map(({ name }) => name);
}

async function exitCodesOf(queue: JobQueue, tenants: readonly string[]): Promise<ReadonlyMap<string, number | null>> {
  const latest = await queue.latest();
  return new Map(tenants.map((tenant) => [tenant, latest.get(tenant)?.came?.exitCode ?? null]));
}

/** What was put off goes on by another job. */
function isLast(came: PassCame | null): boolean {
  return came !== null && came.outcome !== "standby";
}

async function submitDue(queue: JobQueue, tenants: readonly DueTenant[]): Promise<void> {
  const latest = await queue.latest();
  for (const tenant of tenants) {
    const due = dueJob(tenant, latest.get(tenant.name) ?? null);
    if (due === null) continue;
    // A pass that ended since it was looked for was not lost, and is not made once more.
    if (due.job.because === "again") {
      const now = (await queue.latest()).get(tenant.name) ?? null;
      if (dueJob(tenant, now)?.id !== due.id) continue;
    }
    await queue.submit(due.id, due.job);
  }
}

function putBack(queue: JobQueue, taken: TakenJob, inMs: number): Promise<void> {
  return queue.putBack(taken, { ...goneOn(taken.id, taken.job), inMs });
}

/** Nobody has to wait for a job that was not begun. */
async function giveBack(queue: JobQueue, { taken, lost, letGo }: HeldJob): Promise<void> {
  await letGo();
  if (!lost.signal.aborted) await putBack(queue, taken, 0).catch(() => undefined);
}

/** One job from its begin to its end. Never rejects: what cannot be told to the queue, the queue finds out when it hears nothing more. */
async function carryOut(held: HeldJob, options: WorkerOptions, stop: AbortSignal): Promise<void> {
  const { taken, lost, letGo } = held;
  try {
    // It may have been lost while it waited for what this worker was at.
    if (lost.signal.aborted) return;
    const end = await options
      .makePass(taken.job, AbortSignal.any([stop, lost.signal]))
      .catch((error: unknown): PassEnd => ({ kind: "failed", problem: options.describeError(error) }));
    await letGo();
    if (lost.signal.aborted) return;
    await tell(held, end, options, stop);
  } catch (error) {
    options.notice(`warning: ${taken.job.tenant}: what came of the pass is not in the queue: ${messageOf(error)}`);
  } finally {
    await letGo();
  }
}

/**
 * A database that is away is asked again until it is told, or somebody else has the job, or this worker is to end: an outage, which
 * cuts off every pass, costs none of them a try.
 */
async function tell(
  { taken, lost }: HeldJob,
  end: PassEnd,
  { queue, clock }: WorkerOptions,
  stop: AbortSignal,
): Promise<void> {
  const toQueue = (): Promise<void> =>
    end.kind === "done"
      ? queue.done(taken, end.came)
      : end.kind === "failed"
        ? queue.failed(taken, end.problem)
        : putBack(queue, taken, end.inMs);
  for (let isLastTry = false; ; ) {
    try {
      return await toQueue();
    } catch (error) {
      if (isLastTry) throw error;
      // By this worker too, which waits for the end of this before it begins anew.
      isLastTry = stop.aborted || lost.signal.aborted;
      await clock.sleep(TRY_AGAIN_MS);
    }
  }
}

/** Keeps a job from others until it is let go. */
function hold(taken: TakenJob, options: WorkerOptions, all: Set<HeldJob>): HeldJob {
  const { queue, notice } = options;
  const [lost, over] = [new AbortController(), new AbortController()];
  const isOver = AbortSignal.any([lost.signal, over.signal]);
  async function sayAlive(): Promise<void> {
    const sizes = [...all].map((one) => one.taken.job.size);
    // Where the database does not answer, the lease of the pass ends it.
    const isOurs = isOver.aborted || (await queue.keepAlive(taken, sizes).catch(() => true));
    if (isOurs || isOver.aborted) return;
    notice(`warning: ${taken.job.tenant}: another worker has the job now, as this one was silent for too long`);
    lost.abort();
  }
  const keeping = keepSaying(sayAlive, options, isOver);
  const held: HeldJob = {
    taken,
    lost,
    sayAlive,
    letGo: () => {
      over.abort();
      all.delete(held);
      return keeping;
    },
  };
  all.add(held);
  return held;
}

async function keepSaying(
  sayAlive: () => Promise<void>,
  { clock, silentMs }: WorkerOptions,
  isOver: AbortSignal,
): Promise<void> {
  while (!isOver.aborted) {
    // A process that is held up for some seconds, by a large plan or a busy machine, is not gone.
    await clock.sleep(silentMs / 5, isOver);
    await sayAlive();
  }
}

function sizeText(size: PassSize | null): string {
  return size === null ? "a tenant of unknown size" : `${size.people} people with ${size.rows} rows`;
}
