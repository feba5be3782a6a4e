import type { RemovalsGate } from "./rollout.ts";

/** People who were counted, and those of them whose app is gone. */
export interface Counted {
  readonly people: number;
  readonly gone: number;
}

/** In no tenant does nobody ever remove an app: so many of 1 are assumed at least. */
const LEAST_RATE = 0.005;
const MOST_RATE = 0.95;

/** What people do who were not upgraded, and what they would do if the version were as harmful as it may not be. */
function ratesOf({ harmful }: RemovalsGate, control: Counted): { readonly usual: number; readonly harmed: number } {
  const seen = control.people === 0 ? 0 : control.gone / control.people;
  const usual = Math.min(Math.max(seen, LEAST_RATE), MOST_RATE - 0.01);
  return { usual, harmed: Math.min(usual + harmful, MOST_RATE) };
}

/**
 * Wald's sequential probability ratio test (Sequential Tests of Statistical Hypotheses, 1945): how much likelier what was
 * counted is if the version harms, as a logarithm, against the two bounds. It may be asked again with each person more.
 */
export function testRemovals(gate: RemovalsGate, upgraded: Counted, control: Counted): "pass" | "fail" | "undecided" {
  const { usual, harmed } = ratesOf(gate, control);
  const stayed = upgraded.people - upgraded.gone;
  const ratio = upgraded.gone * Math.log(harmed / usual) + stayed * Math.log((1 - harmed) / (1 - usual));
  if (ratio >= Math.log((1 - gate.missedHarm) / gate.falseHalts)) return "fail";
  return ratio <= Math.log(gate.missedHarm / (1 - gate.falseHalts)) ? "pass" : "undecided";
}

/** How many people have to keep the app, without one removal, until the test passes; null: no number does. */
export function fewestForProof(gate: RemovalsGate): number | null {
  const { usual, harmed } = ratesOf(gate, { people: 0, gone: 0 });
  const fewest = Math.log(gate.missedHarm / (1 - gate.falseHalts)) / Math.log((1 - harmed) / (1 - usual));
  return Number.isFinite(fewest) && fewest > 0 ? Math.ceil(fewest) : null;
}

const HARM_STEP = 0.005;
const MOST_HARM = 0.9;

/** The least harm, as a fraction of 1, that so many people can show not to be there; null: none. */
export function leastHarmShown(gate: RemovalsGate, people: number): number | null {
  for (let harmful = HARM_STEP; harmful <= MOST_HARM; harmful += HARM_STEP) {
    const fewest = fewestForProof({ ...gate, harmful });
    if (fewest !== null && fewest <= people) return harmful;
  }
  return null;
}
