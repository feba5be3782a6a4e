import { existsSync } from "node:fs";
import { InternalError, UsageError } from "../../errors.ts";
import { NO_EARLIER_RUNS } from "../../gate/earlier-runs.ts";
import { gate } from "../../gate/gate.ts";
import { type DesiredRow, identityKey } from "../../model/desired.ts";
import type { Plan, PlanRow } from "../../model/plan.ts";
import type { RolloutState } from "../../model/rollout.ts";
import { localTime } from "../../model/time-zone.ts";
import { opensFrom } from "../../model/window.ts";
import { definitionOf } from "../../rolling/recall.ts";
import { heldOutside, ringFor } from "../../rollout/ring-for.ts";
import { observe } from "../../observe/observe.ts";
import { rulesConsidered } from "../../plan/decide.ts";
import { appFacts, rowFacts } from "../../plan/facts.ts";
import { plan, usersToObserve } from "../../plan/plan.ts";
import { wayFinder } from "../../plan/way-out.ts";
import { type Explanation, renderExplanation } from "../../report/explain.ts";
import { fitted } from "../../report/text/layout.ts";
import { createReceiptFilter } from "../../receipts/filter.ts";
import { type ReadReceipt, readReceipt } from "../../receipts/read-receipt.ts";
import { explainPair, type PairExplanation } from "../../resolve/explain.ts";
import type { Run } from "../../session/run.ts";
import { runOnce, STANDALONE_OPTIONS } from "../../session/session.ts";
import { readingStore, storeOfTenant } from "../../session/stored-history.ts";
import { systemClock } from "../../session/system-clock.ts";
import type { Console } from "../console.ts";
import { showProgress } from "../progress.ts";
import {
  authOption,
  type Declare,
  examples,
  limitsScaleOption,
  PATH,
  rateShareOption,
  type TenantFlags,
} from "../options.ts";

/** The flags of `explain`. */
export type ExplainFlags = Pick<TenantFlags, "limitsScale" | "rateShare" | "auth">;

/** Its flags, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  command
    .argument("<user>", "principal name or object id")
    .argument("<app>", "the app's name in the desired state")
    .argument(...PATH)
    .addOption(authOption())
    .addOption(rateShareOption())
    .addOption(limitsScaleOption())
    .addHelpText("after", examples("trueup explain adele@contoso.com expenses teams"))
    .action((user: string, app: string, path: string, flags: ExplainFlags) =>
      execute((console) => {
        refusePathForApp(user, app);
        return runExplain(user, app, path, flags, console);
      }),
    );
};

/** No name of an app holds a slash or a dot, so that whoever gives the path alone need not read what is wrong with all of ".". */
function refusePathForApp(user: string, app: string): void {
  if (!/[/\\.]/.test(app) || !existsSync(app)) return;
  throw new UsageError(
    `${app} is a file or a folder, and the name of an app is missing`,
    `trueup explain ${user} APP ${app}`,
  );
}

/** `trueup explain USER APP`: why one pair is decided as it is. Reads that one user; writes nothing. */
export function runExplain(
  user: string,
  app: string,
  path: string,
  flags: ExplainFlags,
  console: Console,
): Promise<number> {
  const options = {
    filters: { apps: [app], users: [] },
    maxChanges: null,
    readConsents: true,
    ...STANDALONE_OPTIONS,
    explains: user,
    limitsScale: flags.limitsScale,
    rateShare: flags.rateShare,
    auth: flags.auth ?? null,
    writes: false,
    progress: showProgress(console, systemClock),
  };
  return runOnce(path, options, console, async (run) => {
    if (run.membership === null) throw new InternalError("whom the assignments reach was not kept");
    const [named = app] = run.desired.filters.apps;
    const claims = explainPair(run.membership, user, named);
    // Two of them may have no id, and two the same name; nobody has both in common with another.
    const isTheUser = ({ user: of }: DesiredRow): boolean =>
      claims.user !== null && of.id === claims.user.id && of.asWritten === claims.user.asWritten;
    const row = run.desired.rows.find(isTheUser) ?? null;
    const done = await doneFor(user, claims, run, console);
    const states = await rolloutStates(run, console);
    const explanation = await explain(user, claims, row, run, done, states);
    const text = [...renderExplanation(explanation, { color: console.resultColor })].join("");
    await console.result([fitted(text, console.resultColumns)]);
    return 0;
  });
}

