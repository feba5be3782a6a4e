import type { SourceLocation } from "../model/diagnostic.ts";
import { type Permission, permissionsLacking } from "../model/permission.ts";
import { idAdvice, type Plan, type PlanApp, type PlanRow } from "../model/plan.ts";
import { DOCTOR, OUTCOME_CODES, type Reason } from "../model/reasons.ts";
import { resumeText } from "../model/rollout.ts";
import { isDone, type RowWithOutcome } from "./convergence.ts";

/** Where whoever wants a row otherwise has to go, and what there is to do. */
export interface WayOut {
  /** Where what holds or blocks the row is written; else where the row is asked for. */
  readonly at: readonly SourceLocation[];
  /** The line to write, or what else there is to do; as it came. Null: nothing, it goes on by itself or is meant so. */
  readonly todo: string | null;
  /** Who has to be asked, as git says. Null: git does not say, or it is somebody else's turn. */
  readonly owner: string | null;
}

/** What the ways out of a plan are found in. */
export type Signposts = Pick<Plan, "apps" | "targets" | "exceptions" | "rollouts" | "ruledAt" | "freezes">;

/**
 * Finds the way out of each row that is held or blocked, that differs though nothing is to be done, or that was tried in
 * vain and waits for somebody; null for all others. Text is as it came.
 */
export function wayFinder(plan: Signposts): (row: RowWithOutcome) => WayOut | null {
  const apps = new Map(plan.apps.map((app) => [app.name, app]));
  const known = new Map<string, WayOut>();
  return (row) => {
    const app = apps.get(row.app);
    if (app === undefined) return null;
    const way = row.verdict === "act" ? wayAfter(row, app) : wayOf(row, app, plan);
    if (way === null) return null;
    // A million rows have few ways, which they share.
    const key = JSON.stringify(way);
    const same = known.get(key) ?? way;
    known.set(key, same);
    return same;
  };
}

/** Of rows of one group: ways that ask for the same become one, which leads to all of their places. */
export function eachWayOnce(ways: Iterable<WayOut | null>): readonly WayOut[] {
  const found = new Map<string, { way: WayOut; at: Map<string, SourceLocation> }>();
  for (const way of ways) {
    if (way === null) continue;
    const key = JSON.stringify([way.todo, way.owner]);
    const known = found.get(key) ?? { way, at: new Map() };
    found.set(key, known);
    for (const place of way.at) known.at.set(placeOf(place), place);
  }
  return [...found.values()].map(({ way, at }) => ({ ...way, at: [...at.values()] }));
}

/** How many places are named in a text. */
const PLACES_SHOWN = 5;

/** `assignments/finance.yaml:4: write a range that holds 2.4.0; ask the owner, @contoso/expenses`, as it came. */
export function wayText({ at, todo, owner }: WayOut): string {
  const more = at.length > PLACES_SHOWN ? ` and ${at.length - PLACES_SHOWN} more` : "";
  const places = `${at.slice(0, PLACES_SHOWN).map(placeOf).join(", ")}${more}`;
  const parts = [...(todo === null ? [] : [todo]), ...(owner === null ? [] : [`ask the owner, ${owner}`])];
  return parts.length === 0 ? places : `${places === "" ? "" : `${places}: `}${parts.join("; ")}`;
}

/** What goes before {@link wayText}. */
export function wayLead({ todo, owner }: WayOut): "to do" | "where" {
  return todo === null && owner === null ? "where" : "to do";
}

/** `to do: …`, or `where: …` where there is nothing to do. */
export function wayLine(way: WayOut): string {
  return `${wayLead(way)}: ${wayText(way)}`;
}

function wayOf(row: Exclude<PlanRow, { verdict: "act" }>, app: PlanApp, plan: Signposts): WayOut | null {
  if (row.verdict === "nothing") return repairOf(row, app);
  const { at: placesOf, todo }: Rule = RULES[row.reason];
  const at = placesOf(row, app, plan);
  return {
    at: at.length > 0 ? at : row.sources,
    todo: todo(row, app, plan),
    owner: row.move === "app-owner" ? app.owner : null,
  };
}

