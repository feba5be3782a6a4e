import type { EarlierRuns } from "../../src/gate/earlier-runs.ts";
import { gate } from "../../src/gate/gate.ts";
import { holdRows } from "../../src/gate/hold.ts";
import { type BackOff, definitionText, NEVER_AGAIN } from "../../src/model/back-off.ts";
import type { Exception } from "../../src/model/exception.ts";
import type { ActingRow, DecidedPlan } from "../../src/model/plan.ts";
import { DEFAULT_RULES, type Limit, type Policy } from "../../src/model/policy.ts";
import type { Freezes } from "../../src/model/freeze.ts";
import type { Window } from "../../src/model/window.ts";
import { type Chance, chanceOf } from "../fuzz/chance.ts";
import { app, install, on, replace, target, uninstall, upgrade } from "../report/builders.ts";
import type { Checked } from "./agrees.ts";
import { type Due, type DueApp, type DueRow, type RowFact, ruleHolds } from "./holds.ts";

const NOW = Date.UTC(2026, 0, 5, 8);
const HOUR = 3_600_000;
const OPEN: Window = { name: "mondays", days: ["Mon"], fromMinute: 0, toMinute: 1_439 };
const CLOSED: Window = { ...OPEN, name: "tuesdays", days: ["Tue"] };
const APPS = ["expenses", "travel"] as const;
const USERS = ["ana", "ben", "cem", "dora", "eli"];
const FACTS: readonly RowFact[] = [
  "user protected",
  "under an exception",
  "sent but unseen",
  "tried in vain",
  "held by its rollout",
];
const ENSURE = { install: ["installed"], uninstall: ["absent"] } as const;
const catalogIdOf = (name: string): string => `catalog-id-of-${name}`;

/** So many rows that would act at random, in plans of one to six, the same for the same seed. */
export function* dueAtRandom(rows: number, seed: number): Generator<Due> {
  const chance = chanceOf(seed);
  for (let made = 0; made < rows; ) {
    const due = anyDue(chance);
    made += due.rows.length;
    yield due;
  }
}

function anyDue(chance: Chance): Due {
  const pairs = APPS.flatMap((name) => USERS.map((user) => ({ app: name, user })));
  const some = Array.from({ length: 1 + chance.number(6) }, () => pairs.splice(chance.number(pairs.length), 1)).flat();
  const protectedUsers = new Set(USERS.filter(() => chance.onceIn(10)));
  const seldom = (): boolean => chance.onceIn(25);
  const anyApp = (): DueApp => ({
    suspended: seldom(),
    frozen: seldom(),
    exceptionUnread: seldom(),
    ownWindowClosed: seldom(),
    urgent: chance.onceIn(4),
    earlierUploads: chance.number(4),
  });
  return {
    rows: some.map((pair): DueRow => {
      const action = chance.pick<DueRow["action"]>([
        "install",
        "upgrade",
        "upgrade",
        "uninstall",
        "replace",
        "reinstall",
      ]);
      const ensures =
        action === "install" || action === "uninstall" ? ENSURE[action] : (["upgraded", "installed"] as const);
      const facts = FACTS.filter((fact) =>
        fact === "user protected" ? protectedUsers.has(pair.user) : chance.onceIn(10),
      );
      return { ...pair, action, ensure: ensures[chance.number(ensures.length)] ?? ensures[0], facts: new Set(facts) };
    }),
    apps: { expenses: anyApp(), travel: anyApp() },
    suspended: seldom(),
    frozen: chance.onceIn(25) ? chance.pick(["everything", "cannot be told"]) : "no",
    unresolved: seldom(),
    store: chance.pick(["there", "there", "no-store", "unreadable"]),
    windowClosed: chance.onceIn(6),
    maxRemovals: chance.number(4),
    maxDue: chance.onceIn(3) ? chance.number(6) : null,
    perDay: chance.onceIn(2) ? 1 + chance.number(4) : null,
    sentToday: chance.number(4),
    perRun: chance.onceIn(3) ? 1 + chance.number(4) : null,
    maxChanges: chance.onceIn(3) ? chance.number(5) : 9,
  };
}

const BUILD = { install, upgrade, uninstall, replace, reinstall: upgrade } as const;

function actingRow({ user, app: name, action, ensure }: DueRow): ActingRow {
  const facts = {
    user: { id: user, userPrincipalName: null, asWritten: user },
    app: name,
    desired: { ensure, version: null },
    on: ON[name],
  };
  const built = BUILD[action](facts);
  return action === "reinstall" && built.action === "upgrade" ? { ...built, action } : built;
}

const ON = {
  expenses: on({ name: "expenses", id: catalogIdOf("expenses") }),
  travel: on({ name: "travel", id: catalogIdOf("travel") }),
};

/** The same, held by the code: the reason of each row, or `act`. */
export function heldByCode(due: Due): readonly string[] {
  return gate(planOf(due), policyOf(due), pastOf(due), NOW).rows.map(({ reason }) =>
    reason === "soaking" ? "as the rollout says" : (reason ?? "act"),
  );
}