/** The receipts of one user and app in the store of the run's tenant; null: there is none. */
async function doneFor(user: string, { app, user: found }: PairExplanation, run: Run, console: Console) {
  const path = storeOfTenant(run.header.tenantId, run.isLoopback, console);
  if (path === null) return null;
  return readingStore(path, console, async ({ receipts }) => {
    const { holds } = createReceiptFilter({ user: found?.id ?? user, app: app.name, sinceMs: null, untilMs: null });
    const done: ReadReceipt[] = [];
    for await (const kept of receipts.after(0)) {
      const receipt = readReceipt(kept);
      if (receipt.facts?.kind === "write" && holds(receipt)) done.push(receipt);
    }
    return done;
  });
}

/** How far the rollouts of the run's tenant have come; nothing where there is no store. */
async function rolloutStates(run: Run, console: Console): Promise<readonly RolloutState[]> {
  const path = storeOfTenant(run.header.tenantId, run.isLoopback, console);
  return path === null ? [] : readingStore(path, console, ({ rollouts }) => rollouts.states());
}

/** The ring of whoever the row is about, where what is offered is known. */
function ringOf(row: PlanRow, [app]: Plan["apps"], run: Run, states: readonly RolloutState[]) {
  const rollout = run.desired.rollouts.find((one) => one.app === row.app);
  const definition = app === undefined ? null : definitionOf(app);
  if (rollout === undefined || definition === null || row.user.id === null || row.desired?.ensure === "absent")
    return null;
  const { catalogId, digest } = definition;
  const state = states.find((one) => one.catalogId === catalogId && one.digest === digest) ?? null;
  const { window, timeZone } = run.policy;
  const windows = [window, rollout.window].filter((one) => one !== null);
  const when = { nowMs: run.clock.now(), opensAt: opensFrom(windows, timeZone) };
  const { earliestAt, ...ring } = ringFor(row.user.id, rollout, definition, state, when);
  return { ...ring, opens: earliestAt === null ? null : localTime(earliestAt, timeZone) };
}

async function explain(
  userName: string,
  claims: PairExplanation,
  row: DesiredRow | null,
  run: Run,
  done: Explanation["done"],
  states: readonly RolloutState[],
): Promise<Explanation> {
  const { app, user, assignments } = claims;
  const owners = new Map(app.owner === null ? [] : [[app.name, app.owner]]);
  const setting = { policySuspended: run.policy.suspended, applies: true, owners };
  const told = { userName, user, app: app.name, assignments, setting, done };
  if (row === null) return { ...told, considered: [], wayOut: null, ring: null, row: null };
  const desired = { ...run.desired, apps: [app], rows: [row] };
  const observed = await observe([app], usersToObserve(desired), run.ports);
  const entry = observed.apps.get(identityKey(app.identity)) ?? { state: "not-in-catalog" };
  const considered = rulesConsidered(rowFacts(row, appFacts(app, entry), observed));
  // Limits count over all rows, which are not read here; that they may hold the row is said with the explanation.
  const gated = gate(
    plan(desired, observed),
    { ...run.policy, ...WITHOUT_LIMITS },
    { ...NO_EARLIER_RUNS, freezes: await run.ports.freezes() },
    run.clock.now(),
  );
  const planned = gated.rows.at(0) ?? null;
  const ring = planned === null ? null : ringOf(planned, gated.apps, run, states);
  const decided = planned === null || ring === null ? planned : heldOutside(ring, planned);
  const wayOut = decided === null ? null : wayFinder(gated)(decided);
  return { ...told, considered, wayOut, ring, row: decided };
}

const WITHOUT_LIMITS = {
  maxDue: null,
  perRun: null,
  perDay: null,
  maxChanges: { kind: "percent", percent: 100 },
  maxRemovals: { kind: "percent", percent: 100 },
} as const;
