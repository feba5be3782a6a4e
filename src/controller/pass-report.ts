import type { Plan, Result } from "../model/plan.ts";
import type { Judgement, PassOutcome } from "../plan/convergence.ts";
import type { Pass } from "./loop.ts";

/** What Graph answered to the requests of one class. */
export interface ClassTraffic {
  readonly requests: number;
  /** Answers with status 429. */
  readonly throttled: number;
  /** How long nothing of the class was sent because Graph had asked to wait, in milliseconds. */
  readonly pausedMs: number;
}

/** What came of one pass, for whoever watches. */
export interface PassReport {
  readonly pass: Pass;
  readonly endedAtMs: number;
  /** How long it took, whoever set the clock meanwhile. */
  readonly tookMs: number;
  readonly outcome: PassOutcome;
  /** What a process that makes this pass alone ends with. */
  readonly exitCode: 0 | 1 | 2 | 3;
  /** Of the plan, or of what came of it; null when no plan was made. */
  readonly judgement: Judgement | null;
  /** The commit of the desired state; null when it is in no git. */
  readonly commit: string | null;
  /** Null when no plan could be made. The result where something was carried out. */
  readonly plan: Plan | Result | null;
  /** `12 rows: 3 applied, 2 held`; null when no plan could be made. */
  readonly summary: string | null;
  /** Why the pass failed, was put off, or only reported though it was to correct, for people; null when neither. */
  readonly problem: string | null;
  /** Why it could not go on in the middle of writing, so that the rest waits for another pass; left out: it came to its end. */
  readonly cutOff?: string;
  /** By class of limit. */
  readonly traffic: Readonly<Record<string, ClassTraffic>>;
  /** What is left of the budget, from 0 to 1; null without one. */
  readonly budgetLeft: number | null;
}

/** What there is to say of a pass that made no plan. */
export const NO_PLAN = {
  judgement: null,
  plan: null,
  summary: null,
  traffic: {},
  budgetLeft: null,
} as const satisfies Partial<PassReport>;
