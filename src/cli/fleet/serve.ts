import { renderFleetMetrics } from "../../controller/fleet-metrics.ts";
import {
  createHttp,
  type Health,
  type Listen,
  listenAt,
  listensOnLoopback,
  type WebPage,
} from "../../controller/http.ts";
import { pageAccess } from "../../controller/page-access.ts";
import { chooseTenants } from "../../fleet/choose.ts";
import { readFleet } from "../../fleet/read-fleet.ts";
import { readFleetStatus } from "../../fleet/status.ts";
import { isoTime } from "../../model/clock.ts";
import type { FleetStatus } from "../../model/fleet-status.ts";
import { renderFleetPage, renderNothingKnown, renderTenantPage } from "../../report/fleet-page.ts";
import { contentSecurityPolicy } from "../../report/page/styles.ts";
import { systemClock } from "../../session/system-clock.ts";
import { createLog } from "../commands/run.ts";
import type { Console } from "../console.ts";
import { describeInOneLine } from "../failure.ts";
import { listenForEnd } from "../stop.ts";
import { packageVersion } from "../version.ts";
import type { FleetFlags } from "./flags.ts";
import { sourceOf } from "./source.ts";
import { loadOf } from "./load.ts";

/** How the fleet stands is looked up so often, however many people look at the page. */
const LOOK_EVERY_MS = 10_000;
/** So long the loop may stand still: a look at hundreds of tenants takes its time. */
const STUCK_AFTER_MS = 10 * 60_000;

/** What the last look came to: how the fleet stands, or why that cannot be told. */
type Seen =
  | { readonly status: FleetStatus; readonly problem: null }
  | { readonly status: null; readonly problem: string };

/**
 * `trueup fleet status --listen`: serves the page of the fleet, one page for each tenant and the metrics, until it is asked to end; SIGHUP
 * has it look at once. Asks no tenant, and writes nothing.
 * @returns 0
 * @throws ConfigError, UsageError where the first look fails, and for an address that cannot be listened on
 */
export async function serve(path: string, flags: FleetFlags, listen: Listen, console: Console): Promise<number> {
  const log = createLog(flags, console);
  const notice = (text: string): void => log({ kind: "notice", text });
  let waking = new AbortController();
  const end = listenForEnd({
    ends: (signal) => log({ kind: "stopping", signal }),
    wakes: () => waking.abort(),
    crashes: (error) => notice(`error: the page of the fleet could not go on: ${describeInOneLine(error)}`),
  });
  const source = sourceOf(path, flags, console, end.signal);
  const look = async (): Promise<FleetStatus> => {
    const fleet = await readFleet((await source.folder()).path);
    const around = { environment: console.environment, clock: systemClock };
    return readFleetStatus(fleet, chooseTenants(fleet, flags.tenant), around, await loadOf(console));
  };
  try {
    let seen: Seen = { status: await look(), problem: null };
    let lookedAt = systemClock.elapsed();
    const server = createHttp(
      watched(
        () => seen,
        () => systemClock.elapsed() - lookedAt,
      ),
      { listen, token: null, webhooks: null, notifications: null, ...pageAccess(flags, console.environment) },
    );
    log({ kind: "started", version: packageVersion(), source: flags.gitUrl ?? path, schedule: null });
    log({ kind: "listening", address: await listenAt(server, listen) });
    if (!listensOnLoopback(server))
      notice(`${listen.host} is reached from other machines: the pages name tenants, apps and versions, and no people`);
    for (;;) {
      await systemClock.sleep(LOOK_EVERY_MS, AbortSignal.any([end.signal, waking.signal]));
      if (end.signal.aborted) break;
      waking = new AbortController();
      const now = await look().then(
        (status): Seen => ({ status, problem: null }),
        (error: unknown): Seen => ({ status: null, problem: describeInOneLine(error) }),
      );
      lookedAt = systemClock.elapsed();
      if (now.problem !== seen.problem)
        notice(now.problem === null ? "the fleet can be told again" : `error: ${now.problem}`);
      seen = now;
    }
    await server.close();
    return 0;
  } finally {
    end.release();
    await source.discard();
  }
}

/** What cannot be told is never answered with what was true before. */
function watched(seen: () => Seen, silentMs: () => number): Parameters<typeof createHttp>[0] {
  const version = packageVersion();
  const policy = contentSecurityPolicy();
  const unknown = (problem: string): WebPage => ({
    ...shown(renderNothingKnown(problem, systemClock.now(), version)),
    status: 503,
  });
  const shown = (pieces: Iterable<string>): WebPage => ({ html: [...pieces].join(""), contentSecurityPolicy: policy });
  const ready = (): Health => {
    const { status, problem } = seen();
    return status === null
      ? { ok: false, why: problem }
      : { ok: true, why: `the fleet was looked up at ${isoTime(status.at)}` };
  };
  return {
    ready,
    live: () => {
      const isStuck = silentMs() > STUCK_AFTER_MS;
      return { ok: !isStuck, why: isStuck ? "the last look has not ended for ten minutes" : ready().why };
    },
    metrics: {
      contentType: "text/plain; version=0.0.4; charset=utf-8",
      render: () => {
        const { status, problem } = seen();
        return status === null ? Promise.reject(new Error(problem)) : renderFleetMetrics(status);
      },
    },
    reconcile: null,
    page: (name) => {
      const { status, problem } = seen();
      if (name !== null) return null;
      if (status === null) return unknown(problem);
      const pages = new Set(status.tenants.map((tenant) => tenant.name));
      return shown(renderFleetPage({ status, version, pages, isFile: false }));
    },
    tenantPage: (name) => {
      const { status, problem } = seen();
      if (status === null) return unknown(problem);
      const tenant = status.tenants.find((one) => one.name === name);
      return tenant === undefined ? null : shown(renderTenantPage(tenant, status.at, version));
    },
  };
}
