import { journals, NO_JOURNAL } from "../apply/journal.ts";
import { type Approved, filtersOf } from "../approval/approved.ts";
import { mayConsent } from "../graph/permissions.ts";
import { type Clock, isoTime } from "../model/clock.ts";
import type { DesiredState, Filters } from "../model/desired.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { NOT_FROZEN } from "../model/freeze.ts";
import type { DecidedPlan, Plan, Result } from "../model/plan.ts";
import type { Limit, Policy } from "../model/policy.ts";
import type { RolloutEvent } from "../model/rollout.ts";
import type { ReportProgress } from "../model/progress.ts";
import type { NoteStage } from "../model/stage.ts";
import { NO_OBSERVATION_CACHE, type ObservationCache } from "../observe/observation-cache.ts";
import type { Readings } from "../observe/whom-to-read.ts";
import type { ReportHeader } from "../plan-file/document.ts";
import { type DirectoryRecord, recordDirectory } from "../proof/directory-record.ts";
import { prove } from "../proof/prove.ts";
import type { Ports } from "../reconcile.ts";
import type { Rates } from "../report/facts/cost.ts";
import { cachedDirectory } from "../resolve/directory-cache.ts";
import type { Membership } from "../resolve/membership.ts";
import { type Resolution, resolve } from "../resolve/resolve.ts";
import { type SignalReader } from "../signals/read-signal.ts";
import type { ReceiptFile } from "../receipts/receipt-file.ts";
import { receiptJournal } from "../receipts/receipt-journal.ts";
import { rolloutEventsIn } from "../receipts/rollout-events.ts";
import { approvalsOf } from "./approvals.ts";
import { type BudgetLimit, createBudget } from "./budget.ts";
import { type BaseState, type LoadedState, resolveBase, usesOf, withSourceLines } from "./desired-state.ts";
import { directoryOf, type DirectoryMode } from "./directory.ts";
import { boundedDirectory, heapLimitMb, mostChanges, refuseTooLarge } from "./heap-need.ts";
import { type Lease } from "./lease.ts";
import { type RunStore, type StoreState } from "./open-store.ts";
import { createNotes, type PlanNotes } from "./plan-notes.ts";
import { checkTenant, readWarnings, refuseWithoutConsentRole, refuseWithoutWriteRole } from "./preflight.ts";
import { readApproval, type ReviewedPlan } from "./reviewed-plan.ts";
import { beginReceipts } from "./receipt-chain.ts";
import { type Surroundings, type Tenant, type TenantOptions } from "./tenant.ts";
import { paceOf, type Traffic, trafficSince } from "./traffic.ts";

/** What one run is asked for. */
export interface RunOptions {
  readonly filters: Filters;
  /** Replaces `policy.maxChanges` for this run; null: does not. */
  readonly maxChanges: Limit | null;
  /** Read the consent of each installation on its own where the list does not show it. */
  readonly readConsents: boolean;
  /** Readings younger than that are used as they are, in milliseconds. */
  readonly maxAgeMs: number;
  readonly directory: DirectoryMode;
  /** So long a write of an earlier run may stay invisible before it is repeated, in milliseconds. */
  readonly settleMs: number;
  readonly budget: BudgetLimit | null;
  /** Whether all rows that were tried in vain wait before they are tried again, or only those where trying is futile. */
  readonly backsOff: boolean;
  /** The user of whom somebody will ask why they have a row; null: nobody asks. What is kept for that is as large as all rows. */
  readonly explains: string | null;
  /** Told before people are read. */
  readonly announce: (readings: Readings) => void;
  /** An earlier desired state to compare with. */
  readonly base: LoadedState | null;
  /** A plan that was reviewed: only what it approves is carried out. */
  readonly reviewed: ReviewedPlan | null;
  /** Whether the run may write, for which the desired state has to name its tenant and nobody else may hold the lease. */
  readonly writes: boolean;
  /** A file that gets a line for each receipt; null: receipts are in the store only. */
  readonly receipt: ReceiptFile | null;
  /** What git and the directory came to in an earlier run, in the place of asking again; left out: they are asked. */
  readonly resolved?: Resolved;
  /** What was read just before, in the place of the store's readings; left out: the store's. */
  readonly memory?: ObservationCache;
  readonly progress: ReportProgress;
  /** Told of each stage; left out: nobody asks. */
  readonly noteStage?: NoteStage;
}

