import { chooseTenants } from "../../fleet/choose.ts";
import { readFleet } from "../../fleet/read-fleet.ts";
import { worstExitCode } from "../../fleet/worst-first.ts";
import { heapLimitMb } from "../../session/heap-need.ts";
import { askedStore } from "../../session/open-store.ts";
import { systemClock } from "../../session/system-clock.ts";
import { openQueue } from "../../store/open.ts";
import { fleetNow } from "../../workers/fleet-now.ts";
import { type JobQueue, type PassJob, QUEUE_TIMING } from "../../workers/job-queue.ts";
import { makeTenantPass, type PassesSetting, tellOfGivenUp } from "../../workers/tenant-pass.ts";
import { type PassEnd, work } from "../../workers/worker.ts";
import { createLog } from "../commands/run.ts";
import type { Console } from "../console.ts";
import { describeInOneLine } from "../failure.ts";
import { listenForEnd, NOT_CONVERGED } from "../stop.ts";
import { optionsOf } from "../tenant-command.ts";
import { packageVersion } from "../version.ts";
import type { FleetFlags } from "./flags.ts";
import { sourceOf } from "./source.ts";

/**
 * `trueup fleet work`: makes the passes of the fleet's tenants, together with all other workers that share the database, until it
 * is asked to end; with `--once`, one of each tenant.
 * @returns 0; with `--once` how the passes ended: 0, 2 or 3, and 1 where none could be made
 * @throws ConfigError for a fleet.yaml that cannot be used; UsageError
 */
export async function run(path: string, flags: FleetFlags, console: Console): Promise<number> {
  const store = askedStore(console.environment);
  const log = createLog(flags, console);
  const notice = (text: string): void => log({ kind: "notice", text });
  const end = listenForEnd({
    ends: (signal) => log({ kind: "stopping", signal }),
    wakes: () => undefined,
    crashes: (error) => notice(`error: the worker could not go on: ${describeInOneLine(error)}`),
  });
  const source = sourceOf(path, flags, console, end.signal);
  const fleet = fleetNow(source.folder, flags.tenant, { environment: console.environment, clock: systemClock }, notice);
  const setting = settingOf(flags, console);
  let queue: JobQueue | null = null;
  try {
    chooseTenants(await readFleet((await source.folder()).path), flags.tenant);
    queue = await openQueue(store, notice, QUEUE_TIMING);
    log({ kind: "started", version: packageVersion(), source: flags.gitUrl ?? path, schedule: null });
    const codes = await work(
      {
        queue,
        tenants: fleet.tenants,
        makePass: (job, stop) => passOf(job, fleet, setting, stop),
        alert: async ({ job, tries, problem }) => {
          notice(`error: ${job.tenant}: given up after ${tries} tries: ${problem}`);
          try {
            const found = await fleet.tenant(job.tenant);
            if (found !== null) await tellOfGivenUp(found, { tries, problem }, setting);
          } catch (error) {
            notice(`error: ${job.tenant}: nobody could be told of that: ${describeInOneLine(error)}`);
          }
        },
        clock: systemClock,
        notice,
        describeError: describeInOneLine,
        passes: flags.concurrency,
        heapMb: heapLimitMb(),
        silentMs: QUEUE_TIMING.silentSeconds * 1_000,
        lookMs: QUEUE_TIMING.lookSeconds * 1_000,
        answeredMs: QUEUE_TIMING.silentSeconds * 1_000,
        once: flags.once,
      },
      end.signal,
    );
    return exitCodeOf([...codes.values()]);
  } finally {
    end.release();
    await queue?.close();
    await source.discard();
  }
}

function settingOf(flags: FleetFlags, console: Console): PassesSetting {
  return {
    apply: flags.apply,
    showUsers: flags.showUsers,
    suspendFile: flags.suspendFile ?? null,
    options: optionsOf({ ...flags, app: [], user: [] }, { backsOff: true }),
    environment: console.environment,
    clock: systemClock,
    logOf: (tenant) => {
      const log = createLog(flags, console, tenant);
      // Each pass begins as a controller of its own does; a worker began once.
      return (event) => (event.kind === "started" ? undefined : log(event));
    },
    describeError: describeInOneLine,
    version: packageVersion(),
  };
}

async function passOf(
  job: PassJob,
  now: ReturnType<typeof fleetNow>,
  setting: PassesSetting,
  stop: AbortSignal,
): Promise<PassEnd> {
  const found = await now.tenant(job.tenant);
  if (found === null) {
    const came = { exitCode: 0, outcome: "not-in-fleet", summary: null, size: job.size };
    return { kind: "done", came };
  }
  return makeTenantPass(found, setting, stop);
}

/** Where some passes were made, others that could not be are what is open; where none was, nothing was written. */
function exitCodeOf(codes: readonly (number | null)[]): number {
  const ended = codes.map((code) => code ?? NOT_CONVERGED);
  const worst = worstExitCode(ended);
  return worst === 1 && ended.some((code) => code !== 1) ? NOT_CONVERGED : worst;
}