/** A row that acts has a way once it was tried in vain; what a later run does by itself needs none. */
function wayAfter(row: RowWithOutcome, app: PlanApp): WayOut | null {
  const code = isDone(row) ? null : (row.outcome?.code ?? null);
  if (code === null) return null;
  const { move, todo } = OUTCOME_CODES[code];
  if (todo === null) return null;
  const isOwners = move === "app-owner";
  return { at: isOwners ? [app.source] : row.sources, todo, owner: isOwners ? app.owner : null };
}

/** What whoever runs the command can do at once for a row that is held; null: nothing. */
export function flagText({ reason, detail }: PlanRow): string | null {
  return reason === "change-limit" && detail?.includes("maxChanges") === true
    ? "--max-changes allows more for one run"
    : null;
}

/** Consent that is less than the version requires is mended only where git asks for it. */
function repairOf({ drift }: PlanRow, app: PlanApp): WayOut | null {
  if (app.repairConsent !== "report" || !drift.includes("consent-narrower")) return null;
  return { at: [app.source], todo: "write repairConsent: upgrade, or reinstall", owner: app.owner };
}

/** What there is to say of an app that is gone everywhere, as an assignment wants it. */
export function finishedLine(app: PlanApp): string {
  return (
    `${placeOf(app.source)}: ${app.name} (${app.id ?? app.manifestId ?? "no id"}): neither the catalog nor anybody has it; ` +
    "ensure: absent has done its work, and can be taken out"
  );
}

/** Where something is written: in no place where it is not known. */
type Place = (row: PlanRow, app: PlanApp, plan: Signposts) => readonly SourceLocation[];

/** For one reason: where it is decided, and what to do there. */
interface Rule {
  readonly at: Place;
  readonly todo: (row: PlanRow, app: PlanApp, plan: Signposts) => string | null;
}

/** How many places are named. */
const PLACES = 3;

const ASSIGNMENT: Place = ({ sources }) => sources;
const APP: Place = (_row, { source }) => [source];
const LOCK: Place = (row, app, plan) => (app.lock.state === "no-lock" ? APP(row, app, plan) : [app.lock.source]);
const ROLLOUT: Place = ({ app }, _app, { ruledAt }) => some(ruledAt?.rollouts?.get(app));
const EXCEPTION: Place = ({ app }, _app, { exceptions }) =>
  (exceptions ?? [])
    .filter((one) => one.app === app && one.state !== "ended")
    .map(({ source }) => source)
    .slice(0, PLACES);

/** The targets that the row names as not read; all of them where it names none. */
const UNREAD: Place = ({ detail }, _app, { targets }) => {
  const unread = targets.filter(({ state }) => state !== "read").map(({ source }) => source);
  const named = unread.filter((source) => detail?.includes(placeOf(source)) === true);
  return (named.length > 0 ? named : unread).slice(0, PLACES);
};
const UNREAD_PROTECTED: Place = (_row, _app, { targets }) =>
  targets
    .filter(({ role, state }) => role === "protected" && state !== "read")
    .map(({ source }) => source)
    .slice(0, PLACES);

/** The entry that names the user; else those that may hold the user. */
const PROTECTED: Place = ({ user }, _app, { targets }) => {
  const entries = targets.filter(({ role }) => role === "protected");
  const names = [user.id, user.userPrincipalName, user.asWritten].map((name) => (name ?? "").toLowerCase());
  const own = entries.filter(
    ({ kind, id, name }) =>
      kind === "user" && [name, id].some((written) => written !== null && names.includes(written.toLowerCase())),
  );
  const meant = own.length > 0 ? own : entries.filter(({ kind }) => kind !== "user");
  return meant.map(({ source }) => source).slice(0, PLACES);
};

