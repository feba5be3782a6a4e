import type { Rollout, RolloutEvent, RolloutState, SignalReading } from "../model/rollout.ts";
import type { Rows } from "../model/rows.ts";
import type { Measured } from "./gates.ts";
import type { Population } from "./reaches.ts";
import { type FractionAt, type Places, placesIn } from "./ring-of-person.ts";
import { countsAs, type Row, type Tally, tallyRings, type Tried } from "./tally.ts";

/** What is offered of an app whose definition is known. */
export interface Definition {
  readonly app: string;
  readonly catalogId: string;
  readonly digest: string;
  readonly version: string;
}

/** Everything that the next step of one rollout looks at. Times are milliseconds since the epoch. */
export interface Situation {
  readonly definition: Definition;
  /** Null: git has none (any more); halts hold all the same. */
  readonly rollout: Rollout | null;
  /** Why it may not begin, as other tenants come first; null or left out: it may. */
  readonly waitsFor?: string | null;
  /** Of the app, after the holds that come before a rollout's. */
  readonly rows: Rows<Row>;
  /** What is kept of this definition; null: nothing. */
  readonly state: RolloutState | null;
  readonly measured: Measured;
  readonly tried: Tried;
  /** When something was tried last; null: never. */
  readonly lastTriedAt: number | null;
  /** Read in this run, by name. */
  readonly signals: Readonly<Record<string, SignalReading>>;
  /** When the store first saw the definition; null: never before. */
  readonly firstSeenAt: number | null;
  readonly nowMs: number;
  /** Why rows may be missing, so that nothing can be said of a ring as a whole; for people. Null: all are there. */
  readonly whyPartial: string | null;
  /** Whether no ring may open now, whatever was measured. */
  readonly isSuspended: boolean;
  /** From a moment on, when its windows are open; null: never. */
  readonly opensAt: (ms: number) => number | null;
  /** So long since it was looked at last something could have been done. */
  readonly openMs: number;
  /** Where a person stands among all of the app. */
  readonly fraction: FractionAt;
}

/** Notes what happened. */
export type Note = (kind: RolloutEvent["kind"], about?: Partial<RolloutEvent>) => void;

/** Who counts in which ring. */
export interface People {
  readonly tallies: readonly Tally[];
  readonly places: Places;
}

/** Who counts in which ring. */
export function peopleOf(state: RolloutState | null, given: Situation): People {
  const { rollout, definition, rows, tried } = given;
  if (rollout === null) return { tallies: [], places: { ringOf: () => 0, fractionOf: () => null } };
  const salt = state?.salt ?? "";
  const fraction = (userId: string, index: number): number => given.fraction(userId, index, salt);
  const places = placesIn(rollout.rings, state?.reaches ?? {}, rows.length, fraction);
  return { places, tallies: tallyRings(rows, rollout.rings.length, definition.version, tried, places) };
}

/** Whom shares are taken of. */
export function populationOf(
  { rings }: Rollout,
  { salt }: RolloutState,
  {
    rows,
    definition,
    tried,
    whyPartial,
    fraction,
  }: Pick<Situation, "rows" | "definition" | "tried" | "whyPartial" | "fraction">,
): Population {
  const named = rings.flatMap(({ members }) => (members.kind === "named" ? [members.userIds] : []));
  const isRead = whyPartial === null && !rows.some(({ reason }) => reason === "not-read-yet");
  const fractions = rows.flatMap((row, index) => {
    const { id } = row.user;
    const counts = countsAs(row, definition.version, tried);
    if (id === null || counts === null || counts === "barred" || named.some((ids) => ids.has(id))) return [];
    return [fraction(id, index, salt)];
  });
  return { fractions, isWhole: isRead };
}
