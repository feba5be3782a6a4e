import { PLAIN } from "../../laws/logic.ts";
import { acting, ringOf } from "../../laws/limits.ts";
import { type ClaimOf, disagree, strongest } from "../../laws/precedence.ts";
import { lines, type RowOf } from "../../laws/table.ts";
import { accepts, type ConstraintOf, isNewerThanAll, isOlder, type VersionOf } from "../../laws/versions.ts";
import * as constraints from "../../src/model/constraint.ts";
import type { Ensure, Rank } from "../../src/model/desired.ts";
import type { Installation, UserObservation } from "../../src/model/observation.ts";
import { permissionsLacking } from "../../src/model/permission.ts";
import { compareVersions, parseVersion, sameRelease, type Version } from "../../src/model/version.ts";
import { gate } from "../../src/gate/gate.ts";
import { NO_EARLIER_RUNS } from "../../src/gate/earlier-runs.ts";
import { holdRows } from "../../src/gate/hold.ts";
import { type DecidedPlan, rowKey } from "../../src/model/plan.ts";
import { DEFAULT_RULES } from "../../src/model/policy.ts";
import { rulesConsidered } from "../../src/plan/decide.ts";
import { type AppFacts, appFacts, type RowFacts, rowFacts } from "../../src/plan/facts.ts";
import { plan } from "../../src/plan/plan.ts";
import { deniedBy } from "../../src/plan/versions.ts";
import { decidePair } from "../../src/resolve/precedence.ts";
import { placesIn } from "../../src/rollout/ring-of-person.ts";
import type { Ring, RingReach } from "../../src/model/rollout.ts";
import { IDENTITY } from "../definitions.ts";
import { chanceOf, type Chance } from "../fuzz/chance.ts";
import * as world from "../plan/builders.ts";

/**
 * The formulas that the prover proves laws of, beside the code that they stand for. Each function tries so many cases and
 * gives the first in which the two differ, as text; null: there is none.
 */
export const HELD: Readonly<Record<string, (cases: number, seed: number) => string | null>> = {
  versions: holdVersions,
  "decision table": holdTable,
  precedence: holdPrecedence,
  limits: holdLimits,
  rings: holdRings,
};

/** In the order of versions; what is not in the list is no pre-release here. */
const PRERELEASES = ["0", "2", "10", "alpha", "alpha.1", "alpha.beta", "beta", "beta.2", "rc.1"];

function versionOf({ parts, prerelease }: Version): VersionOf<number> {
  const text = prerelease.join(".");
  return { parts, prerelease: text === "" ? 0 : PRERELEASES.indexOf(text) - PRERELEASES.length };
}

function anyVersion(chance: Chance): Version {
  const parts = Array.from({ length: 1 + chance.number(4) }, () => chance.pick([0, 1, 2, 3, 10]));
  const suffix = chance.onceIn(4) ? `-${chance.pick(["0", ...PRERELEASES])}` : "";
  return known(`${parts.join(".")}${suffix}`);
}

function known(text: string): Version {
  const version = parseVersion(text);
  if (version === null) throw new Error(`${text} is no version`);
  return version;
}

function anyRange(chance: Chance): string {
  const alternative = (): string => {
    const [one, other] = [anyVersion(chance).text, anyVersion(chance).text];
    const shapes = [
      `>=${one} <${other}`,
      `>${one}`,
      `<=${one}`,
      `=${one}`,
      one,
      `~${one}`,
      `^${one}`,
      `${one} - ${other}`,
    ];
    return chance.pick([`${chance.number(4)}.x`, ...shapes]);
  };
  const range = Array.from({ length: 1 + chance.number(3) }, alternative).join(" || ");
  return chance.pick([range, range, `latest ${range}`, "latest"]);
}

function anyConstraint(chance: Chance): constraints.Constraint {
  for (;;) {
    const parsed = constraints.parseConstraint(anyRange(chance));
    if (parsed.ok) return parsed.constraint;
  }
}

const NOWHERE: VersionOf<number> = { parts: [0, 0, 0, 0], prerelease: 0 };

function rangeOf({ latest, alternatives }: constraints.Constraint): ConstraintOf<boolean, number> {
  return {
    latest,
    isEverything: alternatives === null,
    alternatives: (alternatives ?? []).map(({ min, max, prereleasesOf }) => ({
      hasMin: min !== null,
      min: min === null ? NOWHERE : versionOf(min.version),
      minIsIn: min?.inclusive ?? false,
      hasMax: max !== null,
      max: max === null ? NOWHERE : versionOf(max.version),
      maxIsIn: max?.inclusive ?? false,
      names: ({ parts }) => prereleasesOf.some((named) => sameRelease(named, { text: "", parts, prerelease: [] })),
    })),
  };
}

