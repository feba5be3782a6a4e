import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Where the store of a tenant is unless `TRUEUP_STORE` says otherwise: below the folder that the system has for state.
 * Source for Linux: https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function defaultStorePath(tenantId: string, machine: Machine): string {
  return join(defaultStoreFolder(machine), `${tenantId}.db`);
}

/** What decides where state is kept. */
interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/** The folder of {@link defaultStorePath}. */
export function defaultStoreFolder({ environment, platform }: Machine): string {
  const home = environment["HOME"] ?? homedir();
  if (platform === "win32") return join(environment["LOCALAPPDATA"] ?? join(home, "AppData", "Local"), "trueup");
  if (platform === "darwin") return join(home, "Library", "Application Support", "trueup");
  const state = environment["XDG_STATE_HOME"] ?? "";
  return join(state.startsWith("/") ? state : join(home, ".local", "state"), "trueup");
}
