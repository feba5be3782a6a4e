import { posix } from "node:path";
import { FLEET_FILE, fromFleet, isShared, TENANTS_FOLDER } from "../desired/fleet-places.ts";
import type { Loaded } from "../desired/configuration.ts";
import { load } from "../desired/load.ts";
import { gitCommit } from "../git/local-repository.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { type Around, earlierTenants } from "./earlier-tenants.ts";
import type { Fleet, ListedTenant, RefusedTenant, TenantState } from "./fleet.ts";

/**
 * Loads the desired state of one tenant, with what it uses of the fleet's shared files. Whatever runs it waits for the tenants of
 * earlier rings. Every problem of it is that tenant's;
 * the places are relative to the folder of the fleet.
 * @throws SourceError as {@link gitCommit} does
 */
export async function loadTenant(fleet: Fleet, tenant: ListedTenant, around: Around): Promise<TenantState> {
  const loaded = await load(tenant.path);
  const { configuration } = loaded;
  const refused = (diagnostics: readonly Diagnostic[]): RefusedTenant => ({
    state: "refused",
    name: tenant.name,
    diagnostics: diagnostics.map((diagnostic) => placedInFleet(diagnostic, tenant)),
    files: new Map([...loaded.files].map(([file, text]) => [fromFleet(file, folderOf(tenant)), text])),
  });
  if (configuration === null) return refused(loaded.diagnostics);
  if (configuration.tenantId !== null && configuration.tenantId !== tenant.tenantId) {
    return refused([otherTenant(configuration.tenantId, tenant)]);
  }
  const commit = await gitCommit(usesShared(loaded) ? fleet.path : tenant.path);
  const own = { ...configuration, tenantId: tenant.tenantId };
  const comesAfter = earlierTenants(fleet, tenant, around);
  const state = { loaded, configuration: own, path: tenant.path, commit };
  return { state: "loaded", name: tenant.name, loaded: comesAfter === null ? state : { ...state, comesAfter } };
}

/** Warnings of a desired state, with places relative to the folder of the fleet. */
export function placedInFleet(diagnostic: Diagnostic, tenant: Pick<ListedTenant, "name" | "path">): Diagnostic {
  const folder = folderOf(tenant);
  return {
    ...diagnostic,
    // What is wrong with the folder as a whole names it as it was given.
    file: diagnostic.file === null || diagnostic.file === tenant.path ? folder : fromFleet(diagnostic.file, folder),
    related: diagnostic.related.map((related) => ({ ...related, file: fromFleet(related.file, folder) })),
  };
}

function folderOf({ name }: Pick<ListedTenant, "name">): string {
  return posix.join(TENANTS_FOLDER, name);
}

function usesShared({ sources }: Loaded): boolean {
  return sources.some(isShared);
}

function otherTenant(found: string, { name, tenantId }: ListedTenant): Diagnostic {
  return {
    code: "other-tenant",
    severity: "error",
    message: `the desired state is of tenant ${found}, and ${FLEET_FILE} says that ${name} is ${tenantId}`,
    hint: "make the two say the same, or take tenant out of the desired state",
    file: null,
    line: null,
    column: null,
    related: [],
  };
}
