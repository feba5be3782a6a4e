import { auditable, leastCertain } from "../events/audit.ts";
import { cycleMs, JUDGED_OVER_MS, missRate } from "../events/miss-rate.ts";
import type { Clock } from "../model/clock.ts";
import { addedUp, type AuditTally, type MissRate, NOTHING_AUDITED } from "../model/events.ts";
import type { Session } from "../session/session.ts";
import type { LookedAt } from "./glance.ts";
import type { Metrics } from "./metrics.ts";

/** Reads some people again in turn, and learns from it how much is missed. */
export interface Auditing {
  /** Goes on from what the store has of earlier audits. */
  readonly restore: (session: Session) => Promise<void>;
  readonly tally: () => AuditTally;
  readonly rate: () => MissRate | null;
  /** Within how long everybody is read again. */
  readonly cycleMs: () => number;
  /** From when on people are due; later calls change nothing. */
  readonly begin: () => void;
  /** How many of these people are due now. */
  readonly due: (looked: LookedAt) => number;
  /** Whom to read now, and when each was read last; then nobody is due for a while. */
  readonly choose: (looked: LookedAt, isHinted: (userId: string) => boolean) => ReadonlyMap<string, number>;
  /** Told who was seen to have changed: they are less certain than others. */
  readonly noteChanged: (userId: string) => void;
  readonly note: (added: AuditTally, session: Session) => Promise<void>;
}

/** A slice of people is read so often. */
const SLICE_EVERY_MS = 10 * 60_000;

/** @param options.readsPerSecond what the pace allows */
export function createAuditing(options: {
  readonly clock: Clock;
  readonly metrics: Pick<Metrics, "noteAudit" | "noteMissRate">;
  readonly readsPerSecond: number;
}): Auditing {
  const { clock, metrics } = options;
  const changed = new Map<string, number>();
  let tally = NOTHING_AUDITED;
  let doneUntilMs: number | null = null;
  const cycle = (): number => cycleMs(missRate(tally));

  function due({ people }: LookedAt): number {
    if (doneUntilMs === null || clock.now() - doneUntilMs < SLICE_EVERY_MS) return 0;
    return Math.floor((people.size * (clock.now() - doneUntilMs)) / cycle());
  }

  return {
    due,
    cycleMs: cycle,
    tally: () => tally,
    rate: () => missRate(tally),
    async restore(session) {
      await session.withEvents(async (store) => {
        tally = addedUp((await store?.audits(clock.now() - JUDGED_OVER_MS)) ?? []);
      });
      metrics.noteMissRate(missRate(tally));
    },
    begin() {
      doneUntilMs ??= clock.now();
    },
    choose(looked, isHinted) {
      const nowMs = clock.now();
      const most = Math.min(due(looked), Math.ceil(options.readsPerSecond * (SLICE_EVERY_MS / 1000)));
      if (most === 0) return new Map();
      doneUntilMs = nowMs;
      const recently = new Set([...changed].filter(([, at]) => nowMs - at < JUDGED_OVER_MS).map(([id]) => id));
      const people = auditable(looked.shown.rows, recently).filter(({ userId }) => !isHinted(userId));
      return new Map(leastCertain(people, most, nowMs).map(({ userId, readAtMs }) => [userId, readAtMs]));
    },
    noteChanged: (userId) => void changed.set(userId, clock.now()),
    async note(added, session) {
      metrics.noteAudit(added);
      const nowMs = clock.now();
      tally = await session.withEvents(async (store) => {
        await store?.noteAudit(added, nowMs);
        const lately = addedUp((await store?.audits(nowMs - JUDGED_OVER_MS)) ?? []);
        // Where nothing can be kept, what this process saw counts.
        return lately.audited === 0 ? addedUp([tally, added]) : lately;
      });
      metrics.noteMissRate(missRate(tally));
    },
  };
}
