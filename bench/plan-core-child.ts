import { performance } from "node:perf_hooks";
import process from "node:process";
import { NO_EARLIER_RUNS } from "../src/gate/earlier-runs.ts";
import { gate } from "../src/gate/gate.ts";
import { parseConstraint } from "../src/model/constraint.ts";
import type { Assignment, DesiredState } from "../src/model/desired.ts";
import type { Observed, UserObservation } from "../src/model/observation.ts";
import type { Permission } from "../src/model/permission.ts";
import type { Rollout } from "../src/model/rollout.ts";
import { DEFAULT_RULES, type Policy } from "../src/model/policy.ts";
import { plan } from "../src/plan/plan.ts";
import { followRollouts } from "../src/rolling/follow.ts";
import { median } from "./timing.ts";
import { identityKey } from "../src/model/desired.ts";

const NOW = Date.UTC(2026, 0, 5, 8);
const SOURCE = { file: "state.yaml", line: 4, column: 3 };
const SEND: Permission = { value: "TeamsActivity.Send.User", type: "application" };
const POLICY: Policy = {
  ...DEFAULT_RULES,
  maxChanges: { kind: "percent", percent: 100 },
  maxRemovals: { kind: "count", count: 0 },
  protectedUserIds: new Set(["user7"]),
  protectedUnresolved: [],
  exceptions: [],
};

const IDENTITY = { state: "known", clientAppId: "entra", bot: false } as const;
const NONE = { state: "known", permissions: [] } as const;
const SENDING = { state: "known", permissions: [SEND] } as const;

/** A tenant in which half of the users are to be upgraded and a tenth lacks the app. */
function inputs(rows: number): { readonly desired: DesiredState; readonly observed: Observed } {
  const parsed = parseConstraint(">=2.3 <3");
  if (!parsed.ok) throw new Error("no constraint");
  const app = {
    name: "expenses",
    identity: { kind: "manifest", manifestId: "manifest" } as const,
    approved: [SEND],
    clientAppId: null,
    lock: { state: "no-lock" as const },
    owner: null,
    deny: [],
    repairConsent: "report" as const,
    replaces: null,
    suspended: false,
    source: SOURCE,
  };
  const assignment: Assignment = {
    app: "expenses",
    ensure: "upgraded",
    version: parsed.constraint,
    priority: 0,
    source: SOURCE,
  };
  const claim = { kind: "won", assignment, rank: 2 } as const;
  const account = { state: "eligible" } as const;
  const undecidedBy: DesiredState["rows"][number]["undecidedBy"] = [];
  const users = new Map<string, UserObservation>();
  const desiredRows = Array.from({ length: rows }, (_, index) => {
    const id = `user${index}`;
    users.set(id, observation(index));
    const user = { id, userPrincipalName: `${id}@contoso.com`, asWritten: `${id}@contoso.com`, account };
    return { user, app, claim, undecidedBy };
  });
  const definitions = [
    { id: "1", version: "2.1.0", publishingState: "published", permissions: NONE, identity: IDENTITY },
    { id: "2", version: "2.4.0", publishingState: "published", permissions: SENDING, identity: IDENTITY },
  ];
  const entry = {
    state: "found",
    id: "catalog",
    externalId: "manifest",
    displayName: "Expenses",
    distributionMethod: "organization",
    definitions,
  } as const;
  return {
    desired: {
      tenantId: null,
      apps: [app],
      rows: desiredRows,
      totalRows: rows,
      targets: [],
      rollouts: [],
      filters: { apps: [], users: [] },
    },
    observed: { apps: new Map([[identityKey(app.identity), entry]]), users, mayConsent: true },
  };
}

function observation(index: number): UserObservation {
  if (index % 10 === 0) return { state: "read", installations: [], absenceProven: true, at: NOW };
  const version = index % 2 === 0 ? "2.1.0" : "2.4.0";
  const installed = {
    id: `installation${index}`,
    appId: "catalog",
    externalId: "manifest",
    distributionMethod: "organization",
    version,
    consent: { state: "unknown" },
  } as const;
  return { state: "read", installations: [installed], absenceProven: true, at: NOW };
}

/** As many plain objects of a row's properties, made in the order in which a directory gives users, and sorted by name. */
function bareLoop(rows: number): readonly object[] {
  const made = Array.from({ length: rows }, (_, index) => ({
    user: `user${(index * 7_919) % rows}`,
    app: "expenses",
    desired: null,
    observed: index,
    drift: null,
    verdict: "act",
    action: "upgrade",
    reason: null,
    detail: null,
    move: "trueup",
    consent: null,
    sources: null,
  }));
  return made.sort((a, b) => (a.user < b.user ? -1 : 1));
}

const [side, rowsText] = process.argv.slice(2);
const rows = Number(rowsText);
const given = inputs(rows);
/** The plan with a rollout of four rings that begins, which looks at everybody. */
function withRings(): unknown {
  const ring = { soakMs: 0, needsProof: false };
  const rollout: Rollout = {
    app: "expenses",
    rings: [
      { ...ring, name: "it", members: { kind: "named", userIds: new Set(["user1", "user2"]), isWhole: true } },
      { ...ring, name: "pilot", members: { kind: "share", share: 0.05, atLeast: 0 } },
      { ...ring, name: "early", members: { kind: "share", share: 0.25, atLeast: 0 } },
      { ...ring, name: "everyone", members: { kind: "everybody-else" } },
    ],
    gates: { refusals: null, readBack: null, unverified: null, removals: null, signals: [] },
    window: null,
    afterMs: 0,
    expiresMs: null,
    rotates: false,
    urgent: null,
    resume: null,
    source: SOURCE,
  };
  const definition = { app: "expenses", catalogId: "catalog", digest: "sha256:digest", version: "2.4.0" };
  const known = { others: [], outcomes: [], watched: [], firstSeenAt: null, signals: {} };
  const recall = { apps: [{ definition, rollout, state: null, ...known }], forgotten: [] };
  const { hold } = followRollouts(recall, POLICY, null, () => Promise.resolve(), NOW);
  return gate(plan(given.desired, given.observed), POLICY, { ...NO_EARLIER_RUNS, byRollout: hold }, NOW);
}

const SIDES: Readonly<Record<string, () => unknown>> = {
  plan: () => gate(plan(given.desired, given.observed), POLICY, NO_EARLIER_RUNS, NOW),
  rings: withRings,
  bare: () => bareLoop(rows),
};
const work = SIDES[side ?? ""] ?? SIDES["bare"];
if (work === undefined) throw new Error("nothing to measure");
const collect = (): void => globalThis.gc?.();

const times: number[] = [];
let held: unknown = null;
let bytes = 0;
for (let round = 0; round < 5; round += 1) {
  held = null;
  collect();
  const before = process.memoryUsage().heapUsed;
  const startedAt = performance.now();
  held = work();
  times.push(performance.now() - startedAt);
  collect();
  bytes = process.memoryUsage().heapUsed - before;
}
if (held === null) throw new Error("nothing was made");
process.stdout.write(JSON.stringify({ ms: median(times), bytes }));
