import type { CatalogEntry } from "../model/catalog.ts";
import { type AppIdentity, identityKey } from "../model/desired.ts";
import { type Plan, type PlanRow, type Result, rowKey } from "../model/plan.ts";
import type { CatalogReader } from "../observe/readers.ts";
import { summarize } from "../plan-file/summary.ts";
import { judge, passOutcome } from "../plan/convergence.ts";
import { reconcile } from "../reconcile.ts";
import { inCounts } from "../report/facts/headline.ts";
import type { LoadedState } from "../session/desired-state.ts";
import type { Resolved, Run, RunOptions } from "../session/run.ts";
import type { Session } from "../session/session.ts";
import type { PassResult } from "./controller.ts";

/** What the last whole pass looked at: a glance looks at some people of it again. */
export interface LookedAt {
  readonly state: LoadedState;
  readonly resolved: Resolved;
  /** What the catalog had of each app. */
  readonly catalog: ReadonlyMap<string, CatalogEntry>;
  /** The plan, or what came of it, with what glances saw since. */
  readonly shown: Plan | Result;
  /** Object ids, in lower case, of everybody who has a row. */
  readonly people: ReadonlySet<string>;
}

/** A catalog whose answers are kept. */
export function keepingCatalog(catalog: CatalogReader): {
  readonly reader: CatalogReader;
  readonly answers: ReadonlyMap<string, CatalogEntry>;
} {
  const answers = new Map<string, CatalogEntry>();
  const readApp = async (identity: AppIdentity): Promise<CatalogEntry> => {
    const entry = await catalog.readApp(identity);
    answers.set(identityKey(identity), entry);
    return entry;
  };
  return { reader: { readApp }, answers };
}

/** What a pass looked at, for glances after it. */
export function lookedAt(
  state: LoadedState,
  run: Pick<Run, "resolved">,
  catalog: ReadonlyMap<string, CatalogEntry>,
  shown: Plan | Result,
): LookedAt {
  const people = new Set(shown.rows.flatMap(({ user }) => (user.id === null ? [] : [user.id.toLowerCase()])));
  return { state, resolved: run.resolved, catalog, shown, people };
}

/** What a glance came to. */
export interface Glance {
  readonly looked: LookedAt;
  /** By {@link rowKey}: the rows of those who were read. */
  readonly rows: ReadonlyMap<string, PlanRow>;
  /** How many of those rows a pass that corrects would change. */
  readonly toChange: number;
  readonly report: PassResult;
}

/**
 * Reads some people and decides their rows again: the same line as a pass, without asking the directory and the catalog anew,
 * and without writing. Limits count the rows of these people alone, so whoever acts on them makes a whole pass.
 * @param people object ids in lower case
 * @throws what {@link Session.run} throws
 */
export async function glanceAt(
  people: ReadonlySet<string>,
  before: LookedAt,
  session: Session,
  setting: { readonly options: Omit<RunOptions, "writes" | "announce" | "progress">; readonly corrects: boolean },
  stop: AbortSignal,
): Promise<Glance> {
  const { resolution, record } = before.resolved;
  const rows = resolution.desired.rows.filter(({ user }) => user.id !== null && people.has(user.id.toLowerCase()));
  const desired = { ...resolution.desired, rows, filters: { apps: [], users: [...people] } };
  const options: RunOptions = {
    ...setting.options,
    resolved: { resolution: { ...resolution, desired }, record },
    writes: false,
    maxAgeMs: 0,
    announce: () => undefined,
    progress: () => undefined,
  };
  return session.run(before.state, options, async (run) => {
    const ports = { ...run.ports, catalog: { readApp: keptAnswer(before.catalog, run.ports.catalog) } };
    const { plan } = await reconcile(run.desired, run.policy, ports, {
      preview: true,
      stop,
      show: () => Promise.resolve(),
      confirm: () => Promise.resolve(false),
    });
    const seen = new Map(plan.rows.map((row) => [rowKey(row), row]));
    const shown = withRows(before.shown, seen);
    const judged = { policySuspended: run.policy.suspended, applies: setting.corrects };
    const judgement = judge(shown, judged);
    const report = {
      ...passOutcome(judgement, false),
      judgement,
      plan: shown,
      traffic: run.traffic(),
      budgetLeft: null,
      summary: inCounts(summarize(shown.rows), judgement),
      problem: null,
      againInMs: null,
    };
    return { looked: { ...before, shown }, rows: seen, toChange: judge(plan, judged).toChange, report };
  });
}

function keptAnswer(kept: ReadonlyMap<string, CatalogEntry>, catalog: CatalogReader): CatalogReader["readApp"] {
  return async (identity) => kept.get(identityKey(identity)) ?? catalog.readApp(identity);
}

/** The same plan, with these rows in the place of those that they are about. */
function withRows(shown: Plan | Result, rows: ReadonlyMap<string, PlanRow>): Plan {
  const people = new Set([...rows.values()].map(({ user }) => user.id));
  return { ...shown, rows: shown.rows.map((row) => (people.has(row.user.id) ? (rows.get(rowKey(row)) ?? row) : row)) };
}
