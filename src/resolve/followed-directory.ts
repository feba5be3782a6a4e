import type { Directory, DirectoryUser, UserLookup } from "./directory.ts";
import { followChanges, type FollowOptions, type UpToDate } from "./follow-changes.ts";
import { foldCase } from "./person.ts";
import type { References } from "./references.ts";

/** So many names are looked up one by one sooner than everybody is followed for them. */
const FEW_NAMES = 100;
/** Members that are looked up in the store together. */
const AT_ONCE = 200;

/** Whether enough is asked for that following the directory is less work than reading it. */
export function isWorthFollowing({ everyone, groups, users }: References): boolean {
  return everyone || groups.length > 0 || users.length > FEW_NAMES;
}

/**
 * A directory that reads what changed since the last run, and answers from what is kept. What cannot be answered so is
 * asked of `full`: what could not be followed, groups that hide their members, and whatever is not found, since what is new
 * may be told later.
 */
export function followedDirectory(full: Directory, options: FollowOptions): Directory {
  const { store } = options;
  let following: Promise<UpToDate> | null = null;
  const upToDate = (): Promise<UpToDate> => (following ??= followChanges(options));

  async function findUsers(names: readonly string[]): Promise<ReadonlyMap<string, UserLookup>> {
    const known = (await upToDate()).users ? await store.findUsers(names) : null;
    if (known === null) return full.findUsers(names);
    const found = new Map<string, UserLookup>();
    for (const name of names) {
      const [user, ...others] = known.get(foldCase(name)) ?? [];
      if (user !== undefined && others.length === 0) found.set(name, { state: "found", user });
    }
    const missing = names.filter((name) => !found.has(name));
    if (missing.length === 0) return found;
    return new Map([...found, ...(await full.findUsers(missing))]);
  }

  async function knownMembers(groupId: string): Promise<readonly string[] | null> {
    const { users, members } = await upToDate();
    if (!users || !members.has(foldCase(groupId))) return null;
    const within = await store.groupsWithin(groupId);
    if (within === null || within.some((id) => !members.has(id))) return null;
    for (const id of within) {
      const group = (await store.findGroups(id))?.[0];
      if (group === undefined || group.visibility?.toLowerCase() === "hiddenmembership") return null;
    }
    return store.memberIds(groupId);
  }

  async function* readMembers(groupId: string): AsyncGenerator<readonly DirectoryUser[], void> {
    const ids = await knownMembers(groupId);
    if (ids === null) return yield* full.readMembers(groupId);
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      const some = ids.slice(start, start + AT_ONCE);
      const users = await store.users(some);
      // What was given until now is true; the whole list takes it in.
      if (users === null) return yield* full.readMembers(groupId);
      yield some.map((id) => users.get(foldCase(id)) ?? nothingKnownOf(id)).filter((user) => user !== "gone");
    }
  }

  async function* readAllUsers(): AsyncGenerator<readonly DirectoryUser[], void> {
    if (!(await upToDate()).users) return yield* full.readAllUsers();
    for (let after = ""; ; ) {
      const page = await store.everybody(after);
      if (page === null) return yield* full.readAllUsers();
      const last = page.at(-1);
      if (last === undefined) return;
      yield page;
      after = last.id;
    }
  }

  return {
    findUsers,
    async findGroups(name) {
      const known = (await upToDate()).groups ? await store.findGroups(name) : null;
      if (known === null || known.length === 0) return full.findGroups(name);
      return known.map(({ id, displayName }) => ({ id, displayName }));
    },
    namesLike: (kind, beginning) => full.namesLike(kind, beginning),
    readMembers,
    readResourceAccounts: () => full.readResourceAccounts(),
    readAllUsers,
  };
}

/** A member whom the users do not show (yet): somebody, of whom nothing is known. */
function nothingKnownOf(id: string): DirectoryUser {
  return { id, userPrincipalName: null, accountEnabled: null, userType: null, assignedPlans: null };
}
