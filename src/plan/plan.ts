import type { DesiredRow, DesiredState, User } from "../model/desired.ts";
import type { Observed } from "../model/observation.ts";
import { permissionsLacking, sortPermissions } from "../model/permission.ts";
import { isoTime } from "../model/clock.ts";
import type { Plan, PlanApp, PlanRow, PlanUser, RowObservation } from "../model/plan.ts";
import { REASONS } from "../model/reasons.ts";
import { decide, isDecidedWithoutLooking } from "./decide.ts";
import type { Decision } from "./decision.ts";
import { type AppFacts, appFacts, type RowFacts, rowFacts } from "./facts.ts";
import { InternalError } from "../errors.ts";

/**
 * Joins desired and observed into one row for each (user, app) pair, in the order of the desired rows. Pure: the same
 * input gives the same plan.
 */
export function plan(desired: DesiredState, observed: Observed): Plan {
  const apps = new Map(desired.apps.map((app) => [app.name, appFacts(app, catalogEntry(observed, app.name))]));
  const users = new Map<User, PlanUser>();
  const rows = desired.rows.map((row) => {
    const facts = rowFacts(row, factsOf(apps, row), observed);
    return planRow(facts, decide(facts), planUser(users, row.user));
  });
  return {
    apps: [...apps.values()].map(planApp),
    targets: desired.targets,
    rows,
    totalRows: desired.totalRows,
    filters: desired.filters,
  };
}

/** Object ids of the users that have to be read: those of rows that git and the directory alone do not decide. */
export function usersToObserve(desired: DesiredState): readonly string[] {
  const apps = new Map(desired.apps.map((app) => [app.name, appFacts(app, NOT_LOOKED_UP)]));
  const nobody = { users: new Map(), mayConsent: "unknown" as const };
  const ids = new Set<string>();
  for (const row of desired.rows) {
    if (row.user.id === null || ids.has(row.user.id)) continue;
    if (!isDecidedWithoutLooking(rowFacts(row, factsOf(apps, row), nobody))) ids.add(row.user.id);
  }
  return [...ids];
}

const NOT_LOOKED_UP = { state: "not-in-catalog" } as const;

function planRow(facts: RowFacts, decision: Decision, user: PlanUser): PlanRow {
  const { claim } = facts.row;
  const assignments = claim.kind === "won" ? [claim.assignment] : claim.assignments;
  return {
    user,
    app: facts.row.app.name,
    desired: facts.ensure === null ? null : { ensure: facts.ensure, version: facts.constraint?.text ?? null },
    observed: rowObservation(facts),
    drift: decision.drift,
    verdict: decision.verdict,
    action: decision.action,
    reason: decision.reason,
    detail: decision.detail,
    move: decision.reason === null ? "trueup" : REASONS[decision.reason].move,
    consent: decision.consent,
    sources: assignments.map((assignment) => assignment.source),
  };
}

function rowObservation(facts: RowFacts): RowObservation {
  const { observation, installed } = facts;
  if (observation.state === "not-read-yet") return { state: "not-observed" };
  const at = isoTime(observation.at);
  if (observation.state === "unreadable") return { state: "unreadable", at };
  const { own } = installed;
  if (own !== null) {
    return { state: "present", version: own.version, installationId: own.id, consent: own.consent, at };
  }
  return { state: observation.absenceProven ? "absent" : "unreadable", at };
}

function planUser(users: Map<User, PlanUser>, user: User): PlanUser {
  const known = users.get(user);
  if (known !== undefined) return known;
  const made = { id: user.id, userPrincipalName: user.userPrincipalName, asWritten: user.asWritten };
  users.set(user, made);
  return made;
}

function planApp({ app, entry, ids, offer }: AppFacts): PlanApp {
  const required =
    offer.state === "offered" && offer.required.state === "known" ? sortPermissions(offer.required.permissions) : null;
  return {
    name: app.name,
    id: ids.catalogId,
    manifestId: ids.manifestId,
    displayName: entry.state === "found" ? entry.displayName : null,
    suspended: app.suspended,
    offered: offer.state === "offered" ? { version: offer.version.text, permissions: required } : null,
    approved: app.approved,
    lacking: required === null ? null : permissionsLacking(required, app.approved),
    unused: required === null ? null : permissionsLacking(app.approved, required),
  };
}

function catalogEntry(observed: Observed, name: string) {
  const entry = observed.apps.get(name);
  if (entry === undefined) throw new InternalError(`the catalog was not asked about app ${name}`);
  return entry;
}

function factsOf(apps: ReadonlyMap<string, AppFacts>, row: DesiredRow): AppFacts {
  const facts = apps.get(row.app.name);
  if (facts === undefined) throw new InternalError(`a row names app ${row.app.name}, which the desired state lacks`);
  return facts;
}
