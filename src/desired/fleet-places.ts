/** Names a folder that holds a fleet, and says who is in it. */
export const FLEET_FILE = "fleet.yaml";
/** Below the folder of a fleet: a folder with the desired state of each tenant. */
export const TENANTS_FOLDER = "tenants";
/** Below the folder of a fleet: files that tenants take in with `use`. */
export const SHARED_FOLDER = "shared";
/** From the folder of a tenant to the folder of its fleet. */
export const FROM_TENANT = "../../";

/** Whether a path, seen from the folder of a tenant, is one of a shared file. */
export function isShared(path: string): boolean {
  return path.startsWith(`${FROM_TENANT}${SHARED_FOLDER}/`);
}

/** A path as seen from the folder of a tenant, as people of its fleet name it. */
export function fromFleet(path: string, tenantFolder: string): string {
  return path.startsWith(FROM_TENANT) ? path.slice(FROM_TENANT.length) : `${tenantFolder}/${path}`;
}
