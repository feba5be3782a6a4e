import type { CatalogEntry } from "../model/catalog.ts";
import { type DesiredState, identityKey } from "../model/desired.ts";
import { appIds } from "../model/observation.ts";
import type { Plan, PlanApp } from "../model/plan.ts";
import type { Rollout, RolloutState, Signal, SignalReading } from "../model/rollout.ts";
import { definitionDigest } from "../model/definition-digest.ts";
import type { RolloutStore, RolloutOutcome, RolloutPorts, Watched } from "../rollout/ports.ts";
import { soakEnd } from "../rollout/opening.ts";
import { restoreState } from "../rollout/restore.ts";
import type { Definition } from "../rollout/situation.ts";
import { dueToBeSeen } from "../rollout/watching.ts";

/** What is remembered of the rollout of one app, before this run's rows are looked at. */
export interface Recalled {
  readonly definition: Definition;
  /** Null: git has none. */
  readonly rollout: Rollout | null;
  /** Why nobody may be brought it yet, as other tenants come first; null: nobody has to wait for them. */
  readonly waitsFor?: string | null;
  readonly state: RolloutState | null;
  /** Of the same app, of other definitions, and begun. */
  readonly others: readonly RolloutState[];
  readonly outcomes: readonly RolloutOutcome[];
  readonly watched: readonly Watched[];
  readonly firstSeenAt: number | null;
  readonly signals: Readonly<Record<string, SignalReading>>;
}

/** What is remembered of all rollouts of a run. */
export interface Recall {
  readonly apps: readonly Recalled[];
  /** Rollouts of which nothing can be remembered, so that nothing may be done. */
  readonly forgotten: readonly Rollout[];
}

/**
 * Reads what is kept of the rollouts of these apps, and asks the signals whose answers are too old.
 * @param apps with what is offered of each now
 */
export async function recallRollouts(
  apps: Plan["apps"],
  { rollouts }: Pick<DesiredState, "rollouts">,
  ports: RolloutPorts,
  nowMs: number,
): Promise<Recall> {
  const { memory } = ports;
  if (memory === null) return { apps: await waitingUnremembered(apps, rollouts, ports), forgotten: rollouts };
  const states = await memory.states();
  const recalled: Recalled[] = [];
  for (const app of apps) {
    const definition = definitionOf(app);
    const rollout = rollouts.find((one) => one.app === app.name) ?? null;
    const own = states.filter(({ catalogId }) => catalogId === definition?.catalogId);
    const isKnown = own.length > 0 || ports.recorded !== undefined;
    if (definition === null) continue;
    const hasBegun = own.some(({ digest, beganAt }) => digest === definition.digest && beganAt !== null);
    const waitsFor = hasBegun ? null : await whatComesFirst(app, ports);
    if (rollout === null && !isKnown && waitsFor === null) continue;
    recalled.push({ ...(await recall(definition, rollout, own, memory, ports, nowMs)), waitsFor });
  }
  if (await memory.isUsable()) return { apps: recalled, forgotten: [] };
  return { apps: await waitingUnremembered(apps, rollouts, ports), forgotten: rollouts };
}

/** Of a part that is not known nothing is brought anyway. */
function whatComesFirst({ name, offered }: PlanApp, { comesAfter }: RolloutPorts): Promise<string | null> {
  return offered === null || comesAfter === undefined ? Promise.resolve(null) : comesAfter(name, offered);
}

/** Without a memory, what waits for other tenants waits all the same. */
async function waitingUnremembered(
  apps: Plan["apps"],
  rollouts: readonly Rollout[],
  ports: RolloutPorts,
): Promise<readonly Recalled[]> {
  const waiting: Recalled[] = [];
  for (const app of apps) {
    const definition = definitionOf(app);
    const isForgotten = rollouts.some((one) => one.app === app.name);
    const waitsFor = definition === null || isForgotten ? null : await whatComesFirst(app, ports);
    if (definition !== null && waitsFor !== null) waiting.push({ ...NOTHING_RECALLED, definition, waitsFor });
  }
  return waiting;
}

