import { judgeEnding } from "./judge-endings.ts";
import { judgeRenewal } from "./judge-renewal.ts";
import { judgeSettling } from "./judge-settling.ts";
import { judgeWrites } from "./judge-writes.ts";
import { judgeStops } from "./judge-stops.ts";
import { judgeStrays } from "./judge-strays.ts";
import type { CaseRecord, RunRecord } from "./run-case.ts";
import { report, type Violation } from "./violation.ts";
import semver from "semver";

/** Judges a case by what the service received, what it told, and what is so in the end. */
export function judge(record: CaseRecord): readonly Violation[] {
  if (record.world().apps.some(({ renewal }) => renewal !== undefined)) {
    const tokens = record.runs.flatMap((run) => judgeToken(record, run));
    return [...judgeRenewal(record), ...tokens, ...judgeEffects(record)];
  }
  return [
    ...record.runs.flatMap((run) => [
      ...judgeWrites(record, run),
      ...judgeSettling(record, run),
      ...judgeStrays(record, run),
      ...judgeStops(record, run),
      ...judgeEnding(record, run),
      ...judgeToken(record, run),
    ]),
    ...judgeEffects(record),
  ];
}

/** No write leads to an older version. */
function judgeEffects({ service }: CaseRecord): readonly Violation[] {
  return service.exchanges.flatMap(({ effect, seq }) =>
    (effect?.before ?? []).flatMap((before) => {
      const after = effect?.after.find(({ app }) => app.id === before.app.id);
      return after !== undefined && semver.lt(after.version, before.version)
        ? [report("never back", `seq ${seq}: ${before.version} became ${after.version}`)]
        : [];
    }),
  );
}

/** The token goes to Graph and nowhere else. */
function judgeToken({ service, told }: CaseRecord, run: RunRecord): readonly Violation[] {
  const own = service.exchanges.filter((exchange) => exchange.run === run.run);
  const found: Violation[] = own
    .filter(({ sentTo }) => !sentTo.startsWith(`${service.origin}/v1.0/`))
    .map(({ sentTo }) => report("token", `run ${run.run} asked ${sentTo}`));
  const { ending } = run;
  const said = ending === "killed" ? "" : "error" in ending ? String(ending.error) : JSON.stringify(ending.result);
  for (const token of new Set(own.map((exchange) => exchange.token))) {
    if (token !== null && (said.includes(token) || told.some((line) => line.includes(token))))
      found.push(report("token", `run ${run.run} shows its token`));
  }
  return found;
}
