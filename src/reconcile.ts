import { apply, type ApplyPorts } from "./apply/apply.ts";
import { journals, NO_JOURNAL } from "./apply/journal.ts";
import { type Approved, withSettled } from "./approval/approved.ts";
import type { EarlierRuns } from "./gate/earlier-runs.ts";
import { gate } from "./gate/gate.ts";
import { holdRows } from "./gate/hold.ts";
import { windowHold } from "./gate/outside-window.ts";
import { DAY_MS, dayHold } from "./gate/waves.ts";
import type { BackOff } from "./model/back-off.ts";
import { isoTime } from "./model/clock.ts";
import { type App, type DesiredState, identityKey } from "./model/desired.ts";
import type { Hint } from "./model/events.ts";
import { type Freezes, untoldText, whyFrozen } from "./model/freeze.ts";
import type { Observed } from "./model/observation.ts";
import {
  type ActingRow,
  type DecidedPlan,
  type Intent,
  type LateHold,
  pairKey,
  type Plan,
  type Result,
} from "./model/plan.ts";
import { planRows } from "./model/plan-rows.ts";
import type { Policy } from "./model/policy.ts";
import type { RolloutEvent } from "./model/rollout.ts";
import type { NoteStage } from "./model/stage.ts";
import { desiredUsers } from "./observe/observation-cache.ts";
import { keepSeenOf, observe, type ObservePorts } from "./observe/observe.ts";
import { offeredDefinition, offerOf } from "./plan/offer.ts";
import { judgesReadings, plan, usersToObserve } from "./plan/plan.ts";
import type { Proof, Statement } from "./proof/prove.ts";
import { type FollowedRollouts, followRollouts } from "./rolling/follow.ts";
import { dueForRemovals, recallRollouts } from "./rolling/recall.ts";
import type { RolloutPorts } from "./rollout/ports.ts";

/** Everything outside that a run touches. */
export interface Ports
  extends ObservePorts,
    Omit<ApplyPorts, "readOffer" | "startedAtMs" | "heldNow" | "hearHolds" | "keepSeen"> {
  /** Whose apps may have changed since they were read. */
  readonly hints: () => Promise<readonly Hint[]>;
  /** Whether perhaps not everybody is read, so that it matters who is first; left out: it does not. */
  readonly isBudgeted?: boolean;
  /** Writes that were sent since then by runs that share a store with this one. Milliseconds since the epoch. */
  readonly sentSince: (ms: number) => Promise<readonly Intent[]>;
  /** Removals of apps that were to be installed again, and may not have been, by runs that share a store with this one. */
  readonly unfinished: () => Promise<readonly Intent[]>;
  /** When the writes since then were sent, by runs that share a store with this one, the oldest first. */
  readonly sendTimes: (ms: number) => Promise<EarlierRuns["sendTimes"]>;
  /** What is frozen now; asked before every write. Never rejects. */
  readonly freezes: () => Promise<Freezes>;
  /** Proves, apart from how the plan was made, what it reaches. Called with the plan as it would be carried out. */
  readonly prove: (observed: Observed, plan: Plan) => Proof;
  /** Pairs that are to wait, since earlier tries led to nothing. */
  readonly backOffs: () => Promise<readonly BackOff[]>;
  /** What is kept of rollouts, and what they ask. */
  readonly rollouts: RolloutPorts;
  /** So long the effect of a write may stay invisible before it is sent again, in milliseconds. */
  readonly settleMs: number;
  /** Left out: nobody asks what the run is busy with. */
  readonly noteStage?: NoteStage;
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
  ports.noteStage?.("observe");
  const isWhole = desired.filters.apps.length === 0 && desired.filters.users.length === 0;
  if (isWhole) await ports.memory.noteScope(desiredUsers(desired), startedAtMs);
  const states = mode.base === undefined ? [desired] : [desired, mode.base.desired];
  const hinted = (await ports.hints()).map(({ userId, atMs }) => [userId, atMs] as const);
  const apps = appsOf(states);
  const seen = await observe(apps, usersOf(states), {
    ...ports,
    mustRead: async (catalog) =>
      new Map([...hinted, ...(await dueForRemovals(desired, catalog, ports.rollouts, startedAtMs))]),
    ...(ports.isBudgeted ? { wasOff: (catalog) => judgesReadings(desired, catalog) } : {}),
  });
  ports.noteStage?.("plan");
  const unfinished = await ports.unfinished();
  const observed = { ...seen, unfinished: new Set(unfinished.map(({ appId, userId }) => pairKey(appId, userId))) };
  const past = {
    sent: await ports.sentSince(startedAtMs - ports.settleMs),
    backOffs: await ports.backOffs(),
    sendTimes: await ports.sendTimes(startedAtMs - DAY_MS),
    freezes: await ports.freezes(),
  };
  const { gated, rollouts } = await gateWithRollouts({ desired, policy }, observed, past, ports);
  const { plan: restricted, settled, notes } = mode.restrict?.(gated) ?? { plan: gated, settled: [], notes: [] };
  const comparedAt = isoTime(ports.clock.now());
  const proof = ports.prove(observed, restricted);
  const approved = rollouts.bill(holdRows(restricted, "unproved", ({ app }) => proof.unproved.has(app)));
  const base = mode.base === undefined ? null : (await gateWithRollouts(mode.base, observed, past, ports)).gated;
  ports.noteStage?.("report");
  await mode.show(approved, { base, proof: proof.statements, notes });
  const acts = planRows(approved.rows)
    .kinds()
    .some(([{ verdict }]) => verdict === "act");
  if (mode.preview || (acts && !(await mode.confirm(approved)))) return { plan: approved, result: null };
  ports.noteStage?.("apply");
  for (const intent of unfinished) {
    if (isThereAgain(intent, seen, ports.settleMs)) await ports.journal.withdraw(intent);
  }
  // Another run may have written between this one's looking and its turn: then nothing that was seen before counts.
  const others = await ports.sentSince(startedAtMs);
  const goodSinceMs = others.length === 0 ? startedAtMs : ports.clock.now();
  const isKept = await rollouts.keep();
  const sends = typeof past.sendTimes === "string" ? [] : [...past.sendTimes];
  const counting = { ...NO_JOURNAL, intend: async ({ at }: Intent) => void sends.push(at) };
  const closed = windowsOf(desired, policy);
  const byName = new Map(approved.apps.map((app) => [app.name, app]));
  let heard = past.freezes;
  const hearHolds = async (): Promise<void> => {
    heard = await ports.freezes();
  };
  const heldNow = (row: Pick<ActingRow, "app" | "action">): LateHold | null => {
    const app = byName.get(row.app);
    const because = app === undefined ? null : whyFrozen(heard, app, policy.timeZone);
    if (because !== null) return { reason: "frozen", detail: because, next: null };
    return (
      (isKept ? null : rollouts.notKept(row)) ??
      rollouts.heldNow(row) ??
      dayHold(policy, sends, ports.clock.now()) ??
      closed(row, ports.clock.now())
    );
  };
  const journal = journals(counting, rollouts.journal, ports.journal);
  const applyPorts = {
    ...ports,
    journal,
    startedAtMs: goodSinceMs,
    readOffer: readOfferFrom(ports),
    keepSeen: keepSeenOf(apps, seen, ports),
    heldNow,
    hearHolds,
    // A store that told at first and does not any more is gone, with what it says of who may write.
    changingEnds: () => ports.changingEnds() ?? (heard.state === "unreadable" ? untoldText(heard) : null),
  };
  const applied = await apply(approved, applyPorts, mode.stop);
  const result = await rollouts.conclude(applied, ports.clock.now());
  ports.noteStage?.("report");
  return { plan: approved, result: withSettled(result, settled, comparedAt) };
}

