import type { Dispatcher } from "undici";
import { NO_ROLLOUTS } from "../fakes/rollouts.ts";
import { NO_JOURNAL } from "../../src/apply/journal.ts";
import type { Configuration } from "../../src/desired/configuration.ts";
import { UsageError } from "../../src/errors.ts";
import { createGraph } from "../../src/graph/client.ts";
import { parseGraphRoot } from "../../src/graph/graph-url.ts";
import { mayConsent } from "../../src/graph/permissions.ts";
import { decodeClaims, type TokenSource } from "../../src/graph/token.ts";
import { UNLIMITED } from "../../src/model/budget.ts";
import type { Clock } from "../../src/model/clock.ts";
import type { Plan, Result } from "../../src/model/plan.ts";
import { NOT_FROZEN } from "../../src/model/freeze.ts";
import { NO_OBSERVATION_CACHE } from "../../src/observe/observation-cache.ts";
import { applyExitCode, judge } from "../../src/plan/convergence.ts";
import { recordDirectory } from "../../src/proof/directory-record.ts";
import { prove } from "../../src/proof/prove.ts";
import { type Ports, reconcile } from "../../src/reconcile.ts";
import { resolve } from "../../src/resolve/resolve.ts";
import { refuseWithoutConsentRole } from "../../src/session/preflight.ts";
import type { HeldLease, LeaseTaker, Store } from "../../src/store/store.ts";
import type { Chance } from "../fuzz/chance.ts";

/** What one run of `apply` is given. */
export interface RunSetup {
  readonly configuration: Configuration;
  readonly dispatcher: Dispatcher;
  readonly origin: string;
  readonly clock: Clock;
  readonly tokenSource: TokenSource;
  readonly token: string;
  readonly chance: Chance;
  readonly store: Store | null;
  readonly taker: LeaseTaker;
  readonly maxAgeMs: number;
  readonly settleMs: number;
  readonly readConsents: boolean;
  readonly stop: AbortSignal;
}

/** How it ended. */
export interface RunEnding {
  readonly plan: Plan;
  readonly result: Result;
  readonly exitCode: number;
}

/** A process that was killed holds its lease so long, where nobody can see that it is gone. */
export const LEASE_MS = 5 * 60_000;

/**
 * One `trueup apply --yes` without its command line: the real client, resolve, observe, plan, gate, proof and apply, as
 * `src/session/run.ts` joins them.
 * @throws what the run throws, which is before the first write
 */
export async function runTrueup(setup: RunSetup): Promise<RunEnding> {
  const { clock, store, configuration } = setup;
  // As in a session: the run goes by the clock of its store; the lease, and Graph's client, by that of the machine.
  const dated = store?.clock ?? clock;
  const claims = decodeClaims(setup.token);
  const closing = new AbortController();
  const graph = createGraph({
    root: parseGraphRoot(`${setup.origin}/v1.0`),
    dispatcher: setup.dispatcher,
    tokenSource: setup.tokenSource,
    clock,
    random: () => setup.chance.number(1_000) / 1_000,
    stop: closing.signal,
  });
  let lease: HeldLease | null = null;
  let isLost = false;
  let endsAtMs = Number.POSITIVE_INFINITY;
  const renew = async (): Promise<void> => {
    if (lease === null) return;
    const renewedUntilMs = clock.now() + LEASE_MS;
    if (!(await lease.renew())) isLost = true;
    endsAtMs = renewedUntilMs;
  };
  await store?.prune();
  await store?.beginRun("apply", null, "chaos");
  try {
    const { directory, record } = recordDirectory(graph.directory);
    const { desired, policy } = await resolve(configuration, directory, { apps: [], users: [] });
    const ports: Ports = {
      catalog: graph.catalog,
      installations: graph.installations,
      writer: graph.writer,
      mayConsent: mayConsent(claims),
      clock: dated,
      readConsents: setup.readConsents,
      memory: store?.memory ?? NO_OBSERVATION_CACHE,
      journal: store?.journal ?? NO_JOURNAL,
      sentSince: async (ms) => (await store?.journal.openIntents(ms)) ?? [],
      sendTimes: async (ms) => (await store?.journal.sendTimes(ms)) ?? "no-store",
      freezes: async () => (await store?.freezes.inForce()) ?? NOT_FROZEN,
      rollouts: NO_ROLLOUTS,
      unfinished: async () => (await store?.journal.unfinished()) ?? [],
      settleMs: setup.settleMs,
      backOffs: () => Promise.resolve([]),
      hints: () => Promise.resolve([]),
      maxAgeMs: setup.maxAgeMs,
      readingEnds: UNLIMITED,
      changingEnds: () => {
        isLost ||= clock.now() >= endsAtMs;
        void renew();
        return isLost ? "the lease on this tenant was lost" : null;
      },
      lostNow: async () => {
        if (lease !== null && !(await lease.isOurs())) isLost = true;
        return isLost ? "the lease on this tenant was lost" : null;
      },
      prove: (observed, plan) => prove({ configuration, directory: record, observed, nowMs: dated.now() }, plan),
      announce: () => undefined,
      progress: () => undefined,
    };
    const { plan, result } = await reconcile(desired, policy, ports, {
      preview: false,
      stop: setup.stop,
      show: () => Promise.resolve(),
      confirm: async (planned) => {
        refuseWithoutConsentRole(claims, planned);
        lease = await takeLease(store, setup.taker);
        endsAtMs = clock.now() + LEASE_MS;
        return true;
      },
    });
    if (result === null) throw new Error("a run that is answered with yes has a result");
    await store?.endRun("over");
    return {
      plan,
      result,
      exitCode: applyExitCode(judge(result, { policySuspended: policy.suspended, applies: true })),
    };
  } finally {
    closing.abort();
    await releaseLease(lease);
  }
}

async function takeLease(store: Store | null, taker: LeaseTaker): Promise<HeldLease | null> {
  if (store === null) return null;
  const leasing = await store.lease.take(taker, LEASE_MS);
  if (leasing.kind !== "held") throw new UsageError("another run has the lease", "wait for it");
  return leasing.lease;
}

async function releaseLease(lease: HeldLease | null): Promise<void> {
  await lease?.release();
}