function policy(...keys: readonly string[]): Place {
  return (_row, _app, { ruledAt }) => some(keys.map((key) => ruledAt?.policy?.[key]).find((at) => at !== undefined));
}

function some(source: SourceLocation | undefined): readonly SourceLocation[] {
  return source === undefined ? [] : [source];
}

function nothing(): null {
  return null;
}

function rule(at: Place, todo: Rule["todo"] | string): Rule {
  return { at, todo: typeof todo === "string" ? () => todo : todo };
}

/** A row that holds or blocks for none of these reasons: they go with `nothing` only. */
const NEVER = rule(ASSIGNMENT, nothing);

const HOLD_OFFERED = rule(ASSIGNMENT, (_row, app) =>
  app.offered === null
    ? "write a range that holds what is offered"
    : `write a range that holds ${app.offered.version}, or have a version published that fits`,
);

/** Every reason, so that no row is left without a way. */
const RULES: Readonly<Record<Reason, Rule>> = {
  "conflicting-assignments": rule(ASSIGNMENT, "give one of them a higher priority, or take one out"),
  "targets-unreadable": rule(UNREAD, ({ move }) =>
    move === "assignment-owner"
      ? "correct the entry, or take it out"
      : "name a group, list or user that can be read, or give the token a role for it",
  ),
  "user-not-found": rule(ASSIGNMENT, "correct the name, or take it out"),
  "user-not-eligible": rule(ASSIGNMENT, "take the user out, or have the account changed"),
  unreadable: rule(ASSIGNMENT, ({ move }) =>
    move === "directory-admin" ? "have the account's type, state and plans set and shown, or take the user out" : null,
  ),
  "installations-refused": rule(ASSIGNMENT, "have the user sign in to Teams once, or take the user out"),
  "installations-hidden": rule(ASSIGNMENT, `give the token a role that shows all apps; ${DOCTOR}`),
  "not-read-yet": rule(ASSIGNMENT, nothing),
  "other-copy-installed": rule(APP, "remove the other copy, or name its catalog id: replaces: { id: …, removals: … }"),
  "version-not-comparable": rule(APP, "publish a version of one to four numbers that no other one has"),
  "catalog-unreadable": rule(APP, DOCTOR),
  "app-not-in-catalog": rule(APP, (_row, app) => idAdvice(app)),
  "app-ambiguous": rule(APP, "write the catalogId of the right one in place of the manifestId"),
  "nothing-published": rule(APP, "publish a version, or take the app out"),
  "cannot-downgrade": rule(ASSIGNMENT, ({ observed }) =>
    observed.state === "present" && observed.version !== null
      ? `write a range that holds ${observed.version}`
      : "write a range that holds what is installed",
  ),
  "version-past-range": HOLD_OFFERED,
  "version-not-offered": HOLD_OFFERED,
  "denied-version": rule(APP, "publish another version, or take this one out of deny"),
  "permissions-unknown": rule(APP, "publish a version whose permissions Graph tells"),
  "permissions-not-approved": rule(APP, (_row, app) => approve(app.lacking ?? [])),
  "identity-not-approved": rule(APP, (_row, app) =>
    app.offered?.identity.state === "known" && app.offered.identity.clientAppId !== null
      ? `if it is right, write clientAppId: ${app.offered.identity.clientAppId}`
      : "take clientAppId out, if the app may have no such identity",
  ),
  "definition-not-locked": rule(LOCK, "run trueup lock, and have what it changes reviewed"),
  "consent-not-approved": rule(APP, (row, app) => approve(permissionsLacking(inForce(row), app.approved))),
  "replaces-managed-app": rule(APP, "take replaces out, or the app that it names"),
  unproved: rule(ASSIGNMENT, "report it with the plan; it stays held until then"),
  suspended: rule(
    (row, app, plan) => (app.suspended ? APP(row, app, plan) : policy("suspend", "policy")(row, app, plan)),
    "take out suspend: true when changes may go on",
  ),
  frozen: rule(ASSIGNMENT, (_row, _app, { freezes }) =>
    freezes?.state === "unreadable"
      ? "mend the store, which holds the freezes; nothing is changed until it can be read"
      : "run trueup thaw when changes may go on",
  ),
  protected: rule(PROTECTED, nothing),
  excepted: rule(EXCEPTION, nothing),
  settling: rule(ASSIGNMENT, nothing),
  "backing-off": rule(ASSIGNMENT, "mend what the earlier tries ended with, or take the user out"),
  "reinstall-without-store": rule(APP, "set TRUEUP_STORE, or write repairConsent: upgrade"),
  "protected-unresolved": rule(UNREAD_PROTECTED, ({ move }) =>
    move === "directory-admin"
      ? "give the token a role for the entry of protectedUsers, or name one that can be read"
      : "correct the entry of protectedUsers, or take it out",
  ),
  "removal-limit": rule(
    (row, app, plan) =>
      row.action === "replace" ? APP(row, app, plan) : policy("maxRemovals", "policy")(row, app, plan),
    (row) => limitText(row.action === "replace" ? "replaces.removals" : "policy.maxRemovals", row),
  ),
  "change-limit": rule(
    (row, app, plan) => policy(limitOf(row), "policy")(row, app, plan),
    (row) => limitText(`policy.${limitOf(row)}`, row),
  ),
  "rollout-halted": rule(ROLLOUT, resume),
  "rollout-expired": rule(ROLLOUT, resume),
  "rollout-without-store": rule(ROLLOUT, "set TRUEUP_STORE to a file that the run may write"),
  "not-aged": rule(ROLLOUT, nothing),
  "next-ring": rule(ROLLOUT, nothing),
  soaking: rule(ROLLOUT, nothing),
  "gate-pending": rule(ROLLOUT, nothing),
  "gate-unreadable": rule(ROLLOUT, "have what the gate asks answer, or take the gate out"),
  "next-day": rule(policy("perDay", "policy"), nothing),
  "next-run": rule(policy("perRun", "policy"), nothing),
  "outside-window": rule(
    (row, app, plan) => [...policy("window")(row, app, plan), ...ROLLOUT(row, app, plan)].slice(0, 1),
    nothing,
  ),
  "not-in-plan": rule(ASSIGNMENT, "run trueup plan again, and have the new plan reviewed"),
  "outside-envelope": rule(ASSIGNMENT, "run trueup plan again, and have the new plan reviewed"),
  "left-alone": NEVER,
  "not-applicable": NEVER,
  "not-installed": NEVER,
  "in-sync": NEVER,
  "newer-than-offered": NEVER,
};

