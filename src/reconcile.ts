import { apply, type ApplyPorts } from "./apply/apply.ts";
import { gate } from "./gate/gate.ts";
import type { DesiredState } from "./model/desired.ts";
import type { Plan, Result } from "./model/plan.ts";
import type { Policy } from "./model/policy.ts";
import { observe, type ObservePorts } from "./observe/observe.ts";
import { offerOf } from "./plan/offer.ts";
import { plan, usersToObserve } from "./plan/plan.ts";

/** Everything outside that a run touches. */
export type Ports = ObservePorts & Omit<ApplyPorts, "readOffer">;

/** How far a run goes, and who is asked. */
export interface Mode {
  /** True: the run ends when the plan has been shown. */
  readonly preview: boolean;
  /** Shows the plan, before anything is judged or asked. */
  readonly show: (plan: Plan) => Promise<void>;
  /** Asked once, when at least one row is to act. False: nothing is written. */
  readonly confirm: (plan: Plan) => Promise<boolean>;
  /** Aborted when the run is to end early; rows under way are finished. */
  readonly stop: AbortSignal;
}

/** What a run came to. */
export interface Reconciled {
  readonly plan: Plan;
  /** Null when nothing was carried out: a preview, or the question was answered with no. */
  readonly result: Result | null;
}

/**
 * The one straight line: observe, plan, gate, show, ask, apply. Preview, drift report and apply are this computation.
 * @throws GraphError or SignInError before the first write, where nothing would work
 */
export async function reconcile(desired: DesiredState, policy: Policy, ports: Ports, mode: Mode): Promise<Reconciled> {
  const observed = await observe(desired.apps, usersToObserve(desired), ports);
  const gated = gate(plan(desired, observed), policy);
  await mode.show(gated);
  const acts = gated.rows.some((row) => row.verdict === "act");
  if (mode.preview || (acts && !(await mode.confirm(gated)))) return { plan: gated, result: null };
  return { plan: gated, result: await apply(gated, { ...ports, readOffer: readOfferFrom(ports) }, mode.stop) };
}

/** What the catalog offers now, judged as it was for the plan. */
function readOfferFrom({ catalog }: Ports): ApplyPorts["readOffer"] {
  return async ({ id }) => {
    if (id === null) return null;
    const offer = offerOf(await catalog.readApp({ kind: "catalog", catalogId: id }));
    if (offer.state === "none") return null;
    const { version, required } = offer;
    return { version: version.text, permissions: required.state === "known" ? required.permissions : null };
  };
}
