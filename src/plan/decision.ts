import type { Permission } from "../model/permission.ts";
import type { Action, Verdict } from "../model/plan.ts";
import type { DriftFact, Reason } from "../model/reasons.ts";

/** What differs and what is to be done about one (user, app) pair, before policy. */
export interface Decision {
  readonly drift: readonly DriftFact[];
  readonly verdict: Exclude<Verdict, "held">;
  readonly action: Action | null;
  readonly reason: Reason | null;
  readonly detail: string | null;
  readonly consent: readonly Permission[];
}

/** All is as desired, or nothing is to be done for this reason. */
export function nothing(reason: Reason, drift: readonly DriftFact[] = [], detail: string | null = null): Decision {
  return { drift, verdict: "nothing", action: null, reason, detail, consent: [] };
}

/** No action can close the gap until the world or the configuration changes. */
export function blocked(reason: Reason, drift: readonly DriftFact[], detail: string | null = null): Decision {
  return { drift, verdict: "blocked", action: null, reason, detail, consent: [] };
}

/** The action closes the gap, with the consent that goes along. */
export function act(action: Action, drift: readonly DriftFact[], consent: readonly Permission[]): Decision {
  return { drift, verdict: "act", action, reason: null, detail: null, consent };
}
