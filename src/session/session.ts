import { journals, NO_JOURNAL } from "../apply/journal.ts";
import { type Approved, filtersOf } from "../approval/approved.ts";
import type { Graph } from "../graph/client.ts";
import { DEFAULT_RATE_SHARE, LIMITS } from "../graph/limits.ts";
import { mayConsent } from "../graph/permissions.ts";
import type { CatalogEntry } from "../model/catalog.ts";
import { type Clock, isoTime } from "../model/clock.ts";
import type { App, DesiredState, Filters } from "../model/desired.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { NOT_FROZEN } from "../model/freeze.ts";
import type { DecidedPlan, Plan } from "../model/plan.ts";
import type { Limit, Policy } from "../model/policy.ts";
import type { RolloutEvent } from "../model/rollout.ts";
import type { ReportProgress } from "../model/progress.ts";
import { NO_OBSERVATION_CACHE, type ObservationCache } from "../observe/observation-cache.ts";
import type { Readings } from "../observe/whom-to-read.ts";
import { lockOffer } from "../lock/lock-offer.ts";
import type { LockOffer } from "../lock/update-lock.ts";
import { definitionDigest, digestOf } from "../model/definition-digest.ts";
import { type Definable, definable } from "../model/lock.ts";
import { planDocument, type ReportHeader } from "../plan-file/document.ts";
import { planDigest } from "../plan-file/write-json.ts";
import { recordDirectory } from "../proof/directory-record.ts";
import { prove } from "../proof/prove.ts";
import type { Ports } from "../reconcile.ts";
import type { Rates } from "../report/facts/cost.ts";
import { cachedDirectory } from "../resolve/directory-cache.ts";
import type { Membership } from "../resolve/membership.ts";
import { resolve } from "../resolve/resolve.ts";
import { createSignalReader, type SignalReader } from "../signals/read-signal.ts";
import type { ReceiptFile } from "../receipts/receipt-file.ts";
import { receiptJournal } from "../receipts/receipt-journal.ts";
import { rolloutEventsIn } from "../receipts/rollout-events.ts";
import { approvalsOf } from "./approvals.ts";
import { type BudgetLimit, createBudget } from "./budget.ts";
import { type BaseState, type LoadedState, loadState, resolveBase, usesOf, withSourceLines } from "./desired-state.ts";
import { type Lease, NO_LEASE, takeLease } from "./lease.ts";
import { NO_STORE, openRunStore, type RunStore, type StoreState } from "./open-store.ts";
import { checkTenant, readWarnings, refuseWithoutConsentRole, refuseWithoutWriteRole } from "./preflight.ts";
import { readApproval, type ReviewedPlan } from "./reviewed-plan.ts";
import { beginReceipts } from "./receipt-chain.ts";
import { systemClock } from "./system-clock.ts";
import { openTenant, type Surroundings, type Tenant, type TenantOptions } from "./tenant.ts";

/** What holds for the whole life of a session. */
export interface SessionOptions extends TenantOptions {
  /** Whether earlier runs are remembered, and those of this session are kept. */
  readonly remembers: boolean;
}

/** What one run is asked for. */
export interface RunOptions {
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
  /** What was read just before, in the place of the store's readings; left out: the store's. */
  readonly memory?: ObservationCache;
  readonly progress: ReportProgress;
}

/** A session for one run that reads everything now, at the usual pace, and neither remembers nor is remembered. */
export const STANDALONE_OPTIONS = {
  maxAgeMs: 0,
  settleMs: 0,
  budget: null,
  remembers: false,
  backsOff: false,
  reviewed: null,
  base: null,
  explains: null,
  receipt: null,
  announce: () => undefined,
  rateShare: DEFAULT_RATE_SHARE,
} as const satisfies Partial<SessionOptions & RunOptions>;

