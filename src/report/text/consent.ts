import { type Permission, permissionsLacking } from "../../model/permission.ts";
import type { PlanRow } from "../../model/plan.ts";
import { printable } from "../printable.ts";
import type { Style } from "./style.ts";
import { count, permissionText } from "./wording.ts";
import { wrap } from "./wrap.ts";

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

/**
 * What is granted to whom that may be new: one line for each app and permission, so that it cannot be missed among the
 * changes. Where the consent in force is not known the permission counts as possibly new, never as old.
 */
export function* consentSection(rows: readonly PlanRow[], style: Style): Generator<string> {
  const acting = rows.filter((row) => row.verdict === "act");
  if (acting.length === 0) return;
  const grants = grantsOf(acting);
  const perhapsNew = grants.filter((grant) => grant.fresh + grant.unsure > 0);
  if (grants.length === 0) {
    yield "No consent is sent with any change";
  } else if (perhapsNew.length === 0) {
    yield "No new consent: every permission that is sent is in force already";
  } else {
    yield style.caution("NEW CONSENT, approved in the desired state: apps do not have it yet, or may not have it");
    for (const grant of perhapsNew) {
      yield style.caution(`  ${printable(grant.app)}: ${permissionText(grant.permission)}`);
      yield* wrap("    ", whom(grant));
    }
  }
}

function whom({ fresh, unsure, inForce }: Grant): string {
  const parts = [
    ...(fresh > 0 ? [`new for ${count(fresh, "user")}`] : []),
    ...(unsure > 0 ? [`perhaps new for ${count(unsure, "user")}, whose consent in force is not known`] : []),
    ...(inForce > 0 ? [`in force already for ${count(inForce, "user")}`] : []),
  ];
  return parts.join("; ");
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
