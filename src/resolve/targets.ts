import type { AccountType, TargetConfiguration } from "../desired/configuration.ts";
import { InternalError } from "../errors.ts";
import { type Rank, RANK_DIRECT, RANK_EVERYONE, RANK_GROUP, type Target, type TargetKind } from "../model/desired.ts";
import { isObjectId } from "../model/object-id.ts";
import { compareLocations } from "../model/order.ts";
import type { CrowdReading, Readings } from "./directory-readings.ts";
import type { Identities } from "./identities.ts";
import { foldCase, type UserKey } from "./person.ts";
import { namedUsers } from "./references.ts";

/**
 * Whom a target might hold besides the users it is known to hold: nobody when it was read to its end, anybody when it
 * was not. `nameless`: it names a user by a principal name whose lookup failed, so only somebody whose principal name
 * is not known either can be meant.
 */
type Openness = "nobody" | "nameless" | "anybody";

/** A target with the users it is known to hold. */
export interface ResolvedTarget {
  readonly target: Target;
  readonly rank: Rank;
  /** Shared by all targets that name the same group or everyone. */
  readonly users: ReadonlySet<UserKey>;
  readonly open: Openness;
}

/** What names and groups of the configuration mean. */
export interface NameResolution {
  readonly readings: Readings;
  readonly identities: Identities;
  /** Every account that `everyone` reaches, by what kinds of accounts it means. */
  readonly everyone: Everyone;
}

/**
 * Whom `everyone` reaches: every account that the directory showed, and named ones whose lookup failed, but for those
 * that cannot have the app. That holds for `absent` too: a guest is removed from only where a group, a list or their
 * name says so.
 */
export function reachedByEveryone(identities: Identities, resources: Readings["resources"]): Everyone {
  const all = new Set<UserKey>();
  for (const [key, { account }] of identities.users) {
    if (account.state !== "ineligible" && account.state !== "not-found") all.add(key);
  }
  if (resources === null) return { all, persons: null, resources: null };
  return { all, persons: all.difference(resources), resources: all.intersection(resources) };
}

/** Whom `everyone` reaches; null: which accounts are resources cannot be told. */
interface Everyone {
  readonly all: ReadonlySet<UserKey>;
  readonly persons: ReadonlySet<UserKey> | null;
  readonly resources: ReadonlySet<UserKey> | null;
}

/** Where the types cannot be told, people are taken for all accounts, but nobody is taken for a room. */
function accountsOf(types: readonly AccountType[], { all, persons, resources }: Everyone): ReadonlySet<UserKey> | null {
  if (types.includes("person")) return types.includes("resource") ? all : (persons ?? all);
  return resources;
}

/** Applies what was read to one `to`, `except` or protected entry. */
export function resolveTarget(
  written: TargetConfiguration,
  role: Target["role"],
  { readings, identities, everyone }: NameResolution,
  accountTypes: readonly AccountType[] = ["person"],
): ResolvedTarget {
  switch (written.kind) {
    case "user":
    case "usersFrom":
      return resolveNames(written, role, readings, identities);
    case "group": {
      const resolved = resolveCrowd(written, role, required(readings.groups.get(foldCase(written.name)), written.name));
      return isEmptyUnasked(resolved.target, written.allowEmpty) ? blockingWhenEmpty(resolved) : resolved;
    }
    case "everyone": {
      const reading = required(readings.everyone, written.name);
      const members = accountsOf(accountTypes, everyone);
      if (members !== null) return resolveCrowd(written, role, { ...reading, members });
      return resolveCrowd(written, role, { ...reading, state: "unreadable", members: new Set(), detail: NO_TYPES });
    }
  }
}

const NO_TYPES = "which accounts are rooms and shared devices is not told: TeamsUserConfiguration.Read.All would";

/** Whether it is a group that was read to its end and holds no user, and nobody has said that it may. */
function isEmptyUnasked({ state, members }: Target, allowEmpty: boolean): boolean {
  return state === "read" && members === 0 && !allowEmpty;
}

/**
 * An exception, or a protection, that somebody relies on and that holds nobody: whom it was meant for cannot be told. In `to`
 * it just reaches nobody.
 */
function blockingWhenEmpty(resolved: ResolvedTarget): ResolvedTarget {
  const target = { ...resolved.target, detail: NO_MEMBERS };
  return reaches(resolved.target.role) ? { ...resolved, target } : { ...resolved, target, open: "anybody" };
}

