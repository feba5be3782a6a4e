import type { RolloutPhase, RolloutProgress } from "../model/rollout.ts";
import { UTC } from "../model/time-zone.ts";
import { rolloutText } from "../report/facts/rollouts.ts";

/** How a rollout stands, for whoever is told when that changes. What needs somebody is a trouble, and not told here. */
export interface RolloutNews {
  readonly app: string;
  readonly version: string | null;
  readonly what: "started" | "promoted" | "waits" | "done" | "halted";
  /** Differs when there is something to tell. */
  readonly key: string;
  /** Our own words, and names from git; lower case, no period, nobody named. */
  readonly text: string;
}

/** What of a phase people are told; the others follow by themselves. */
const TOLD: Readonly<Record<RolloutPhase, "goes" | "waits" | "done" | "halted" | null>> = {
  "not-begun": null,
  "not-aged": null,
  rolling: "goes",
  soaking: "goes",
  promotable: "goes",
  "gate-pending": "waits",
  "gate-unreadable": "waits",
  halted: "halted",
  expired: "halted",
  "without-store": null,
  done: "done",
};

/** How the rollouts of a pass stand. */
export function rolloutNews(rollouts: readonly RolloutProgress[], nowMs: number): readonly RolloutNews[] {
  return rollouts.flatMap((rollout) => {
    const told = TOLD[rollout.phase];
    if (told === null || rollout.at === null) return [];
    const what = told === "goes" ? (rollout.at === 0 ? "started" : "promoted") : told;
    const { app, version, digest, at, halt } = rollout;
    const key = [digest, told, told === "halted" ? halt?.number : at].join(" ");
    return [{ app, version, what, key, text: rolloutText(rollout, { nowMs, timeZone: UTC }) }];
  });
}

/** Remembers how people know the rollouts. */
export interface RolloutWatch {
  /** What differs from what people know. */
  readonly news: (standing: readonly RolloutNews[]) => readonly RolloutNews[];
  /** People know it by now. */
  readonly said: (news: readonly RolloutNews[]) => void;
  /** How people know them: by app, the key of what they were told. */
  readonly told: () => readonly (readonly [app: string, key: string])[];
}

/** @param told how people know them */
export function watchRollouts(told: ReturnType<RolloutWatch["told"]>): RolloutWatch {
  const known = new Map(told);
  return {
    news: (standing) => standing.filter(({ app, key }) => known.get(app) !== key),
    said: (news) => {
      for (const { app, key } of news) known.set(app, key);
    },
    told: () => [...known],
  };
}