/** Who should have which app, and what the directory answered for that. */
export interface Resolved {
  /** Without whom every assignment reaches, which is as large as all people again, and is kept only where somebody asks why. */
  readonly resolution: Omit<Resolution, "membership">;
  readonly record: DirectoryRecord;
}

/** Desired state and tenant, brought together for one run. */
export interface Run {
  readonly desired: DesiredState;
  /** For a later run that is not to ask again. */
  readonly resolved: Resolved;
  /** Whom every assignment reaches, where that is to be explained. */
  readonly membership: Membership | null;
  readonly policy: Policy;
  /** The earlier desired state, where there is one to compare with. */
  readonly base: BaseState | null;
  readonly ports: Ports;
  /** Leaves of a plan what the reviewed one approves; the plan as it is where none was given. */
  readonly restrict: (plan: DecidedPlan) => Approved;
  /**
   * Called before the first write.
   * @throws SignInError when the token is known to be unable to do what the plan holds
   */
  readonly checkRoles: (plan: Plan) => void;
  /** What the run has cost so far, and the pace it keeps to. */
  readonly rates: () => Rates;
  /** Requests and throttling of this run so far, by class of limit. */
  readonly traffic: () => Traffic;
  readonly storeState: () => Promise<StoreState>;
  /** What is left of the budget, from 0 to 1; null without one. */
  readonly budgetLeft: () => number | null;
  readonly header: ReportHeader;
  /** Whether Graph is on this machine, so that it is a sandbox. */
  readonly isLoopback: boolean;
  /** Warnings of the files and of the directory; once the plan was noted, of the catalog too. */
  readonly diagnostics: readonly Diagnostic[];
  /** The text of every file read, for source lines in messages. */
  readonly files: ReadonlyMap<string, string>;
  /** Every file of the desired state, as {@link Loaded.sources} names them. */
  readonly sources: readonly string[];
  readonly clock: Clock;
  /** Notes what the catalog offers, for when each definition was first seen; gives the warnings that come of it. */
  readonly notePlan: PlanNotes["notePlan"];
  /** Notes what apps are called. */
  readonly noteApps: PlanNotes["noteApps"];
  /** Notes how the tenant stands after what was done. */
  readonly noteResult: (result: Result) => Promise<void>;
  /** Notes how the run ended, in one line. */
  readonly noteEnd: (summary: string) => Promise<void>;
}

/**
 * Brings a desired state and a tenant together: checks that they belong to each other, resolves the targets, and makes the
 * ports of the run.
 * @throws ConfigError, UsageError, SignInError, GraphError: nothing was written
 */
