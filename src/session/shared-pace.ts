import { randomUUID } from "node:crypto";
import type { Graph } from "../graph/client.ts";
import { type LimitClass, perClass, type PerClass, WRITE_CLASSES } from "../graph/limits.ts";
import type { Clock } from "../model/clock.ts";
import type { SliceRank } from "../model/slices.ts";
import type { NoteStage, Stage } from "../model/stage.ts";
import type { SharedLimits } from "../store/store.ts";

/** A slice ends so long after it was asked for: a process that was killed has given it back when others take over from it. */
const TIME_TO_LIVE_MS = 12_000;
const ASK_EVERY_MS = 4_000;

/** The part of a registration's limits that a run may use. */
export interface SharedPace {
  /** Whoever writes goes before whoever only looks. */
  readonly begins: NoteStage;
  readonly release: () => Promise<void>;
}

/** Where nobody else shares the store, a run uses the limits of its tenant. */
export const UNSHARED: SharedPace = { begins: () => undefined, release: () => Promise.resolve() };

/** Who asks for slices. */
interface Sharing {
  /** Which registration at which Graph. */
  readonly registration: string;
  /** Whether the run may write. */
  readonly writes: boolean;
  /** Whether git calls a definition of it urgent. */
  readonly isUrgent: boolean;
}

/**
 * Asks for slices before anything is sent, and again every few seconds until they are released. Where the store does not
 * answer, the slices end, and what is left is enough to read back what was sent.
 */
export async function shareLimits(
  limits: SharedLimits,
  graph: Pick<Graph, "demands" | "allow">,
  sharing: Sharing,
  clock: Clock,
): Promise<SharedPace> {
  const holder = randomUUID();
  let stage: Stage = "load";
  const ending = new AbortController();
  let using = perClass(() => 0);
  /** Of each class what a run wants that has sent nothing yet: all that its tenant allows. */
  let most: PerClass<number> | null = null;
  let beginsToWrite = false;
  let asking = Promise.resolve();

  /** One at a time: what an older answer grants is not what counts any more. */
  function ask(): Promise<void> {
    asking = asking.then(askNow);
    return asking;
  }

  async function askNow(): Promise<void> {
    if (ending.signal.aborted) return;
    const untilMs = clock.elapsed() + TIME_TO_LIVE_MS;
    const demands = graph.demands();
    most ??= perClass((one) => demands[one].wants);
    const wanted = (one: LimitClass): number =>
      beginsToWrite && WRITE_CLASSES.includes(one) ? (most?.[one] ?? 0) : demands[one].wants;
    const classes = perClass((one) => ({ limit: demands[one].limit, wants: wanted(one), using: using[one] }));
    beginsToWrite = false;
    const granted = await limits.ask({
      registration: sharing.registration,
      holder,
      rank: rankOf(sharing, stage),
      timeToLiveMs: TIME_TO_LIVE_MS,
      classes,
    });
    if (granted === null || ending.signal.aborted) return;
    using = perClass((one) => granted[one] ?? 0);
    graph.allow(using, untilMs);
  }

  async function askAgain(): Promise<void> {
    while (!ending.signal.aborted) {
      await clock.sleep(ASK_EVERY_MS, ending.signal);
      await ask();
    }
  }

  graph.allow(using, clock.elapsed());
  await ask();
  void askAgain();
  return {
    begins: (next) => {
      stage = next;
      if (next !== "apply") return;
      // So far nothing was written, and so little was asked for: the first writes would wait for the next question, and the one after.
      beginsToWrite = true;
      void ask();
    },
    async release() {
      ending.abort();
      graph.allow(using, clock.elapsed());
      // What is asked now would be granted after it was given back, and stay until it ends by itself.
      await asking;
      await limits.giveBack(holder);
    },
  };
}

function rankOf({ writes, isUrgent }: Sharing, stage: Stage): SliceRank {
  if (!writes) return "audit";
  if (isUrgent) return "urgent";
  return stage === "apply" ? "writes" : "routine";
}
