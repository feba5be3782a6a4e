import type { RingProgress, Rollout, RolloutProgress } from "../model/rollout.ts";
import { fewestForProof, leastHarmShown } from "../model/sequential-test.ts";
import type { Step } from "./advance.ts";
import { earliestOpenings } from "./opening.ts";
import type { Situation } from "./situation.ts";

/** A step as reports show it. */
export function progressOf(situation: Situation, step: Step, rollout: Rollout | null): RolloutProgress {
  const { definition } = situation;
  const { phase, openRings, gates, halt, until, detail, state } = step;
  return {
    app: definition.app,
    catalogId: definition.catalogId,
    digest: definition.digest,
    version: definition.version,
    phase,
    at: openRings === 0 ? null : openRings - 1,
    rings: rollout === null ? [] : ringsOf(rollout, step, situation),
    until,
    detail,
    gates,
    halt,
    warnings: rollout === null || phase === "done" ? [] : [...passedOver(rollout, step), ...tooSmall(rollout, step)],
    rereads: null,
    course: state?.course ?? [],
  };
}

/** Shares that hold nobody, though somebody counts: the ring after them would be the first to try the version. */
function passedOver({ rings }: Rollout, { tallies }: Step): readonly string[] {
  if (tallies.every(({ counted }) => counted === 0)) return [];
  return rings.flatMap(({ name, members }, index) =>
    members.kind !== "share" || tallies[index]?.counted !== 0
      ? []
      : [`nobody is in ring ${name}, so it is passed over: write a larger share, or atLeast`],
  );
}

/** Rings in which too few people are to show that the version does no harm; rings before them count along. */
function tooSmall({ rings, gates: { removals } }: Rollout, { tallies }: Step): readonly string[] {
  if (removals === null) return [];
  // Where no number of people proves it, no ring is too small.
  const fewest = fewestForProof(removals) ?? 0;
  let people = 0;
  return rings.slice(0, -1).flatMap(({ name, needsProof }, index) => {
    const { counted = 0 } = tallies[index] ?? {};
    people += counted;
    if (!needsProof || counted === 0 || people >= fewest) return [];
    const least = leastHarmShown(removals, people);
    const than = least === null ? "any harm" : `harm below ${Math.round(least * 1000) / 10} %`;
    return [`ring ${name} is too small to show ${than}`];
  });
}

function ringsOf(
  rollout: Rollout,
  { tallies, openRings, halt, until }: Step,
  situation: Situation,
): readonly RingProgress[] {
  const earliest = earliestOpenings(rollout, openRings, until, situation);
  return rollout.rings.map(({ name }, index) => {
    const { counted = 0, done = 0 } = tallies[index] ?? {};
    const earliestAt = halt === null ? (earliest[index] ?? null) : null;
    return { name, isOpen: index < openRings, people: counted, done, earliestAt };
  });
}
