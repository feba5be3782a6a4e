import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../../errors.ts";
import { chooseTenants } from "../../fleet/choose.ts";
import { readFleet } from "../../fleet/read-fleet.ts";
import { readFleetStatus, sortTenants } from "../../fleet/status.ts";
import type { TenantStatus } from "../../model/fleet-status.ts";
import type { LastLook } from "../../model/last-look.ts";
import { systemClock } from "../../session/system-clock.ts";
import { runReport } from "../commands/report.ts";
import type { Console } from "../console.ts";
import { type TenantCame, forEachTenant } from "./each-tenant.ts";
import type { FleetFlags } from "./flags.ts";
import { flagsFor, looking } from "./looking.ts";
import { loadOf } from "./load.ts";
import { writeFleetPage } from "./status.ts";

/**
 * `trueup fleet report`: a page for each tenant at `tenants/NAME/index.html` in a folder, and one for the fleet at `index.html`.
 * Writes nothing to any tenant.
 * @returns 0 where every page was written, whatever they say
 */
export async function run(path: string, flags: FleetFlags, console: Console): Promise<number> {
  const folder = flags.html;
  if (folder === undefined)
    throw new UsageError("fleet report needs --html", "name a folder for the pages, such as --html site");
  const looks = new Map<string, LastLook>();
  const came: TenantCame[] = [];
  const command = { command: "report", ended: (one: TenantCame) => void came.push(one) };
  const exitCode = await forEachTenant(path, flags, console, command, async (at) => {
    const page = join(folder, "tenants", at.tenant.name);
    await mkdir(page, { recursive: true, mode: 0o700 });
    const state = await at.load();
    const asked = { ...flagsFor(flags, at), html: join(page, "index.html"), showUsers: flags.showUsers };
    return looking((note) =>
      runReport(state, asked, flags.format === "json" ? silent(at.console) : at.console, (document) => {
        note(document);
        const { state: judged, rows, toChange } = document.judgement;
        looks.set(at.tenant.name, { at: Date.parse(document.createdAt), state: judged, rows, toChange, apps: [] });
      }),
    );
  });
  const fleet = await readFleet(path);
  const around = { environment: console.environment, clock: systemClock };
  const chosen = chooseTenants(fleet, flags.tenant);
  const status = await readFleetStatus(fleet, chosen, around, await loadOf(console));
  const tenants = sortTenants(status.tenants.map((tenant) => asSeen(tenant, looks, came)));
  await writeFleetPage(folder, { ...status, tenants }, new Set(looks.keys()), console);
  return exitCode;
}

/** What was seen now goes before what the store knows. */
function asSeen(tenant: TenantStatus, looks: ReadonlyMap<string, LastLook>, came: readonly TenantCame[]): TenantStatus {
  const problem = came.find(({ name }) => name === tenant.name)?.problem ?? null;
  const look = looks.get(tenant.name);
  if (look === undefined) return { ...tenant, trouble: problem ?? tenant.trouble };
  return { ...tenant, look, isStale: false, trouble: problem };
}

function silent(console: Console): Console {
  return { ...console, result: () => Promise.resolve() };
}