/** Whether a target of that role reaches whom it holds; the others keep something from them. */
function reaches(role: Target["role"]): boolean {
  return role === "to" || role === "ring";
}

/** What is wrong with a group that was read to its end and holds no user. */
export const NO_MEMBERS = "has no members";

/**
 * The targets that the plan lists, sorted by place. A user named one by one is listed only where the name did not
 * resolve: thousands of entries that were read, each with the one member of its row, would hide the others.
 */
export function listedTargets(targets: Iterable<ResolvedTarget>): readonly Target[] {
  const listed: Target[] = [];
  for (const { target } of targets) {
    if (target.kind !== "user" || target.state !== "read") listed.push(target);
  }
  return sortTargets(listed);
}

/** By file, line and column: no two are written at one place. */
export function sortTargets(targets: readonly Target[]): readonly Target[] {
  return targets.toSorted((a, b) => compareLocations(a.source, b.source));
}

const RANKS = {
  user: RANK_DIRECT,
  group: RANK_GROUP,
  usersFrom: RANK_GROUP,
  everyone: RANK_EVERYONE,
} as const satisfies Record<TargetKind, Rank>;

function resolveCrowd(written: TargetConfiguration, role: Target["role"], reading: CrowdReading): ResolvedTarget {
  const { kind, name, source } = written;
  const { state, id, detail } = reading;
  const members = state === "read" ? reading.members.size : null;
  return {
    target: { kind, role, name, id, state, members, detail, source },
    rank: RANKS[kind],
    users: reading.members,
    // Nobody can be acted on by an id that cannot be used, so such a one in `to` changes nothing for the others.
    open: state === "read" || (reading.onlyUnusable === true && reaches(role)) ? "nobody" : "anybody",
  };
}

/**
 * A name in `to` that did not resolve makes a row of its own, so its list counts as read. In `except` and among the
 * protected it leaves open who is meant.
 */
function resolveNames(
  written: TargetConfiguration,
  role: Target["role"],
  readings: Readings,
  identities: Identities,
): ResolvedTarget {
  const { kind, name, source } = written;
  const users = new Set<UserKey>();
  const notFound: string[] = [];
  const unreadable: string[] = [];
  let detail: string | null = null;
  for (const text of namedUsers(written)) {
    const key = required(identities.keys.get(foldCase(text)), text);
    users.add(key);
    if (readings.people.has(key)) continue;
    const lookup = readings.lookups.get(key);
    (lookup?.state === "unreadable" ? unreadable : notFound).push(text);
    if (lookup?.state === "unreadable") detail ??= lookup.detail;
    if (lookup?.state === "not-found" && kind === "user" && lookup.detail !== null)
      detail = `the directory has no such user; ${lookup.detail}`;
  }
  const unresolved = [...unreadable, ...notFound];
  const rowsTellIt = reaches(role) && kind === "usersFrom";
  const state =
    rowsTellIt || unresolved.length === 0 ? "read" : unreadable.length > 0 ? ("unreadable" as const) : "not-found";
  const target: Target = {
    kind,
    role,
    name,
    id: kind === "user" ? personId(identities, users, unresolved) : null,
    state,
    members: state === "read" ? users.size : null,
    detail: state === "read" ? null : describeUnresolved(kind, unresolved, detail),
    source,
  };
  const open = reaches(role) ? opennessOfNames(unreadable) : unresolved.length > 0 ? "anybody" : "nobody";
  return { target, rank: RANKS[kind], users, open };
}

function opennessOfNames(unreadable: readonly string[]): Openness {
  return unreadable.every(isObjectId) ? "nobody" : "nameless";
}

function personId(identities: Identities, users: ReadonlySet<UserKey>, unresolved: readonly string[]): string | null {
  const [key] = users;
  return key === undefined || unresolved.length > 0 ? null : required(identities.users.get(key), key).id;
}

const NAMES_SHOWN = 5;

function describeUnresolved(kind: TargetKind, unresolved: readonly string[], failure: string | null): string {
  const why = failure ?? "the directory has no such user";
  if (kind === "user") return why;
  const names = unresolved.slice(0, NAMES_SHOWN).join(", ");
  const rest = unresolved.length > NAMES_SHOWN ? ` and ${unresolved.length - NAMES_SHOWN} more` : "";
  return `${unresolved.length} of its users did not resolve: ${names}${rest}: ${why}`;
}

function required<T>(value: T | null | undefined, name: string): T {
  if (value === null || value === undefined) throw new InternalError(`the target "${name}" was not read`);
  return value;
}
