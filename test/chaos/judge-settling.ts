import semver from "semver";
import { type WholeReading, wholeReadings } from "./exchanges.ts";
import { isOf, type Write, writesIn } from "./judge-writes.ts";
import type { CaseRecord, RunRecord } from "./run-case.ts";
import { report, type Violation } from "./violation.ts";
import { isBody } from "./wrong-shapes.ts";

/** Between the moment at which an intent is noted, or looked for, and that at which its request arrives. */
const TURN_MS = 10_000;

/**
 * What an earlier run wrote, and no read has shown since, is not written again before `--settle` has passed: the store
 * remembers it, also when that run was killed. Judged where nothing was done to the store.
 */
export function judgeSettling(record: CaseRecord, run: RunRecord): readonly Violation[] {
  const { setting, mishaps } = record;
  const isImpaired = mishaps.some((mishap) => mishap === "store-locked" || mishap === "disk-full");
  if (!setting.usesStore || isImpaired) return [];
  const earlier = record.runs.filter((one) => one.run < run.run).flatMap((one) => writesIn(record, one.run));
  return writesIn(record, run.run).flatMap((write) => {
    const last = earlier.findLast(
      ({ user, app, exchange }) => user === write.user && app === write.app && exchange.effect !== null,
    );
    if (last === undefined) return [];
    const agoMs = write.exchange.atMs - last.exchange.atMs;
    if (agoMs >= setting.settleMs - TURN_MS || hasShown(record, last, write)) return [];
    const what = `${write.exchange.question} of ${write.app?.name} for ${write.user}`;
    return [report("settling", `run ${run.run}: ${what}, ${agoMs} ms after run ${last.exchange.run} wrote it`)];
  });
}

/** Whether a read since then, of any run, showed what the last write did: what is gone after that was taken away. */
function hasShown({ service }: CaseRecord, last: Write, { exchange, user }: Write): boolean {
  const lists = service.exchanges.filter(
    (one) =>
      one.seq > last.exchange.seq &&
      one.question === "installations" &&
      one.userId === user &&
      /\/installedApps\?/.test(one.path),
  );
  return wholeReadings(lists).some((reading) => reading.toSeq < exchange.seq && shows(reading, last));
}

/** Whether a list shows what a write did. */
export function shows({ items, isComplete }: WholeReading, { app, exchange }: Write): boolean {
  const own = items.find(isOf("id", app?.catalogId ?? ""));
  const brought = exchange.effect?.after.find((one) => one.app.id === app?.catalogId);
  if (brought === undefined || own === undefined) return brought === undefined && own === undefined && isComplete;
  const version = isBody(own["teamsAppDefinition"]) ? String(own["teamsAppDefinition"]["version"]) : "";
  return semver.valid(version) !== null && semver.gte(version, brought.version);
}
