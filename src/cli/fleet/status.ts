import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { renderFleetMetrics } from "../../controller/fleet-metrics.ts";
import { UsageError } from "../../errors.ts";
import { chooseTenants } from "../../fleet/choose.ts";
import { readFleet } from "../../fleet/read-fleet.ts";
import { readFleetStatus } from "../../fleet/status.ts";
import { isoTime } from "../../model/clock.ts";
import type { FleetStatus } from "../../model/fleet-status.ts";
import { renderFleetPage } from "../../report/fleet-page.ts";
import { renderFleetText } from "../../report/text/fleet.ts";
import { systemClock } from "../../session/system-clock.ts";
import type { Console } from "../console.ts";
import { prepareOutFile } from "../out-file.ts";
import { packageVersion } from "../version.ts";
import { refuseFileForAll } from "./each-tenant.ts";
import type { FleetFlags } from "./flags.ts";
import { loadOf } from "./load.ts";

/**
 * `trueup fleet status`: how the tenants stand, by their files and by what the store knows. No tenant is asked, and no credentials are
 * needed. With `--listen` it is served, until somebody ends it.
 * @returns 0 where it could be told, however they stand
 */
export async function run(path: string, flags: FleetFlags, console: Console): Promise<number> {
  const { listen } = flags;
  if (listen !== undefined && listen !== "off") {
    if (flags.html !== undefined || flags.prometheus || flags.format !== "text")
      throw new UsageError(
        "fleet status --listen serves the page and the metrics, and takes no --html, --prometheus or --format",
        "take these out, or --listen",
      );
    const { serve } = await import("./serve.ts");
    return serve(path, flags, listen, console);
  }
  const { gitUrl, verifySignatures, publicUrl, pageUserHeader } = flags;
  if (verifySignatures || [gitUrl, publicUrl, pageUserHeader].some((flag) => flag !== undefined))
    throw new UsageError(
      "--git-url, --verify-signatures, --public-url and --page-user-header are for fleet status --listen",
      "say where, such as --listen 127.0.0.1:9464",
    );
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
