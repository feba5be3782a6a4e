import { GraphError, UNUSABLE_ENTRIES } from "../errors.ts";
import type { Directory, DirectoryUser, UserLookup } from "../resolve/directory.ts";

/**
 * What the directory answered in a run, kept beside the stages that use it, so that it can be asked again what they made
 * of it. People are numbers in the order in which they were first seen: a tenant of a million users has to fit.
 */
export interface DirectoryRecord {
  /** By object id without case. */
  readonly people: ReadonlyMap<string, number>;
  /** By person; null while no answer held one. Of several the first by code units. */
  readonly principalNames: readonly (string | null)[];
  /** By person: which of the {@link SEEN} were said of the account, in any answer. */
  readonly accounts: readonly number[];
  /** By name without case; a name that has none was never answered. */
  readonly lookups: ReadonlyMap<string, NameAnswer>;
  /** By name without case: the ids of the groups that fit it, without case. A search that failed is not in it. */
  readonly groupNames: ReadonlyMap<string, ReadonlySet<string>>;
  /** By group id without case. */
  readonly groups: ReadonlyMap<string, CrowdRecord>;
  /** Null: everyone was never asked for. */
  readonly everyone: () => CrowdRecord | null;
  /** Ids without case; null: never answered, or not told. */
  readonly resources: () => ReadonlySet<string> | null;
}

/** What was answered for one name. */
type NameAnswer = { readonly state: "found"; readonly person: number } | { readonly state: "not-found" | "unreadable" };

/** What was read of a group, or of everyone. */
interface CrowdRecord {
  /** Persons, a page each; may hold one twice. For everyone it is empty: those are all that any answer showed. */
  readonly members: readonly Int32Array[];
  /** True once the last page has come, and only then. */
  readonly isComplete: boolean;
}

/** Facts about an account, as bits; `unlicensed`: not one of its service plans can be used, whatever it is for. */
export const SEEN = { member: 1, guest: 2, enabled: 4, disabled: 8, unlicensed: 16 } as const;

/** A directory that remembers its answers. */
interface RecordedDirectory {
  /** Answers as the directory that was given does. */
  readonly directory: Directory;
  readonly record: DirectoryRecord;
}

/** Wraps a directory; its answers and failures pass through unchanged. */
export function recordDirectory(directory: Directory): RecordedDirectory {
  const people = new Map<string, number>();
  const principalNames: (string | null)[] = [];
  const accounts: number[] = [];
  const lookups = new Map<string, NameAnswer>();
  const groupNames = new Map<string, ReadonlySet<string>>();
  const groups = new Map<string, CrowdRecord>();
  let everyone: CrowdRecord | null = null;
  let resources: ReadonlySet<string> | null = null;

  const meet = (user: DirectoryUser): number => {
    const key = foldId(user.id);
    const person = people.get(key) ?? people.size;
    people.set(key, person);
    principalNames[person] = firstOf(principalNames[person] ?? null, user.userPrincipalName);
    accounts[person] = (accounts[person] ?? 0) | seenOf(user);
    return person;
  };
  const answerOf = (lookup: UserLookup): NameAnswer =>
    lookup.state === "found" ? { state: "found", person: meet(lookup.user) } : { state: lookup.state };

  return {
    record: {
      people,
      principalNames,
      accounts,
      lookups,
      groupNames,
      groups,
      everyone: () => everyone,
      resources: () => resources,
    },
    directory: {
      findUsers: async (names) => {
        const answers = await directory.findUsers(names);
        for (const [name, lookup] of answers) lookups.set(name.toLowerCase(), answerOf(lookup));
        return answers;
      },
      findGroups: async (name) => {
        const found = await directory.findGroups(name);
        groupNames.set(name.toLowerCase(), new Set(found.map(({ id }) => id.toLowerCase())));
        return found;
      },
      namesLike: (kind, beginning) => directory.namesLike(kind, beginning),
      readMembers: async function* (groupId) {
        const reading: { readonly members: Int32Array[]; isComplete: boolean } = { members: [], isComplete: false };
        groups.set(groupId.toLowerCase(), reading);
        for await (const page of directory.readMembers(groupId)) {
          reading.members.push(Int32Array.from(page, meet));
          yield page;
        }
        reading.isComplete = true;
      },
      readResourceAccounts: async () => {
        resources = await directory.readResourceAccounts();
        return resources;
      },
      readAllUsers: async function* () {
        const reading = { members: [], isComplete: false };
        everyone = reading;
        try {
          for await (const page of directory.readAllUsers()) {
            for (const user of page) meet(user);
            yield page;
          }
          reading.isComplete = true;
        } catch (error) {
          // Whoever is left out then cannot be acted on, whatever the plan says.
          reading.isComplete = error instanceof GraphError && error.code === UNUSABLE_ENTRIES;
          throw error;
        }
      },
    },
  };
}

/** Graph writes ids in lower case; folding such a one would keep a second copy of every id of the tenant. */
function foldId(id: string): string {
  return /[A-Z]/.test(id) ? id.toLowerCase() : id;
}

function firstOf(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a <= b ? a : b;
}

const UNUSABLE = new Set(["suspended", "deleted", "lockedout"]);

function seenOf({ userType, userPrincipalName, accountEnabled, assignedPlans }: DirectoryUser): number {
  const isOld = userType === null && userPrincipalName !== null && (accountEnabled !== null || assignedPlans !== null);
  const type = isOld ? (/#ext#/i.test(userPrincipalName) ? "guest" : "member") : userType?.toLowerCase();
  const kind = type === "member" ? SEEN.member : type === "guest" ? SEEN.guest : 0;
  const state = accountEnabled === null ? 0 : accountEnabled ? SEEN.enabled : SEEN.disabled;
  const mayUse = assignedPlans?.some(({ capabilityStatus }) => !UNUSABLE.has(capabilityStatus?.toLowerCase() ?? ""));
  return kind | state | (mayUse === false ? SEEN.unlicensed : 0);
}
