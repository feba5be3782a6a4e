import type { Directory, DirectoryGroup, DirectoryUser, UserLookup } from "./directory.ts";

/**
 * A directory that is asked everything once, so that two desired states are resolved by the same answers. What failed is
 * asked again, and fails or succeeds for whoever asks.
 */
export function rememberDirectory(directory: Directory): Directory {
  const users = new Map<string, UserLookup>();
  const groups = new Map<string, readonly DirectoryGroup[]>();
  const members = new Map<string, readonly (readonly DirectoryUser[])[]>();
  const everybody: { pages: readonly (readonly DirectoryUser[])[] | null } = { pages: null };
  return {
    async findUsers(names) {
      const unknown = names.filter((name) => !users.has(name.toLowerCase()));
      if (unknown.length > 0) {
        for (const [name, found] of await directory.findUsers(unknown)) users.set(name.toLowerCase(), found);
      }
      const missing: UserLookup = { state: "unreadable", detail: "the directory gave no answer for this name" };
      return new Map(names.map((name) => [name, users.get(name.toLowerCase()) ?? missing]));
    },
    async findGroups(name) {
      const key = name.toLowerCase();
      const known = groups.get(key) ?? (await directory.findGroups(name));
      groups.set(key, known);
      return known;
    },
    readMembers: (groupId) =>
      remembered(
        members.get(groupId) ?? null,
        () => directory.readMembers(groupId),
        (pages) => members.set(groupId, pages),
      ),
    readAllUsers: () =>
      remembered(
        everybody.pages,
        () => directory.readAllUsers(),
        (pages) => {
          everybody.pages = pages;
        },
      ),
  };
}

/** Keeps pages only when all of them came. */
async function* remembered(
  known: readonly (readonly DirectoryUser[])[] | null,
  read: () => AsyncIterable<readonly DirectoryUser[]>,
  keep: (pages: readonly (readonly DirectoryUser[])[]) => void,
): AsyncGenerator<readonly DirectoryUser[]> {
  if (known !== null) {
    yield* known;
    return;
  }
  const pages: (readonly DirectoryUser[])[] = [];
  for await (const page of read()) {
    pages.push(page);
    yield page;
  }
  keep(pages);
}