/** The plan of one desired state as policy, the past and its rollouts allow it. */
async function gateWithRollouts(
  { desired, policy }: Reconcilable,
  observed: Observed,
  past: EarlierRuns,
  ports: Ports,
): Promise<{ readonly gated: DecidedPlan; readonly rollouts: FollowedRollouts }> {
  const decided = plan(desired, observed);
  const nowMs = ports.clock.now();
  const recall = await recallRollouts(decided.apps, desired, ports.rollouts, nowMs);
  const record = async (event: RolloutEvent): Promise<void> => ports.journal.noteRollout?.(event);
  const rollouts = followRollouts(recall, policy, ports.rollouts.memory, record, nowMs);
  const windows = new Map(desired.rollouts.flatMap(({ app, window }) => (window === null ? [] : [[app, window]])));
  const urgent = new Map(desired.rollouts.flatMap((one) => (one.urgent === null ? [] : [[one.app, one.urgent]])));
  return { gated: gate(decided, policy, { ...past, byRollout: rollouts.hold, urgent, windows }, nowMs), rollouts };
}

/** Why a row must not begin at a moment: the hours of the policy, or those of its app's rollout, which keep removals none. */
function windowsOf({ rollouts }: DesiredState, { window, timeZone }: Policy) {
  const ofPolicy = windowHold(window === null ? [] : [window], timeZone);
  const own = new Map(rollouts.map((one) => [one.app, windowHold(one.window === null ? [] : [one.window], timeZone)]));
  return ({ app, action }: Pick<ActingRow, "app" | "action">, nowMs: number): LateHold | null =>
    ofPolicy(nowMs) ?? (action === "uninstall" ? null : (own.get(app)?.(nowMs) ?? null));
}

/**
 * Whether the app that was to come back has, or never went. A reading that was taken while the removal may have been
 * invisible still says nothing.
 */
function isThereAgain({ userId, appId, at }: Intent, { users }: Observed, settleMs: number): boolean {
  const user = users.get(userId);
  if (user?.state !== "read" || user.at - at <= settleMs) return false;
  return user.installations.some((one) => one.appId.toLowerCase() === appId.toLowerCase());
}

/** Whose installations are read: all that one of these desired states needs. */
function usersOf(states: readonly DesiredState[]): readonly string[] {
  const [users = [], ...others] = states.map(usersToObserve);
  return others.length === 0 ? users : [...new Set([users, ...others].flat())];
}

/** What the catalog is asked about: each app once, whatever its name in each of these desired states. */
function appsOf(states: readonly DesiredState[]): readonly Pick<App, "identity" | "replaces">[] {
  const apps = states.flatMap((state) =>
    state.apps.map((app) => [`${identityKey(app.identity)} ${app.replaces?.id ?? ""}`, app] as const),
  );
  return [...new Map(apps).values()];
}

/** What the catalog offers now, judged as it was for the plan. */
function readOfferFrom({ catalog }: Ports): ApplyPorts["readOffer"] {
  return async ({ id }) => {
    if (id === null) return null;
    return offeredDefinition(offerOf(await catalog.readApp({ kind: "catalog", catalogId: id })));
  };
}
