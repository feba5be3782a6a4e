import type { Configuration, Loaded } from "../desired/configuration.ts";
import { load } from "../desired/load.ts";
import { ConfigError } from "../errors.ts";
import type { Graph } from "../graph/client.ts";
import { unitsPerSecond } from "../graph/limits.ts";
import type { Uses } from "../graph/permissions.ts";
import { mayConsent } from "../graph/roles.ts";
import { type Clock, isoTime } from "../model/clock.ts";
import type { App, Filters } from "../model/desired.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Plan } from "../model/plan.ts";
import type { Limit, Policy } from "../model/policy.ts";
import type { ReportProgress } from "../model/progress.ts";
import type { Ports } from "../reconcile.ts";
import type { ReportHeader } from "../report/document.ts";
import type { Rates } from "../report/text/cost.ts";
import { type Resolution, resolve } from "../resolve/resolve.ts";
import { gitCommit } from "./git-commit.ts";
import { readWarnings, refuseWithoutConsentRole, refuseWithoutWriteRole } from "./role-check.ts";
import { systemClock } from "./system-clock.ts";
import { openTenant, type Tenant, type TenantConsole, type TenantOptions } from "./tenant.ts";
import { checkTenant } from "./tenant-check.ts";

/** What a command that talks to the tenant was asked for. */
export interface RunOptions extends TenantOptions {
  /** The desired state: a file or a folder. */
  readonly path: string;
  readonly filters: Filters;
  /** Replaces `policy.maxChanges` for this run; null: does not. */
  readonly maxChanges: Limit | null;
  /** Read the consent of each installation on its own where the list does not show it. */
  readonly readConsents: boolean;
  /** Whether the run may write, for which the desired state has to name its tenant. */
  readonly writes: boolean;
}

/** Desired state and tenant, brought together. */
export interface Run {
  readonly resolution: Resolution;
  readonly policy: Policy;
  readonly ports: Ports;
  /**
   * Called before the first write.
   * @throws SignInError when the token is known to be unable to do what the plan holds
   */
  readonly checkRoles: (plan: Plan) => void;
  /** What the run has cost so far, and the pace it keeps to. */
  readonly rates: () => Rates;
  readonly header: ReportHeader;
  /** Warnings of the files and of the directory. */
  readonly diagnostics: readonly Diagnostic[];
  /** The text of every file read, for source lines in messages. */
  readonly files: ReadonlyMap<string, string>;
  readonly clock: Clock;
  readonly close: () => Promise<void>;
}

/**
 * Loads the desired state, signs in and resolves names.
 * @throws ConfigError, UsageError, SignInError, GraphError: nothing was written
 */
export async function openRun(
  options: RunOptions,
  console: TenantConsole,
  progress: ReportProgress,
  clock: Clock = systemClock,
): Promise<Run> {
  const { loaded, configuration } = await loadValid(options.path);
  const tenant = await openTenant(options, console, clock);
  try {
    return await connect({ loaded, configuration }, tenant, options, console, progress, clock);
  } catch (error) {
    await tenant.close();
    throw error;
  }
}

function usesOf(configuration: Configuration): Uses {
  const targets = [
    ...configuration.assignments.flatMap(({ to, except }) => [...to, ...except]),
    ...configuration.policy.protectedUsers,
  ];
  return {
    groups: targets.some(({ kind }) => kind === "group"),
    consent: configuration.apps.some(({ approved }) => approved.length > 0),
  };
}

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
  const { configuration, diagnostics } = loaded;
  if (configuration === null && diagnostics.every(({ code }) => code === "no-desired-state")) return null;
  if (configuration === null) throw new ConfigError(diagnostics, loaded.files);
  return { uses: usesOf(configuration), tenantId: configuration.tenantId, apps: configuration.apps };
}

interface Valid {
  readonly loaded: Loaded;
  readonly configuration: Configuration;
}

/** @throws ConfigError with every problem */
async function loadValid(path: string): Promise<Valid> {
  const loaded = await load(path);
  if (loaded.configuration === null) throw new ConfigError(loaded.diagnostics, loaded.files);
  return { loaded, configuration: loaded.configuration };
}

async function connect(
  { loaded, configuration }: Valid,
  { access, graph, close }: Tenant,
  options: RunOptions,
  console: TenantConsole,
  progress: ReportProgress,
  clock: Clock,
): Promise<Run> {
  const { claims } = access;
  const uses = usesOf(configuration);
  checkTenant(configuration.tenantId, access, options.writes);
  if (options.writes) refuseWithoutWriteRole(claims, uses);
  for (const warning of readWarnings(claims, uses)) console.notice(warning);
  progress({ stage: "targets", done: 0, total: null });
  const resolution = await resolveWithSource(() => resolve(configuration, graph.directory, options.filters), loaded);
  const policy = { ...resolution.policy, maxChanges: options.maxChanges ?? resolution.policy.maxChanges };
  return {
    resolution,
    policy,
    checkRoles: (plan) => refuseWithoutConsentRole(claims, plan),
    rates: () => ratesOf(graph, options.limitsScale),
    clock,
    ports: {
      catalog: graph.catalog,
      installations: graph.installations,
      writer: graph.writer,
      mayConsent: mayConsent(claims),
      clock,
      readConsents: options.readConsents,
      progress,
    },
    header: {
      createdAt: isoTime(clock.now()),
      tenantId: claims?.tenantId ?? null,
      source: { path: options.path, commit: await gitCommit(options.path), digest: loaded.digest },
      limits: policy,
    },
    files: loaded.files,
    diagnostics: [...loaded.diagnostics, ...resolution.diagnostics],
    close,
  };
}

/** Problems that only the directory could tell are shown with their source lines like all others. */
async function resolveWithSource(work: () => Promise<Resolution>, loaded: Loaded): Promise<Resolution> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ConfigError) throw new ConfigError(error.diagnostics, loaded.files);
    throw error;
  }
}

function ratesOf(graph: Graph, scale: number): Rates {
  const perClass = Object.values(graph.statistics());
  return {
    readsPerSecond: unitsPerSecond("installation-reads", scale),
    writesPerSecond: unitsPerSecond("installation-writes", scale),
    removalsPerSecond: unitsPerSecond("removals", scale),
    readsDone: perClass.reduce((sum, { requests }) => sum + requests, 0),
  };
}