export async function connect(
  loadedState: LoadedState,
  { access, graph }: Tenant,
  { store, state }: RunStore,
  lease: Lease,
  signals: SignalReader,
  options: TenantOptions & RunOptions,
  { notice }: Surroundings,
  clock: Clock,
): Promise<Run> {
  const { loaded, configuration, commit } = loadedState;
  const { writes } = options;
  const claims = await graph.claims();
  const tenantId = claims?.tenantId ?? null;
  const sourceName = commit ?? loaded.digest;
  await store?.prune();
  // A look at a few people is no run of its own: there may be thousands a day.
  if (options.resolved === undefined) await store?.beginRun(writes ? "apply" : "plan", commit, sourceName);
  checkTenant(configuration.tenantId, { root: access.root, claims }, writes);
  if (writes) refuseWithoutWriteRole(claims, usesOf(configuration));
  for (const warning of readWarnings(claims, usesOf(configuration))) notice(warning);
  const traffic = trafficSince(graph);
  const requestsDone = (): number => Object.values(traffic()).reduce((sum, { requests }) => sum + requests, 0);
  const budget = createBudget(options.budget, { clock, writes, requestsDone });
  const approval = readApproval(options.reviewed, loaded.digest, tenantId, clock.now());
  const resolved = await resolveState(loadedState, graph, store, approval, options, clock);
  const { resolution, policy } = resolved;
  if (policy.perDay !== null && store === null)
    notice("warning: policy.perDay counts the changes of this run alone, since there is no store");
  if (writes) await beginReceipts(store?.receipts ?? null, options.receipt, notice);
  const noted = noteRun(loadedState, { tenantId, resolved, approval }, { store, graph }, options, notice, clock);
  const { notes } = noted;
  return {
    desired: resolution.desired,
    resolved,
    membership: resolved.membership,
    policy,
    base: resolved.base,
    restrict: (plan) => approval?.restrict(plan) ?? { plan, settled: [], notes: [] },
    notePlan: notes.notePlan,
    noteApps: notes.noteApps,
    noteResult: notes.noteResult,
    noteEnd: async (summary) => store?.endRun(summary),
    checkRoles: (plan) => refuseWithoutConsentRole(claims, plan),
    rates: () => ({ ...paceOf(options), readsDone: requestsDone() }),
    traffic,
    budgetLeft: budget.left,
    storeState: state,
    clock,
    ports: {
      ...portsOfGraph(graph),
      mayConsent: mayConsent(claims),
      clock,
      ...portsOfStore(store, sourceName, options),
      ...portsOfOptions(options),
      isBudgeted: options.budget !== null,
      journal: journals(store?.journal ?? NO_JOURNAL, noted.receipts),
      rollouts: {
        ...rolloutPorts(store, signals, options.receipt, tenantId),
        ...(loadedState.comesAfter === undefined ? {} : { comesAfter: loadedState.comesAfter }),
      },
      readingEnds: budget.readingEnds,
      changingEnds: () => budget.changingEnds() ?? lease.lost(),
      lostNow: lease.lostNow,
      prove: (observed, plan) =>
        prove({ configuration, directory: resolved.record, observed, nowMs: clock.now() }, plan),
    },
    header: noted.header,
    isLoopback: access.root.loopback,
    files: loaded.files,
    sources: loaded.sources,
    get diagnostics() {
      return notes.diagnostics();
    },
  };
}

type Approval = ReturnType<typeof readApproval>;
type ResolvedRun = Awaited<ReturnType<typeof resolveState>>;

/** Whom the assignments reach, as far as the memory holds it, and the policy of this run. */
async function resolveState(
  { loaded, configuration }: LoadedState,
  graph: Tenant["graph"],
  store: RunStore["store"],
  approval: Approval,
  options: RunOptions,
  clock: Clock,
) {
  const { base, explains, filters: asked, maxChanges, progress, noteStage } = options;
  const filters = approval === null ? asked : filtersOf(approval.approved, asked);
  progress({ stage: "targets", done: 0, total: null });
  noteStage?.("resolve");
  const heapMb = heapLimitMb();
  const states = [configuration, ...(base === null ? [] : [base.configuration])];
  const followed = directoryOf(graph, store?.directory ?? null, states, options, clock);
  const recorded = recordDirectory(base === null ? followed.directory : cachedDirectory(followed.directory));
  const record = options.resolved?.record ?? recorded.record;
  const directory = boundedDirectory(recorded.directory, () => record.people.size, heapMb);
  const { membership, ...resolution } =
    options.resolved === undefined
      ? await withSourceLines(loaded, () => resolve(configuration, directory, filters, explains, clock.now()))
      : { ...options.resolved.resolution, membership: null };
  const policy = { ...resolution.policy, maxChanges: maxChanges ?? resolution.policy.maxChanges };
  const rows = resolution.desired.rows.length;
  refuseTooLarge({ people: record.people.size, rows, changes: options.writes ? mostChanges(policy, rows) : 0 }, heapMb);
  return {
    resolution,
    membership: explains === null ? null : membership,
    policy,
    diagnostics: [...loaded.diagnostics, ...resolution.diagnostics, ...followed.diagnostics()],
    record,
    base: base === null ? null : await resolveBase(base, configuration, directory, filters, maxChanges),
  };
}