const NOTHING_RECALLED = {
  rollout: null,
  state: null,
  others: [],
  outcomes: [],
  watched: [],
  firstSeenAt: null,
  signals: {},
} as const;

/** Null where part of the definition is not known: then nothing is brought, and no rollout begins or is superseded. */
export function definitionOf({ name, id, offered }: PlanApp): Definition | null {
  const digest = offered === null ? null : definitionDigest(offered);
  if (id === null || offered === null || digest === null) return null;
  return { app: name, catalogId: id, digest, version: offered.version };
}

async function recall(
  definition: Definition,
  rollout: Rollout | null,
  own: readonly RolloutState[],
  memory: RolloutStore,
  { readSignal, recorded }: RolloutPorts,
  nowMs: number,
): Promise<Omit<Recalled, "waitsFor">> {
  const { catalogId, digest, version } = definition;
  const state = own.find((one) => one.digest === digest) ?? restoreState(recorded?.() ?? [], definition);
  const beganAt = state?.beganAt ?? null;
  const due = rollout === null || state === null || beganAt === null ? [] : signalsDue(rollout, state, nowMs);
  const signals = await Promise.all(due.map(async (one) => [one.name, await readSignal(one)] as const));
  return {
    definition,
    rollout,
    state,
    others: own.filter((one) => one.digest !== digest && one.beganAt !== null),
    outcomes: beganAt === null ? [] : await memory.outcomes(catalogId, version, beganAt),
    watched: beganAt === null ? [] : await memory.watched(catalogId, digest),
    firstSeenAt: await memory.firstSeen(catalogId, digest),
    signals: Object.fromEntries(signals),
  };
}

/** Signals whose last answer is too old, or says nothing about the time after the soak. */
function signalsDue(rollout: Rollout, state: RolloutState, nowMs: number): readonly Signal[] {
  if (state.doneAt !== null || state.halts.some(({ liftedAt }) => liftedAt === null)) return [];
  const soakedAt = soakEnd(state, rollout);
  return rollout.gates.signals.filter(({ name, everyMs }) => {
    const last = Object.hasOwn(state.signals, name) ? state.signals[name] : undefined;
    if (last === undefined || nowMs - last.at >= everyMs) return true;
    return soakedAt !== null && soakedAt <= nowMs && last.at < soakedAt;
  });
}

/**
 * Object ids, in lower case, of those whom the removals gates have to see, whatever is remembered of them, and since when they
 * have to. A halt ends what is measured. A rollout is one of a catalog id, also where git names its app otherwise by now.
 */
export async function dueForRemovals(
  { rollouts, apps }: Pick<DesiredState, "rollouts" | "apps">,
  catalog: ReadonlyMap<string, CatalogEntry>,
  { memory }: RolloutPorts,
  nowMs: number,
): Promise<ReadonlyMap<string, number>> {
  const due: (readonly [userId: string, sinceMs: number])[] = [];
  if (memory === null || rollouts.every(({ gates }) => gates.removals === null)) return new Map();
  const named = new Map(
    apps.flatMap((one) => {
      const id = appIds(one, catalog.get(identityKey(one.identity)) ?? { state: "not-in-catalog" }).catalogId;
      return id === null ? [] : [[id.toLowerCase(), one.name] as const];
    }),
  );
  for (const { app: before, catalogId, digest, beganAt, measuredSince, doneAt, halts } of await memory.states()) {
    // What the catalog does not tell now may have kept its name.
    const app = named.get(catalogId.toLowerCase()) ?? before;
    const gate = rollouts.find((one) => one.app === app)?.gates.removals ?? null;
    const isHalted = halts.some(({ liftedAt }) => liftedAt === null);
    if (gate === null || beganAt === null || doneAt !== null || isHalted) continue;
    const watched = (await memory.watched(catalogId, digest)).filter(({ since }) => since >= measuredSince);
    due.push(...dueToBeSeen(watched, gate, nowMs).map(({ userId, since }) => [userId, since + gate.withinMs] as const));
  }
  return new Map(due);
}
