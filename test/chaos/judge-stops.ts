import { type Write, writesIn } from "./judge-writes.ts";
import type { CaseRecord, RunRecord } from "./run-case.ts";
import { report, type Violation } from "./violation.ts";

/** So many equal failures without a success say that not the users are wrong. */
const EQUAL_FAILURES = 20;

/** After 20 equal failures of an app in a row, no further write of it; some may be under way by then. */
export function judgeStops(record: CaseRecord, run: RunRecord): readonly Violation[] {
  const own = record.service.exchanges.filter((exchange) => exchange.run === run.run);
  // A look that fails leaves it open what came of the write, so that it is another kind of failure.
  if (own.some(({ question, fault }) => question === "installations" && fault !== null)) return [];
  if (showsEarlierWrites(record, run)) return [];
  return [...Map.groupBy(writesIn(record, run.run), ({ app }) => app)].flatMap(([app, writes]) => {
    const most = mostInARow(writes);
    return most === null
      ? []
      : [report("stops after equal failures", `run ${run.run}: ${most.times} times ${most.status} of ${app?.name}`)];
  });
}

/** What an earlier run wrote may show in this one, which is a success that no write of it brought. */
function showsEarlierWrites({ service, setting }: CaseRecord, { fromSeq, fromMs }: RunRecord): boolean {
  if (setting.lagMs === 0) return false;
  return service.exchanges.some(
    ({ effect, seq, atMs }) => effect !== null && seq < fromSeq && fromMs - atMs <= setting.lagMs,
  );
}

function mostInARow(writes: readonly Write[]): { readonly status: number; readonly times: number } | null {
  let [last, times, succeeded] = [0, 0, 0];
  for (const { exchange } of writes) {
    const { status, effect } = exchange;
    if (status === null || status === 401 || status === 429) continue;
    if (effect !== null || status < 300) succeeded += 1;
    times = effect === null && status >= 300 && status === last ? times + 1 : 1;
    last = effect === null && status >= 300 ? status : 0;
    if (last !== 0 && times > EQUAL_FAILURES + succeeded + 1) return { status: last, times };
  }
  return null;
}
