import type { RowSet } from "../../difference.ts";
import { type Permission, permissionsLacking } from "../../model/permission.ts";
import type { PlanRow } from "../../model/plan.ts";
import type { DriftFact } from "../../model/reasons.ts";
import type { Rows } from "../../model/rows.ts";
import { count, permissionText } from "./wording.ts";

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
  /** How many of those for whom it is or may be new get it because of the change; null: compared with nothing. */
  byChange: number | null;
}

/**
 * Each permission that acting rows send, in the order in which they first occur.
 * @param because the rows that act because of a change; null: the plan was compared with nothing
 */
export function grantsOf(rows: Rows<PlanRow>, because: Pick<RowSet, "has"> | null): readonly Grant[] {
  const grants = new Map<string, Grant>();
  for (const row of rows) {
    const state = knownInForce(row);
    const fresh = new Set(state === "unknown" ? [] : permissionsLacking(row.consent, state).map(permissionText));
    for (const permission of row.consent) {
      const key = JSON.stringify([row.app, permission.value, permission.type]);
      const grant = grants.get(key) ?? {
        app: row.app,
        permission,
        fresh: 0,
        unsure: 0,
        inForce: 0,
        byChange: because === null ? null : 0,
      };
      grants.set(key, grant);
      if (state === "unknown") grant.unsure += 1;
      else if (fresh.has(permissionText(permission))) grant.fresh += 1;
      else grant.inForce += 1;
      const isNew = state === "unknown" || fresh.has(permissionText(permission));
      if (isNew && grant.byChange !== null && because?.has(row) === true) grant.byChange += 1;
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

/** The grants of each permission as one, over all apps. */
export function overApps(grants: readonly Grant[]): readonly Grant[] {
  return [...Map.groupBy(grants, ({ permission }) => permissionText(permission)).values()].flatMap((of) => {
    const [first] = of;
    if (first === undefined) return [];
    const sum = (value: (grant: Grant) => number): number => of.reduce((all, grant) => all + value(grant), 0);
    return {
      ...first,
      app: of.length === 1 ? first.app : count(of.length, "app"),
      fresh: sum((grant) => grant.fresh),
      unsure: sum((grant) => grant.unsure),
      inForce: sum((grant) => grant.inForce),
      byChange: first.byChange === null ? null : sum((grant) => grant.byChange ?? 0),
    };
  });
}
