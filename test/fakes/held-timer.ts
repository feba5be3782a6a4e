import { onTestFinished, vi } from "vitest";

/** A time that nothing else waits for, so that its timer is known. */
export const HELD_MS = 4_321_000;

/**
 * Holds the timers that are set for {@link HELD_MS}: the test says when that time is over, after what it is to be too late
 * for, however long the machine took for that. All other timers are the machine's.
 */
export function holdTimer(): { readonly ring: () => void } {
  const { setTimeout: real } = globalThis;
  let last: (() => void) | null = null;
  const spy = vi.spyOn(globalThis, "setTimeout").mockImplementation((then, ms, ...args) => {
    if (ms === HELD_MS) last = () => then(...args);
    return real(then, ms, ...args);
  });
  onTestFinished(() => spy.mockRestore());
  return {
    ring() {
      if (last === null) throw new Error("nobody set a timer for that time");
      last();
    },
  };
}
