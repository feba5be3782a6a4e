import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import process from "node:process";
import { errorCode, UsageError } from "../errors.ts";
import type { Exhausted } from "../model/budget.ts";
import { type Clock, isoTime } from "../model/clock.ts";
import type { HeldLease, LeaseHolder, LeaseTaker, Store } from "../store/store.ts";

/** The right to change a tenant, for one run. */
export interface Lease {
  /** Tells when the right was lost: it was broken, or could not be renewed. */
  readonly lost: Exhausted;
  /** The same, as the store itself says now: asked before each write, since a renewal learns of it up to a minute late. */
  readonly lostNow: () => Promise<string | null>;
  readonly release: () => Promise<void>;
}

/** Another run has the lease: nothing was read or written, and a later try may get it. */
export class LeaseHeldError extends UsageError {}

/** A process that was killed holds its lease so long where nobody can see that it is gone: on another machine, in another container. */
const TIME_TO_LIVE_MS = 5 * 60_000;
const RENEW_EVERY_MS = 60_000;

/** Without a store there is nothing to share, and the read before each write has to do. */
export const NO_LEASE: Lease = {
  lost: () => null,
  lostNow: () => Promise.resolve(null),
  release: () => Promise.resolve(),
};

/**
 * Takes the lease of all who share the store.
 * @throws LeaseHeldError when another process has it
 * @throws UsageError when the store does not answer: then nobody may act
 */
export async function takeLease({ lease }: Pick<Store, "lease">, clock: Clock): Promise<Lease> {
  const askedAt = momentOf(clock);
  const asked = await lease.take(thisProcess(), TIME_TO_LIVE_MS);
  if (asked.kind === "taken") {
    throw new LeaseHeldError(
      `another run is changing this tenant: ${describeHolder(asked.by)}`,
      "wait for it; if it is gone for good, break its lease with: trueup lease --break",
    );
  }
  if (asked.kind === "unknown") {
    throw new UsageError(
      `whether another run is changing this tenant cannot be told: ${asked.why}`,
      "look at the file that TRUEUP_STORE names, or take another one",
    );
  }
  return keep(asked.lease, askedAt, clock);
}

interface Moment {
  readonly now: number;
  readonly elapsed: number;
}

function momentOf(clock: Clock): Moment {
  return { now: clock.now(), elapsed: clock.elapsed() };
}

function thisProcess(): LeaseTaker {
  const surroundings = `${hostname()} ${processNamespace()}`;
  return {
    name: `process ${process.pid} on ${hostname()}`,
    place: `${surroundings} ${process.pid}`,
    isGone(place) {
      const pid = Number(place.slice(place.lastIndexOf(" ") + 1));
      const isHere = place === `${surroundings} ${pid}` && Number.isSafeInteger(pid) && pid > 0;
      return isHere && (pid === process.pid || !isRunning(pid));
    },
  };
}

/**
 * The same number is another process in another container, and on another machine of the same name:
 * https://man7.org/linux/man-pages/man7/pid_namespaces.7.html,
 * https://man7.org/linux/man-pages/man5/proc_sys_kernel.5.html
 */
function processNamespace(): string {
  try {
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return "-";
  }
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 is sent to nobody: https://man7.org/linux/man-pages/man2/kill.2.html
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== "ESRCH";
  }
}

/** `process 4711 on worker-2, since 2026-01-05T08:00:00.000Z, until 2026-01-05T08:05:00.000Z unless it is renewed`. */
export function describeHolder({ holder, takenAt, expiresAt }: LeaseHolder): string {
  return `${holder}, since ${isoTime(takenAt)}, until ${isoTime(expiresAt)} unless it is renewed`;
}

/** An answer may be long in coming: the time counts from when it was asked for. */
function keep(lease: HeldLease, takenAt: Moment, clock: Clock): Lease {
  let isHeld = true;
  let unseen: string | null = null;
  let renewedAt = takenAt;
  const renew = async (): Promise<void> => {
    const askedAt = momentOf(clock);
    if (!(await lease.renew())) isHeld = false;
    renewedAt = askedAt;
  };
  const ending = new AbortController();
  const renewing = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      await clock.sleep(RENEW_EVERY_MS, ending.signal);
      if (!ending.signal.aborted) await renew();
    }
  };
  void renewing();
  const lost = (): string | null => {
    // A computer that slept wakes before its timer does, and somebody else may have the lease by then. Hands that are set back
    // hide how long it slept; time that stood still with the computer hides it, too.
    const [now, elapsed] = [clock.now() - renewedAt.now, clock.elapsed() - renewedAt.elapsed];
    isHeld &&= Math.max(now, elapsed) < TIME_TO_LIVE_MS;
    if (!isHeld) return "the lease on this tenant was lost";
    unseen ??= lease.unseen();
    return unseen === null ? null : `${unseen}, so another run may have a lease of its own`;
  };
  return {
    lost,
    async lostNow() {
      const known = lost();
      if (known !== null) return known;
      if (!(await lease.isOurs())) isHeld = false;
      return lost();
    },
    async release() {
      ending.abort();
      await lease.release();
    },
  };
}
