import pMap from "p-map";
import { GraphError, UNUSABLE_ENTRIES } from "../errors.ts";
import { compareText } from "../model/order.ts";
import type { Directory, DirectoryUser, UserLookup } from "./directory.ts";
import { createPeople, type People } from "./people.ts";
import { foldCase, type UserKey } from "./person.ts";
import type { References } from "./references.ts";
import { createSuggestions } from "./suggestions.ts";

/** What the directory said, before any rule is applied. */
export interface Readings {
  /** Everybody whom any answer showed. */
  readonly people: People;
  /** By folded name; every mentioned user has one. */
  readonly lookups: ReadonlyMap<string, NameReading>;
  /** By folded name; every mentioned group has one. */
  readonly groups: ReadonlyMap<string, CrowdReading>;
  /** Null when nothing mentions everyone. */
  readonly everyone: Omit<CrowdReading, "members"> | null;
  /** The resource accounts; null: nothing mentions everyone, or it cannot be told which accounts they are. */
  readonly resources: ReadonlySet<UserKey> | null;
}

/** What was found for one name; `key` is the person's in `people`, `detail` of one that was not found what may be meant. */
type NameReading =
  | Extract<UserLookup, { state: "unreadable" }>
  | { readonly state: "not-found"; readonly detail: string | null }
  | { readonly state: "found"; readonly key: UserKey };

/** What was read of a group, or of everyone. Members seen before a page failed are true, but not all. */
export interface CrowdReading {
  readonly state: "read" | "unreadable" | "not-found" | "ambiguous";
  readonly id: string | null;
  readonly members: ReadonlySet<UserKey>;
  /** Why it was not read, for people; null when it was. */
  readonly detail: string | null;
  /** True of one that is unreadable: nobody else is in it but people whose ids cannot be used. */
  readonly onlyUnusable?: true;
}

/** Enough to hide the latency of one call behind others; Graph's own limits are kept behind the port. */
const CONCURRENT_READS = 8;

const NOBODY: ReadonlySet<UserKey> = new Set();

/**
 * Asks the directory for everything that is mentioned: users in one call, each group once, everyone once.
 * A call that fails for its own target becomes `unreadable`.
 * @throws whatever concerns more than one target, such as a GraphError of scope `run`
 */
export async function readDirectory(mentions: References, directory: Directory): Promise<Readings> {
  const people = createPeople();
  const lookups = new Map<string, NameReading>();
  const groups = new Map<string, CrowdReading>();
  const memberships = new Map<string, Promise<CrowdReading>>();
  let everyone: Readings["everyone"] = null;
  let resources: ReadonlySet<UserKey> | null = null;

  const membersOf = (groupId: string): Promise<CrowdReading> => {
    const key = foldCase(groupId);
    const reading = memberships.get(key) ?? readGroupMembers(groupId, directory.readMembers(groupId), people.meet);
    memberships.set(key, reading);
    return reading;
  };

  const tasks: (() => Promise<void>)[] = mentions.groups.map((name) => async () => {
    groups.set(foldCase(name), await readGroup(name, directory, membersOf));
  });
  if (mentions.users.length > 0) {
    tasks.unshift(async () => {
      for (const [name, lookup] of await lookUp(mentions.users, directory)) {
        if (lookup.state === "found") lookups.set(name, { state: "found", key: people.meet(lookup.user) });
        else lookups.set(name, lookup.state === "not-found" ? { ...lookup, detail: null } : lookup);
      }
    });
  }
  if (mentions.everyone) {
    tasks.unshift(async () => {
      resources = await readResources(directory);
    });
    tasks.unshift(async () => {
      everyone = await readCrowd(null, directory.readAllUsers(), people.meet);
    });
  }
  await pMap(tasks, (task) => task(), { concurrency: CONCURRENT_READS });
  await suggest({ people, lookups, groups, everyone, resources }, directory, mentions);
  return { people, lookups, groups, everyone, resources };
}