/** Which of the two limits it was stands in its own detail. */
function limitOf({ detail }: PlanRow): "maxChanges" | "maxDue" {
  return detail?.includes("maxDue") === true ? "maxDue" : "maxChanges";
}

function limitText(key: string, { detail }: PlanRow): string {
  const due = /^\d+/.exec(detail ?? "")?.[0];
  return due === undefined ? `raise ${key}` : `if so many are meant, write ${key}: ${due}`;
}

function resume({ app }: PlanRow, _app: PlanApp, { rollouts }: Signposts): string {
  const line = (rollouts ?? []).filter((one) => one.app === app).flatMap((one) => resumeText(one) ?? [])[0];
  return line === undefined ? "look at it: trueup rollout says how to go on" : `when it is mended, write ${line}`;
}

function approve(lacking: readonly Permission[]): string {
  if (lacking.length === 0) return "approve under permissions what the version requires, if it is right";
  return `if it is right, add to permissions: ${lacking.map(({ value, type }) => `${value} (${type})`).join(", ")}`;
}

function inForce({ observed }: PlanRow): readonly Permission[] {
  return observed.state === "present" && observed.consent.state === "known" ? observed.consent.permissions : [];
}

function placeOf({ file, line }: SourceLocation): string {
  return `${file}:${line}`;
}