/** What every report and every receipt of the run says of it, and what becomes known on the way. */
function noteRun(
  loadedState: LoadedState,
  { tenantId, resolved, approval }: { tenantId: string | null; resolved: ResolvedRun; approval: Approval },
  { store, graph }: Pick<RunStore, "store"> & Pick<Tenant, "graph">,
  { receipt, writes }: RunOptions & TenantOptions,
  notice: Surroundings["notice"],
  clock: Clock,
) {
  const { loaded, path, commit } = loadedState;
  const { policy } = resolved;
  const header = {
    createdAt: isoTime(clock.now()),
    tenantId,
    source: { path, commit, digest: loaded.digest },
    limits: policy,
    get definitions() {
      return notes.definitions();
    },
    get trend() {
      return notes.trend();
    },
    get knowledge() {
      return notes.knowledge();
    },
  };
  const approvals = approvalsOf(loadedState, notice);
  const plan = (): string | null => notes.planDigest();
  // The digest of a plan takes its time: it is not computed where nobody keeps a receipt.
  const receipts =
    store === null && receipt === null
      ? NO_JOURNAL
      : receiptJournal({ tenantId, commit, plan, approvals }, store?.receipts ?? null, receipt);
  const notes = createNotes(store, graph.inventory, {
    header,
    clock,
    diagnostics: resolved.diagnostics,
    reviewed: approval?.approved.digest ?? null,
    // Asked before anything is written, since it may take a while: no change waits for it between its look and its request.
    approvals: writes ? approvals : null,
  });
  return { header, notes, receipts };
}

function portsOfGraph({ catalog, installations, writer }: Tenant["graph"]) {
  return { catalog, installations, writer };
}

/** What the run was asked for, as it is. */
function portsOfOptions({ readConsents, settleMs, maxAgeMs, announce, progress, noteStage }: RunOptions) {
  return {
    readConsents,
    settleMs,
    maxAgeMs,
    announce,
    progress,
    ...(noteStage === undefined ? {} : { noteStage }),
  };
}

/** What rollouts remember and measure; where a receipt is written, it stands in for a store that was lost. */
function rolloutPorts(
  store: RunStore["store"],
  signals: SignalReader,
  receipt: ReceiptFile | null,
  tenantId: string | null,
): Ports["rollouts"] {
  return {
    memory: store?.rollouts ?? null,
    readSignal: signals.read,
    ...(receipt === null ? {} : { recorded: recordedIn(receipt, tenantId) }),
  };
}

/** What the store knows of earlier runs; without one nothing is known, and that is said where it counts. */
function portsOfStore(
  store: RunStore["store"],
  sourceName: string,
  { memory, backsOff }: RunOptions,
): Pick<Ports, "memory" | "hints" | "sentSince" | "sendTimes" | "freezes" | "unfinished" | "backOffs"> {
  return {
    memory: memory ?? store?.memory ?? NO_OBSERVATION_CACHE,
    hints: async () => (await store?.events.hints()) ?? [],
    sentSince: async (ms) => (await store?.journal.openIntents(ms)) ?? [],
    sendTimes: async (ms) => (await store?.journal.sendTimes(ms)) ?? "no-store",
    freezes: async () => (await store?.freezes.inForce()) ?? NOT_FROZEN,
    unfinished: async () => (await store?.journal.unfinished()) ?? [],
    backOffs: async () => {
      const backOffs = (await store?.backOffs(sourceName)) ?? [];
      return backsOff ? backOffs : backOffs.filter(({ isFutile }) => isFutile);
    },
  };
}

/** Reads the receipt when it is asked for the first time: only a store that was lost makes anybody ask. */
function recordedIn(receipt: ReceiptFile, tenantId: string | null): () => readonly RolloutEvent[] {
  let events: readonly RolloutEvent[] | null = null;
  return () => (events ??= rolloutEventsIn(receipt.lines(), tenantId));
}
