/** Who may be silent for how long, and when what failed is tried again. */
export interface QueueTiming {
  /** A worker that was silent for so long is gone, and its job is another one's at once; at least 10. */
  readonly silentSeconds: number;
  /** The same where a pass of such a size is made, which holds its process up; null: nobody knows how large it will be. */
  readonly silentSecondsFor: (size: PassSize | null) => number;
  /** How often somebody looks for workers that are gone. */
  readonly lookSeconds: number;
  /** The first wait of a job that failed; each is twice as long as the one before. */
  readonly retrySeconds: number;
  /** Those whose worker was gone count too: a job that kills whoever takes it is given up. */
  readonly tries: number;
  /** So often a job is tried before it is tried alone, where its worker was gone: then it costs no other one a try any more. */
  readonly triesBesideOthers: number;
}

const SILENT_SECONDS = 10;
/** Whoever plans for a hundred thousand people was seen to say nothing for 7 seconds, on a machine that was busy with other work. */
const PEOPLE_A_SECOND = 5_000;
const PEOPLE_IF_UNKNOWN = 100_000;

/** A worker that was killed is noticed after 10 to 13 seconds, with many people later; what fails is tried for five minutes and more. */
export const QUEUE_TIMING: QueueTiming = {
  silentSeconds: SILENT_SECONDS,
  silentSecondsFor: (size) => SILENT_SECONDS + Math.ceil((size?.people ?? PEOPLE_IF_UNKNOWN) / PEOPLE_A_SECOND),
  lookSeconds: 2,
  retrySeconds: 10,
  tries: 6,
  // A killed machine makes no pass suspicious: alone, it would hold up all that its worker could do beside it. Two tries are left.
  triesBesideOthers: 4,
};

/** One pass of one tenant, as it waits for a worker. */
export interface PassJob {
  /** The name in fleet.yaml. */
  readonly tenant: string;
  /** Of the desired state that asked for it. */
  readonly digest: string;
  readonly because: "schedule" | "commit" | "again" | "once";
  readonly size: PassSize | null;
}

/** How large the last pass of a tenant was; a worker takes what fits into its memory. */
export interface PassSize {
  readonly people: number;
  readonly rows: number;
}

/** What became of a pass, for the next one of the tenant. */
export interface PassCame {
  /** What a process that makes this pass alone ends with. */
  readonly exitCode: number;
  readonly outcome: string;
  readonly summary: string | null;
  readonly size: PassSize | null;
}

/** A job that a worker has. Others leave it alone as long as it is kept alive. */
export interface TakenJob {
  readonly id: string;
  readonly job: PassJob;
  /** How often it was tried before. */
  readonly tries: number;
  /** It may be this job that ended its workers, or one that they had beside it: it is made with nothing beside it. */
  readonly isAlone: boolean;
}

/** The newest job of a tenant. */
export interface LatestJob {
  readonly id: string;
  readonly digest: string;
  /** Null until it is over. */
  readonly came: PassCame | null;
}

/** A job that no worker could bring to an end, however often it was tried. */
export interface GivenUpJob {
  readonly id: string;
  readonly job: PassJob;
  readonly tries: number;
  /** What the last try came to, for people. */
  readonly problem: string;
}

/**
 * The jobs of all tenants, in one queue. Of each tenant one waits or is worked on at a time. All reject where the database does not
 * answer, with a line for people.
 */
export interface JobQueue {
  /**
   * False: one of the tenant waits or is worked on, or a job with this id was there already.
   * @param id a UUID; whoever derives it from the same facts submits the same job
   */
  readonly submit: (id: string, job: PassJob, inMs?: number) => Promise<boolean>;
  /** By tenant. */
  readonly latest: () => Promise<ReadonlyMap<string, LatestJob>>;
  /** Null: none is due. */
  readonly take: () => Promise<TakenJob | null>;
  /**
   * Says that it is still worked on. False: somebody else has it now.
   * @param held the sizes of all that its worker has at the same time: the largest holds the others up too, and decides how long the
   * worker may be silent
   */
  readonly keepAlive: (taken: TakenJob, held: readonly (PassSize | null)[]) => Promise<boolean>;
  /** Lets others have the jobs of workers that were silent for too long. */
  readonly releaseSilent: () => Promise<void>;
  readonly done: (taken: TakenJob, came: PassCame) => Promise<void>;
  /** It is tried again after a while, ever later; after the last try it is given up. */
  readonly failed: (taken: TakenJob, problem: string) => Promise<void>;
  /** It did not fail, and counts as no try: whoever comes first after so long goes on with it. */
  readonly putBack: (
    taken: TakenJob,
    next: { readonly id: string; readonly job: PassJob; readonly inMs: number },
  ) => Promise<void>;
  /** One that was given up, told to one of all workers; null: there is none. */
  readonly givenUp: () => Promise<GivenUpJob | null>;
  readonly close: () => Promise<void>;
}
