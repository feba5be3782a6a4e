import { Agent, type Dispatcher, EnvHttpProxyAgent } from "undici";
import type { Loaded } from "../desired/configuration.ts";
import { load } from "../desired/load.ts";
import { ConfigError } from "../errors.ts";
import { createGraph, type Graph } from "../graph/client.ts";
import { unitsPerSecond } from "../graph/limits.ts";
import type { GraphRoot } from "../graph/root.ts";
import { mayConsent } from "../graph/roles.ts";
import { fixedToken } from "../graph/token.ts";
import type { Clock } from "../model/clock.ts";
import type { Filters } from "../model/desired.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Limit, Policy } from "../model/policy.ts";
import type { ReportProgress } from "../model/progress.ts";
import type { Ports } from "../reconcile.ts";
import type { ReportHeader } from "../report/document.ts";
import type { Rates } from "../report/text/cost.ts";
import { isoTime } from "../model/clock.ts";
import { type Resolution, resolve } from "../resolve/resolve.ts";
import type { Console } from "./console.ts";
import { gitCommit } from "./git-commit.ts";
import { checkTenant, tenantAccess } from "./settings.ts";
import { systemClock } from "./system-clock.ts";

/** What a command that talks to the tenant was asked for. */
export interface RunOptions {
  /** The desired state: a file or a folder. */
  readonly path: string;
  readonly filters: Filters;
  /** Replaces `policy.maxChanges` for this run; null: does not. */
  readonly maxChanges: Limit | null;
  /** Read the consent of each installation on its own where the list does not show it. */
  readonly readConsents: boolean;
  /** Multiplies Graph's documented limits; above 1 for a Graph on a loopback address only. */
  readonly limitsScale: number;
  /** Whether the run may write, for which the desired state has to name its tenant. */
  readonly writes: boolean;
}

/** Desired state and tenant, brought together. */
export interface Run {
  readonly resolution: Resolution;
  readonly policy: Policy;
  readonly ports: Ports;
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
  console: Pick<Console, "environment" | "status">,
  progress: ReportProgress,
  clock: Clock = systemClock,
): Promise<Run> {
  const { loaded, configuration } = await loadValid(options.path);
  const access = tenantAccess(console.environment);
  checkTenant(configuration.tenantId, access, options.writes);
  const dispatcher = dispatcherFor(access.root);
  const closing = new AbortController();
  const graph = createGraph({
    stop: closing.signal,
    root: access.root,
    dispatcher,
    tokenSource: fixedToken(access.token),
    clock,
    random: Math.random,
    limitsScale: options.limitsScale,
    onEvent: (event) => {
      const seconds = Math.ceil(event.waitMs / 1000);
      if (event.kind === "throttled") console.status(`Graph asks to wait ${seconds} s`);
      else if (event.attempt > 2) console.status(`no answer from Graph (${event.because}); next try in ${seconds} s`);
    },
  });
  progress({ stage: "targets", done: 0, total: null });
  const resolution = await resolveWithSource(() => resolve(configuration, graph.directory, options.filters), loaded);
  const policy = { ...resolution.policy, maxChanges: options.maxChanges ?? resolution.policy.maxChanges };
  return {
    resolution,
    policy,
    rates: () => ratesOf(graph, options.limitsScale),
    clock,
    ports: {
      catalog: graph.catalog,
      installations: graph.installations,
      writer: graph.writer,
      mayConsent: mayConsent(access.claims),
      clock,
      readConsents: options.readConsents,
      progress,
    },
    header: {
      createdAt: isoTime(clock.now()),
      tenantId: access.claims?.tenantId ?? null,
      source: { path: options.path, commit: await gitCommit(options.path), digest: loaded.digest },
      limits: policy,
    },
    files: loaded.files,
    diagnostics: [...loaded.diagnostics, ...resolution.diagnostics],
    // Requests that still wait when a run ends early must neither be sent nor be repeated against a closed connection.
    close: () => {
      closing.abort();
      return dispatcher.destroy();
    },
  };
}

/** @throws ConfigError with every problem */
async function loadValid(path: string) {
  const loaded = await load(path);
  if (loaded.configuration === null) throw new ConfigError(loaded.diagnostics, loaded.files);
  return { loaded, configuration: loaded.configuration };
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

/**
 * Requests over HTTP/1.1, so that the number under way is ours to bound. A Graph on this machine is never reached through a proxy:
 * plain http would show the token to it.
 */
function dispatcherFor(root: GraphRoot): Dispatcher {
  return root.loopback ? new Agent({ allowH2: false }) : new EnvHttpProxyAgent({ allowH2: false });
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
