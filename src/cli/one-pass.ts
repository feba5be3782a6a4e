import process from "node:process";
import { NO_PLAN, type PassReport } from "../controller/pass-report.ts";
import type { Plan, Result } from "../model/plan.ts";
import type { NoteStage } from "../model/stage.ts";
import { type Judgement, passOutcome } from "../plan/convergence.ts";
import type { Run } from "../session/run.ts";
import { systemClock } from "../session/system-clock.ts";
import { watchStages } from "../telemetry/stage-times.ts";
import { asksForTelemetry, openTelemetry } from "../telemetry/telemetry.ts";
import type { Console } from "./console.ts";
import { packageVersion } from "./version.ts";

/** The one pass that a command makes, as telemetry sees it. */
export interface OnePass {
  readonly noteStage: NoteStage;
  /** From here on the run counts its requests. */
  readonly began: (run: Run) => void;
  /** What came of it: the plan where nothing was carried out, else the result. */
  readonly ended: (shown: Plan | Result, judgement: Judgement, applied: boolean) => Promise<void>;
}

const UNWATCHED: OnePass = {
  noteStage: () => undefined,
  began: () => undefined,
  ended: () => Promise.resolve(),
};

/**
 * Does the work of a command, and tells receivers of OTLP of it as of a pass of the controller. What they do, or do not,
 * changes neither what is returned nor what is thrown.
 */
export async function asOnePass(console: Console, work: (pass: OnePass) => Promise<number>): Promise<number> {
  if (!asksForTelemetry(console.environment)) return work(UNWATCHED);
  const { createMetrics } = await import("../controller/metrics.ts");
  const [clock, version] = [systemClock, packageVersion()];
  const metrics = createMetrics({ nowMs: () => clock.now(), build: { version, node: process.versions.node } });
  const ground = { clock, notice: console.notice, version, families: metrics.families };
  const telemetry = await openTelemetry(console.environment, ground);
  const stages = watchStages(clock);
  const startedAtMs = clock.now();
  const begunAtMs = clock.elapsed();
  const pass = {
    number: 1,
    trigger: "start",
    startedAtMs,
    stop: new AbortController().signal,
  } as const;
  let run: Run | null = null;
  let isNoted = false;
  const note = (came: Omit<PassReport, "pass" | "endedAtMs" | "tookMs" | "commit" | "problem">): void => {
    const commit = run?.header.source.commit ?? null;
    const report = {
      pass,
      endedAtMs: clock.now(),
      tookMs: clock.elapsed() - begunAtMs,
      commit,
      problem: null,
      ...came,
    };
    metrics.notePass(report);
    telemetry.notePass({ report, stages: stages.end() });
    isNoted = true;
  };
  stages.starts(startedAtMs);
  try {
    return await work({
      noteStage: stages.begins,
      began: (opened) => {
        run = opened;
        stages.counts(opened.traffic);
      },
      ended: async (plan, judgement, applied) => {
        if (run === null) return;
        metrics.noteSource(true);
        metrics.noteStore((await run.storeState()).state !== "unusable");
        metrics.noteSuspended(run.policy.suspended);
        const freezes = await run.ports.freezes();
        metrics.noteFrozen(freezes.state === "unreadable" || freezes.inForce.length > 0);
        const outcome = passOutcome(judgement, applied);
        note({ ...outcome, judgement, plan, summary: null, traffic: run.traffic(), budgetLeft: run.budgetLeft() });
      },
    });
  } catch (error) {
    if (!isNoted) note({ ...NO_PLAN, outcome: "failed", exitCode: 1 });
    throw error;
  } finally {
    await telemetry.close();
  }
}
