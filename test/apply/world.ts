import { apply, type ApplyPorts } from "../../src/apply/apply.ts";
import type { ReadOffer } from "../../src/apply/definition-guard.ts";
import type { App } from "../../src/model/desired.ts";
import type { Permission } from "../../src/model/permission.ts";
import { type DecidedPlan, type LateHold, pairKey, type Result, type ResultRow } from "../../src/model/plan.ts";
import { observe } from "../../src/observe/observe.ts";
import { offeredDefinition, offerOf } from "../../src/plan/offer.ts";
import { plan, usersToObserve } from "../../src/plan/plan.ts";
import { createVirtualClock, type VirtualClock } from "../fakes/clock.ts";
import { createTenant, type Held, type Tenant, type TenantDefinition, type Treatment } from "../fakes/tenant.ts";
import { UNREMEMBERED } from "../fakes/unremembered.ts";
import { type Ask, catalogIdOf, desiredState, externalIdOf, SEND } from "./desired.ts";

/** When every world begins, and every plan is made. */
export const START_MS = Date.UTC(2026, 0, 5, 8);

/** A tenant, a plan that was made from it, and what is needed to carry it out. */
export interface World {
  readonly clock: VirtualClock;
  readonly tenant: Tenant;
  readonly plan: DecidedPlan;
  readonly ports: ApplyPorts;
  readonly stop: AbortController;
  /** Does something when `ms` milliseconds have passed. */
  after(ms: number, action: () => void): void;
  /** Carries the plan out, in virtual time. */
  apply(): Promise<Result>;
}

const HOLD: LateHold = { reason: "frozen", detail: "changes are frozen", next: null };

/** What a world begins with. */
export interface Beginning {
  readonly asks: readonly Ask[];
  /** User -> app -> version; with the consent that 2.1.0 requires. Everybody who is asked for is in the directory. */
  readonly installed?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Of every app; `DEFINITIONS` where it is left out. */
  readonly definitions?: readonly TenantDefinition[];
  readonly readConsents?: boolean;
  /** Who lost the app to a run that was cut off before it came back. */
  readonly unfinished?: readonly string[];
  /** When rows are held that were to act, in seconds from the start. */
  readonly heldFromS?: number;
  /** Of every app. */
  readonly app?: Partial<App>;
  /** Turned before the plan is made. */
  readonly dials?: Partial<Tenant["dials"]>;
}

/** 2.1.0 requires nothing, 2.4.0 a permission. */
export const DEFINITIONS: readonly TenantDefinition[] = [
  { version: "2.1.0", requires: [] },
  { version: "2.4.0", requires: [SEND] },
];

export function held(user: string, app: string, version: string, consent: readonly Permission[] = []): Held {
  return {
    id: `${app}-of-${user}`,
    catalogId: catalogIdOf(app),
    externalId: externalIdOf(app),
    version,
    distributionMethod: "organization",
    consent,
  };
}

/** A tenant as a beginning says, before anybody read it. */
export function tenantOf(beginning: Beginning, clock: VirtualClock): Tenant {
  const { asks, installed = {}, definitions = DEFINITIONS, dials = {} } = beginning;
  const names = new Set([
    ...asks.map(({ app = "expenses" }) => app),
    ...Object.values(installed).flatMap((apps) => Object.keys(apps)),
  ]);
  const catalog = [...names].map((name) => ({
    catalogId: catalogIdOf(name),
    externalId: externalIdOf(name),
    definitions,
  }));
  const users = new Set([...asks.map(({ user }) => user), ...Object.keys(installed)]);
  const holdings = new Map(
    [...users].map((user): [string, readonly Held[]] => [
      user,
      Object.entries(installed[user] ?? {}).map(([name, version]) => held(user, name, version)),
    ]),
  );
  const tenant = createTenant(catalog, holdings, clock);
  Object.assign(tenant.dials, dials);
  return tenant;
}

