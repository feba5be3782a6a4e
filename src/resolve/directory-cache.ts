import type { Directory, DirectoryGroup, DirectoryUser, UserLookup } from "./directory.ts";
import { foldCase } from "./person.ts";

/**
 * A directory that is asked everything once, so that two desired states are resolved by the same answers. A failure is an
 * answer too: what could not be read for one of them and can be for the other would look like a difference between them.
 * A list that nobody read to its end is read anew.
 */
export function cachedDirectory(directory: Directory): Directory {
  const users = new Map<string, UserLookup>();
  const groups = new Map<string, Promise<readonly DirectoryGroup[]>>();
  const members = new Map<string, Crowd>();
  let resources: Promise<ReadonlySet<string> | null> | null = null;
  const everybody = new Map<"everybody", Crowd>();
  return {
    async findUsers(names) {
      const unknown = names.filter((name) => !users.has(foldCase(name)));
      if (unknown.length > 0) {
        for (const [name, found] of await directory.findUsers(unknown)) users.set(foldCase(name), found);
      }
      const missing: UserLookup = { state: "unreadable", detail: "the directory gave no answer for this name" };
      return new Map(names.map((name) => [name, users.get(foldCase(name)) ?? missing]));
    },
    findGroups(name) {
      const found = groups.get(foldCase(name)) ?? directory.findGroups(name);
      groups.set(foldCase(name), found);
      return found;
    },
    namesLike: (kind, beginning) => directory.namesLike(kind, beginning),
    readMembers: (groupId) => remembered(members, foldCase(groupId), () => directory.readMembers(groupId)),
    readResourceAccounts: () => (resources ??= directory.readResourceAccounts()),
    readAllUsers: () => remembered(everybody, "everybody", () => directory.readAllUsers()),
  };
}

/** The pages of a list, and what ended it before its end, where something did. */
interface Crowd {
  readonly pages: readonly (readonly DirectoryUser[])[];
  readonly failure: { readonly error: unknown } | null;
}

async function* remembered<Key>(
  known: Map<Key, Crowd>,
  key: Key,
  read: () => AsyncIterable<readonly DirectoryUser[]>,
): AsyncGenerator<readonly DirectoryUser[]> {
  const before = known.get(key);
  if (before !== undefined) {
    yield* before.pages;
    if (before.failure !== null) throw before.failure.error;
    return;
  }
  const pages: (readonly DirectoryUser[])[] = [];
  try {
    for await (const page of read()) {
      pages.push(page);
      yield page;
    }
  } catch (error) {
    known.set(key, { pages, failure: { error } });
    throw error;
  }
  known.set(key, { pages, failure: null });
}
