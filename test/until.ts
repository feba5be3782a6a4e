import { setTimeout as pause } from "node:timers/promises";

/** Nothing that comes at all is so long in coming, on whatever machine. */
const NEVER_MS = 180_000;
const LOOK_EVERY_MS = 10;

/**
 * Looks until it is so. A test that waits for an event waits here, and not for a time that is enough on a fast machine.
 * @param what for people; a function, where it tells what is known by then
 * @throws Error where it never is so
 */
export async function until(what: string | (() => string), isSo: () => boolean | Promise<boolean>): Promise<void> {
  const untilMs = performance.now() + NEVER_MS;
  while (!(await isSo())) {
    if (performance.now() > untilMs) throw new Error(`never so: ${typeof what === "string" ? what : what()}`);
    await pause(LOOK_EVERY_MS);
  }
}
