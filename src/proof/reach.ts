import type { AssignmentConfiguration, Configuration, TargetConfiguration } from "../desired/configuration.ts";
import { type DirectoryRecord, SEEN } from "./directory-record.ts";

// Who is reached, computed from the configuration and the directory's answers alone: nothing here is shared with the code
// that made the plan, so that a mistake there is not made here again.

/** Whom one target holds, of the people that the plan acts on. */
interface TargetReach {
  /** As written, for messages. */
  readonly name: string;
  /** 0: named one by one. 1: a group or list. 2: everyone. */
  readonly rank: number;
  readonly people: ReadonlySet<number>;
  /** Whom it might hold besides: nobody, anybody, or only people whose principal name nobody knows. */
  readonly open: "nobody" | "nameless" | "anybody";
}

/** Whom one assignment reaches. */
interface AssignmentReach {
  readonly assignment: AssignmentConfiguration;
  readonly to: readonly TargetReach[];
  readonly except: readonly TargetReach[];
}

/** Everybody's reach, as far as it concerns the people that the plan acts on. */
export interface Reaches {
  /** By app name. */
  readonly assignments: ReadonlyMap<string, readonly AssignmentReach[]>;
  readonly protectedTargets: readonly TargetReach[];
  /** What somebody accepts for a time, and for whom, as far as it is in force. */
  readonly exceptions: readonly { readonly app: string; readonly to: readonly TargetReach[] }[];
}

/**
 * @param nowMs exceptions that ended before are none; milliseconds since the epoch
 * @param concerned the people whom the plan acts on; nobody else is looked at
 */
export function reachesOf(
  configuration: Configuration,
  record: DirectoryRecord,
  concerned: ReadonlySet<number>,
  nowMs: number,
): Reaches {
  const { assignments, policy, exceptions } = configuration;
  const nameless = seenWithoutAnswer(configuration, record);
  const known = new Map<string, TargetReach>();
  const reach = (target: TargetConfiguration, role: Role, types = PERSONS): TargetReach => {
    if (target.kind === "everyone") return everyoneReach(record, concerned, types);
    if (target.kind !== "group") return targetReach(target, role, record, concerned, nameless);
    const shared = known.get(target.name) ?? targetReach(target, role, record, concerned, nameless);
    known.set(target.name, shared);
    const guardsNobody = role !== "to" && !target.allowEmpty && isEmptyGroup(target.name, record);
    return guardsNobody ? { ...shared, open: "anybody" } : shared;
  };
  const byApp = new Map<string, AssignmentReach[]>();
  for (const assignment of assignments) {
    const reached = byApp.get(assignment.app) ?? [];
    byApp.set(assignment.app, reached);
    reached.push({
      assignment,
      to: assignment.to.map((target) => reach(target, "to", assignment.accountTypes)),
      except: assignment.except.map((target) => reach(target, "except")),
    });
  }
  return {
    assignments: byApp,
    protectedTargets: policy.protectedUsers.map((target) => reach(target, "protected")),
    exceptions: exceptions
      .filter(({ endsAtMs }) => endsAtMs > nowMs)
      .map(({ app, to }) => ({ app, to: to.map((target) => reach(target, "exception")) })),
  };
}

const PERSONS: AssignmentConfiguration["accountTypes"] = ["person"];

type Role = "to" | "except" | "protected" | "exception";

const OBJECT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function targetReach(
  target: Exclude<TargetConfiguration, { readonly kind: "everyone" }>,
  role: Role,
  record: DirectoryRecord,
  concerned: ReadonlySet<number>,
  nameless: ReadonlyMap<string, number | "several">,
): TargetReach {
  switch (target.kind) {
    case "user":
      return namesReach(target.name, 0, [target.name], role, record, concerned, nameless);
    case "usersFrom":
      return namesReach(target.name, 1, target.users, role, record, concerned, nameless);
    case "group":
      return groupReach(target.name, record, concerned);
  }
}

function namesReach(
  name: string,
  rank: number,
  names: readonly string[],
  role: Role,
  record: DirectoryRecord,
  concerned: ReadonlySet<number>,
  nameless: ReadonlyMap<string, number | "several">,
): TargetReach {
  const people = new Set<number>();
  let open: TargetReach["open"] = "nobody";
  for (const written of names) {
    const key = written.toLowerCase();
    const answer = record.lookups.get(key);
    const person = answer?.state === "found" ? answer.person : (record.people.get(key) ?? nameless.get(key));
    if (typeof person === "number") {
      if (concerned.has(person)) people.add(person);
    } else if (role !== "to") open = "anybody";
    else if (answer?.state !== "not-found" && !OBJECT_ID.test(key)) open = "nameless";
  }
  return { name, rank, people, open };
}

