import type { ControllerStatus } from "../../src/controller/controller.ts";
import type { PassReport } from "../../src/controller/pass-report.ts";
import { judge } from "../../src/plan/convergence.ts";
import { type Change, watchChanges } from "../../src/notify/change.ts";
import { type PassState, stateOf } from "../../src/notify/state.ts";
import { createPeople } from "../../src/report/facts/people.ts";

export const START = Date.UTC(2026, 0, 5, 6);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export const FINE: ControllerStatus = { suspended: null, frozen: null, sourceProblem: null, storeTrouble: null };

/** What one pass came to, and what else was the case when it ended. */
export type Ending = Partial<Omit<PassReport, "pass">> & {
  readonly standing?: Partial<ControllerStatus>;
  readonly trigger?: PassReport["pass"]["trigger"];
};

export const COUNTED = createPeople({ showUsers: false, key: null });

/** The report of pass `number`, which ended at `atMs`. */
export function reportOf(ending: Ending, number = 1, atMs = START): PassReport {
  const { standing: _standing, trigger = "schedule", ...changed } = ending;
  const { plan = null } = ending;
  return {
    pass: { number, trigger, startedAtMs: atMs - 60_000, stop: new AbortController().signal },
    endedAtMs: atMs,
    tookMs: 0,
    outcome: "converged",
    exitCode: 0,
    commit: "0a1b2c3d4e5f6071",
    plan: null,
    judgement: plan === null ? null : judge(plan, { policySuspended: false, applies: true }),
    summary: null,
    problem: null,
    traffic: {},
    budgetLeft: null,
    ...changed,
  };
}

/** What people are told after each of the passes, which are so far apart. Null: nothing. */
export function tell(endings: readonly Ending[], everyMs = HOUR): readonly (Change | null)[] {
  const watch = watchChanges();
  return endings.map((ending, index) => watch.note(stateAfter(ending, index, START + index * everyMs)));
}

/** What the pass with an index came to, which ended at `atMs`. */
export function stateAfter(ending: Ending, index: number, atMs: number): PassState {
  return stateOf(reportOf(ending, index + 1, atMs), { ...FINE, ...ending.standing }, COUNTED);
}

/** `began permissions-not-approved expenses (3); changed expenses upgrade 2`; null: nothing is said. */
export function short(change: Change | null): string | null {
  if (change === null) return null;
  const items = change.items.map(({ what, trouble }) => {
    const app = trouble.app === null ? "" : ` ${trouble.app}`;
    return `${what} ${trouble.code}${app} (${trouble.count})`;
  });
  const changed = change.changed.map(({ app, action, count }) => `changed ${app} ${action} ${count}`);
  const rollouts = change.rollouts.map(({ what, app }) => `rollout ${what} ${app}`);
  return [...items, ...rollouts, ...changed].join("; ");
}
