import { readFile } from "node:fs/promises";
import { join } from "node:path/posix";
import { Agent } from "undici";
import { openProxied } from "../http/proxied.ts";
import { readLock } from "../desired/lock-file.ts";
import { GraphError, SignInError, UsageError } from "../errors.ts";
import type { Environment, Provider } from "../forge/variables.ts";
import { updateLock } from "../lock/update-lock.ts";
import type { Clock } from "../model/clock.ts";
import { type Lock, LOCK_FILE } from "../model/lock.ts";
import type { Plan } from "../model/plan.ts";
import { findRepository, providerIn } from "../propose/find-repository.ts";
import { propose, type Proposed } from "../propose/propose.ts";
import { type Reach, reachOf } from "../propose/reach.ts";
import { reconcile } from "../reconcile.ts";
import type { LoadedState } from "./desired-state.ts";
import { type Session, STANDALONE_OPTIONS } from "./session.ts";

/** Where proposals go. */
export interface ProposalSetting {
  /** Null: the service whose variables are there. */
  readonly provider: Provider | null;
  readonly environment: Environment;
  /** The branch that changes go into; null: the one that the pipeline runs for. */
  readonly baseBranch: string | null;
  /** The desired state's folder, from the root of the repository; empty: the root. */
  readonly folder: string;
  /** What the names of branches begin with. */
  readonly branchPrefix: string;
  readonly clock: Clock;
  readonly random: () => number;
}

/** A day, less an hour: Microsoft allows to poll a resource once a day. */
const MAX_AGE_MS = 23 * 3_600_000;

/**
 * Compares the lock file with what the catalog offers, and proposes what differs. Writes nothing to the tenant.
 * @throws UsageError where there is no lock file, or no repository is found; ForgeError; SignInError, GraphError
 */
export async function proposeLock(
  session: Session,
  state: LoadedState,
  setting: ProposalSetting,
): Promise<readonly Proposed[]> {
  const { configuration, loaded } = state;
  const { lock, apps } = configuration;
  const text = loaded.files.get(LOCK_FILE);
  if (lock === null || text === undefined)
    throw new UsageError(
      `there is no ${LOCK_FILE} to compare with`,
      "run trueup lock once, and commit the file that it writes",
    );
  const { environment, folder, clock, random } = setting;
  const provider = setting.provider ?? providerIn(environment);
  const event = await readEvent(environment["GITHUB_EVENT_PATH"]);
  const repository = findRepository(provider, { environment, event, baseBranch: setting.baseBranch });
  // As for Graph: what is on this machine is never reached through a proxy.
  const dispatcher = repository.root.loopback ? new Agent({ allowH2: false }) : openProxied();
  try {
    const lockPath = join(folder, LOCK_FILE);
    const forge = repository.open({ dispatcher, clock, random }, lockPath);
    const { tenantId, offerOf } = await session.readOffers(state);
    const { changes } = updateLock(apps, offerOf, { before: lock, tenantId, nowMs: clock.now() });
    let plan: Promise<Plan | string> | null = null;
    const order = {
      lock,
      lockText: text,
      lockPath,
      changes,
      branchPrefix: setting.branchPrefix,
      approvedFor: (app: string) => apps.find(({ name }) => name === app)?.approved ?? [],
      reachOf: async (app: string): Promise<Reach> => {
        plan ??= planAsReviewed(session, state, changes);
        const made = await plan;
        return typeof made === "string" ? { state: "unknown", why: made } : reachOf(made, app);
      },
      parse: parseLock,
    };
    return await propose(order, forge);
  } finally {
    await dispatcher.destroy();
  }
}

/** The lock file that a text holds; null where it cannot be used. */
function parseLock(text: string): Lock | null {
  const read = { state: "read", path: LOCK_FILE, realPath: LOCK_FILE, text, sha256: () => "" } as const;
  const { lock, diagnostics } = readLock(read, null, []);
  return diagnostics.some(({ severity }) => severity === "error") ? null : lock;
}

/**
 * What would be done, had somebody reviewed and approved what is offered. Only looked at; a sentence says why it cannot be told:
 * a proposal is worth having without its figures.
 */
async function planAsReviewed(
  session: Session,
  state: LoadedState,
  changes: ReturnType<typeof updateLock>["changes"],
): Promise<Plan | string> {
  const offered = new Map(
    changes.flatMap((change) =>
      change.kind === "added" || change.kind === "changed" ? [[change.app, change.after] as const] : [],
    ),
  );
  const apps = state.configuration.apps.map((app) => {
    const definition = offered.get(app.name);
    if (definition === undefined) return app;
    const { permissions: approved, clientAppId } = definition;
    return { ...app, approved, clientAppId, lock: { state: "locked", definition, source: app.source } as const };
  });
  // Rings are counted over everybody, so that a run with a filter tells of none.
  const isInRings = state.configuration.rollouts.length > 0;
  const options = {
    ...STANDALONE_OPTIONS,
    filters: { apps: isInRings ? [] : [...offered.keys()], users: [] },
    maxChanges: null,
    readConsents: false,
    maxAgeMs: MAX_AGE_MS,
    writes: false,
    progress: () => undefined,
  };
  try {
    return await session.run({ ...state, configuration: { ...state.configuration, apps } }, options, async (run) => {
      const { plan } = await reconcile(run.desired, run.policy, run.ports, {
        preview: true,
        show: () => Promise.resolve(),
        confirm: () => Promise.resolve(false),
        stop: new AbortController().signal,
      });
      return plan;
    });
  } catch (error) {
    if (error instanceof GraphError || error instanceof SignInError || error instanceof UsageError)
      return error.message;
    throw error;
  }
}

/** Null where there is no payload that can be read. */
async function readEvent(path: string | undefined): Promise<unknown> {
  if (path === undefined || path === "") return null;
  try {
    const payload: unknown = JSON.parse(await readFile(path, "utf8"));
    return payload;
  } catch {
    return null;
  }
}
