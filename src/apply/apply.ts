import pMap from "p-map";
import { InternalError } from "../errors.ts";
import type { Outcome } from "../model/outcome.ts";
import type { Plan, PlanRow, Result, ResultRow } from "../model/plan.ts";
import type { ReportProgress } from "../model/progress.ts";
import { type CarryOutPorts, carryOut } from "./carry-out.ts";
import { createDefinitionGuard, type ReadOffer } from "./definition-guard.ts";
import { guarded } from "./guarded.ts";
import { createHalt } from "./halt.ts";
import type { LookPorts } from "./look.ts";
import { type Finding, recorded, unverified } from "./outcomes.ts";
import { readBack } from "./read-back.ts";
import type { InstallationWriter } from "./writer.ts";

/** Everything outside that carrying out a plan touches. */
export interface ApplyPorts extends LookPorts {
  readonly writer: InstallationWriter;
  readonly readOffer: ReadOffer;
  readonly progress: ReportProgress;
}

/** How many rows are being written at once; rows that only wait to be read back do not count. */
const ROWS_AT_ONCE = 32;

/**
 * Carries out the rows of a plan that act, and nothing else. Every one of them gets an outcome, whatever happens: one bad
 * row stops no other, and when the run is stopped (`stop`) rows under way are finished and the rest are `not-tried`.
 * Never rejects once it has begun: a run that wrote something ends with a report.
 */
export async function apply(plan: Plan, ports: ApplyPorts, stop: AbortSignal): Promise<Result> {
  const halt = createHalt(stop);
  const definitions = createDefinitionGuard(ports.readOffer, ports.clock);
  const context: CarryOutPorts = { ...ports, definitions, halt, stop };
  const apps = new Map(plan.apps.map((app) => [app.name, app]));
  const acting = plan.rows
    .filter((row) => row.verdict === "act")
    .map((row) => {
      const app = apps.get(row.app);
      if (app === undefined) throw new InternalError(`the plan lacks app ${row.app}`);
      return { row, app };
    });
  const outcomes = new Map<PlanRow, Outcome>();
  const readBacks: Promise<void>[] = [];

  const settle = (row: PlanRow, finding: Finding): void => {
    outcomes.set(row, recorded(finding, ports.clock.now()));
    ports.progress({ stage: "changes", done: outcomes.size, total: acting.length });
  };
  const begin = async ({ row, app }: (typeof acting)[number]): Promise<void> => {
    const attempt = await carryOut(row, app, context);
    if (attempt.kind === "final") {
      settle(row, attempt.finding);
      return;
    }
    const { write } = attempt;
    const verify = () => readBack(row, app, ports, write, stop);
    const endedBy = (message: string): Finding => unverified(message, write.requestId);
    readBacks.push(guarded(verify, endedBy, halt).then((finding) => settle(row, finding)));
  };

  await pMap(acting, begin, { concurrency: ROWS_AT_ONCE });
  await Promise.all(readBacks);
  return { ...plan, rows: plan.rows.map((row): ResultRow => ({ ...row, outcome: outcomes.get(row) ?? null })) };
}
