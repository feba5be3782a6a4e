import { readlinkSync } from "node:fs";
import { hostname } from "node:os";
import process from "node:process";
import { UsageError } from "../errors.ts";
import type { Exhausted } from "../model/budget.ts";
import { type Clock, isoTime } from "../model/clock.ts";
import type { HeldLock, LockHolder, LockTaker } from "../store/lock.ts";
import type { Store } from "../store/store.ts";

/** The right to change a tenant, for one run. */
export interface ActingLock {
  /** Tells when the right was lost: it was broken, or could not be renewed. */
  readonly lost: Exhausted;
  readonly release: () => void;
}

/** A process that was killed holds its lock so long where nobody can see that it is gone: on another machine, in another container. */
const TIME_TO_LIVE_MS = 5 * 60_000;
const RENEW_EVERY_MS = 60_000;

/** Without a store there is nothing to share, and the read before each write has to do. */
const NO_LOCK: ActingLock = { lost: () => null, release: () => undefined };

/**
 * Takes the lock of all who share the store.
 * @throws UsageError when another process has it, or the store does not answer: then nobody may act
 */
export function takeActingLock(store: Store | null, clock: Clock): ActingLock {
  if (store === null) return NO_LOCK;
  const locking = store.lock.take(thisProcess(), TIME_TO_LIVE_MS);
  if (locking.kind === "taken") {
    throw new UsageError(
      `another run is changing this tenant: ${describeHolder(locking.by)}`,
      "wait for it; if it is gone for good, break its lock with: trueup unlock --yes",
    );
  }
  if (locking.kind === "unknown") {
    throw new UsageError(
      `whether another run is changing this tenant cannot be told: ${locking.why}`,
      "look at the file that TRUEUP_STORE names, or take another one",
    );
  }
  return keep(locking.lock, clock);
}

function thisProcess(): LockTaker {
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

/** The same number is another process in another container: https://man7.org/linux/man-pages/man7/pid_namespaces.7.html */
function processNamespace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
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
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

/** `process 4711 on worker-2, since 2026-01-05T08:00:00.000Z, until 2026-01-05T08:05:00.000Z unless it is renewed`. */
export function describeHolder({ holder, takenAt, expiresAt }: LockHolder): string {
  return `${holder}, since ${isoTime(takenAt)}, until ${isoTime(expiresAt)} unless it is renewed`;
}

function keep(lock: HeldLock, clock: Clock): ActingLock {
  let isHeld = true;
  let renewedAtMs = clock.now();
  const renew = (): void => {
    isHeld &&= lock.renew();
    renewedAtMs = clock.now();
  };
  const timer = setInterval(renew, RENEW_EVERY_MS).unref();
  return {
    lost() {
      // A computer that slept wakes with a timer that is late.
      if (isHeld && clock.now() - renewedAtMs > RENEW_EVERY_MS) renew();
      return isHeld ? null : "the lock on this tenant was lost";
    },
    release() {
      clearInterval(timer);
      lock.release();
    },
  };
}
