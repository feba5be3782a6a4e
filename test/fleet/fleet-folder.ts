import { APPS, type Files, inFolder, withHeader } from "../desired/folder.ts";
import { loadTenant } from "../../src/fleet/load-tenant.ts";
import type { Fleet, TenantState } from "../../src/fleet/fleet.ts";
import { systemClock } from "../../src/session/system-clock.ts";
import { readFleet } from "../../src/fleet/read-fleet.ts";

export const OWN_ID = "aaaaaaaa-0000-4000-8000-000000000001";
export const CONTOSO_ID = "aaaaaaaa-0000-4000-8000-000000000002";

/** An ordinary desired state; line 2 is the first of `apps`. */
export const STATE = withHeader(
  `${APPS}assignments:\n  - { app: expenses, version: ">=2.3", to: [{ user: adele@contoso.com }] }\n`,
);

/** A fleet.yaml with these lines below `tenants:`, and after them. */
export function fleetYaml(tenants: readonly string[], others = ""): string {
  return `fleetVersion: 1\ntenants:\n${tenants.map((line) => `  ${line}\n`).join("")}${others}`;
}

/** Two tenants without anything wrong. */
export const TWO_TENANTS = fleetYaml([`own: { tenant: ${OWN_ID} }`, `contoso: { tenant: ${CONTOSO_ID} }`]);

/** The fleet of a folder, and what became of each of its tenants. */
export function loadFleet(files: Files): Promise<{ readonly fleet: Fleet; readonly states: readonly TenantState[] }> {
  return inFolder(files, async (folder) => {
    const fleet = await readFleet(folder);
    const states: TenantState[] = [];
    for (const tenant of fleet.tenants)
      states.push(
        tenant.state === "refused" ? tenant : await loadTenant(fleet, tenant, { environment: {}, clock: systemClock }),
      );
    return { fleet, states };
  });
}
