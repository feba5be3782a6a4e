import { runController, tellOfFailure } from "../controller/run.ts";
import type { ControllerSettings, ControllerSurroundings } from "../controller/settings.ts";
import type { PassReport } from "../controller/pass-report.ts";
import type { Newest, Source } from "../controller/source.ts";
import { asOfTenant, environmentFor } from "../fleet/credentials.ts";
import type { Around } from "../fleet/earlier-tenants.ts";
import { loadTenant } from "../fleet/load-tenant.ts";
import type { Clock } from "../model/clock.ts";
import type { LoadedState } from "../session/desired-state.ts";
import type { TenantNow } from "./fleet-now.ts";
import type { GivenUpJob, PassSize } from "./job-queue.ts";
import type { PassEnd } from "./worker.ts";

/** What holds for the passes of all tenants of a worker. */
export interface PassesSetting {
  /** False: drift is only reported. */
  readonly apply: boolean;
  readonly showUsers: boolean;
  readonly suspendFile: string | null;
  readonly options: Parameters<typeof runController>[2];
  readonly environment: ControllerSurroundings["environment"];
  readonly clock: Clock;
  /** Of a tenant. */
  readonly logOf: (tenant: string) => ControllerSurroundings["log"];
  readonly describeError: ControllerSurroundings["describeError"];
  readonly version: string;
  readonly ground?: NonNullable<ControllerSurroundings["ground"]>;
}

/** Whoever changes the tenant now may be done by then. */
const ASK_AGAIN_MS = 60_000;

/**
 * One pass of a tenant: what `trueup run --once` makes of its folder, signed in with its credentials.
 * @throws SignInError for credentials that are not there; UsageError
 */
export async function makeTenantPass(now: TenantNow, setting: PassesSetting, stop: AbortSignal): Promise<PassEnd> {
  const settings = settingsOf(setting);
  const around = await aroundOf(now, setting, stop);
  const report = await runController(nameOf(now), settings, setting.options, around);
  if (report === null || report.outcome === "standby")
    return { kind: "put-off", inMs: stop.aborted ? 0 : ASK_AGAIN_MS };
  if (report.outcome === "failed") return { kind: "failed", problem: report.problem ?? "the pass failed" };
  const { exitCode, outcome, summary } = report;
  // What the end of the worker cut off goes on elsewhere.
  if (stop.aborted && exitCode !== 0) return { kind: "put-off", inMs: 0 };
  // And what the loss of the lease or of the store cut off does so once the lease has ended by itself at the latest.
  if (report.cutOff !== undefined && exitCode !== 0) return { kind: "put-off", inMs: ASK_AGAIN_MS };
  return { kind: "done", came: { exitCode, outcome, summary, size: sizeOf(report) } };
}

/** Tells the receivers of a tenant's notifications of a job that was given up. */
export async function tellOfGivenUp(
  now: TenantNow,
  { tries, problem }: Pick<GivenUpJob, "tries" | "problem">,
  setting: PassesSetting,
): Promise<void> {
  const around = await aroundOf(now, setting, new AbortController().signal);
  await tellOfFailure(nameOf(now), settingsOf(setting), around, {
    tenantId: now.tenant.tenantId,
    problem: `given up after ${tries} tries: ${problem}`,
  });
}

/** The same on every machine, wherever its folder is: by it, workers know what people were told. */
function nameOf({ tenant }: TenantNow): string {
  return `tenants/${tenant.name}`;
}

async function aroundOf(
  now: TenantNow,
  { environment, clock, logOf, describeError, version, ground }: PassesSetting,
  stop: AbortSignal,
): Promise<ControllerSurroundings> {
  return {
    environment: await environmentFor(now.tenant, environment),
    log: logOf(now.tenant.name),
    describeError: (error) => describeError(asOfTenant(error, now.tenant)),
    version,
    stop,
    began: () => undefined,
    desiredState: desiredStateOf(now, { environment, clock }),
    ...(ground === undefined ? {} : { ground }),
  };
}

function settingsOf({ apply, showUsers, suspendFile }: PassesSetting): ControllerSettings {
  return {
    apply,
    showUsers,
    once: true,
    timeZone: "UTC",
    jitter: 0,
    deadline: 0,
    catalogInterval: 0,
    gitRef: "main",
    gitPath: ".",
    gitInterval: 0,
    verifySignatures: false,
    propose: false,
    branchPrefix: "trueup/lock/",
    listen: "off",
    ...(suspendFile === null ? {} : { suspendFile }),
  };
}

/** The folder of a tenant, as the fleet reads it: its tenant is that of fleet.yaml. */
function desiredStateOf({ fleet, tenant, known }: TenantNow, around: Around): Source<LoadedState> {
  return {
    async read(): Promise<Newest<LoadedState>> {
      const state = await loadTenant(fleet, tenant, around);
      if (state.state === "loaded") {
        const loaded = { ...state.loaded, ...known };
        return {
          version: loaded.loaded.digest,
          commit: loaded.commit,
          ref: null,
          content: { kind: "valid", state: loaded },
        };
      }
      const [first] = state.diagnostics;
      const place = first?.file == null ? "" : `${first.file}${first.line === null ? "" : `:${first.line}`}: `;
      const problem = `${place}${first?.message ?? "no valid desired state"}`;
      return { version: "refused", commit: null, ref: null, content: { kind: "refused", problem } };
    },
  };
}

/** Rows share the objects of their users. */
function sizeOf({ plan }: PassReport): PassSize | null {
  return plan === null ? null : { people: new Set(plan.rows.map(({ user }) => user)).size, rows: plan.rows.length };
}