function groupReach(name: string, record: DirectoryRecord, concerned: ReadonlySet<number>): TargetReach {
  const ids = record.groupNames.get(name.toLowerCase());
  const [id] = ids ?? [];
  const group = ids?.size === 1 && id !== undefined ? record.groups.get(id) : undefined;
  const people = new Set<number>();
  for (const page of group?.members ?? []) {
    for (const person of page) if (concerned.has(person)) people.add(person);
  }
  return { name, rank: 1, people, open: group?.isComplete === true ? "nobody" : "anybody" };
}

/** Whether one group fits the name, and was read to its end without a single member. */
function isEmptyGroup(name: string, record: DirectoryRecord): boolean {
  const ids = [...(record.groupNames.get(name.toLowerCase()) ?? [])];
  return (
    ids.length === 1 && ids.every((id) => record.groups.get(id)?.members.every((page) => page.length === 0) === true)
  );
}

/** Everyone is whoever any answer showed, and is known to be a member, enabled, and not without any usable plan. */
function everyoneReach(
  record: DirectoryRecord,
  concerned: ReadonlySet<number>,
  types: AssignmentConfiguration["accountTypes"],
): TargetReach {
  const resources = record.resources();
  const resourcePeople = new Set([...(resources ?? [])].map((id) => record.people.get(id)));
  const people = new Set<number>();
  for (const person of concerned) {
    const type = resources !== null && resourcePeople.has(person) ? "resource" : "person";
    const isMeant = resources === null ? types.includes("person") : types.includes(type);
    if (isMeant && record.accounts[person] === (SEEN.member | SEEN.enabled)) people.add(person);
  }
  const isTold = resources !== null || types.includes("person");
  const isComplete = isTold && record.everyone()?.isComplete === true;
  return { name: "everyone", rank: 2, people, open: isComplete ? "nobody" : "anybody" };
}

/**
 * People by their principal name, for written names that the directory did not find by asking: an answer about a group may
 * show them all the same. A name that two people have is nobody's.
 */
function seenWithoutAnswer(
  configuration: Configuration,
  record: DirectoryRecord,
): ReadonlyMap<string, number | "several"> {
  const wanted = new Set<string>();
  for (const name of namesIn(configuration)) {
    const key = name.toLowerCase();
    if (record.lookups.get(key)?.state !== "found") wanted.add(key);
  }
  const named = new Map<string, number | "several">();
  if (wanted.size === 0) return named;
  for (const [person, name] of record.principalNames.entries()) {
    const key = name?.toLowerCase();
    if (key === undefined || !wanted.has(key)) continue;
    named.set(key, named.has(key) ? "several" : person);
  }
  return named;
}

function* namesIn({ assignments, policy, exceptions }: Configuration): Generator<string> {
  for (const targets of [
    ...assignments.map(({ to, except }) => [...to, ...except]),
    ...exceptions.map(({ to }) => to),
  ]) {
    for (const target of targets) {
      if (target.kind === "user") yield target.name;
      if (target.kind === "usersFrom") yield* target.users;
    }
  }
  for (const target of policy.protectedUsers) if (target.kind === "user") yield target.name;
}

/** What decides about one person and one app. */
export interface Deciding {
  /** The strongest of the assignments that reach the person and do not except them; several where they tie. */
  readonly assignments: readonly AssignmentConfiguration[];
  /** Targets that were not read to their end and might hold somebody who changes that, by name. */
  readonly unread: readonly string[];
}

/**
 * Who decides: named one by one beats a group or list, which beats everyone; then the higher priority wins.
 * @param hasName whether any answer told the person's principal name
 */
export function decidingFor(reaches: readonly AssignmentReach[], person: number, hasName: boolean): Deciding {
  const counting = reaches.filter(({ except }) => !except.some(({ people }) => people.has(person)));
  const reached = counting.flatMap((reach): Ranked[] => {
    const ranks = reach.to.filter(({ people }) => people.has(person)).map(({ rank }) => rank);
    return ranks.length === 0 ? [] : [{ reach, rank: Math.min(...ranks) }];
  });
  const [best] = reached.toSorted(strongestFirst);
  if (best === undefined) return { assignments: [], unread: [] };
  const deciding = reached.filter((other) => strongestFirst(best, other) === 0);
  const mightHold = ({ open }: TargetReach) => open === "anybody" || (open === "nameless" && !hasName);
  const rivals = counting.flatMap((reach) =>
    reach.to.filter((target) => mightHold(target) && strongestFirst(best, { reach, rank: target.rank }) >= 0),
  );
  const exceptions = deciding.flatMap(({ reach }) => reach.except.filter(({ open }) => open !== "nobody"));
  return {
    assignments: deciding.map(({ reach }) => reach.assignment),
    unread: [...rivals, ...exceptions].map(({ name }) => name),
  };
}

interface Ranked {
  readonly reach: AssignmentReach;
  readonly rank: number;
}

function strongestFirst(a: Ranked, b: Ranked): number {
  return a.rank - b.rank || b.reach.assignment.priority - a.reach.assignment.priority;
}