function holdVersions(cases: number, seed: number): string | null {
  const chance = chanceOf(seed);
  for (let index = 0; index < cases; index += 1) {
    const [a, b, range] = [anyVersion(chance), anyVersion(chance), anyConstraint(chance)];
    const isAlike =
      isOlder(PLAIN, versionOf(a), versionOf(b)) === compareVersions(a, b) < 0 &&
      accepts(PLAIN, rangeOf(range), versionOf(a)) === constraints.accepts(range, a) &&
      isNewerThanAll(PLAIN, rangeOf(range), versionOf(a)) === constraints.isNewerThanAll(range, a);
    if (!isAlike) return `${a.text}, ${b.text}, ${range.text}`;
  }
  return null;
}

/** What the table looks at, taken from the facts that the code has. */
function rowOf(facts: RowFacts): RowOf<boolean, number> {
  const { row, app, ensure, constraint, observation, installed, version } = facts;
  const { account } = row.user;
  const offer = app.offer.state === "offered" ? app.offer : null;
  const required = offer?.required.state === "known" ? offer.required.permissions : null;
  const identity = offer?.identity.state === "known" ? offer.identity : null;
  return {
    disagrees: row.claim.kind === "conflict",
    targetUnread: row.undecidedBy.length > 0,
    isLeave: ensure === "leave",
    isAbsent: ensure === "absent",
    isUpgraded: ensure === "upgraded",
    notFound: account.state === "not-found",
    ineligible: account.state === "ineligible",
    accountUnknown: account.state === "unknown",
    accountUnreadable: account.state === "unreadable",
    plansOnly: account.state === "unknown" && account.plansOnly,
    unread: observation.state === "unreadable",
    notYetRead: observation.state === "not-read-yet",
    absenceProven: observation.state !== "read" || observation.absenceProven,
    mayHideCopy: app.app.replaces !== null && installed.replaced === null && ensure !== "absent",
    isThere: installed.own !== null,
    isComparable: version !== null,
    otherCopy: installed.otherCopies.length > 0,
    replacedIsThere: installed.replaced !== null,
    isUnfinished: facts.isUnfinished,
    range: constraint === null ? { latest: false, isEverything: false, alternatives: [] } : rangeOf(constraint),
    installed: version === null ? NOWHERE : versionOf(version),
    installedDenied: deniedBy(facts, version) !== null,
    isOffered: offer !== null,
    offered: offer === null ? NOWHERE : versionOf(offer.version),
    offeredDenied: deniedBy(facts, offer?.version ?? null) !== null,
    requirementKnown: required !== null && identity !== null,
    identityApproved: app.app.clientAppId === null || identity === null || identity.clientAppId === app.app.clientAppId,
    isLocked: app.lock.state !== "differs" && app.lock.state !== "unknown",
    isApproved: required === null || permissionsLacking(required, app.app.approved).length === 0,
  };
}

const VERSIONS = ["1.0.0", "2.0", "2.3.1", "2.4.0.7", "3.0.0-rc.1", "3.0.0", "10.0"] as const;
const SOME = 400;

function pool<Item>(make: () => Item): readonly [Item, ...Item[]] {
  return [make(), ...Array.from({ length: SOME }, make)];
}

function anyAppFacts(chance: Chance): AppFacts {
  const version = chance.pick(["next", ...VERSIONS]);
  const permissions = chance.pick([
    world.known(),
    world.known(world.SEND),
    world.known(world.READ),
    { state: "unknown" } as const,
  ]);
  const identity = chance.onceIn(6) ? ({ state: "unknown", detail: "not told" } as const) : IDENTITY;
  const entry = chance.pick([
    { state: "unreadable", detail: "503" } as const,
    { state: "not-in-catalog" } as const,
    { state: "ambiguous", ids: [world.CATALOG, world.OTHER_CATALOG] } as const,
    world.catalog(world.definition("9.0.0", world.known(), "submitted")),
    ...Array.from({ length: 8 }, () => world.catalog(world.definition(version, permissions, "published", identity))),
  ]);
  const pinned = chance.pick([
    null,
    null,
    IDENTITY.state === "known" ? IDENTITY.clientAppId : null,
    world.OTHER_CATALOG,
  ]);
  const denied = constraints.parseConstraint(chance.pick(VERSIONS));
  const source = { file: "trueup.lock", line: 1, column: 1 };
  return appFacts(
    world.app({
      clientAppId: pinned,
      lock: chance.onceIn(4) ? { state: "not-named", source } : { state: "no-lock" },
      deny: denied.ok && chance.onceIn(3) ? [{ versions: denied.constraint, reason: null }] : [],
      replaces: chance.onceIn(4) ? { id: world.OTHER_CATALOG, removals: 1 } : null,
    }),
    entry,
  );
}

