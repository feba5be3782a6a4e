import { type Counted, fewestForProof, testRemovals } from "../model/sequential-test.ts";
import type { Gates, GateAnswer, GateVerdict, Ring, SignalReading, Threshold } from "../model/rollout.ts";

/** What the tool knows of a version that it brings to people, since the measurements began. */
export interface Measured {
  /** Changes that were sent and have come to an end. */
  readonly tries: number;
  readonly refused: number;
  readonly succeeded: number;
  /** Came back as something else than planned. */
  readonly otherwise: number;
  /** People for whom a change was accepted and is not visible yet. */
  readonly unverified: number;
  readonly upgraded: Counted;
  readonly control: Counted;
  /** People upgraded here of whom it is too early to tell. */
  readonly uncounted: number;
}

/** Nothing was tried. */
export const NOTHING_MEASURED: Measured = {
  tries: 0,
  refused: 0,
  succeeded: 0,
  otherwise: 0,
  unverified: 0,
  upgraded: { people: 0, gone: 0 },
  control: { people: 0, gone: 0 },
  uncounted: 0,
};

/** Where the rollout is when its gates are asked. */
export interface GateMoment {
  /** The ring that was opened last; null: none was. */
  readonly ring: Ring | null;
  readonly isUrgent: boolean;
  /** What is older is no measurement after the soak; milliseconds since the epoch. Null: the soak has not ended. */
  readonly soakedAt: number | null;
  readonly signals: Readonly<Record<string, SignalReading>>;
}

/** Asks every gate that is written. */
export function askGates(gates: Gates, measured: Measured, moment: GateMoment): readonly GateAnswer[] {
  return [
    ...askOfChanges(gates, measured),
    ...(gates.unverified === null ? [] : [askUnverified(gates.unverified, measured)]),
    ...(gates.removals === null ? [] : [askRemovals(gates.removals, measured, moment)]),
    ...gates.signals.map(({ name }) => askSignal(name, moment)),
  ];
}

/** The gates that a run can ask after each of its changes. */
export function askDuringRun(gates: Gates, measured: Measured): GateAnswer | null {
  return askOfChanges(gates, measured).find(({ verdict }) => verdict === "fail") ?? null;
}

function askOfChanges({ readBack, refusals }: Gates, measured: Measured): readonly GateAnswer[] {
  return [
    ...(readBack === null ? [] : [askReadBack(readBack, measured)]),
    ...(refusals === null ? [] : [askRefusals(refusals, measured)]),
  ];
}

/** `readBack: 1 of 20 came back as something else` */
export function describeGate({ name, detail }: GateAnswer): string {
  return `${name}: ${detail}`;
}

function isReached(threshold: Threshold, count: number, of: number): boolean {
  if (count === 0) return false;
  return threshold.kind === "count" ? count >= threshold.count : count >= threshold.share * of;
}

function askReadBack({ halt }: NonNullable<Gates["readBack"]>, { otherwise, tries }: Measured): GateAnswer {
  const detail = `${otherwise} of ${tries} came back as something else`;
  return { name: "readBack", verdict: isReached(halt, otherwise, tries) ? "fail" : "pass", detail };
}

function askRefusals({ halt, atLeast }: NonNullable<Gates["refusals"]>, measured: Measured): GateAnswer {
  const { tries, refused, succeeded } = measured;
  const of = (verdict: GateVerdict, more = ""): GateAnswer => ({
    name: "refusals",
    verdict,
    detail: `${refused} of ${tries} refused${more}`,
  });
  if (tries === 0) return { name: "refusals", verdict: "pass", detail: "nobody needed a change so far" };
  if (tries >= atLeast) return of(isReached(halt, refused, tries) ? "fail" : "pass");
  return succeeded >= 1 && refused <= 1 ? of("pass") : of("pending", `, and the gate decides from ${atLeast} tries on`);
}

function askUnverified({ wait }: NonNullable<Gates["unverified"]>, { unverified, tries }: Measured): GateAnswer {
  const detail = `${unverified} of ${tries} not visible yet`;
  return { name: "unverified", verdict: isReached(wait, unverified, tries) ? "pending" : "pass", detail };
}

function askRemovals(
  gate: NonNullable<Gates["removals"]>,
  { upgraded, control, uncounted }: Measured,
  { ring, isUrgent }: GateMoment,
): GateAnswer {
  const counted = `${upgraded.gone} of ${upgraded.people} removed it, and ${control.gone} of ${control.people} others`;
  const of = (verdict: GateVerdict, more = ""): GateAnswer => ({ name: "removals", verdict, detail: counted + more });
  const decided = testRemovals(gate, upgraded, control);
  if (decided !== "undecided") return of(decided);
  if (isUrgent || ring?.needsProof === false) return of("pass", "; no proof is asked for");
  if (uncounted > 0) return of("pending", `; ${uncounted} are not counted yet`);
  if (upgraded.people === 0) return of("pass", "; nobody was upgraded");
  const fewest = fewestForProof(gate);
  const need = fewest === null ? "" : `, where ${fewest} who all keep it would`;
  return of("pending", `; too few people to tell${need}: proof: none on the ring lets it pass`);
}

function askSignal(name: string, { signals, soakedAt }: GateMoment): GateAnswer {
  const own = Object.hasOwn(signals, name) ? signals[name] : undefined;
  if (own === undefined) return { name: `signal ${name}`, verdict: "pending", detail: "not asked for yet" };
  const isTooOld = own.verdict === "pass" && (soakedAt === null || own.at < soakedAt);
  return { name: `signal ${name}`, verdict: isTooOld ? "pending" : own.verdict, detail: own.detail };
}
