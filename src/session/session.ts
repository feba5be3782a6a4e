import { NO_JOURNAL } from "../apply/journal.ts";
import { type Approved, filtersOf } from "../approval/approved.ts";
import { DEFAULT_RATE_SHARE } from "../graph/limits.ts";
import type { Statistics } from "../graph/statistics.ts";
import { mayConsent } from "../graph/permissions.ts";
import { type Clock, isoTime } from "../model/clock.ts";
import type { DesiredState, Filters } from "../model/desired.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Plan } from "../model/plan.ts";
import type { Limit, Policy } from "../model/policy.ts";
import type { ReportProgress } from "../model/progress.ts";
import { NO_OBSERVATION_CACHE } from "../observe/observation-cache.ts";
import type { Readings } from "../observe/whom-to-read.ts";
import type { ReportHeader } from "../plan-file/document.ts";
import { recordDirectory } from "../proof/directory-record.ts";
import { prove } from "../proof/prove.ts";
import type { Ports } from "../reconcile.ts";
import type { Rates } from "../report/facts/cost.ts";
import { cachedDirectory } from "../resolve/directory-cache.ts";
import type { Membership } from "../resolve/membership.ts";
import { resolve } from "../resolve/resolve.ts";
import { type BudgetLimit, createBudget, ratesOf, requestsOf } from "./budget.ts";
import { type BaseState, type LoadedState, loadState, resolveBase, usesOf, withSourceLines } from "./desired-state.ts";
import { NO_STORE, openRunStore, type RunStore, stateOf, type StoreState } from "./open-store.ts";
import { checkTenant, readWarnings, refuseWithoutConsentRole, refuseWithoutWriteRole } from "./preflight.ts";
import { readApproval, type ReviewedPlan } from "./reviewed-plan.ts";
import { systemClock } from "./system-clock.ts";
import { type ActingLease, takeActingLease } from "./tenant-lease.ts";
import { openTenant, type Tenant, type TenantConsole, type TenantOptions } from "./tenant.ts";

/** What a command that talks to the tenant was asked for. */
export interface RunOptions extends TenantOptions {
  readonly filters: Filters;
  /** Replaces `policy.maxChanges` for this run; null: does not. */
  readonly maxChanges: Limit | null;
  /** Read the consent of each installation on its own where the list does not show it. */
  readonly readConsents: boolean;
  /** Readings younger than that are used as they are, in milliseconds. */
  readonly maxAgeMs: number;
  /** So long a write of an earlier run may stay invisible before it is repeated, in milliseconds. */
  readonly settleMs: number;
  readonly budget: BudgetLimit | null;
  /** Whether earlier runs are remembered, and this one is kept. */
  readonly remembers: boolean;
  /** Whether rows that were tried in vain wait before they are tried again. */
  readonly backsOff: boolean;
  /** Whether somebody will ask why a user has a row: what is kept for that is as large as all rows. */
  readonly explains: boolean;
  /** Told before people are read. */
  readonly announce: (readings: Readings) => void;
  /** An earlier desired state to compare with. */
  readonly base: LoadedState | null;
  /** A plan that was reviewed: only what it approves is carried out. */
  readonly reviewed: ReviewedPlan | null;
  /** Whether the run may write, for which the desired state has to name its tenant. */
  readonly writes: boolean;
}

/** A run that reads everything now, at the usual pace, and neither remembers nor is remembered. */
export const STANDALONE_OPTIONS = {
  maxAgeMs: 0,
  settleMs: 0,
  budget: null,
  remembers: false,
  backsOff: false,
  reviewed: null,
  base: null,
  explains: false,
  announce: () => undefined,
  rateShare: DEFAULT_RATE_SHARE,
} as const satisfies Partial<RunOptions>;

