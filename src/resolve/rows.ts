import { InternalError } from "../errors.ts";
import type { App, Claim, DesiredRow, User } from "../model/desired.ts";
import { compareText, nameInOrder } from "../model/order.ts";
import { madeRows, type Rows } from "../model/rows.ts";
import type { Identities } from "./identities.ts";
import { type AppMembership, type AssignedUsers, type Membership, type Reach, reachOf } from "./membership.ts";
import type { UserKey } from "./person.ts";
import { type Doubts, doubtsAbout, type PairDecision, decidePair } from "./precedence.ts";

/**
 * Users whom the same assignments reach in the same way share a profile, and so a claim: a tenant has few profiles,
 * however many users it has. Profiles form a tree that grows by one assignment at a time.
 */
interface Profile {
  readonly reaches: readonly Reach[];
  readonly next: Map<number, Profile>;
}

/** One row for each pair that an assignment reaches: by app, lower-cased principal name, id. */
export function rowsOf(membership: Membership): Rows<DesiredRow> {
  const order = planOrder(membership.identities);
  const apps = [...membership.apps.values()].sort((a, b) => compareText(a.app.name, b.app.name));
  // The rows of a person share one user, which is made for the first of them.
  const known: (User | undefined)[] = Array.from(order, () => undefined);
  const [users, standingOfRow]: [User[], Standing[]] = [[], []];
  for (const app of apps) {
    const profiles = profilesOf(app);
    const standing = standings(app);
    for (const [place, key] of order.entries()) {
      const profile = profiles.get(key);
      const user = profile === undefined ? undefined : (known[place] ??= membership.identities.users.get(key));
      if (profile === undefined || user === undefined) continue;
      const decided = standing(profile, doubtsAbout(user));
      if (decided === null) continue;
      users.push(user);
      standingOfRow.push(decided);
    }
  }
  return madeRows(users.length, (index) => {
    const [user, standing] = [users[index], standingOfRow[index]];
    if (user === undefined || standing === undefined) throw new InternalError(`there is no row at ${index}`);
    return { user, ...standing };
  });
}

function profilesOf({ assigned }: AppMembership): ReadonlyMap<UserKey, Profile> {
  const nobody: Profile = { reaches: [], next: new Map() };
  const profiles = new Map<UserKey, Profile>();
  for (const by of assigned) {
    for (const users of concerned(by)) {
      for (const user of users) {
        const profile = profiles.get(user) ?? nobody;
        if (profile.reaches.at(-1)?.by !== by) profiles.set(user, extend(profile, reachOf(by, user)));
      }
    }
  }
  return profiles;
}

/** Exceptions of users whom nothing reaches matter where an unread target might reach them. */
function concerned(by: AssignedUsers): readonly ReadonlySet<UserKey>[] {
  const reached = by.reached.flatMap(({ users }) => users);
  return by.to.some(({ open }) => open !== "nobody") ? [...reached, ...by.excepted] : reached;
}

const WAYS_PER_ASSIGNMENT = 8;

function extend(profile: Profile, reach: Reach): Profile {
  const way = (reach.rank ?? 3) * 2 + (reach.excepted ? 1 : 0);
  const step = reach.by.index * WAYS_PER_ASSIGNMENT + way;
  const known = profile.next.get(step);
  if (known !== undefined) return known;
  const extended: Profile = { reaches: [...profile.reaches, reach], next: new Map() };
  profile.next.set(step, extended);
  return extended;
}

/** What rows have in common. */
type Standing = Omit<DesiredRow, "user">;

function standingOf(app: App, { undecidedBy }: PairDecision, claim: Claim): Standing {
  return { app, claim, undecidedBy };
}

/** Decides each profile once for each kind of doubt; claims that say the same are one object. */
function standings(app: AppMembership): (profile: Profile, doubts: Doubts) => Standing | null {
  const known = new Map<Profile, Map<number, Standing | null>>();
  const claims = new Map<string, Claim>();
  return (profile, doubts) => {
    const doubt = (doubts.nameless ? 1 : 0) + (doubts.eligibility ? 2 : 0);
    const cache = known.get(profile) ?? new Map<number, Standing | null>();
    known.set(profile, cache);
    const cached = cache.get(doubt);
    if (cached !== undefined) return cached;
    const decided = decidePair(app, profile.reaches, doubts);
    const standing =
      decided === null ? null : standingOf(app.app, decided, shared(claims, decided.claim, profile.reaches));
    cache.set(doubt, standing);
    return standing;
  };
}

function shared(claims: Map<string, Claim>, claim: Claim, reaches: readonly Reach[]): Claim {
  const named = new Set(claim.kind === "won" ? [claim.assignment] : claim.assignments);
  const indexes = reaches.filter(({ by }) => named.has(by.assignment)).map(({ by }) => by.index);
  const key = `${claim.rank}:${indexes.join(",")}`;
  const known = claims.get(key) ?? claim;
  claims.set(key, known);
  return known;
}

/** Every user, in the order of the plan. Nobody has both name and id in common with another. */
function planOrder({ users }: Identities): readonly UserKey[] {
  const [keys, names, ids]: [UserKey[], string[], string[]] = [[], [], []];
  for (const [key, user] of users) {
    keys.push(key);
    // Most names are in lower case already, so that these texts are those of the users.
    names.push(nameInOrder(user));
    ids.push(user.id ?? "");
  }
  const order = Uint32Array.from(keys.keys());
  order.sort((a, b) => compareText(at(names, a), at(names, b)) || compareText(at(ids, a), at(ids, b)));
  return Array.from(order, (place) => at(keys, place));
}

function at<Item>(list: readonly Item[], place: number): Item {
  const item = list[place];
  if (item === undefined) throw new InternalError(`there is nobody at ${place}`);
  return item;
}
