import { apply, type ApplyPorts } from "./apply/apply.ts";
import { type Approved, withSettled } from "./approval/approved.ts";
import type { EarlierRuns } from "./gate/earlier-runs.ts";
import { gate } from "./gate/gate.ts";
import { holdRows } from "./gate/hold.ts";
import { windowHold } from "./gate/outside-window.ts";
import { DAY_MS } from "./gate/waves.ts";
import type { BackOff } from "./model/back-off.ts";
import { isoTime } from "./model/clock.ts";
import { type AppIdentity, type DesiredState, identityKey } from "./model/desired.ts";
import { type Freezes, whyFrozen } from "./model/freeze.ts";
import type { Observed } from "./model/observation.ts";
import type { DecidedPlan, Intent, LateHold, Plan, Result } from "./model/plan.ts";
import type { Policy } from "./model/policy.ts";
import { desiredUsers } from "./observe/observation-cache.ts";
import { observe, type ObservePorts } from "./observe/observe.ts";
import { offeredDefinition, offerOf } from "./plan/offer.ts";
import { plan, usersToObserve } from "./plan/plan.ts";
import type { Proof, Statement } from "./proof/prove.ts";

/** Everything outside that a run touches. */
export interface Ports extends ObservePorts, Omit<ApplyPorts, "readOffer" | "startedAtMs" | "heldNow"> {
  /** Writes that were sent since then by runs that share a store with this one. Milliseconds since the epoch. */
  readonly sentSince: (ms: number) => Promise<readonly Intent[]>;
  /** When the writes since then were sent, by runs that share a store with this one, the oldest first. */
  readonly sendTimes: (ms: number) => Promise<EarlierRuns["sendTimes"]>;
  /** What is frozen now; asked before every write. */
  readonly freezes: () => Freezes;
  /** Proves, apart from how the plan was made, what it reaches. Called with the plan as it would be carried out. */
  readonly prove: (observed: Observed, plan: Plan) => Proof;
  /** Pairs that are to wait, since earlier tries led to nothing. */
  readonly backOffs: () => Promise<readonly BackOff[]>;
  /** So long the effect of a write may stay invisible before it is sent again, in milliseconds. */
  readonly settleMs: number;
}

/** How far a run goes, and who is asked. */
export interface Mode {
  /** True: the run ends when the plan has been shown. */
  readonly preview: boolean;
  /** An earlier desired state to compare with: planned from the same observations, never carried out. */
  readonly base?: Reconcilable;
  /** Leaves of a plan what was approved before; without it the plan is carried out as it is. */
  readonly restrict?: (plan: DecidedPlan) => Approved;
  /** Shows the plan, before anything is judged or asked. */
  readonly show: (plan: Plan, review: Review) => Promise<void>;
  /** Asked once, when at least one row is to act. False: nothing is written. */
  readonly confirm: (plan: Plan) => Promise<boolean>;
  /** Aborted when the run is to end early; rows under way are finished. */
  readonly stop: AbortSignal;
}

/** A desired state and the policy that goes with it. */
export interface Reconcilable {
  readonly desired: DesiredState;
  readonly policy: Policy;
}

/** What a reviewer sees beside the plan. */
interface Review {
  /** The plan of the earlier desired state; null where there is none to compare with. */
  readonly base: Plan | null;
  readonly proof: readonly Statement[];
  /** What became of an approval, one sentence each. */
  readonly notes: readonly string[];
}

/** What a run came to. */
export interface Reconciled {
  readonly plan: Plan;
  /** Null when nothing was carried out: a preview, or the question was answered with no. */
  readonly result: Result | null;
}

/**
 * The one straight line: observe, plan, gate, keep to what was approved, prove, show, ask, apply. Preview, drift report and
 * apply are this computation.
 * @throws GraphError or SignInError before the first write, where nothing would work
 */
export async function reconcile(desired: DesiredState, policy: Policy, ports: Ports, mode: Mode): Promise<Reconciled> {
  const startedAtMs = ports.clock.now();
  const isWhole = desired.filters.apps.length === 0 && desired.filters.users.length === 0;
  if (isWhole) await ports.memory.noteScope(desiredUsers(desired), startedAtMs);
  const states = mode.base === undefined ? [desired] : [desired, mode.base.desired];
  const observed = await observe(appsOf(states), usersOf(states), ports);
  const past = {
    sent: await ports.sentSince(startedAtMs - ports.settleMs),
    backOffs: await ports.backOffs(),
    sendTimes: await ports.sendTimes(startedAtMs - DAY_MS),
    freezes: ports.freezes(),
  };
  const gated = gate(plan(desired, observed), policy, past, ports.clock.now());
  const { plan: restricted, settled, notes } = mode.restrict?.(gated) ?? { plan: gated, settled: [], notes: [] };
  const comparedAt = isoTime(ports.clock.now());
  const proof = ports.prove(observed, restricted);
  const approved = holdRows(restricted, "unproved", ({ app }) => proof.unproved.has(app));
  const base =
    mode.base === undefined ? null : gate(plan(mode.base.desired, observed), mode.base.policy, past, ports.clock.now());
  await mode.show(approved, { base, proof: proof.statements, notes });
  const acts = approved.rows.some((row) => row.verdict === "act");
  if (mode.preview || (acts && !(await mode.confirm(approved)))) return { plan: approved, result: null };
  // Another run may have written between this one's looking and its turn: then nothing that was seen before counts.
  const others = await ports.sentSince(startedAtMs);
  const goodSinceMs = others.length === 0 ? startedAtMs : ports.clock.now();
  const closed = windowHold(policy.window === null ? [] : [policy.window], policy.timeZone);
  const apps = new Map(approved.apps.map((app) => [app.name, app]));
  const heldNow = (name: string): LateHold | null => {
    const app = apps.get(name);
    const because = app === undefined ? null : whyFrozen(ports.freezes(), app, policy.timeZone);
    return because === null ? closed(ports.clock.now()) : { reason: "frozen", detail: because, next: null };
  };
  const applyPorts = { ...ports, startedAtMs: goodSinceMs, readOffer: readOfferFrom(ports), heldNow };
  const result = await apply(approved, applyPorts, mode.stop);
  return { plan: approved, result: withSettled(result, settled, comparedAt) };
}

/** Whose installations are read: all that one of these desired states needs. */
function usersOf(states: readonly DesiredState[]): readonly string[] {
  return [...new Set(states.flatMap(usersToObserve))];
}

/** What the catalog is asked about: each app once, whatever its name in each of these desired states. */
function appsOf(states: readonly DesiredState[]): readonly AppIdentity[] {
  const identities = states.flatMap(({ apps }) =>
    apps.map(({ identity }) => [identityKey(identity), identity] as const),
  );
  return [...new Map(identities).values()];
}

/** What the catalog offers now, judged as it was for the plan. */
function readOfferFrom({ catalog }: Ports): ApplyPorts["readOffer"] {
  return async ({ id }) => {
    if (id === null) return null;
    return offeredDefinition(offerOf(await catalog.readApp({ kind: "catalog", catalogId: id })));
  };
}