/** Desired state and tenant, brought together. */
export interface Run {
  readonly desired: DesiredState;
  /** Whom every assignment reaches, where that is to be explained. */
  readonly membership: Membership | null;
  readonly policy: Policy;
  /** The earlier desired state, where there is one to compare with. */
  readonly base: BaseState | null;
  readonly ports: Ports;
  /** Leaves of a plan what the reviewed one approves; the plan as it is where none was given. */
  readonly restrict: (plan: Plan) => Approved;
  /**
   * Called before the first write.
   * @throws SignInError when the token is known to be unable to do what the plan holds
   */
  readonly checkRoles: (plan: Plan) => void;
  /** What the run has cost so far, and the pace it keeps to. */
  readonly rates: () => Rates;
  /** Requests and throttling so far, by class of limit. */
  readonly statistics: () => Statistics;
  readonly storeState: () => Promise<StoreState>;
  /** What is left of the budget, from 0 to 1; null without one. */
  readonly budgetLeft: () => number | null;
  readonly header: ReportHeader;
  /** Warnings of the files and of the directory. */
  readonly diagnostics: readonly Diagnostic[];
  /** The text of every file read, for source lines in messages. */
  readonly files: ReadonlyMap<string, string>;
  readonly clock: Clock;
  /**
   * Takes the right to change the tenant, until `close`.
   * @throws UsageError when another run has it
   */
  readonly beginChanging: () => Promise<void>;
  /** Notes what the catalog offers, for when each definition was first seen. */
  readonly notePlan: (plan: Plan) => Promise<void>;
  /** Notes how the run ended, in one line. */
  readonly noteEnd: (summary: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Loads the desired state, signs in and resolves names.
 * @throws ConfigError, UsageError, SignInError, GraphError: nothing was written
 */
export async function openRun(
  options: RunOptions & { readonly path: string },
  tenantConsole: TenantConsole,
  progress: ReportProgress,
  clock: Clock = systemClock,
): Promise<Run> {
  return openRunOn(await loadState(options.path), options, tenantConsole, progress, clock);
}

/**
 * Signs in and resolves the names of a desired state that was loaded before.
 * @throws ConfigError, UsageError, SignInError, GraphError: nothing was written
 */
export async function openRunOn(
  state: LoadedState,
  options: RunOptions,
  tenantConsole: TenantConsole,
  progress: ReportProgress,
  clock: Clock = systemClock,
): Promise<Run> {
  const tenant = await openTenant(options, tenantConsole, clock);
  const runStore = options.remembers ? await openRunStore(tenant.access, tenantConsole, clock) : NO_STORE;
  const { store } = runStore;
  await store?.prune();
  await store?.beginRun(options.writes ? "apply" : "plan", state.commit, state.commit ?? state.loaded.digest);
  const close = async (): Promise<void> => {
    await store?.close();
    await tenant.close();
  };
  try {
    return await connect(state, { ...tenant, close }, runStore, options, tenantConsole, progress, clock);
  } catch (error) {
    await close();
    throw error;
  }
}

async function connect(
  { loaded, configuration, path, commit }: LoadedState,
  { access, graph, close }: Tenant,
  runStore: RunStore,
  options: RunOptions,
  tenantConsole: TenantConsole,
  progress: ReportProgress,
  clock: Clock,
): Promise<Run> {
  const { claims } = access;
  const { store } = runStore;
  const uses = usesOf(configuration);
  checkTenant(configuration.tenantId, access, options.writes);
  if (options.writes) refuseWithoutWriteRole(claims, uses);
  for (const warning of readWarnings(claims, uses)) tenantConsole.notice(warning);
  const sourceName = commit ?? loaded.digest;
  let acting: ActingLease | null = null;
  const budget = createBudget(options.budget, { clock, writes: options.writes, requestsDone: () => requestsOf(graph) });
  const approval = readApproval(options.reviewed, loaded.digest, claims?.tenantId ?? null, clock.now());
  const filters = approval === null ? options.filters : filtersOf(approval.approved, options.filters);
  progress({ stage: "targets", done: 0, total: null });
  const { directory, record } = recordDirectory(
    options.base === null ? graph.directory : cachedDirectory(graph.directory),
  );
  const resolution = await withSourceLines(loaded, () => resolve(configuration, directory, filters));
  const policy = { ...resolution.policy, maxChanges: options.maxChanges ?? resolution.policy.maxChanges };
  const base = options.base === null ? null : await resolveBase(options.base, directory, filters, options.maxChanges);
  return {
    desired: resolution.desired,
    membership: options.explains ? resolution.membership : null,
    policy,
    base,
    restrict: (plan) => approval?.restrict(plan) ?? { plan, settled: [], notes: [] },
    notePlan: async ({ apps }) => {
      for (const { id, offered } of apps) {
        if (id !== null && offered?.permissions != null)
          await store?.noteDefinition(id, offered.version, offered.permissions);
      }
    },
    noteEnd: async (summary) => store?.endRun(summary),
    beginChanging: async () => {
      acting = await takeActingLease(store, clock);
    },
    checkRoles: (plan) => refuseWithoutConsentRole(claims, plan),
    rates: () => ratesOf(graph, options),
    statistics: () => graph.statistics(),
    budgetLeft: budget.left,
    storeState: () => stateOf(runStore),
    clock,
    ports: {
      catalog: graph.catalog,
      installations: graph.installations,
      writer: graph.writer,
      mayConsent: mayConsent(claims),
      clock,
      readConsents: options.readConsents,
      memory: store?.memory ?? NO_OBSERVATION_CACHE,
      journal: store?.journal ?? NO_JOURNAL,
      sentSince: async (ms) => (await store?.journal.openIntents(ms)) ?? [],
      settleMs: options.settleMs,
      backOffs: async () => (options.backsOff ? ((await store?.backOffs(sourceName)) ?? []) : []),
      maxAgeMs: options.maxAgeMs,
      readingEnds: budget.readingEnds,
      changingEnds: () => budget.changingEnds() ?? acting?.lost() ?? null,
      prove: (observed, plan) => prove({ configuration, directory: record, observed }, plan),
      announce: options.announce,
      progress,
    },
    header: {
      createdAt: isoTime(clock.now()),
      tenantId: claims?.tenantId ?? null,
      source: { path, commit, digest: loaded.digest },
      limits: policy,
    },
    files: loaded.files,
    diagnostics: [...loaded.diagnostics, ...resolution.diagnostics],
    close: async () => {
      await acting?.release();
      await close();
    },
  };
}
