import type { AssignmentConfiguration, Configuration } from "../desired/configuration.ts";
import { InternalError } from "../errors.ts";
import { type App, type Assignment, type Rank, RANK_DIRECT, RANK_EVERYONE, RANK_GROUP } from "../model/desired.ts";
import { compareLocations } from "../model/order.ts";
import type { Identities } from "./identities.ts";
import type { UserKey } from "./person.ts";
import { type NameResolution, type ResolvedTarget, resolveTarget } from "./targets.ts";

/** Whom every assignment reaches: what rows are made of, and what `explain` tells. */
export interface Membership {
  readonly identities: Identities;
  /** By app name; every app of the configuration is in it, in its order. */
  readonly apps: ReadonlyMap<string, AppMembership>;
}

/** Whom the assignments of one app reach. */
export interface AppMembership {
  readonly app: App;
  /** Sorted by file and line. */
  readonly assigned: readonly AssignedUsers[];
  /** The `to` targets that might hold more users than are known. */
  readonly openTargets: readonly OpenTarget[];
}

/** An assignment with its targets. */
export interface AssignedUsers {
  readonly assignment: Assignment;
  /** Position among the app's assignments. */
  readonly index: number;
  readonly to: readonly ResolvedTarget[];
  readonly except: readonly ResolvedTarget[];
  /** The users of `to`, by rank from the best. */
  readonly reached: readonly { readonly rank: Rank; readonly users: readonly ReadonlySet<UserKey>[] }[];
  /** The users of `except`. */
  readonly excepted: readonly ReadonlySet<UserKey>[];
}

/** What decides between assignments that reach the same user. */
export interface Strength {
  readonly rank: Rank;
  readonly priority: number;
}

/** A target that might hold more users than it is known to, and how strongly it would claim them. */
interface OpenTarget {
  readonly by: AssignedUsers;
  readonly resolved: ResolvedTarget;
  /** What a user would be reached with whom the target turns out to hold. */
  readonly strength: Strength;
}

/** How one assignment stands to one user, as far as is known. */
export interface Reach {
  readonly by: AssignedUsers;
  /** The best rank of all ways to the user; null: none of its targets is known to hold them. */
  readonly rank: Rank | null;
  /** True: whatever reaches the user, this assignment does not count. */
  readonly excepted: boolean;
}

const BEST_FIRST: readonly Rank[] = [RANK_DIRECT, RANK_GROUP, RANK_EVERYONE];

interface AppWithAssignments {
  readonly app: App;
  readonly assigned: AssignedUsers[];
}

/** Brings the assignments of each app together with the users that their targets hold. */
export function membershipOf(configuration: Configuration, meanings: NameResolution): Membership {
  const byApp = new Map(
    configuration.apps.map((app): [string, AppWithAssignments] => [app.name, { app, assigned: [] }]),
  );
  for (const written of configuration.assignments.toSorted((a, b) => compareLocations(a.source, b.source))) {
    const assigned = byApp.get(written.app)?.assigned;
    if (assigned === undefined) throw new InternalError(`an assignment names the app "${written.app}", which is none`);
    assigned.push(assignUsers(written, assigned.length, meanings));
  }
  const apps = new Map<string, AppMembership>();
  for (const [name, { app, assigned }] of byApp) {
    apps.set(name, { app, assigned, openTargets: assigned.flatMap(openTargetsOf) });
  }
  return { identities: meanings.identities, apps };
}

/** `except` counts for its own assignment only, and whatever the target that reached the user. */
export function reachOf(by: AssignedUsers, user: UserKey): Reach {
  const best = by.reached.find(({ users }) => users.some((set) => set.has(user)));
  return { by, rank: best?.rank ?? null, excepted: by.excepted.some((set) => set.has(user)) };
}

function assignUsers(written: AssignmentConfiguration, index: number, meanings: NameResolution): AssignedUsers {
  const { app, ensure, version, priority, accountTypes, source } = written;
  const to = written.to.map((target) => resolveTarget(target, "to", meanings, accountTypes));
  const except = written.except.map((target) => resolveTarget(target, "except", meanings));
  const reached = BEST_FIRST.map((rank) => ({
    rank,
    users: joinSmallSets(to.filter((resolved) => resolved.rank === rank)),
  }));
  return {
    assignment: { app, ensure, version, priority, source },
    index,
    to,
    except,
    reached: reached.filter(({ users }) => users.length > 0),
    excepted: joinSmallSets(except),
  };
}

/** One set for all users named one by one, so that an assignment with thousands of them is asked once and not for each. */
function joinSmallSets(targets: readonly ResolvedTarget[]): readonly ReadonlySet<UserKey>[] {
  const single = targets.filter(({ target }) => target.kind === "user").map(({ users }) => users);
  const crowds = targets.filter(({ target }) => target.kind !== "user").map(({ users }) => users);
  return single.length > 1 ? [new Set(single.flatMap((users) => [...users])), ...crowds] : [...single, ...crowds];
}

function openTargetsOf(by: AssignedUsers): readonly OpenTarget[] {
  return by.to
    .filter(({ open }) => open !== "nobody")
    .map((resolved) => ({ by, resolved, strength: { rank: resolved.rank, priority: by.assignment.priority } }));
}
