import { DEFAULT_RATE_SHARE } from "../graph/limits.ts";
import type { CatalogEntry } from "../model/catalog.ts";
import { type Clock } from "../model/clock.ts";
import type { App } from "../model/desired.ts";
import type { NoteStage } from "../model/stage.ts";
import { createSignalReader } from "../signals/read-signal.ts";
import { type LoadedState, loadState } from "./desired-state.ts";
import type { StoredEvents } from "../store/store.ts";
import { NO_LEASE, takeLease } from "./lease.ts";
import { NO_STORE, openRunStore, tenantOfStore } from "./open-store.ts";
import { shareLimits, UNSHARED } from "./shared-pace.ts";
import { systemClock } from "./system-clock.ts";
import { type Dispatchers, openTenant, type Surroundings, type Tenant, type TenantOptions } from "./tenant.ts";
import { connect, type Run, type RunOptions } from "./run.ts";
import { type Offers, readOffers } from "./offers.ts";

/** What holds for the whole life of a session. */
export interface SessionOptions extends TenantOptions {
  /** Whether earlier runs are remembered, and those of this session are kept. */
  readonly remembers: boolean;
}

/** A session for one run that reads everything now, at the usual pace, and neither remembers nor is remembered. */
export const STANDALONE_OPTIONS = {
  maxAgeMs: 0,
  directory: null,
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
  /** Does something with what the store keeps of change notifications; null where there is none. */
  readonly withEvents: <Value>(work: (store: StoredEvents | null) => Promise<Value>) => Promise<Value>;
  /** How long Graph wants nothing to be asked of some kind, where that is longer than a run waits; 0: ask. In milliseconds. */
  readonly closedForMs: () => number;
  /** Ends all requests and connections. */
  readonly close: () => Promise<void>;
}

/**
 * A session for one run of a desired state, which may be loaded already, or at a path.
 * @throws what {@link openSession} and {@link Session.run} throw; ConfigError before signing in
 */
export async function runOnce<Value>(
  from: string | LoadedState,
  options: SessionOptions & RunOptions,
  surroundings: Surroundings,
  work: (run: Run) => Promise<Value>,
  clock: Clock = systemClock,
): Promise<Value> {
  const state = typeof from === "string" ? await loadState(from) : from;
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
  dispatchers?: Dispatchers,
): Promise<Session> {
  const tenant = await openTenant(options, surroundings, clock, dispatchers);
  const { access, graph } = tenant;
  return {
    tenant,
    async run(state, runOptions, work) {
      const tenantId = tenantOfStore(await graph.claims(), access.root, surroundings.environment);
      const store = options.remembers
        ? await openRunStore(access.root, tenantId, surroundings, clock, runOptions.writes)
        : NO_STORE;
      const signals = createSignalReader(surroundings.environment, clock);
      let lease = NO_LEASE;
      let pace = UNSHARED;
      try {
        // Another process may have been told to wait: then nobody is asked anything.
        graph.resume((await store.store?.paces.recall()) ?? {});
        graph.refuseWhenClosed(runOptions.writes);
        if (runOptions.writes && store.store !== null) lease = await takeLease(store.store, clock);
        if (store.store?.sharedLimits != null)
          pace = await shareLimits(
            store.store.sharedLimits,
            graph,
            {
              registration: `${await registrationOf(tenant, surroundings)} ${access.root.origin}`,
              writes: runOptions.writes,
              isUrgent: state.configuration.rollouts.some(({ urgent }) => urgent !== null),
            },
            clock,
          );
        const noteStage: NoteStage = (stage) => {
          pace.begins(stage);
          runOptions.noteStage?.(stage);
        };
        const asked = { ...options, ...runOptions, noteStage };
        const ofStore = store.store?.clock ?? clock;
        return await work(await connect(state, tenant, store, lease, signals, asked, surroundings, ofStore));
      } finally {
        await signals.close();
        await pace.release();
        await store.store?.paces.keep(graph.known());
        await lease.release();
        await store.store?.close();
      }
    },
    readCatalog: (apps) =>
      Promise.all(apps.map(async ({ name, identity }) => [name, await graph.catalog.readApp(identity)] as const)),
    async withEvents(work) {
      if (!options.remembers) return work(null);
      const tenantId = tenantOfStore(await graph.claims(), access.root, surroundings.environment);
      const { store } = await openRunStore(access.root, tenantId, surroundings, clock, false);
      try {
        return await work(store?.events ?? null);
      } finally {
        await store?.close();
      }
    },
    readOffers: (state) => readOffers(state, tenant, surroundings, clock),
    closedForMs: () => graph.closedForMs(),
    close: tenant.close,
  };
}

/** Whoever cannot be told apart shares: that is too slow at worst. */
async function registrationOf({ graph }: Tenant, { environment }: Surroundings): Promise<string> {
  return (await graph.claims())?.clientId ?? (environment["AZURE_CLIENT_ID"]?.toLowerCase() || "unknown");
}