function anyObservation(chance: Chance): UserObservation {
  if (chance.onceIn(8)) return { state: "unreadable", detail: "502", at: 0 };
  if (chance.onceIn(8)) return { state: "not-read-yet" };
  const own = chance.onceIn(3) ? [] : [world.installation(chance.pick(["next", ...VERSIONS]))];
  const copy: readonly Installation[] = chance.onceIn(5)
    ? [world.installation("1.0.0", { id: "copy", appId: world.OTHER_CATALOG })]
    : [];
  return { state: "read", installations: [...own, ...copy], absenceProven: !chance.onceIn(5), at: 0 };
}

function anyRow(chance: Chance, shared: AppFacts): RowFacts["row"] {
  const ensures: readonly [Ensure, ...Ensure[]] = ["upgraded", "upgraded", "installed", "installed", "absent", "leave"];
  const made = world.row({
    ensure: chance.pick(ensures),
    version: anyConstraint(chance).text,
    rank: chance.pick([0, 1, 2]),
    account: chance.pick([
      { state: "eligible" } as const,
      { state: "eligible" } as const,
      { state: "eligible" } as const,
      { state: "ineligible", because: "guest" } as const,
      { state: "unknown", detail: "", plansOnly: chance.onceIn(2) } as const,
      { state: "unreadable", detail: "" } as const,
      { state: "not-found", detail: null } as const,
    ]),
    undecidedBy: chance.onceIn(12) ? [UNREAD] : [],
    app: shared.app,
  });
  if (!chance.onceIn(12)) return made;
  const assignments = [world.assignment("1.x", "installed", 4), world.assignment(null, "absent", 9)];
  return { ...made, claim: { kind: "conflict", assignments, rank: 1 } };
}

const UNREAD: RowFacts["row"]["undecidedBy"][number] = {
  kind: "group",
  role: "to",
  name: "Finance",
  id: null,
  state: "unreadable",
  members: null,
  detail: null,
  source: { file: "a.yaml", line: 1, column: 1 },
};

function holdTable(cases: number, seed: number): string | null {
  const chance = chanceOf(seed);
  const apps = pool(() => anyAppFacts(chance));
  const rows = pool(() => anyRow(chance, apps[0]));
  const observations = pool(() => anyObservation(chance));
  const unfinished = new Set([`${world.CATALOG} ${world.USER}`]);
  for (let index = 0; index < cases; index += 1) {
    const [app, row, observation] = [chance.pick(apps), chance.pick(rows), chance.pick(observations)];
    const users = new Map([[world.USER, observation]]);
    const made = rowFacts({ ...row, app: app.app }, app, { users, mayConsent: "unknown", unfinished });
    const facts = { ...made, isUnfinished: chance.onceIn(10) };
    const decided = rulesConsidered(facts).length - 1;
    const found = lines(PLAIN, rowOf(facts)).findIndex(({ applies }) => applies);
    if (decided !== found) return `line ${decided} of the code, ${found} of the formula: ${JSON.stringify(facts)}`;
  }
  return null;
}

function holdPrecedence(cases: number, seed: number): string | null {
  const chance = chanceOf(seed);
  for (let index = 0; index < cases; index += 1) {
    const made = (line: number): { readonly claim: ClaimOf<number>; readonly reach: Reached } => {
      const rank: Rank = chance.pick([0, 1, 2]);
      const [priority, asksFor] = [chance.number(3), chance.number(2)];
      const assignment = { ...world.assignment(`${asksFor + 1}.x`, "installed", line), priority };
      const by = { assignment, index: line, to: [], except: [], reached: [], excepted: [] };
      return { claim: { rank, priority, asksFor }, reach: { by, rank, excepted: false } };
    };
    const [first, ...others] = Array.from({ length: 1 + chance.number(4) }, (_, line) => made(line));
    if (first === undefined) continue;
    const all = [first, ...others];
    const claims = [first.claim, ...others.map(({ claim }) => claim)] as const;
    const app = { app: world.app(), assigned: [], openTargets: [] };
    const decision = decidePair(
      app,
      all.map(({ reach }) => reach),
      { nameless: false, eligibility: false },
    );
    const best = strongest(PLAIN, claims);
    const isAlike =
      decision?.strength.rank === best.rank &&
      decision.strength.priority === best.priority &&
      (decision.claim.kind === "conflict") === disagree(PLAIN, claims);
    if (!isAlike) return JSON.stringify(claims);
  }
  return null;
}

