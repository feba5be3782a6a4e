import * as fc from "fast-check";
import { graphError, type Tenant, type TenantDefinition, type Treatment } from "../fakes/tenant.ts";
import { CAMERA, SEND } from "./desired.ts";
import {
  type Beginning,
  CARRIED_OUT,
  DEFINITIONS,
  FORBIDDEN,
  LOST,
  LOST_ANSWER,
  START_MS,
  THROTTLED,
} from "./world.ts";

/** A tenant, what is asked of it, and everything that goes wrong with it. */
export interface RandomWorld {
  readonly beginning: Beginning;
  /** By user, the treatments of the user's writes in order; writes after them are carried out. */
  readonly treatments: Readonly<Record<string, readonly Treatment[]>>;
  readonly lagMs: number;
  readonly paceMs: number;
  readonly brings: string | null;
  readonly grantsOther: boolean;
  /** Users whose reads fail, from and to when after the start. */
  readonly blind: readonly { readonly user: string; readonly fromMs: number; readonly toMs: number }[];
  /** When the catalog begins to offer something else. */
  readonly catalogMovesMs: number | null;
  readonly stopMs: number | null;
  /** How old the plan is when it is carried out. */
  readonly waitMs: number;
}

const USERS = ["adele", "megan", "zoe", "lee"];
const APPS = ["expenses", "onboarding"];

const ALREADY: Treatment = { kind: "refused", status: 409, code: "refused", message: "Conflict: there" };
const THROTTLED_AND_DONE: Treatment = { kind: "uncertain", because: "throttled", tookEffect: true };

const anyTreatment = fc.constantFrom<Treatment>(
  CARRIED_OUT,
  LOST,
  LOST_ANSWER,
  THROTTLED,
  THROTTLED_AND_DONE,
  FORBIDDEN,
  ALREADY,
);
const anyMoment = fc.integer({ min: 0, max: 150_000 });
const orNever = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: null, freq: 1 });

const anyAsks = fc.subarray(
  USERS.flatMap((user) => APPS.map((app) => ({ user, app }))),
  { minLength: 1 },
);

const anyBeginning: fc.Arbitrary<Beginning> = anyAsks.chain((pairs) =>
  fc.record({
    asks: fc.tuple(
      ...pairs.map((pair) =>
        fc.record({
          user: fc.constant(pair.user),
          app: fc.constant(pair.app),
          ensure: fc.constantFrom("upgraded", "installed", "absent"),
        }),
      ),
    ),
    installed: fc.record(
      Object.fromEntries(
        USERS.map((user) => [user, fc.dictionary(fc.constantFrom(...APPS, "unmanaged"), anyVersion())]),
      ),
    ),
    readConsents: fc.boolean(),
    dials: fc.record({
      consentShown: fc.constantFrom("on-list", "singly", "never"),
      absenceProven: fc.oneof(
        { weight: 4, arbitrary: fc.constant(true) },
        { weight: 1, arbitrary: fc.constant(false) },
      ),
    }),
  }),
);

function anyVersion() {
  return fc.constantFrom("1.0", "2.1.0", "2.4.0", "2.6.0");
}

export const anyWorld: fc.Arbitrary<RandomWorld> = fc
  .record({
    beginning: anyBeginning,
    treatments: fc.record(Object.fromEntries(USERS.map((user) => [user, fc.array(anyTreatment, { maxLength: 5 })]))),
    lagMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 120_000 })),
    paceMs: fc.constantFrom(0, 0, 1_000, 20_000),
    brings: fc.constantFrom(null, null, null, "2.5.0"),
    grantsOther: fc.constantFrom(false, false, false, true),
    blind: fc.array(
      fc
        .tuple(fc.constantFrom(...USERS), anyMoment, anyMoment)
        .map(([user, a, b]) => ({ user, fromMs: Math.min(a, b), toMs: Math.max(a, b) })),
      { maxLength: 2 },
    ),
    catalogMovesMs: orNever(anyMoment),
    stopMs: orNever(anyMoment),
    waitMs: fc.constantFrom(0, 0, 1_000, 20 * 60_000),
  })
  .map((world) => ({ ...world, beginning: { ...world.beginning, definitions: definitionsOf(world.catalogMovesMs) } }));

/** Turns everything that goes wrong on; times count from the start of the world. */
export function turnDials(random: RandomWorld, dials: Tenant["dials"]): void {
  dials.treat = (userId, nth) => random.treatments[userId]?.[nth - 1] ?? CARRIED_OUT;
  dials.lagMs = random.lagMs;
  dials.paceMs = random.paceMs;
  dials.brings = random.brings;
  dials.grants = random.grantsOther ? [CAMERA] : null;
  dials.readError = (userId, nowMs) => {
    const afterMs = nowMs - START_MS;
    const isBlind = random.blind.some(
      ({ user, fromMs, toMs }) => user === userId && fromMs <= afterMs && afterMs < toMs,
    );
    return isBlind ? graphError(503, "ServiceUnavailable", "target") : null;
  };
}

function definitionsOf(catalogMovesMs: number | null): readonly TenantDefinition[] {
  if (catalogMovesMs === null) return DEFINITIONS;
  return [...DEFINITIONS, { version: "2.5.0", requires: [SEND, CAMERA], fromMs: START_MS + catalogMovesMs }];
}