/** Signed in to a tenant and connected with it, for one run or for many: what Graph says about its pace holds for all of them. */
export interface Session {
  readonly tenant: Tenant;
  /**
   * Resolves a desired state in the tenant and does `work` with it; the store, and the lease of a run that writes, are held
   * for so long.
   * @throws ConfigError, UsageError, SignInError, GraphError: nothing was written
   * @throws LeaseHeldError before anybody is read, when another run is changing the tenant
   */
  readonly run: <Value>(state: LoadedState, options: RunOptions, work: (run: Run) => Promise<Value>) => Promise<Value>;
  /**
   * What the catalog has of each app now.
   * @throws SignInError, GraphError
   */
  readonly readCatalog: (apps: readonly App[]) => Promise<readonly (readonly [name: string, entry: CatalogEntry])[]>;
  /**
   * What the catalog offers of each app of a desired state, as far as a lock file can hold it, and since when the store knows it.
   * @throws UsageError for another tenant; SignInError, GraphError
   */
  readonly readOffers: (state: LoadedState) => Promise<Offers>;
  /** How long Graph wants nothing to be asked of some kind, where that is longer than a run waits; 0: ask. In milliseconds. */
  readonly closedForMs: () => number;
  /** Ends all requests and connections. */
  readonly close: () => Promise<void>;
}

/** What a catalog offers for a lock file. */
interface Offers {
  /** The tenant of the token, or the one that the desired state names. */
  readonly tenantId: string | null;
  readonly offerOf: (name: string) => LockOffer;
}

/** What the requests of one class came to. */
interface ClassTraffic {
  readonly requests: number;
  readonly throttled: number;
  readonly pausedMs: number;
}

/** Desired state and tenant, brought together for one run. */
export interface Run {
  readonly desired: DesiredState;
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
  readonly traffic: () => Readonly<Record<string, ClassTraffic>>;
  readonly storeState: () => Promise<StoreState>;
  /** What is left of the budget, from 0 to 1; null without one. */
  readonly budgetLeft: () => number | null;
  readonly header: ReportHeader;
  /** Whether Graph is on this machine, so that it is a sandbox. */
  readonly isLoopback: boolean;
  /** Warnings of the files and of the directory. */
  readonly diagnostics: readonly Diagnostic[];
  /** The text of every file read, for source lines in messages. */
  readonly files: ReadonlyMap<string, string>;
  readonly clock: Clock;
  /** Notes what the catalog offers, for when each definition was first seen. */
  readonly notePlan: (plan: Plan) => Promise<void>;
  /** Notes how the run ended, in one line. */
  readonly noteEnd: (summary: string) => Promise<void>;
}

/**
 * A session for one run of the desired state at a path.
 * @throws what {@link openSession} and {@link Session.run} throw; ConfigError before signing in
 */
export async function runOnce<Value>(
  path: string,
  options: SessionOptions & RunOptions,
  surroundings: Surroundings,
  work: (run: Run) => Promise<Value>,
  clock: Clock = systemClock,
): Promise<Value> {
  const state = await loadState(path);
  const session = await openSession(options, surroundings, clock);
  try {
    return await session.run(state, options, work);
  } finally {
    await session.close();
  }
}

/**
 * Signs in and connects.
 * @throws UsageError, SignInError: nothing was read or written
 */
export async function openSession(
  options: SessionOptions,
  surroundings: Surroundings,
  clock: Clock = systemClock,
): Promise<Session> {
  const tenant = await openTenant(options, surroundings, clock);
  const { access, graph } = tenant;
  return {
    tenant,
    async run(state, runOptions, work) {
      const tenantId = (await graph.claims())?.tenantId ?? null;
      const store = options.remembers
        ? await openRunStore(access.root, tenantId, surroundings, clock, runOptions.writes)
        : NO_STORE;
      const signals = createSignalReader(surroundings.environment, clock);
      let lease = NO_LEASE;
      try {
        // Another process may have been told to wait: then nobody is asked anything.
        graph.resume((await store.store?.paces.recall()) ?? {});
        graph.refuseWhenClosed(runOptions.writes);
        if (runOptions.writes && store.store !== null) lease = await takeLease(store.store, clock);
        return await work(
          await connect(state, tenant, store, lease, signals, { ...options, ...runOptions }, surroundings, clock),
        );
      } finally {
        await signals.close();
        await store.store?.paces.keep(graph.known());
        await lease.release();
        await store.store?.close();
      }
    },
    readCatalog: (apps) =>
      Promise.all(apps.map(async ({ name, identity }) => [name, await graph.catalog.readApp(identity)] as const)),
    async readOffers({ configuration }) {
      const claims = await graph.claims();
      checkTenant(configuration.tenantId, { root: access.root, claims }, false);
      const tenantId = claims?.tenantId ?? configuration.tenantId;
      const { store } = await openRunStore(access.root, tenantId, surroundings, clock, false);
      try {
        const offers = await Promise.all(
          configuration.apps.map(async (app): Promise<readonly [string, LockOffer]> => {
            const offer = lockOffer(app, await graph.catalog.readApp(app.identity));
            if (offer.state === "none") return [app.name, offer];
            return [app.name, { ...offer, firstSeenMs: await firstSight(store, offer.definition) }];
          }),
        );
        const byName = new Map(offers);
        return { tenantId, offerOf: (name) => byName.get(name) ?? { state: "none", why: "it was not read" } };
      } finally {
        await store?.close();
      }
    },
    closedForMs: () => graph.closedForMs(),
    close: tenant.close,
  };
}

