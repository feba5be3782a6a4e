import { expect, it } from "vitest";
import { loadTenant } from "../../src/fleet/load-tenant.ts";
import { systemClock } from "../../src/session/system-clock.ts";
import { readFleet } from "../../src/fleet/read-fleet.ts";

const EXAMPLE = new URL("../../examples/fleet", import.meta.url).pathname;

it("examples/fleet is a fleet without a warning", async () => {
  const fleet = await readFleet(EXAMPLE);
  expect(fleet.warnings).toEqual([]);
  expect(fleet.tenants.map(({ name, state }) => [name, state])).toEqual([
    ["contoso", "listed"],
    ["fabrikam", "listed"],
    ["own", "listed"],
  ]);
  for (const tenant of fleet.tenants) {
    if (tenant.state === "refused") continue;
    const loaded = await loadTenant(fleet, tenant, { environment: {}, clock: systemClock });
    expect(loaded).toMatchObject({ state: "loaded", loaded: { configuration: { tenantId: tenant.tenantId } } });
    expect(loaded.state === "loaded" ? loaded.loaded.loaded.diagnostics : []).toEqual([]);
  }
});
