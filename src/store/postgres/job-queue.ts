import type { PoolConfig } from "pg";
import type { ConstructorOptions } from "pg-boss";
import { UsageError } from "../../errors.ts";
import type {
  GivenUpJob,
  JobQueue,
  LatestJob,
  PassCame,
  PassJob,
  PassSize,
  QueueTiming,
  TakenJob,
} from "../../workers/job-queue.ts";
import type { DatabaseAddress } from "./address.ts";
import { ANSWER_MS, connect } from "./connect.ts";
import { explain } from "./problems.ts";
import { migrate } from "./schema.ts";
import type { Sql } from "./sql.ts";

/** A schema of its own, beside that of the store: its tables are the queue's affair. */
const SCHEMA = "trueup_queue";
const PASSES = "passes";
const GIVEN_UP = "given-up";

/** The longest wait between two tries. */
const LONGEST_RETRY_SECONDS = 15 * 60;
/** No pass takes longer: its deadline is 12 hours. */
const LONGEST_PASS_SECONDS = 14 * 3_600;
const KEPT_SECONDS = 3 * 86_400;

/** What the library writes down for a job whose worker was silent for too long. */
const SILENT = "job heartbeat timeout";

/** Nothing speaks for a wait where no pass failed: the library lets such a job wait like one that did. */
const TAKE_OVER_AT_ONCE = `
  UPDATE ${SCHEMA}.job SET start_after = ${SCHEMA}.job_now()
  WHERE name = '${PASSES}' AND state = 'retry' AND start_after > ${SCHEMA}.job_now()
    AND output #>> '{value,message}' = '${SILENT}'`;

/** A worker that has a large job too is silent for longer. Only of this try. */
const BE_PATIENT = `
  UPDATE ${SCHEMA}.job SET heartbeat_seconds = $3
  WHERE name = '${PASSES}' AND id = $1 AND retry_count = $2 AND state = 'active'`;

/** How a database is reached; by its address, where something is left out. */
interface Reach {
  readonly sql?: Sql;
  readonly boss?: ConstructorOptions;
}

/**
 * Opens the queue of a database, whose tables it makes where it may. The library is loaded here, so that nobody else waits for it.
 * @param reach other ways than by address, for tests
 * @throws UsageError where the database does not answer
 */
