import type { Filters } from "../model/desired.ts";
import type { Limit } from "../model/policy.ts";
import type { Reconcilable } from "../reconcile.ts";
import type { ReportSource } from "../report/document.ts";
import type { Directory } from "../resolve/directory.ts";
import { resolve } from "../resolve/resolve.ts";
import type { LoadedState } from "./loaded-state.ts";

/** An earlier desired state, ready to be planned, and where it came from. */
export interface BaseState extends Reconcilable {
  readonly source: ReportSource;
}

/**
 * Resolves the names of an earlier desired state. Filters that name what only the newer state has find nothing in the older one, which is no mistake.
 * @throws ConfigError, GraphError
 */
export async function resolveBase(
  { configuration, loaded, path, commit }: LoadedState,
  directory: Directory,
  filters: Filters,
  maxChanges: Limit | null,
): Promise<BaseState> {
  const apps = filters.apps.filter((name) => configuration.apps.some((app) => app.name === name));
  const { desired, policy } = await resolve(configuration, directory, { ...filters, apps });
  const source = { path, commit, digest: loaded.digest };
  return { desired, policy: { ...policy, maxChanges: maxChanges ?? policy.maxChanges }, source };
}
