import type { CronJob } from "kubernetes-models/batch/v1/CronJob";
import { parseSchedule } from "../../../src/controller/schedule.ts";
import type { Invocation } from "../invocation.ts";
import { jobOf, type Workload, workloadsOf } from "../workloads.ts";
import { invocationOf } from "./command-lines.ts";
import type { Rule } from "./rule.ts";

const HOUR_MS = 3_600_000;
/** A day at least, but for the hour that the change to summer time takes away. */
const SHORTEST_GAP_MS = 23 * HOUR_MS;
/** A year begins here, so that days of the month, of the week and hours all come up soon. */
const FROM_MS = Date.UTC(2026, 0, 1);
const GAPS_LOOKED_AT = 8;

/**
 * A CronJob makes one run a day, never two at once, and whatever the exit code, no second one for the same day: exit code
 * 3 asks people to look, and reading everybody again would break the rule of one reading a day.
 */
export const cronJobs: Rule = async (objects) => {
  const problems = await Promise.all(
    workloadsOf(objects).map(async (workload) => {
      const { object } = workload;
      if (object.kind !== "CronJob") return [];
      const found = [
        ...promises(object, workload),
        ...scheduleProblems(object),
        ...invocationProblems(object, await invocationOf(workload, objects)),
      ];
      return found.map((problem) => `${workload.name}: ${problem}`);
    }),
  );
  return problems.flat();
};

function promises(cronJob: CronJob, { pod }: Workload): readonly string[] {
  const { spec } = cronJob;
  const job = jobOf(cronJob);
  const startingSeconds = spec.startingDeadlineSeconds ?? 0;
  const rerunning = (job?.podFailurePolicy?.rules ?? []).filter(
    ({ action, onPodConditions }) =>
      action !== "FailJob" && onPodConditions?.every(({ type }) => type === "DisruptionTarget") !== true,
  );
  const checks: readonly (readonly [holds: boolean, problem: string])[] = [
    [spec.concurrencyPolicy === "Forbid", "concurrencyPolicy has to be Forbid"],
    [job?.backoffLimit === 0, "backoffLimit has to be 0, or one bad day is seven runs"],
    [pod.restartPolicy === "Never", "restartPolicy has to be Never, or its container runs again and again"],
    [(job?.completions ?? 1) === 1 && (job?.parallelism ?? 1) === 1, "a job is one run"],
    [rerunning.length === 0, "podFailurePolicy may start a run again for a drained node only"],
    [
      startingSeconds >= 600 && startingSeconds * 1000 < SHORTEST_GAP_MS,
      "startingDeadlineSeconds has to be 10 minutes at least and less than a day",
    ],
    [
      spec.successfulJobsHistoryLimit !== undefined && spec.failedJobsHistoryLimit !== undefined,
      "both history limits have to be set",
    ],
    [spec.timeZone !== undefined, "timeZone has to be set; without it the cluster's own counts"],
  ];
  return checks.filter(([holds]) => !holds).map(([, problem]) => problem);
}

function scheduleProblems({ spec }: CronJob): readonly string[] {
  try {
    const { nextAfter } = parseSchedule(spec.schedule, spec.timeZone ?? "UTC");
    for (let at = nextAfter(FROM_MS), looked = 0; looked < GAPS_LOOKED_AT; looked += 1) {
      const next = nextAfter(at);
      if (next - at < SHORTEST_GAP_MS) return [`the schedule ${spec.schedule} comes more often than once a day`];
      at = next;
    }
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function invocationProblems(cronJob: CronJob, invocation: Invocation | string): readonly string[] {
  if (typeof invocation === "string") return [];
  const { command, flags } = invocation;
  const activeMs = (jobOf(cronJob)?.activeDeadlineSeconds ?? 0) * 1000;
  const ownMs = command === "run" ? flags["deadline"] : durationOf(flags["budget"]);
  const problems: string[] = [];
  if (command === "apply" && flags["yes"] !== true) problems.push("apply needs --yes: nobody is there to ask");
  if (command === "run" && flags["once"] !== true) problems.push("run needs --once, or the job never ends");
  if (typeof ownMs !== "number") problems.push("apply needs a --budget of time, so that it ends in good order");
  else if (activeMs <= ownMs || activeMs >= SHORTEST_GAP_MS) {
    problems.push("activeDeadlineSeconds has to be more than the run's own limit, and less than a day");
  }
  return problems;
}

function durationOf(budget: unknown): unknown {
  return typeof budget === "object" && budget !== null ? Reflect.get(budget, "ms") : undefined;
}