/** Where the read fails the types are not told, as without the role. */
async function readResources(directory: Directory): Promise<ReadonlySet<UserKey> | null> {
  try {
    return await directory.readResourceAccounts();
  } catch (error) {
    targetFailure(error);
    return null;
  }
}

/** Adds to what was not found what may have been meant, once everything was read: a list of everyone has all the names. */
async function suggest(
  {
    people,
    lookups,
    groups,
    everyone,
  }: Readings & { readonly lookups: Map<string, NameReading>; readonly groups: Map<string, CrowdReading> },
  directory: Directory,
  mentions: References,
): Promise<void> {
  const principalNames = (): readonly string[] =>
    everyone?.state === "read" ? [...people.values()].flatMap(({ userPrincipalName }) => userPrincipalName ?? []) : [];
  const users = createSuggestions(directory, principalNames);
  for (const name of mentions.users) {
    if (lookups.get(foldCase(name))?.state !== "not-found") continue;
    lookups.set(foldCase(name), { state: "not-found", detail: await users.about("user", name) });
  }
  const others = createSuggestions(directory, principalNames);
  for (const name of mentions.groups) {
    const group = groups.get(foldCase(name));
    if (group?.state !== "not-found") continue;
    const detail = [group.detail, await others.about("group", name)].filter((part) => part !== null).join("; ");
    groups.set(foldCase(name), { ...group, detail });
  }
}

/** One answer for each name, by folded name, also where the directory forgot one. */
async function lookUp(names: readonly string[], directory: Directory): Promise<ReadonlyMap<string, UserLookup>> {
  const answers = new Map<string, UserLookup>();
  let missing = "the directory gave no answer";
  try {
    for (const [name, lookup] of await directory.findUsers(names)) answers.set(foldCase(name), lookup);
  } catch (error) {
    missing = targetFailure(error);
  }
  return new Map(
    names.map((name) => [foldCase(name), answers.get(foldCase(name)) ?? { state: "unreadable", detail: missing }]),
  );
}

async function readGroup(
  name: string,
  directory: Directory,
  membersOf: (groupId: string) => Promise<CrowdReading>,
): Promise<CrowdReading> {
  try {
    const groups = await directory.findGroups(name);
    const ids = [...new Map(groups.map((group) => [foldCase(group.id), group.id])).values()].sort(compareText);
    const [id, ...others] = ids;
    if (id === undefined) {
      return { state: "not-found", id: null, members: NOBODY, detail: "the directory has no such group" };
    }
    if (others.length > 0) {
      const detail = `${ids.length} groups have this name: ${ids.join(", ")}; name one by its object id`;
      return { state: "ambiguous", id: null, members: NOBODY, detail };
    }
    return await membersOf(id);
  } catch (error) {
    return { state: "unreadable", id: null, members: NOBODY, detail: targetFailure(error) };
  }
}

async function readGroupMembers(
  id: string,
  pages: AsyncIterable<readonly DirectoryUser[]>,
  meet: (user: DirectoryUser) => UserKey,
): Promise<CrowdReading> {
  const members = new Set<UserKey>();
  const reading = await readCrowd(id, pages, (user) => members.add(meet(user)));
  return { ...reading, members };
}

async function readCrowd(
  id: string | null,
  pages: AsyncIterable<readonly DirectoryUser[]>,
  note: (user: DirectoryUser) => void,
): Promise<Omit<CrowdReading, "members">> {
  try {
    for await (const page of pages) page.forEach(note);
    return { state: "read", id, detail: null };
  } catch (error) {
    const reading = { state: "unreadable", id, detail: targetFailure(error) } as const;
    return isOnlyUnusable(error) ? { ...reading, onlyUnusable: true } : reading;
  }
}

function isOnlyUnusable(error: unknown): boolean {
  return error instanceof GraphError && error.code === UNUSABLE_ENTRIES;
}

/** Why one target failed; anything that is not a failure of one target goes on upwards. */
function targetFailure(error: unknown): string {
  if (error instanceof GraphError && error.scope === "target") return error.message;
  throw error;
}