function withFact(due: Due, fact: RowFact): readonly DueRow[] {
  return due.rows.filter(({ facts }) => facts.has(fact));
}

function planOf(due: Due): DecidedPlan {
  const apps = APPS.map((name) =>
    app({
      name,
      id: catalogIdOf(name),
      suspended: due.apps[name].suspended,
      replaces: { id: "an-earlier-upload", removals: due.apps[name].earlierUploads },
    }),
  );
  return {
    apps,
    targets: [],
    rows: due.rows.map(actingRow),
    totalRows: due.rows.length,
    filters: { apps: [], users: [] },
    rollouts: APPS.map((name) => ({ ...PROGRESS, app: name, digest: `sha256:${name}` })),
  };
}

function policyOf(due: Due): Policy {
  return {
    ...DEFAULT_RULES,
    suspended: due.suspended,
    maxRemovals: countOf(due.maxRemovals),
    maxDue: due.maxDue === null ? null : countOf(due.maxDue),
    maxChanges: countOf(due.maxChanges),
    perDay: due.perDay,
    perRun: due.perRun,
    window: due.windowClosed ? CLOSED : OPEN,
    protectedUserIds: new Set(withFact(due, "user protected").map(({ user }) => user)),
    protectedUnresolved: due.unresolved ? ["somebody"] : [],
    exceptions: APPS.map((name) => exceptionOf(due, name)),
  };
}

function countOf(most: number): Limit {
  return { kind: "count", count: most };
}

function exceptionOf(due: Due, name: DueRow["app"]): Exception {
  return {
    app: name,
    accept: ["outdated"],
    reason: "audit",
    owner: "audit",
    until: "2026-02-01",
    endsAtMs: NOW + 500 * HOUR,
    source: { file: "exceptions.yaml", line: 1, column: 1 },
    userIds: new Set(withFact(due, "under an exception").flatMap((row) => (row.app === name ? [row.user] : []))),
    unread: due.apps[name].exceptionUnread ? [target({ state: "unreadable" })] : [],
  };
}

function pastOf(due: Due): EarlierRuns {
  const waiting = new Set(withFact(due, "held by its rollout").map(({ user, app: name }) => `${name} ${user}`));
  return {
    sent: withFact(due, "sent but unseen").map(({ user, app: name }) => ({
      userId: user,
      appId: catalogIdOf(name),
      action: "reinstall",
      version: null,
      at: NOW - HOUR,
    })),
    backOffs: withFact(due, "tried in vain").map(backOffOf),
    sendTimes: due.store === "there" ? Array.from({ length: due.sentToday }, () => NOW - HOUR) : due.store,
    freezes: freezesOf(due),
    // Which ring a user is in is none of the holds' business: the rollout is asked in its place, and says it of these.
    byRollout: (asked: DecidedPlan) =>
      holdRows(asked, "soaking", (row) => row.action !== "uninstall" && waiting.has(`${row.app} ${row.user.id}`)),
    urgent: new Map(APPS.filter((name) => due.apps[name].urgent).map((name) => [name, `sha256:${name}`])),
    windows: new Map(APPS.map((name) => [name, due.apps[name].ownWindowClosed ? CLOSED : OPEN])),
  };
}

function backOffOf({ user, app: name }: DueRow): BackOff {
  return {
    userId: user,
    appId: catalogIdOf(name),
    definition: definitionText(ON[name].app.offered),
    until: NEVER_AGAIN,
    history: "refused",
    move: "teams-admin",
    isFutile: true,
    ofAllRepairs: false,
  };
}

function freezesOf(due: Due): Freezes {
  if (due.frozen === "cannot be told") return { state: "unreadable", why: "the disk" };
  const frozen = due.frozen === "everything" ? [null] : APPS.filter((name) => due.apps[name].frozen);
  const inForce = frozen.map((name) => ({ app: name, who: "ana", reason: null, sinceMs: NOW, untilMs: null }));
  return { state: "known", inForce };
}

const PROGRESS = {
  catalogId: null,
  version: null,
  phase: "rolling",
  at: null,
  rings: [],
  until: null,
  detail: null,
  gates: [],
  halt: null,
  warnings: [],
  rereads: null,
  course: [],
} as const;

/** Has every plan held by both engines. */
export function checkHolds(plans: Iterable<Due>): Checked {
  const wrong = new Map<string, string>();
  let rows = 0;
  for (const due of plans) {
    const [meant, came] = [[...ruleHolds(due).values()], heldByCode(due)];
    rows += came.length;
    for (const [at, reason] of came.entries()) {
      const kind = `the table says ${meant[at]}, the code ${reason}`;
      if (meant[at] !== reason && !wrong.has(kind)) wrong.set(kind, shown(due, meant, came));
    }
  }
  return { rows, wrong };
}

function shown(due: Due, meant: readonly string[], came: readonly string[]): string {
  const text = JSON.stringify(due, (_key, part: unknown) => (part instanceof Set ? [...part] : part));
  return `${text}: ${meant.join(", ")} but ${came.join(", ")}`;
}