/** When a definition was first seen, which is noted where it never was; null: nothing is kept. */
async function firstSight(store: RunStore["store"], definition: Definable): Promise<number | null> {
  const [id, digest] = [definition.catalogId, digestOf(definition)];
  await store?.rollouts.noteSeen(id, digest);
  await store?.definitions.note(definition);
  return (await store?.rollouts.firstSeen(id, digest)) ?? null;
}

async function connect(
  loadedState: LoadedState,
  { access, graph }: Tenant,
  { store, state }: RunStore,
  lease: Lease,
  signals: SignalReader,
  options: SessionOptions & RunOptions,
  { notice }: Surroundings,
  clock: Clock,
): Promise<Run> {
  const { loaded, configuration, path, commit } = loadedState;
  const { writes, maxChanges, progress } = options;
  const claims = await graph.claims();
  const tenantId = claims?.tenantId ?? null;
  const uses = usesOf(configuration);
  const sourceName = commit ?? loaded.digest;
  await store?.prune();
  await store?.beginRun(writes ? "apply" : "plan", commit, sourceName);
  checkTenant(configuration.tenantId, { root: access.root, claims }, writes);
  if (writes) refuseWithoutWriteRole(claims, uses);
  for (const warning of readWarnings(claims, uses)) notice(warning);
  const traffic = trafficSince(graph);
  const requestsDone = (): number => Object.values(traffic()).reduce((sum, { requests }) => sum + requests, 0);
  const budget = createBudget(options.budget, { clock, writes, requestsDone });
  const approval = readApproval(options.reviewed, loaded.digest, tenantId, clock.now());
  const filters = approval === null ? options.filters : filtersOf(approval.approved, options.filters);
  progress({ stage: "targets", done: 0, total: null });
  const { directory, record } = recordDirectory(
    options.base === null ? graph.directory : cachedDirectory(graph.directory),
  );
  const resolution = await withSourceLines(loaded, () =>
    resolve(configuration, directory, filters, options.explains, clock.now()),
  );
  const policy = { ...resolution.policy, maxChanges: maxChanges ?? resolution.policy.maxChanges };
  if (policy.perDay !== null && store === null)
    notice("warning: policy.perDay counts the changes of this run alone, since there is no store");
  if (writes) await beginReceipts(store?.receipts ?? null, options.receipt, notice);
  const header = {
    createdAt: isoTime(clock.now()),
    tenantId,
    source: { path, commit, digest: loaded.digest },
    limits: policy,
  };
  const diagnostics = [...loaded.diagnostics, ...resolution.diagnostics];
  let planOf: () => string | null = () => approval?.approved.digest ?? null;
  const receipts = receiptJournal(
    { tenantId, commit, plan: () => planOf(), approvals: approvalsOf(loadedState) },
    store?.receipts ?? null,
    options.receipt,
  );
  const base =
    options.base === null ? null : await resolveBase(options.base, configuration, directory, filters, maxChanges);
  return {
    desired: resolution.desired,
    membership: options.explains === null ? null : resolution.membership,
    policy,
    base,
    restrict: (plan) => approval?.restrict(plan) ?? { plan, settled: [], notes: [] },
    notePlan: async (plan) => {
      const { apps } = plan;
      if (approval === null) planOf = once(() => planDigest(planDocument(plan, header, diagnostics)));
      for (const { id, offered } of apps) {
        const seen = id === null || offered === null ? null : definable(id, offered);
        if (seen !== null) await store?.definitions.note(seen);
        const digest = offered === null ? null : definitionDigest(offered);
        if (id !== null && digest !== null) await store?.rollouts.noteSeen(id, digest);
      }
    },
    noteEnd: async (summary) => store?.endRun(summary),
    checkRoles: (plan) => refuseWithoutConsentRole(claims, plan),
    rates: () => ({ ...paceOf(options), readsDone: requestsDone() }),
    traffic,
    budgetLeft: budget.left,
    storeState: state,
    clock,
    ports: {
      catalog: graph.catalog,
      installations: graph.installations,
      writer: graph.writer,
      mayConsent: mayConsent(claims),
      clock,
      readConsents: options.readConsents,
      memory: options.memory ?? store?.memory ?? NO_OBSERVATION_CACHE,
      journal: journals(store?.journal ?? NO_JOURNAL, receipts),
      sentSince: async (ms) => (await store?.journal.openIntents(ms)) ?? [],
      sendTimes: async (ms) => (await store?.journal.sendTimes(ms)) ?? "no-store",
      freezes: () => store?.freezes.inForce() ?? NOT_FROZEN,
      rollouts: {
        memory: store?.rollouts ?? null,
        readSignal: signals.read,
        ...(options.receipt === null ? {} : { recorded: recordedIn(options.receipt, tenantId) }),
      },
      unfinished: async () => (await store?.journal.unfinished()) ?? [],
      settleMs: options.settleMs,
      backOffs: async () => {
        const backOffs = (await store?.backOffs(sourceName)) ?? [];
        return options.backsOff ? backOffs : backOffs.filter(({ isFutile }) => isFutile);
      },
      maxAgeMs: options.maxAgeMs,
      readingEnds: budget.readingEnds,
      changingEnds: () => budget.changingEnds() ?? lease.lost(),
      prove: (observed, plan) => prove({ configuration, directory: record, observed, nowMs: clock.now() }, plan),
      announce: options.announce,
      progress,
    },
    header,
    isLoopback: access.root.loopback,
    files: loaded.files,
    diagnostics,
  };
}

