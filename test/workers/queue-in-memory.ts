import type { Clock } from "../../src/model/clock.ts";
import {
  type GivenUpJob,
  type JobQueue,
  type LatestJob,
  type PassCame,
  type PassJob,
  type PassSize,
  QUEUE_TIMING,
  type TakenJob,
} from "../../src/workers/job-queue.ts";

interface Kept {
  readonly id: string;
  readonly job: PassJob;
  state: "waiting" | "active" | "over";
  dueMs: number;
  tries: number;
  wasSilent: boolean;
  heardMs: number;
  /** So long its worker may be silent. */
  silentMs: number;
}

/** The queue as its port says it is, without a database: a job of a silent worker is another one's after a while. */
export interface QueueInMemory extends JobQueue {
  readonly taken: readonly string[];
  /** Rejects whatever is asked for as long as it is true. */
  isAway: boolean;
}

const SILENT = "silent";

/** When a job is taken for that of a worker that is gone, how long what failed waits, and how long what was silent does. */
interface Timing {
  readonly silentMs: (size: PassSize | null) => number;
  readonly retryMs: number;
  readonly afterSilenceMs: number;
  readonly tries: number;
  readonly triesBesideOthers: number;
}

const SLOW: Timing = {
  silentMs: () => 30_000,
  retryMs: 30_000,
  afterSilenceMs: 30_000,
  tries: 3,
  triesBesideOthers: 3,
};

/** As the real queue has it. */
export const AS_SHIPPED: Timing = {
  silentMs: (size) => QUEUE_TIMING.silentSecondsFor(size) * 1_000,
  retryMs: QUEUE_TIMING.retrySeconds * 1_000,
  afterSilenceMs: 0,
  tries: QUEUE_TIMING.tries,
  triesBesideOthers: QUEUE_TIMING.triesBesideOthers,
};

export function queueInMemory(clock: Clock, timing = SLOW): QueueInMemory {
  const jobs: Kept[] = [];
  const newest = new Map<string, LatestJob>();
  const given: GivenUpJob[] = [];
  const taken: string[] = [];

  const find = ({ id, tries }: TakenJob): Kept | undefined =>
    jobs.find((kept) => kept.id === id && kept.tries === tries && kept.state === "active");
  const note = (job: PassJob, id: string, came: PassCame | null): void => {
    newest.set(job.tenant, { id, digest: job.digest, came });
  };
  function tryAgain(kept: Kept, problem: string, inMs = timing.retryMs): void {
    kept.wasSilent = problem === SILENT;
    if (kept.tries + 1 >= timing.tries) {
      kept.state = "over";
      note(kept.job, kept.id, { exitCode: 1, outcome: "given-up", summary: null, size: null });
      given.push({ id: kept.id, job: kept.job, tries: kept.tries + 1, problem });
    } else {
      kept.state = "waiting";
      kept.dueMs = clock.elapsed() + inMs;
      kept.tries += 1;
    }
  }
  function send(id: string, job: PassJob, inMs: number): boolean {
    if (jobs.some((kept) => kept.id === id || (kept.job.tenant === job.tenant && kept.state !== "over"))) return false;
    const silentMs = timing.silentMs(job.size);
    const dueMs = clock.elapsed() + inMs;
    jobs.push({ id, job, state: "waiting", dueMs, tries: 0, wasSilent: false, heardMs: 0, silentMs });
    note(job, id, null);
    return true;
  }
  const answering = async <Value>(work: () => Value): Promise<Value> => {
    if (queue.isAway) throw new Error("the queue does not answer");
    return work();
  };
  const queue: QueueInMemory = {
    taken,
    isAway: false,
    submit: (id, job, inMs = 0) => answering(() => send(id, job, inMs)),
    latest: () => answering(() => new Map(newest)),
    take: () =>
      answering(() => {
        const kept = jobs.find(({ state, dueMs }) => state === "waiting" && dueMs <= clock.elapsed());
        if (kept === undefined) return null;
        kept.state = "active";
        kept.heardMs = clock.elapsed();
        taken.push(kept.job.tenant);
        const isAlone = kept.wasSilent && kept.tries >= timing.triesBesideOthers;
        return { id: kept.id, job: kept.job, tries: kept.tries, isAlone };
      }),
    keepAlive: (job, held) =>
      answering(() => {
        const kept = find(job);
        if (kept === undefined) return false;
        kept.heardMs = clock.elapsed();
        kept.silentMs = Math.max(...[job.job.size, ...held].map(timing.silentMs));
        return true;
      }),
    releaseSilent: () =>
      answering(() => {
        for (const kept of jobs)
          if (kept.state === "active" && clock.elapsed() - kept.heardMs >= kept.silentMs)
            tryAgain(kept, SILENT, timing.afterSilenceMs);
      }),
    done: (job, came) =>
      answering(() => {
        const kept = find(job);
        if (kept === undefined) return;
        kept.state = "over";
        note(kept.job, kept.id, came);
      }),
    failed: (job, problem) =>
      answering(() => {
        const kept = find(job);
        if (kept !== undefined) tryAgain(kept, problem);
      }),
    putBack: (job, next) =>
      answering(() => {
        const kept = find(job);
        if (kept === undefined) return;
        kept.state = "over";
        send(next.id, next.job, next.inMs);
      }),
    givenUp: () => answering(() => given.shift() ?? null),
    close: () => Promise.resolve(),
  };
  return queue;
}
