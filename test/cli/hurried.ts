import { vi } from "vitest";
import { systemClock } from "../../src/session/system-clock.ts";

/** Has commands in this process sleep fifty times as short, for what they try again; gives what ends that. */
export function hurryCommands(): () => void {
  const sleep = systemClock.sleep.bind(systemClock);
  const hurried = vi.spyOn(systemClock, "sleep").mockImplementation((ms, signal) => sleep(ms / 50, signal));
  return () => hurried.mockRestore();
}
