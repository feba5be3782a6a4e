import { type Permission, permissionsLacking } from "../../model/permission.ts";
import type { PlanRow } from "../../model/plan.ts";
import type { DriftFact } from "../../model/reasons.ts";
import { permissionText } from "./wording.ts";

/** Drift of consent, the gravest first. */
export const CONSENT_FACTS: readonly DriftFact[] = ["consent-not-approved", "consent-narrower", "consent-wider"];

/** The consent that was read; nothing where it is not known. */
export function inForce({ observed }: PlanRow): readonly Permission[] {
  return observed.state === "present" && observed.consent.state === "known" ? observed.consent.permissions : [];
}

/** One permission of one app that is sent, and for how many people it is new. */
export interface Grant {
  readonly app: string;
  readonly permission: Permission;
  /** People for whom it was read that they lack it. */
  fresh: number;
  /** People for whom what is in force is not known. */
  unsure: number;
  /** People for whom it is in force already. */
  inForce: number;
}

/** Each permission that acting rows send, in the order in which they first occur. */
export function grantsOf(rows: readonly PlanRow[]): readonly Grant[] {
  const grants = new Map<string, Grant>();
  for (const row of rows) {
    const state = knownInForce(row);
    const fresh = new Set(state === "unknown" ? [] : permissionsLacking(row.consent, state).map(permissionText));
    for (const permission of row.consent) {
      const key = JSON.stringify([row.app, permission.value, permission.type]);
      const grant = grants.get(key) ?? { app: row.app, permission, fresh: 0, unsure: 0, inForce: 0 };
      grants.set(key, grant);
      if (state === "unknown") grant.unsure += 1;
      else if (fresh.has(permissionText(permission))) grant.fresh += 1;
      else grant.inForce += 1;
    }
  }
  return [...grants.values()];
}

/** Whoever does not have the app has granted it nothing. */
function knownInForce({ observed }: PlanRow): readonly Permission[] | "unknown" {
  if (observed.state === "absent") return [];
  if (observed.state === "present" && observed.consent.state === "known") return observed.consent.permissions;
  return "unknown";
}
