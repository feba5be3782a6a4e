import type { Plan } from "../model/plan.ts";
import { opensFrom } from "../model/window.ts";
import { definitionOf } from "../rolling/recall.ts";
import { type Assumptions, simulate } from "../rollout/simulate.ts";
import type { Calendar } from "../report/rollout.ts";
import type { Run } from "../session/run.ts";

/** How often a run is taken to come where nobody says it. */
export const USUAL_EVERY_MS = 24 * 3_600_000;

/** So many rows are looked at for the calendar of a review, which is to be there in seconds. */
const ROWS_FOR_REVIEW = 1_000_000;

/** Plays each rollout forward from where it stands. Without a store it is one that has not begun. */
export async function calendarsOf(
  plan: Plan,
  run: Pick<Run, "desired" | "policy" | "ports" | "clock">,
  { everyMs, refusals, removals, mostPasses }: Pick<Assumptions, "everyMs" | "refusals" | "removals" | "mostPasses">,
): Promise<readonly Calendar[]> {
  const nowMs = run.clock.now();
  const { memory } = run.ports.rollouts;
  const states = (await memory?.states()) ?? [];
  const calendars: Calendar[] = [];
  for (const rollout of run.desired.rollouts) {
    const app = plan.apps.find(({ name }) => name === rollout.app);
    const definition = app === undefined ? null : definitionOf(app);
    if (definition === null) continue;
    const { catalogId, digest } = definition;
    const state = states.find((one) => one.catalogId === catalogId && one.digest === digest) ?? null;
    const firstSeenAt = (await memory?.firstSeen(catalogId, digest)) ?? null;
    const rows = Array.from(plan.rows.filter((row) => row.app === definition.app));
    const windows = [run.policy.window, rollout.window].filter((window) => window !== null);
    const opensAt = opensFrom(windows, run.policy.timeZone);
    const { perRun: perPass, perDay } = run.policy;
    const limits = { perPass, perDay, ...(mostPasses === undefined ? {} : { mostPasses }) };
    const assumed = { everyMs, refusals, removals, firstSeenAt, opensAt, ...limits };
    const { passes, doneAt, detail } = simulate(rows, rollout, definition, state, assumed, nowMs);
    calendars.push({ app: definition.app, version: definition.version, passes, doneAt, detail });
  }
  return calendars;
}

/** The same for a review: nobody refuses or removes anything, and what takes long is left to `trueup rollout --simulate`. */
export function calendarsForReview(plan: Plan, run: Pick<Run, "desired" | "policy" | "ports" | "clock">) {
  const mostPasses = Math.max(10, Math.floor(ROWS_FOR_REVIEW / Math.max(1, plan.rows.length)));
  return calendarsOf(plan, run, { everyMs: USUAL_EVERY_MS, refusals: 0, removals: 0, mostPasses });
}