export async function openJobQueue(
  address: DatabaseAddress,
  notice: (line: string) => void,
  timing: QueueTiming,
  reach: Reach = {},
): Promise<JobQueue> {
  const sql = reach.sql ?? (await connect(address));
  const { PgBoss } = await import("pg-boss");
  const setting: ConstructorOptions & Pick<PoolConfig, "query_timeout" | "statement_timeout"> = {
    connectionString: address.url,
    application_name: "trueup-fleet",
    max: 4,
    connectionTimeoutMillis: 5_000,
    // The library hands them on. Where a connection is cut without a word, it would else wait for a quarter of an hour.
    query_timeout: ANSWER_MS,
    statement_timeout: ANSWER_MS,
    schema: SCHEMA,
    schedule: false,
    // Only where the living could be heard: see releaseSilent.
    supervise: false,
    superviseIntervalSeconds: timing.lookSeconds,
    monitorIntervalSeconds: timing.lookSeconds,
    reindex: false,
    openTelemetry: { enabled: false },
    ...reach.boss,
  };
  const boss = new PgBoss(setting);
  let told = "";
  boss.on("error", (error) => {
    const why = explain(error, address);
    if (why !== told) notice(`warning: the queue in ${address.shown}: ${why}`);
    told = why;
  });
  const asking = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    try {
      return await work();
    } catch (error) {
      throw new UsageError(`the queue in ${address.shown} does not answer: ${explain(error, address)}`);
    }
  };
  await asking(async () => {
    const there = await migrate(sql);
    if (there.kind === "newer") throw new Error(`it was made by a newer version of trueup (${there.version})`);
    await boss.start();
    const retries = { retryLimit: timing.tries - 1, retryDelay: timing.retrySeconds, retryBackoff: true };
    const kept = { deleteAfterSeconds: KEPT_SECONDS, retentionSeconds: KEPT_SECONDS };
    await boss.createQueue(GIVEN_UP, { ...kept, retryLimit: 10, retryDelay: 60 });
    const passes = {
      ...kept,
      ...retries,
      retryDelayMax: LONGEST_RETRY_SECONDS,
      expireInSeconds: LONGEST_PASS_SECONDS,
      heartbeatSeconds: timing.silentSeconds,
      deadLetter: GIVEN_UP,
    };
    await boss.createQueue(PASSES, { ...passes, policy: "exclusive" });
    // One that an earlier version made stays as it was made.
    await boss.updateQueue(PASSES, passes);
  });
  const note = (job: PassJob, id: string, came: PassCame | null) =>
    sql.query(
      `INSERT INTO trueup.newest_jobs (tenant, job, digest, came) VALUES ($1, $2, $3, $4)
       ON CONFLICT (tenant) DO UPDATE SET job = excluded.job, digest = excluded.digest, came = excluded.came`,
      [job.tenant, id, job.digest, came === null ? null : JSON.stringify(came)],
    );
  const send = async (id: string, job: PassJob, inMs: number): Promise<boolean> => {
    const heartbeatSeconds = timing.silentSecondsFor(job.size);
    const options = { id, singletonKey: job.tenant, startAfter: Math.ceil(inMs / 1_000), heartbeatSeconds };
    if ((await boss.send(PASSES, job, options)) === null) return false;
    await note(job, id, null);
    return true;
  };
  /**
   * Whoever was silent for too long has nothing to say any more. Noted first: a job that is over, and of which nothing is noted,
   * would be taken for one that was lost.
   */
  const end = async (taken: TakenJob, came: PassCame): Promise<void> => {
    if (!isMet(await boss.touch(PASSES, attempt(taken)))) return;
    await note(taken.job, taken.id, came);
    await boss.complete(PASSES, attempt(taken), came);
  };
  const patience = new WeakMap<TakenJob, number>();
  return {
    submit: (id, job, inMs = 0) => asking(() => send(id, job, inMs)),
    latest: () =>
      asking(async () => {
        const rows = await sql.query("SELECT tenant, job, digest, came FROM trueup.newest_jobs");
        return new Map(
          rows.map((row): [string, LatestJob] => {
            const came = typeof row["came"] === "string" ? cameIn(JSON.parse(row["came"])) : null;
            return [String(row["tenant"]), { id: String(row["job"]), digest: String(row["digest"]), came }];
          }),
        );
      }),
    take: () =>
      asking(async () => {
        const [job] = await boss.fetch<unknown>(PASSES, { includeMetadata: true });
        if (job === undefined) return null;
        const { id, data, retryCount: tries, output } = job;
        return { id, job: jobIn(data), tries, isAlone: tries >= timing.triesBesideOthers && wasSilent(output) };
      }),
    keepAlive: (taken, held) =>
      asking(async () => {
        // First, and on connections of its own: the passes may be using all the others.
        const isOurs = isMet(await boss.touch(PASSES, attempt(taken)));
        const seconds = Math.max(...[taken.job.size, ...held].map(timing.silentSecondsFor));
        if (isOurs && patience.get(taken) !== seconds) {
          await sql.query(BE_PATIENT, [taken.id, taken.tries, seconds]);
          patience.set(taken, seconds);
        }
        return isOurs;
      }),
    releaseSilent: () =>
      asking(async () => {
        await boss.supervise();
        await sql.query(TAKE_OVER_AT_ONCE);
      }),
    done: (taken, came) => asking(() => end(taken, came)),
    failed: (taken, problem) =>
      asking(async () => {
        const isMine = isMet(await boss.fail(PASSES, attempt(taken), { message: problem }));
        if (isMine && taken.tries + 1 >= timing.tries) await note(taken.job, taken.id, givenUpAfter(taken.job));
      }),
    putBack: (taken, { id, job, inMs }) =>
      asking(async () => {
        // Where a worker is killed in between, the next one that looks sees that the newest job came to nothing.
        await end(taken, { exitCode: 0, outcome: "standby", summary: null, size: job.size });
        await send(id, job, inMs);
      }),
    givenUp: () =>
      asking(async () => {
        const [job] = await boss.fetch<unknown>(GIVEN_UP, { includeMetadata: true });
        if (job === undefined) return null;
        const given: GivenUpJob = {
          id: job.id,
          job: jobIn(job.data),
          tries: (job.sourceRetryCount ?? 0) + 1,
          problem: problemIn(job.sourceOutput),
        };
        await note(given.job, job.sourceId ?? job.id, givenUpAfter(given.job));
        await boss.complete(GIVEN_UP, job.id);
        return given;
      }),
    async close() {
      await boss.stop({ graceful: false }).catch(() => undefined);
      await sql.close().catch(() => undefined);
    },
  };
}

/** One try of a job: whoever is at an earlier one has nothing to say. */
function attempt({ id, tries }: TakenJob) {
  return { id, retryCount: tries };
}

function givenUpAfter({ size }: PassJob): PassCame {
  return { exitCode: 1, outcome: "given-up", summary: null, size };
}

/** Whether a job was as the library was told that it is. */
function isMet(response: unknown): boolean {
  return fieldsOf(response)["affected"] === 1;
}

/** What is kept may have been written by another version, or by hand. */
function jobIn(data: unknown): PassJob {
  const { tenant, digest, because, size } = fieldsOf(data);
  return {
    tenant: textIn(tenant),
    digest: textIn(digest),
    because: because === "schedule" || because === "commit" || because === "once" ? because : "again",
    size: sizeIn(size),
  };
}

function cameIn(output: unknown): PassCame {
  const { exitCode, outcome, summary, size } = fieldsOf(output);
  return {
    exitCode: typeof exitCode === "number" ? exitCode : 3,
    outcome: textIn(outcome),
    summary: typeof summary === "string" ? summary : null,
    size: sizeIn(size),
  };
}

function sizeIn(value: unknown): PassSize | null {
  const { people, rows } = fieldsOf(value);
  return typeof people === "number" && typeof rows === "number" ? { people, rows } : null;
}

function wasSilent(output: unknown): boolean {
  return fieldsOf(fieldsOf(output)["value"])["message"] === SILENT;
}

function problemIn(output: unknown): string {
  const { message } = fieldsOf(output);
  return typeof message === "string" ? message : "its worker was gone the last time";
}

function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
