import { parseSchedule } from "../controller/schedule.ts";
import type { Around } from "../fleet/earlier-tenants.ts";
import type { Fleet, ListedTenant, RefusedTenant } from "../fleet/fleet.ts";
import { loadTenant } from "../fleet/load-tenant.ts";
import { readFleet } from "../fleet/read-fleet.ts";
import type { DueTenant } from "./due.ts";
import type { FleetFiles, FleetFolder } from "./fleet-folder.ts";
import { lastDue } from "./last-due.ts";

/** The fleet as its folder says it at a moment; each look reads it anew. All reject also where the files cannot be got. */
export interface FleetNow {
  /**
   * Those whose desired state has no errors, in the order of the rings.
   * @throws ConfigError for a fleet.yaml that cannot be used
   */
  readonly tenants: () => Promise<readonly DueTenant[]>;
  /**
   * Null: the fleet has no such tenant any more, or what is said of it cannot be used.
   * @throws ConfigError
   */
  readonly tenant: (name: string) => Promise<TenantNow | null>;
}

/** A tenant of the fleet at a moment. */
export interface TenantNow {
  readonly fleet: Fleet;
  readonly tenant: ListedTenant;
  readonly known: ReturnType<FleetFiles["known"]>;
}

/**
 * @param asked names of tenants; none: all
 * @param around where tenants of earlier rings are looked up
 * @param notice told once of each tenant that cannot be worked on, and why
 */
export function fleetNow(
  folder: FleetFolder,
  asked: readonly string[],
  around: Around,
  notice: (text: string) => void,
): FleetNow {
  const told = new Map<string, string>();
  const refuse = ({ name, diagnostics }: RefusedTenant): void => {
    const error = diagnostics.find(({ severity }) => severity === "error");
    const place = error?.file == null ? "" : `${error.file}${error.line === null ? "" : `:${error.line}`}: `;
    const why = `${place}${error?.message ?? "it has errors"}`;
    if (told.get(name) !== why) notice(`error: nothing is done for ${name}: ${why}`);
    told.set(name, why);
  };
  return {
    async tenants() {
      const fleet = await readFleet((await folder()).path);
      const due: DueTenant[] = [];
      const chosen = fleet.tenants.filter(({ name }) => asked.length === 0 || asked.includes(name));
      for (const tenant of chosen.toSorted((a, b) => ringOf(a) - ringOf(b))) {
        const state = tenant.state === "listed" ? await loadTenant(fleet, tenant, around) : tenant;
        if (tenant.state === "refused" || state.state === "refused") {
          if (state.state === "refused") refuse(state);
          continue;
        }
        if (told.delete(tenant.name)) notice(`${tenant.name} can be worked on again`);
        const { name, schedule } = tenant;
        const dueMs = schedule === null ? null : lastDue(parseSchedule(schedule, fleet.timeZone), around.clock.now());
        due.push({ name, digest: state.loaded.loaded.digest, dueMs });
      }
      return due;
    },
    async tenant(name) {
      const { path, known } = await folder();
      const fleet = await readFleet(path);
      const tenant = fleet.tenants.find((one) => one.name === name);
      return tenant?.state === "listed" ? { fleet, tenant, known: known(tenant.path) } : null;
    },
  };
}

function ringOf(tenant: Fleet["tenants"][number]): number {
  return tenant.state === "listed" ? tenant.ring : 0;
}
