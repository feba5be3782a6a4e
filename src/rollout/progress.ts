import type { RingProgress, Rollout, RolloutProgress } from "../model/rollout.ts";
import type { Step } from "./advance.ts";
import type { Situation } from "./situation.ts";

/** A step as reports show it. */
export function progressOf({ definition, nowMs }: Situation, step: Step, rollout: Rollout | null): RolloutProgress {
  const { phase, openRings, gates, halt, until, detail, state } = step;
  return {
    app: definition.app,
    catalogId: definition.catalogId,
    digest: definition.digest,
    version: definition.version,
    phase,
    at: openRings === 0 ? null : openRings - 1,
    rings: rollout === null ? [] : ringsOf(rollout, step, nowMs),
    until,
    detail,
    gates,
    halt,
    course: state?.course ?? [],
  };
}

function ringsOf(rollout: Rollout, step: Step, nowMs: number): readonly RingProgress[] {
  const { tallies, openRings } = step;
  const progress: RingProgress[] = [];
  let earliest: number | null = step.halt === null ? (step.until ?? nowMs) : null;
  for (const [index, ring] of rollout.rings.entries()) {
    const { counted = 0, done = 0 } = tallies[index] ?? {};
    const isOpen = index < openRings;
    // A ring that soaks until a known time was counted in `until`; what comes after it soaks in full.
    const before = rollout.rings[index - 1];
    const soaks = index > openRings || step.until === null;
    if (!isOpen && index > 0 && earliest !== null && soaks) earliest += before?.soakMs ?? 0;
    progress.push({ name: ring.name, isOpen, people: counted, done, earliestAt: isOpen ? null : earliest });
  }
  return progress;
}
