import { DEFAULT_RATE_SHARE, LIMITS, REGISTRATION_LIMITS } from "../src/graph/limits.ts";
import { type Claim, divide } from "../src/model/slices.ts";
import { heapNeedMb, heapOfPodMb } from "../src/session/heap-need.ts";
import type { Bench, Figure } from "./bench.ts";

const TENANTS = 500;
const PEOPLE = 100_000;
/** Of a day's people, those who get a change. */
const CHANGED_SHARE = 0.01;
/** A look before each write, and one that reads it back. */
const READS_PER_WRITE = 2;
/** Where TrueUp hears of changes, it reads a seventh of all people each day. */
const AUDITED_SHARE = 1 / 7;
const POD_MB = 1_024;
const STEP_SECONDS = 10;
const HOUR_SECONDS = 3_600;
/** Kept for those who were granted nothing (`src/store/postgres/shared-limits.ts`). */
const GRANTED_SHARE = 0.95;

/** 500 large tenants whose passes are all due at once, in virtual time: the division of shared limits is the real one. */
export const bench: Bench = {
  name: "fleet",
  measures: `${TENANTS} tenants of ${PEOPLE.toLocaleString("en")} people, 1 % of them changed, all due at the same time, in virtual time`,
  run: () => Promise.resolve(figures()),
};

interface Pass {
  reads: number;
  writes: number;
  /** What is read beside each write. */
  besides: number;
}

interface Day {
  /** When the last pass ended, in hours. */
  readonly latest: number;
  readonly requests: number;
}

function figures(): readonly Figure[] {
  const perWorker = Math.floor(heapOfPodMb(POD_MB) / heapNeedMb({ people: PEOPLE, rows: PEOPLE }));
  const rows = [
    { name: "one registration for each tenant, everybody read", isShared: false, share: 1 },
    { name: "one registration for all, everybody read", isShared: true, share: 1 },
    { name: "one registration for all, a seventh read", isShared: true, share: AUDITED_SHARE },
  ];
  return rows.flatMap(({ name, isShared, share }) => {
    const best = play(TENANTS, isShared, share).latest;
    const passes = fewestAtOnce(Math.max(24, best * 1.01), isShared, share);
    const day = play(passes, isShared, share);
    const figure = (what: string, value: number, unit: Figure["unit"], note: string | null = null): Figure => {
      return { name: `${name}: ${what}`, value, unit, mark: null, note };
    };
    return [
      figure("requests", day.requests, "requests"),
      figure(
        "the latest tenant ends after",
        day.latest,
        "h",
        day.latest > 24 ? "more than a day: read a part each day, or take more registrations" : null,
      ),
      figure(
        "workers needed for that",
        Math.ceil(passes / perWorker),
        "workers",
        `${passes} passes at once, ${perWorker} in a pod of 1 GiB`,
      ),
    ];
  });
}

/** How many passes at once it takes to end within so many hours. */
function fewestAtOnce(hours: number, isShared: boolean, share: number): number {
  let passes = 1;
  while (passes < TENANTS && play(passes, isShared, share).latest > hours) passes += 1;
  return passes;
}

/** All passes, so many at once, the first due first; each reads everybody, and then writes. */
function play(atOnce: number, isShared: boolean, share: number): Day {
  const changed = PEOPLE * CHANGED_SHARE;
  const waiting = Array.from(
    { length: TENANTS },
    (): Pass => ({ reads: PEOPLE * share, writes: changed, besides: changed * READS_PER_WRITE }),
  );
  const underWay: Pass[] = [];
  const requests = TENANTS * (PEOPLE * share + changed * (1 + READS_PER_WRITE));
  let seconds = 0;
  while (waiting.length > 0 || underWay.length > 0) {
    underWay.push(...waiting.splice(0, atOnce - underWay.length));
    seconds += STEP_SECONDS;
    const reading = rates(underWay, "installation-reads", isShared, ({ reads, besides }) => reads + besides > 0);
    const writing = rates(underWay, "installation-writes", isShared, ({ reads, writes }) => reads <= 0 && writes > 0);
    for (const [at, pass] of underWay.entries()) {
      let left = (reading[at] ?? 0) * STEP_SECONDS;
      const read = Math.min(pass.reads, left);
      pass.reads -= read;
      left -= read;
      if (pass.reads > 0) continue;
      // As many as can be written and read beside.
      const written = Math.min(pass.writes, (writing[at] ?? 0) * STEP_SECONDS, left / READS_PER_WRITE);
      pass.writes -= written;
      pass.besides = pass.writes * READS_PER_WRITE;
    }
    for (let at = underWay.length - 1; at >= 0; at -= 1) {
      const pass = underWay[at];
      if (pass !== undefined && pass.reads <= 0 && pass.writes < 1e-6) underWay.splice(at, 1);
    }
  }
  return { latest: seconds / HOUR_SECONDS, requests };
}

type LimitClass = "installation-reads" | "installation-writes";

function own(limitClass: LimitClass): number {
  return LIMITS[limitClass] * DEFAULT_RATE_SHARE;
}

function rates(
  passes: readonly Pass[],
  limitClass: LimitClass,
  isShared: boolean,
  wants: (pass: Pass) => boolean,
): readonly number[] {
  const most = own(limitClass);
  const claims = passes.flatMap((pass, at): readonly Claim[] =>
    wants(pass) ? [{ holder: String(at), rank: pass.reads > 0 ? "routine" : "writes", wants: most }] : [],
  );
  const limit = isShared
    ? REGISTRATION_LIMITS[limitClass] * DEFAULT_RATE_SHARE * GRANTED_SHARE
    : Number.POSITIVE_INFINITY;
  const given = isShared ? divide(limit, claims) : new Map(claims.map(({ holder }) => [holder, most]));
  return passes.map((_, at) => given.get(String(at)) ?? 0);
}
