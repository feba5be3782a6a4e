import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { renderFleetMetrics } from "../../controller/fleet-metrics.ts";
import { chooseTenants } from "../../fleet/choose.ts";
import { readFleet } from "../../fleet/read-fleet.ts";
import { readFleetStatus } from "../../fleet/status.ts";
import { REGISTRATION_LIMITS } from "../../graph/limits.ts";
import { isoTime } from "../../model/clock.ts";
import type { FleetStatus } from "../../model/fleet-status.ts";
import { renderFleetPage } from "../../report/fleet-page.ts";
import { renderFleetText } from "../../report/text/fleet.ts";
import { askedStore } from "../../session/open-store.ts";
import { systemClock } from "../../session/system-clock.ts";
import { fleetLoadIn } from "../../store/open.ts";
import type { Console } from "../console.ts";
import { prepareOutFile } from "../out-file.ts";
import { packageVersion } from "../version.ts";
import { refuseFileForAll } from "./each-tenant.ts";
import type { FleetFlags } from "./flags.ts";

/**
 * `trueup fleet status`: how the tenants stand, by their files and by what the store knows. No tenant is asked, and no credentials are
 * needed.
 * @returns 0 where it could be told, however they stand
 */
export async function run(path: string, flags: FleetFlags, console: Console): Promise<number> {
  const fleet = await readFleet(path);
  refuseFileForAll(fleet, console);
  const around = { environment: console.environment, clock: systemClock };
  const chosen = chooseTenants(fleet, flags.tenant);
  const status = await readFleetStatus(fleet, chosen, around, await loadOf(console));
  if (flags.prometheus) await console.result([await renderFleetMetrics(status)]);
  else await console.result(flags.format === "json" ? [statusJson(status)] : renderFleetText(status));
  if (flags.html !== undefined) await writeFleetPage(flags.html, status, new Set(), console);
  return 0;
}

/**
 * What is known of the queue and of shared limits.
 * @throws UsageError where the database does not answer
 */
export async function loadOf({ environment }: Console): Promise<Pick<FleetStatus, "queue" | "budgets">> {
  const load = await fleetLoadIn(askedStore(environment));
  const budgets = load?.given?.flatMap(({ registration, limitClass, perSecond }) => {
    const limit = LIMITS.get(limitClass);
    return limit === undefined ? [] : [{ registration, limitClass, used: Math.min(1, perSecond / limit) }];
  });
  return { queue: load?.queue ?? null, budgets: budgets ?? null };
}

/** By class; a newer version may divide others. */
const LIMITS: ReadonlyMap<string, number> = new Map(Object.entries(REGISTRATION_LIMITS));

/** Writes `index.html` into a folder, which is made where there is none. */
export async function writeFleetPage(
  folder: string,
  status: FleetStatus,
  pages: ReadonlySet<string>,
  console: Console,
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = await prepareOutFile(join(folder, "index.html"), "--html");
  try {
    await file.write(renderFleetPage({ status, version: packageVersion(), pages, isFile: true }));
  } finally {
    await file.discard();
  }
  console.notice(`the page of the fleet is in ${join(folder, "index.html")}`);
}

function statusJson({ path, at, tenants, queue, budgets }: FleetStatus): string {
  const told = tenants.map(({ look, worker, tenantId, name, ...facts }) => ({
    tenant: name,
    tenantId,
    ...facts,
    look: look === null ? null : { ...look, at: isoTime(look.at) },
    worker: worker === null ? null : { holder: worker.holder, since: isoTime(worker.sinceMs) },
  }));
  const document = { formatVersion: "1.0", kind: "fleet-status", fleet: path, createdAt: isoTime(at), tenants: told };
  return `${JSON.stringify({ ...document, queue, budgets }, null, 2)}\n`;
}
