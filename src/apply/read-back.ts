import type { PlanApp, PlanRow } from "../model/plan.ts";
import { type Finding, fromEffect, unverified } from "./outcomes.ts";
import { type Look, type LookPorts, look } from "./look.ts";

/** When a write that Graph accepted is looked for, in milliseconds after the answer. */
export const READ_BACK_AFTER_MS: readonly number[] = [1_000, 3_000, 10_000, 30_000, 90_000];

/**
 * Looks for the effect of a write at the given times, until it is seen or the last time has passed. `stop` ends the
 * waiting, not the looking: one last look is taken at once.
 * @throws GraphError or SignInError where nothing else would work either
 */
export async function lookUntilVisible(
  row: PlanRow,
  app: PlanApp,
  ports: LookPorts,
  afterMs: readonly number[],
  stop: AbortSignal,
): Promise<Look> {
  const startMs = ports.clock.now();
  let last: Look = { state: "failed", detail: "not read back" };
  for (const dueMs of afterMs) {
    await ports.clock.sleep(Math.max(0, startMs + dueMs - ports.clock.now()), stop);
    last = await look(row, app, ports);
    if (stop.aborted || isConclusive(last)) return last;
  }
  return last;
}

/** What became of a write that Graph accepted. */
export async function readBack(
  row: PlanRow,
  app: PlanApp,
  ports: LookPorts,
  requestId: string | null,
  stop: AbortSignal,
): Promise<Finding> {
  const last = await lookUntilVisible(row, app, ports, READ_BACK_AFTER_MS, stop);
  if (last.state === "failed") return unverified(last.detail, requestId);
  return fromEffect(last.effect, "applied", requestId);
}

/** A consent that differs may be what the service showed before the write, so it is looked at again. */
function isConclusive(seen: Look): boolean {
  return seen.state === "seen" && (seen.effect.kind === "visible" || seen.effect.kind === "other-version");
}