/** Computed at the first call, and not before. */
function once<Value>(compute: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: compute() }).value;
}

/** Reads the receipt when it is asked for the first time: only a store that was lost makes anybody ask. */
function recordedIn(receipt: ReceiptFile, tenantId: string | null): () => readonly RolloutEvent[] {
  let events: readonly RolloutEvent[] | null = null;
  return () => (events ??= rolloutEventsIn(receipt.lines(), tenantId));
}

/** The pace that a run keeps to, in requests a second. */
function paceOf({ limitsScale, rateShare }: TenantOptions): Omit<Rates, "readsDone"> {
  const scale = limitsScale * rateShare;
  return {
    readsPerSecond: LIMITS["installation-reads"] * scale,
    writesPerSecond: LIMITS["installation-writes"] * scale,
    removalsPerSecond: LIMITS.removals * scale,
  };
}

/** What is sent from now on; a session counts all of its runs together. */
function trafficSince(graph: Graph): Run["traffic"] {
  const before: Readonly<Record<string, ClassTraffic>> = graph.statistics();
  return () =>
    Object.fromEntries(
      Object.entries(graph.statistics()).map(([limitClass, now]) => {
        const { requests, throttled, pausedMs } = before[limitClass] ?? NO_TRAFFIC;
        const since = {
          requests: now.requests - requests,
          throttled: now.throttled - throttled,
          pausedMs: now.pausedMs - pausedMs,
        };
        return [limitClass, since];
      }),
    );
}

const NO_TRAFFIC: ClassTraffic = { requests: 0, throttled: 0, pausedMs: 0 };
