import { closeSync, openSync, writeSync } from "node:fs";
import process from "node:process";
import { NO_EARLIER_RUNS } from "../src/gate/earlier-runs.ts";
import { gate } from "../src/gate/gate.ts";
import { parseConstraint } from "../src/model/constraint.ts";
import type { Assignment, DesiredRow, DesiredState } from "../src/model/desired.ts";
import type { Exception } from "../src/model/exception.ts";
import type { Observed, UserObservation } from "../src/model/observation.ts";
import type { Permission } from "../src/model/permission.ts";
import type { Rollout } from "../src/model/rollout.ts";
import { DEFAULT_RULES, type Policy } from "../src/model/policy.ts";
import { plan } from "../src/plan/plan.ts";
import { type PlanDocument, planDocument } from "../src/plan-file/document.ts";
import { renderJson } from "../src/plan-file/write-json.ts";
import type { DecidedPlan } from "../src/model/plan.ts";
import { isoTime } from "../src/model/clock.ts";
import { followRollouts } from "../src/rolling/follow.ts";
import type { CoreTook } from "./plan-core.ts";
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

const EXCEPTION: Exception = {
  app: "expenses",
  accept: ["outdated", "missing", "ahead"],
  reason: "audit",
  owner: "audit-it",
  until: "2027-01-31",
  endsAtMs: Date.UTC(2027, 1, 1),
  source: SOURCE,
  userIds: new Set(Array.from({ length: 1_000 }, (_, index) => `user${index}`)),
  unread: [],
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
  const undecidedBy: DesiredRow["undecidedBy"] = [];
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

const [side, rowsText, file] = process.argv.slice(2);
const rows = Number(rowsText);
const given = inputs(rows);
/** The plan with a rollout of four rings that begins, which looks at everybody, and with an exception for a thousand people. */
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
  const policy = { ...POLICY, exceptions: [EXCEPTION] };
  return gate(plan(given.desired, given.observed), policy, { ...NO_EARLIER_RUNS, byRollout: hold }, NOW);
}

const withoutRings = (): DecidedPlan => gate(plan(given.desired, given.observed), POLICY, NO_EARLIER_RUNS, NOW);
const collect = (): void => globalThis.gc?.();
const ROUNDS = 7;

/** How much processor time the work takes, which a busy machine stretches less than time on the wall, and how much memory what it makes holds. */
function once(work: () => unknown): CoreTook {
  collect();
  const before = process.memoryUsage().heapUsed;
  const startedAt = process.cpuUsage();
  const made = work();
  const { user, system } = process.cpuUsage(startedAt);
  const ms = (user + system) / 1_000;
  collect();
  const bytes = process.memoryUsage().heapUsed - before;
  if (made === null) throw new Error("nothing was made");
  return { ms, bytes };
}

/** The middle of several. */
function measure(work: () => unknown): CoreTook {
  const rounds = Array.from({ length: ROUNDS }, () => once(work));
  return { ms: median(rounds.map(({ ms }) => ms)), bytes: median(rounds.map(({ bytes }) => bytes)) };
}

/** One side over another, in turn, so that a machine that is busy for a while is busy for both. */
function compare(one: () => unknown, other: () => unknown): CoreTook {
  const pairs = Array.from({ length: ROUNDS }, () => [once(one), once(other)] as const);
  const over = (figure: "ms" | "bytes"): number => median(pairs.map(([a, b]) => a[figure] / b[figure]));
  return { ms: over("ms"), bytes: over("bytes") };
}

function document(): PlanDocument {
  const source = { path: "teams", commit: null, digest: `sha256:${"ab".repeat(32)}` };
  const header = { createdAt: isoTime(NOW), tenantId: null, source, limits: DEFAULT_RULES };
  return planDocument(withoutRings(), header, []);
}

/** Writes the plan as JSON, once for the time, and once to look at how much memory that holds meanwhile. */
function write(): CoreTook {
  const written = document();
  let characters = 0;
  const { ms } = once(() => {
    for (const piece of renderJson(written)) characters += piece.length;
    return characters;
  });
  collect();
  const before = process.memoryUsage().heapUsed;
  let [bytes, lookAt, passed]: [number, number, number] = [0, 0, 0];
  for (const piece of renderJson(written)) {
    passed += piece.length;
    if (passed < lookAt) continue;
    lookAt += characters / LOOKS;
    collect();
    bytes = Math.max(bytes, process.memoryUsage().heapUsed - before);
  }
  return { ms, bytes, written: characters };
}

const LOOKS = 5;

/** Writes the plan to the file that is named. */
function writeFile(): CoreTook {
  const before = process.cpuUsage();
  const to = openSync(file ?? "", "w");
  for (const piece of renderJson(document())) writeSync(to, piece);
  closeSync(to);
  return { ms: process.cpuUsage(before).user / 1_000, bytes: 0 };
}

const SIDES: Readonly<Record<string, () => CoreTook>> = {
  json: write,
  file: writeFile,
  plan: () => measure(withoutRings),
  bare: () => measure(() => bareLoop(rows)),
  "rings-over-plan": () => compare(withRings, withoutRings),
};
const took = SIDES[side ?? ""];
if (took === undefined) throw new Error("nothing to measure");
process.stdout.write(JSON.stringify(took()));
