import type { Configuration, Loaded } from "../desired/configuration.ts";
import { compareLocks, type LockChange } from "../lock/update-lock.ts";
import { compareGuards, type GuardChange } from "../guard-changes.ts";
import { load } from "../desired/load.ts";
import { ConfigError } from "../errors.ts";
import type { LineOrigin } from "../git/blame.ts";
import { gitCommit } from "../git/local-repository.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { App, Filters, Uses } from "../model/desired.ts";
import { sameName } from "../model/name.ts";
import { DEFAULT_RULES, type Limit } from "../model/policy.ts";
import type { Source } from "../plan-file/schema.d.ts";
import type { Reconcilable } from "../reconcile.ts";
import type { Directory } from "../resolve/directory.ts";
import type { ComesAfter } from "../rollout/ports.ts";
import { ringTargets } from "../resolve/references.ts";
import { resolve } from "../resolve/resolve.ts";

/** A desired state without errors, and where it came from. */
export interface LoadedState {
  readonly loaded: Loaded;
  readonly configuration: Configuration;
  /** As reports name it. */
  readonly path: string;
  /** Null when it is in no git checkout, or has changes that are not committed. */
  readonly commit: string | null;
  /** Tells why other tenants of its fleet come first; left out: none does. */
  readonly comesAfter?: ComesAfter;
  /** Tells who wrote a line of one of its files, as of a commit; never rejects. Left out: the checkout that it is in does. */
  readonly whoWrote?: (file: string, line: number, asOf: string) => Promise<LineOrigin>;
}

/** @throws ConfigError with every problem */
export async function loadState(path: string): Promise<LoadedState> {
  const loaded = await load(path);
  if (loaded.configuration === null) throw new ConfigError(loaded.diagnostics, loaded.files);
  return { loaded, configuration: loaded.configuration, path, commit: await gitCommit(path) };
}

/**
 * As {@link loadState}, for a state to compare with: where nothing is said yet, nobody was assigned anything.
 * @throws ConfigError with every problem
 */
export async function loadStateOrNothing(path: string): Promise<Pick<LoadedState, "loaded" | "configuration">> {
  const loaded = await load(path);
  if (loaded.configuration !== null) return { loaded, configuration: loaded.configuration };
  if (isNothingThere(loaded.diagnostics)) return { loaded, configuration: NOTHING_SAID };
  throw new ConfigError(loaded.diagnostics, loaded.files);
}

/** Whether nothing at a path says that it is desired state: other YAML is in many folders, and means no app. */
export function isNothingThere(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.every(({ code }) => code === "no-desired-state" || code === "not-desired-state");
}

const NOTHING_SAID: Configuration = {
  tenantId: null,
  apps: [],
  lock: null,
  assignments: [],
  rollouts: [],
  exceptions: [],
  policy: { ...DEFAULT_RULES, protectedUsers: [], sections: {}, windows: new Map() },
};

/** What a diagnosis needs to know of a desired state. */
export interface StateSummary {
  readonly uses: Uses;
  readonly tenantId: string | null;
  readonly apps: readonly App[];
}

/**
 * What the desired state at a path uses; null when there is none.
 * @throws ConfigError when there is one, with errors
 */
export async function summarizeState(path: string): Promise<StateSummary | null> {
  const loaded = await load(path);
  const { configuration } = loaded;
  if (configuration === null && isNothingThere(loaded.diagnostics)) return null;
  if (configuration === null) throw new ConfigError(loaded.diagnostics, loaded.files);
  return { uses: usesOf(configuration), tenantId: configuration.tenantId, apps: configuration.apps };
}

/** What a desired state uses of Graph. */
export function usesOf(configuration: Configuration): Uses {
  const targets = [
    ...configuration.assignments.flatMap(({ to, except }) => [...to, ...except]),
    ...configuration.policy.protectedUsers,
    ...configuration.rollouts.flatMap(ringTargets),
    ...configuration.exceptions.flatMap(({ to }) => to),
  ];
  return {
    groups: targets.some(({ kind }) => kind === "group"),
    everyone: targets.some(({ kind }) => kind === "everyone"),
    consent: configuration.apps.some(({ approved }) => approved.length > 0),
  };
}

/** Problems that only the directory could tell are shown with their source lines like all others. */
export async function withSourceLines<Result>(loaded: Loaded, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ConfigError) throw new ConfigError(error.diagnostics, loaded.files);
    throw error;
  }
}

/** An earlier desired state, ready to be planned, and where it came from. */
export interface BaseState extends Reconcilable {
  readonly source: Source;
  /** What the newer state alters of its guards. */
  readonly guards: readonly GuardChange[];
  /** What it alters of the lock file. */
  readonly lock: readonly LockChange[];
}

/**
 * Resolves the names of an earlier desired state. Filters that name what only the newer state has find nothing in the older one, which is no mistake.
 * @throws ConfigError, GraphError
 */
export async function resolveBase(
  { configuration, loaded, path, commit }: LoadedState,
  newer: Configuration,
  directory: Directory,
  filters: Filters,
  maxChanges: Limit | null,
): Promise<BaseState> {
  const apps = filters.apps.filter((name) => configuration.apps.some((app) => sameName(app.name, name)));
  const { desired, policy } = await resolve(configuration, directory, { ...filters, apps });
  const source = { path, commit, digest: loaded.digest };
  return {
    desired,
    policy: { ...policy, maxChanges: maxChanges ?? policy.maxChanges },
    source,
    guards: compareGuards(newer, configuration),
    lock: compareLocks(newer.lock, configuration.lock),
  };
}