type Reached = Parameters<typeof decidePair>[1][number];

const NO_LIMIT = Number.MAX_SAFE_INTEGER;
const ENOUGH_ROWS = 12;

function holdLimits(cases: number, seed: number): string | null {
  const chance = chanceOf(seed);
  const tried = Math.ceil(cases / ENOUGH_ROWS);
  for (let index = 0; index < tried; index += 1) {
    const [removals, changes] = [chance.number(6), chance.number(6)];
    const inOpenRings = chance.number(changes + 1);
    const sentToday = chance.number(4);
    const maybe = (): number | null => (chance.onceIn(3) ? null : chance.number(12));
    const [maxDue, perRun, perDay] = [maybe(), maybe(), maybe()];
    const [maxRemovals, maxChanges] = [chance.number(8), chance.number(12)];
    const decided = planOf(removals, changes);
    const installs = Array.from(decided.rows.filter(({ action }) => action === "install"));
    const waiting = new Set(installs.slice(inOpenRings).map(rowKey));
    const gated = gate(
      decided,
      {
        ...DEFAULT_RULES,
        maxRemovals: { kind: "count", count: maxRemovals },
        maxChanges: { kind: "count", count: maxChanges },
        maxDue: maxDue === null ? null : { kind: "count", count: maxDue },
        perRun,
        perDay,
        protectedUserIds: new Set(),
        protectedUnresolved: [],
        exceptions: [],
      },
      {
        ...NO_EARLIER_RUNS,
        sendTimes: Array.from({ length: sentToday }, () => world.AT - 1),
        byRollout: (before) => holdRows(before, "next-ring", (row) => waiting.has(rowKey(row))),
      },
      world.AT,
    );
    const found = gated.rows.filter(({ verdict }) => verdict === "act").length;
    const limits = {
      maxRemovals,
      maxChanges,
      maxDue: maxDue ?? NO_LIMIT,
      perRun: perRun ?? NO_LIMIT,
      perDay: perDay ?? NO_LIMIT,
    };
    const due = { removals, changes, inOpenRings, sentToday };
    const meant = acting(PLAIN, limits, due);
    if (found !== meant) return `${found} act, ${meant} by the formula: ${JSON.stringify({ limits, due })}`;
  }
  return null;
}

function idOf(at: number): string {
  return `cccccccc-0000-4000-8000-${String(at).padStart(12, "0")}`;
}

/** So many people of whom the app is to be taken, and so many who are to get it. */
function planOf(removals: number, changes: number): DecidedPlan {
  const rows = Array.from({ length: removals + changes }, (_, at) =>
    world.row({
      ensure: at < removals ? "absent" : "installed",
      version: "latest",
      id: idOf(at),
      name: `p${at}@contoso.com`,
    }),
  );
  const entry = world.catalog(world.definition("2.4.0"));
  const seen = world.observed(entry, null);
  const users = new Map(
    rows.map((_, at) => [idOf(at), at < removals ? world.read(world.installation("2.0.0")) : world.read()]),
  );
  return plan(world.desired(...rows), { ...seen, users });
}

function holdRings(cases: number, seed: number): string | null {
  const chance = chanceOf(seed);
  const PARTS = 1_000;
  for (let index = 0; index < cases; index += 1) {
    const ends = Array.from({ length: 1 + chance.number(3) }, () => chance.number(PARTS)).toSorted((a, b) => a - b);
    const hash = chance.number(PARTS);
    const rings = [
      ...ends.map((_, at): Ring => ring(`share ${at}`, { kind: "share", share: 0, atLeast: 0 })),
      ring("rest", { kind: "everybody-else" }),
    ];
    const reaches: Record<string, RingReach> = Object.fromEntries(
      ends.map((end, at) => [`share ${at}`, { share: 0, atLeast: 0, below: end / PARTS, isSettled: true }]),
    );
    const found = placesIn(rings, reaches, 1, () => hash / PARTS).ringOf(world.USER, 0);
    const meant = ringOf(PLAIN, hash, ends);
    if (found !== meant) return `${found}, ${meant} by the formula: ${hash} of ${ends.join(" ")}`;
  }
  return null;
}

function ring(name: string, members: Ring["members"]): Ring {
  return { name, members, soakMs: 0, needsProof: true };
}
