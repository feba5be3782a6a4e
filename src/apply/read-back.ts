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

/** A write whose effect is still to be seen. */
export interface SentWrite {
  readonly requestId: string | null;
  /** Why it is not certain that Graph carried it out, for people; null: Graph accepted it. */
  readonly doubt: string | null;
}

/** What became of a write that Graph accepted, or may have carried out. */
export async function readBack(
  row: PlanRow,
  app: PlanApp,
  ports: LookPorts,
  { requestId, doubt }: SentWrite,
  stop: AbortSignal,
): Promise<Finding> {
  const last = await lookUntilVisible(row, app, ports, READ_BACK_AFTER_MS, stop);
  const doubtful = (detail: string): Finding => unverified(doubt === null ? detail : `${doubt}; ${detail}`, requestId);
  if (last.state === "failed") return doubtful(last.detail);
  return last.effect.kind === "not-visible"
    ? doubtful(last.effect.detail)
    : fromEffect(last.effect, "applied", requestId);
}

/** A consent that differs, or a version that is too old, may be on its way still, so it is looked at again. */
function isConclusive(seen: Look): boolean {
  if (seen.state === "failed") return false;
  return seen.effect.kind === "visible" || (seen.effect.kind === "other-version" && seen.effect.isFinal);
}
