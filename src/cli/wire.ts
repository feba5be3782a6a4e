import { approveEnvelope, refuseOtherSource } from "../approval/approve-envelope.ts";
import { approveExactly } from "../approval/approve-exactly.ts";
import type { Approved } from "../approval/approved.ts";
import { filtersOf } from "../approval/filters.ts";
import type { ApprovedPlan } from "../approval/plan-file.ts";
import { readPlanFile } from "../approval/read-plan-file.ts";
import { NO_JOURNAL } from "../apply/journal.ts";
import type { Configuration, Loaded } from "../desired/configuration.ts";
import { load } from "../desired/load.ts";
import { ConfigError } from "../errors.ts";
import type { Graph } from "../graph/client.ts";
import { DEFAULT_RATE_SHARE, unitsPerSecond } from "../graph/limits.ts";
import type { Uses } from "../graph/permissions.ts";
import type { ClassTraffic } from "../controller/pass-report.ts";
import { mayConsent } from "../graph/roles.ts";
import { definitionText } from "../model/back-off.ts";
import { type Clock, isoTime } from "../model/clock.ts";
import type { App, DesiredState, Filters } from "../model/desired.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Plan } from "../model/plan.ts";
import { DEFAULT_MAX_CHANGES, DEFAULT_MAX_REMOVALS, type Limit, type Policy } from "../model/policy.ts";
import type { ReportProgress } from "../model/progress.ts";
import { NO_MEMORY } from "../observe/memory.ts";
import type { Readings } from "../observe/whom-to-read.ts";
import { offerOf } from "../plan/offer.ts";
import { recordDirectory } from "../proof/directory-record.ts";
import { prove } from "../proof/prove.ts";
import type { Ports, Reconcilable } from "../reconcile.ts";
import type { Directory } from "../resolve/directory.ts";
import { rememberDirectory } from "../resolve/remember-directory.ts";
import type { ReportHeader, ReportSource } from "../report/document.ts";
import type { Rates } from "../report/text/cost.ts";
import type { Membership } from "../resolve/membership.ts";
import { type Resolution, resolve } from "../resolve/resolve.ts";
import { type BudgetLimit, createBudget } from "./budget.ts";
import { type ActingLock, takeActingLock } from "./acting-lock.ts";
import { gitCommit } from "./git-commit.ts";
import { readWarnings, refuseWithoutConsentRole, refuseWithoutWriteRole } from "./role-check.ts";
import type { ReviewedPlan } from "./plan-to-apply.ts";
import { NO_STORE, openRunStore, type RunStore, stateOf, type StoreState } from "./run-store.ts";
import { systemClock } from "./system-clock.ts";
import { openTenant, type Tenant, type TenantConsole, type TenantOptions } from "./tenant.ts";
import { checkTenant } from "./tenant-check.ts";

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
export const ALONE = {
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
  readonly statistics: () => Readonly<Record<string, ClassTraffic>>;
  readonly storeState: () => StoreState;
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
  readonly beginChanging: () => void;
  /** Notes what the catalog offers, for when each definition was first seen. */
  readonly notePlan: (plan: Plan) => void;
  /** Notes how the run ended, in one line. */
  readonly noteEnd: (summary: string) => void;
  readonly close: () => Promise<void>;
}

/**
 * Loads the desired state, signs in and resolves names.
 * @throws ConfigError, UsageError, SignInError, GraphError: nothing was written
 */
export async function openRun(
  options: RunOptions & { readonly path: string },
  console: TenantConsole,
  progress: ReportProgress,
  clock: Clock = systemClock,
): Promise<Run> {
  return openRunOn(await loadState(options.path), options, console, progress, clock);
}

/**
 * Signs in and resolves the names of a desired state that was loaded before.
 * @throws ConfigError, UsageError, SignInError, GraphError: nothing was written
 */