/** Makes the tenant, reads it and plans; the log is empty again afterwards. */
export async function createWorld(beginning: Beginning): Promise<World> {
  const clock = createVirtualClock(START_MS);
  const tenant = tenantOf(beginning, clock);
  const readConsents = beginning.readConsents ?? false;
  const desired = desiredState(beginning.asks, beginning.app);
  const { catalog, installations, writer } = tenant;
  const observePorts = {
    ...UNREMEMBERED,
    catalog,
    installations,
    clock,
    mayConsent: true,
    readConsents,
    progress: ignored,
  };
  const observing = observe(desired.apps, usersToObserve(desired), observePorts);
  const seen = await clock.runUntilSettled(observing);
  const unfinished = new Set(beginning.unfinished?.map((user) => pairKey(catalogIdOf("expenses"), user)));
  const planned = plan(desired, { ...seen, unfinished });
  for (const list of Object.values(tenant.log)) list.length = 0;
  let heard: LateHold | null = null;
  const ports = {
    ...UNREMEMBERED,
    startedAtMs: START_MS,
    installations,
    writer,
    clock,
    readConsents,
    readOffer: readOfferOf(tenant),
    keepSeen: () => Promise.resolve(),
    heldNow: () => heard,
    hearHolds: async () => {
      heard = clock.now() < heldFromMs ? null : HOLD;
    },
    progress: ignored,
  };
  const heldFromMs = START_MS + (beginning.heldFromS ?? Number.POSITIVE_INFINITY) * 1_000;
  const stop = new AbortController();
  return {
    clock,
    tenant,
    plan: planned,
    ports,
    stop,
    after: (ms, action) => {
      void clock.sleep(ms).then(action);
    },
    apply: () => clock.runUntilSettled(apply(planned, ports, stop.signal)),
  };
}

/** One person who is to be upgraded from 2.1.0 to 2.4.0. */
export function upgradeOf(...users: readonly string[]): Beginning {
  return {
    asks: users.map((user) => ({ user, ensure: "upgraded" })),
    installed: Object.fromEntries(users.map((user) => [user, { expenses: "2.1.0" }])),
  };
}

/** People who are to get the app. */
export function installOf(...users: readonly string[]): Beginning {
  return { asks: users.map((user) => ({ user, ensure: "installed" })) };
}

/** People who are to lose the app. */
export function uninstallOf(...users: readonly string[]): Beginning {
  return { ...upgradeOf(...users), asks: users.map((user) => ({ user, ensure: "absent" })) };
}

/** `user001`, `user002`, …: names that sort as they count. */
export function people(amount: number): readonly string[] {
  return Array.from({ length: amount }, (_, index) => `user${String(index + 1).padStart(3, "0")}`);
}

/** The first treatments in order, the last of them for all writes after. */
export function inTurn(...treatments: readonly Treatment[]): Tenant["dials"]["treat"] {
  return (_, nth) => treatments[Math.min(nth, treatments.length) - 1] ?? { kind: "carried-out" };
}

export const CARRIED_OUT: Treatment = { kind: "carried-out" };
export const THROTTLED: Treatment = { kind: "uncertain", because: "throttled", tookEffect: false };
export const THROTTLED_AND_DONE: Treatment = { kind: "uncertain", because: "throttled", tookEffect: true };
export const LOST: Treatment = { kind: "uncertain", because: "failed", tookEffect: false };
export const LOST_ANSWER: Treatment = { kind: "uncertain", because: "failed", tookEffect: true };
export const FORBIDDEN: Treatment = {
  kind: "refused",
  status: 403,
  code: "blocked-by-policy",
  message: "Forbidden: blocked by app permission policy",
};

/** What became of a row, with the seconds from the start of the world to the outcome. */
export function ending(result: Result, user: string, app = "expenses") {
  const outcome = rowOf(result, user, app).outcome;
  if (outcome === null) return null;
  const { status, code, message, requestId, at } = outcome;
  return { status, code, message, requestId, afterS: (Date.parse(at) - START_MS) / 1_000 };
}

/** `applied`, or `failed refused`, of every row in the order of the plan; `-` where there is none. */
export function endings(result: Result): readonly string[] {
  return result.rows.map(({ outcome }) => {
    if (outcome === null) return "-";
    return outcome.code === null ? outcome.status : `${outcome.status} ${outcome.code}`;
  });
}

function rowOf(result: Result, user: string, app: string): ResultRow {
  const found = result.rows.find((row) => row.user.id === user && row.app === app);
  if (found === undefined) throw new Error(`no row for ${user} and ${app}`);
  return found;
}

/** Seconds from the start of the world. */
export function secondsOf(entries: readonly { readonly atMs: number }[]): readonly number[] {
  return entries.map(({ atMs }) => (atMs - START_MS) / 1_000);
}

function ignored(): void {}

function readOfferOf({ catalog }: Tenant): ReadOffer {
  return async ({ id }) => offeredDefinition(offerOf(await catalog.readApp({ kind: "catalog", catalogId: id ?? "" })));
}
