import pMap from "p-map";
import { InternalError } from "../errors.ts";
import type { Exhausted } from "../model/budget.ts";
import type { Outcome, Plan, PlanApp, PlanRow, Result, ResultRow } from "../model/plan.ts";
import type { ReportProgress } from "../model/progress.ts";
import { carryOut, type CarryOutPorts, guarded } from "./carry-out.ts";
import { createCircuitBreaker } from "./circuit-breaker.ts";
import { createDefinitionGuard, type ReadOffer } from "./definition-guard.ts";
import type { WriteJournal } from "./journal.ts";
import { type Finding, recorded, unverified } from "./outcomes.ts";
import { createUserWrites, type LookPorts, readBack } from "./read-back.ts";
import type { InstallationWriter } from "./writer.ts";

/** Everything outside that carrying out a plan touches. */
export interface ApplyPorts extends Omit<LookPorts, "writes"> {
  readonly writer: InstallationWriter;
  readonly readOffer: ReadOffer;
  readonly journal: WriteJournal;
  readonly progress: ReportProgress;
  /** When this run began to look, in milliseconds since the epoch. */
  readonly startedAtMs: number;
  /** Tells when no further row is to be begun. */
  readonly changingEnds: Exhausted;
}

interface ActingRow {
  readonly row: PlanRow;
  readonly app: PlanApp;
}

/** How many rows are being written at once; rows that only wait to be read back do not count. */
const ROWS_AT_ONCE = 32;

/**
 * Carries out the rows of a plan that act, and nothing else. Every one of them gets an outcome, whatever happens: one bad
 * row stops no other, and when the run is stopped (`stop`) rows under way are finished and the rest are `not-tried`.
 * Never rejects once it has begun: a run that wrote something ends with a report.
 */
export async function apply(plan: Plan, ports: ApplyPorts, stop: AbortSignal): Promise<Result> {
  const halt = createCircuitBreaker(stop, ports.changingEnds);
  const definitions = createDefinitionGuard(ports.readOffer, ports.clock);
  const context: CarryOutPorts = { ...ports, definitions, halt, stop, writes: createUserWrites() };
  const apps = new Map(plan.apps.map((app) => [app.name, app]));
  const acting = plan.rows
    .filter((row) => row.verdict === "act")
    .map((row): ActingRow => {
      const app = apps.get(row.app);
      if (app === undefined) throw new InternalError(`the plan lacks app ${row.app}`);
      return { row, app };
    });
  const outcomes = new Map<PlanRow, Outcome>();
  const readBacks: Promise<void>[] = [];

  const settle = async ({ row, app }: ActingRow, finding: Finding, sends: number): Promise<void> => {
    const outcome = recorded(finding, ports.clock.now());
    await ports.journal.conclude(row, app, outcome, sends);
    outcomes.set(row, outcome);
    ports.progress({ stage: "changes", done: outcomes.size, total: acting.length });
  };
  const begin = async (acted: ActingRow): Promise<void> => {
    const { row, app } = acted;
    const { attempt, sends } = await carryOut(row, app, context);
    if (attempt.kind === "final") {
      await settle(acted, attempt.finding, sends);
      return;
    }
    const { write } = attempt;
    const verify = () => readBack(row, app, context, write, stop);
    const endedBy = (message: string): Finding => unverified(message, write.requestId);
    readBacks.push(guarded(verify, endedBy, halt).then((finding) => settle(acted, finding, sends)));
  };

  await pMap(acting, begin, { concurrency: ROWS_AT_ONCE });
  await Promise.all(readBacks);
  return { ...plan, rows: plan.rows.map((row): ResultRow => ({ ...row, outcome: outcomes.get(row) ?? null })) };
}