export async function openRunOn(
  state: LoadedState,
  options: RunOptions,
  console: TenantConsole,
  progress: ReportProgress,
  clock: Clock = systemClock,
): Promise<Run> {
  const tenant = await openTenant(options, console, clock);
  const runStore = options.remembers ? openRunStore(tenant.access, console, clock) : NO_STORE;
  const { store } = runStore;
  store?.prune();
  store?.beginRun(options.writes ? "apply" : "plan", state.commit, state.commit ?? state.loaded.digest);
  const close = async (): Promise<void> => {
    store?.close();
    await tenant.close();
  };
  try {
    return await connect(state, { ...tenant, close }, runStore, options, console, progress, clock);
  } catch (error) {
    await close();
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

/**
 * What the catalog offers now for each app of a desired state, as one text each that differs when the definition does.
 * @throws UsageError, SignInError, GraphError
 */
export async function readOffers(
  state: LoadedState,
  options: TenantOptions,
  console: TenantConsole,
  clock: Clock,
): Promise<ReadonlyMap<string, string>> {
  const { graph, close } = await openTenant(options, console, clock);
  try {
    const offers = new Map<string, string>();
    for (const { name, identity } of state.configuration.apps) {
      const offer = offerOf(await graph.catalog.readApp(identity));
      const permissions =
        offer.state === "offered" && offer.required.state === "known" ? offer.required.permissions : null;
      offers.set(name, definitionText(offer.state === "offered" ? { version: offer.version.text, permissions } : null));
    }
    return offers;
  } finally {
    await close();
  }
}

/** A desired state without errors, and where it came from. */
export interface LoadedState {
  readonly loaded: Loaded;
  readonly configuration: Configuration;
  /** As reports name it. */
  readonly path: string;
  /** Null when it is in no git checkout, or has changes that are not committed. */
  readonly commit: string | null;
}

/**
 * As {@link loadState}, for a state to compare with: where nothing is said yet, nobody was assigned anything.
 * @throws ConfigError with every problem
 */
export async function loadStateOrNothing(path: string): Promise<Pick<LoadedState, "loaded" | "configuration">> {
  const loaded = await load(path);
  if (loaded.configuration !== null) return { loaded, configuration: loaded.configuration };
  if (loaded.diagnostics.every(({ code }) => code === "no-desired-state"))
    return { loaded, configuration: NOTHING_SAID };
  throw new ConfigError(loaded.diagnostics, loaded.files);
}

const NOTHING_SAID: Configuration = {
  tenantId: null,
  apps: [],
  assignments: [],
  policy: {
    suspended: false,
    protectedUsers: [],
    maxChanges: DEFAULT_MAX_CHANGES,
    maxRemovals: DEFAULT_MAX_REMOVALS,
    perRun: null,
  },
};

/** @throws ConfigError with every problem */
export async function loadState(path: string): Promise<LoadedState> {
  const loaded = await load(path);
  if (loaded.configuration === null) throw new ConfigError(loaded.diagnostics, loaded.files);
  return { loaded, configuration: loaded.configuration, path, commit: await gitCommit(path) };
}

async function connect(
  { loaded, configuration, path, commit }: LoadedState,
  { access, graph, close }: Tenant,
  runStore: RunStore,
  options: RunOptions,
  console: TenantConsole,
  progress: ReportProgress,
  clock: Clock,
): Promise<Run> {
  const { claims } = access;
  const { store } = runStore;
  const uses = usesOf(configuration);
  checkTenant(configuration.tenantId, access, options.writes);
  if (options.writes) refuseWithoutWriteRole(claims, uses);
  for (const warning of readWarnings(claims, uses)) console.notice(warning);
  const sourceName = commit ?? loaded.digest;
  let acting: ActingLock | null = null;
  const budget = createBudget(options.budget, { clock, writes: options.writes, requestsDone: () => requestsOf(graph) });
  const approval = readApproval(options.reviewed, loaded.digest, claims?.tenantId ?? null, clock.now());
  const filters = approval === null ? options.filters : filtersOf(approval.approved, options.filters);
  progress({ stage: "targets", done: 0, total: null });
  const { directory, record } = recordDirectory(
    options.base === null ? graph.directory : rememberDirectory(graph.directory),
  );
  const resolution = await resolveWithSource(() => resolve(configuration, directory, filters), loaded);
  const policy = { ...resolution.policy, maxChanges: options.maxChanges ?? resolution.policy.maxChanges };
  const base = options.base === null ? null : await resolveBase(options.base, directory, filters, options.maxChanges);
  return {
    desired: resolution.desired,
    membership: options.explains ? resolution.membership : null,
    policy,
    base,
    restrict: (plan) => approval?.restrict(plan) ?? { plan, settled: [], notes: [] },
    notePlan: ({ apps }) => {
      for (const { id, offered } of apps) {
        if (id !== null && offered?.permissions != null)
          store?.noteDefinition(id, offered.version, offered.permissions);
      }
    },
    noteEnd: (summary) => store?.endRun(summary),
    beginChanging: () => {
      acting = takeActingLock(store, clock);
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
      memory: store?.memory ?? NO_MEMORY,
      journal: store?.journal ?? NO_JOURNAL,
      sentSince: (ms) => store?.journal.openIntents(ms) ?? [],
      settleMs: options.settleMs,
      backOffs: () => (options.backsOff ? (store?.backOffs(sourceName) ?? []) : []),
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
      acting?.release();
      await close();
    },
  };
}

/** An earlier desired state, ready to be planned, and where it came from. */
export interface BaseState extends Reconcilable {
  readonly source: ReportSource;
}

/** Filters that name what only the newer state has find nothing in the older one, which is no mistake. */
async function resolveBase(
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

interface Approval {
  readonly approved: ApprovedPlan;
  readonly restrict: (plan: Plan) => Approved;
}

/** @throws UsageError when the file is no approval of this desired state in this tenant, now */
function readApproval(
  reviewed: ReviewedPlan | null,
  sourceDigest: string,
  tenantId: string | null,
  nowMs: number,
): Approval | null {
  if (reviewed === null) return null;
  const approved = readPlanFile(reviewed.text, { name: reviewed.name, nowMs, tenantId });
  if (reviewed.approves === "exact") {
    return { approved, restrict: (plan) => approveExactly(plan, approved, sourceDigest) };
  }
  refuseOtherSource(approved, sourceDigest);
  return { approved, restrict: (plan) => approveEnvelope(plan, approved, sourceDigest) };
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

function ratesOf(graph: Graph, { limitsScale, rateShare }: Pick<RunOptions, "limitsScale" | "rateShare">): Rates {
  const scale = limitsScale * rateShare;
  return {
    readsPerSecond: unitsPerSecond("installation-reads", scale),
    writesPerSecond: unitsPerSecond("installation-writes", scale),
    removalsPerSecond: unitsPerSecond("removals", scale),
    readsDone: requestsOf(graph),
  };
}

function requestsOf(graph: Graph): number {
  return Object.values(graph.statistics()).reduce((sum, { requests }) => sum + requests, 0);
}
