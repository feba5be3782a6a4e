import { GraphError, InternalError, UNUSABLE_ENTRIES } from "../errors.ts";
import {
  below,
  optionalFlag,
  optionalText,
  requiredId,
  requiredText,
  UnexpectedShape,
  wireObject,
} from "../http/shapes.ts";
import type { AssignedPlan, Directory, DirectoryGroup, DirectoryUser, UserLookup } from "../resolve/directory.ts";
import { unexpectedShape } from "./failures.ts";
import { equals, type GraphRoot, isSegment, segment, startsWith, userPath } from "./graph-url.ts";
import { DIRECTORY_COSTS } from "./limits.ts";
import { checkShape, parseItems, readList, readPages } from "./paging.ts";
import type { ReadRequest, Requests } from "./requests.ts";
import { mayShowAccountTypes, showsHiddenMembers } from "./permissions.ts";
import type { TokenClaims } from "./token.ts";

/** A group with what decides whether its members can be seen. */
interface WireGroup extends DirectoryGroup {
  /** Graph: `visibility`. Null also where the token may not see it. */
  readonly visibility: string | null;
}

/** One item of a list of members. */
type Member =
  | { readonly kind: "user"; readonly user: DirectoryUser }
  | { readonly kind: "group"; readonly group: WireGroup }
  /** A device, contact, service principal or a type that came later: nobody who has apps. */
  | { readonly kind: "other" };

/** Reads one user at `path` in a body. @throws UnexpectedShape */
export type UserParser = (item: unknown, path: string) => DirectoryUser;

/**
 * A parser of users that shares equal plans, and equal lists of plans, between the users it has read: a tenant has
 * many users and few licences.
 */
export function createUserParser(): UserParser {
  const lists = new Map<string, readonly AssignedPlan[]>();

  function shared(plans: readonly AssignedPlan[]): readonly AssignedPlan[] {
    const key = JSON.stringify(plans.map((plan) => [plan.service, plan.servicePlanId, plan.capabilityStatus]));
    const known = lists.get(key);
    if (known !== undefined) return known;
    lists.set(key, plans);
    return plans;
  }

  return (item, path) => {
    const user = wireObject(item, path);
    const plans = user["assignedPlans"] ?? null;
    return {
      id: requiredId(user, "id", path),
      userPrincipalName: optionalText(user, "userPrincipalName", path),
      accountEnabled: optionalFlag(user, "accountEnabled", path),
      userType: optionalText(user, "userType", path),
      assignedPlans: plans === null ? null : shared(parseItems(plans, below(path, "assignedPlans"), parsePlan)),
    };
  };
}

/** As `parseUser`, for lists: one account of which something cannot be read is one that nothing else is known of. */
export function listedUser(parseUser: UserParser): UserParser {
  return (item, path) => {
    try {
      return parseUser(item, path);
    } catch (error) {
      if (!(error instanceof UnexpectedShape)) throw new InternalError("reading a user failed", { cause: error });
      const user = wireObject(item, path);
      const [id, name] = [requiredId(user, "id", path), user["userPrincipalName"]];
      const userPrincipalName = typeof name === "string" && name.length <= LONGEST_NAME ? name : null;
      return { id, userPrincipalName, accountEnabled: null, userType: null, assignedPlans: null };
    }
  };
}

/** Null in place of an account whose id cannot be used; `problems` takes up what is wrong with it. */
function withUsableId(
  parse: UserParser,
  problems: string[],
): (item: unknown, path: string) => ReturnType<UserParser> | null {
  return (item, path) => {
    const user = wireObject(item, path);
    try {
      return parse(user, path);
    } catch (error) {
      if (!(error instanceof UnexpectedShape)) throw new InternalError("reading a user failed", { cause: error });
      const name = user["userPrincipalName"];
      const whose = typeof name === "string" && name.length <= LONGEST_NAME ? `, of ${name}` : "";
      problems.push(`${error.message}${whose}`);
      return null;
    }
  };
}

/** Longer than any principal name. */
const LONGEST_NAME = 1_024;

function parsePlan(item: unknown, path: string): AssignedPlan {
  const plan = wireObject(item, path);
  return {
    service: optionalText(plan, "service", path),
    servicePlanId: optionalText(plan, "servicePlanId", path),
    capabilityStatus: optionalText(plan, "capabilityStatus", path),
  };
}

/** Reads one group at `path` in a body. @throws UnexpectedShape */
export function parseGroup(item: unknown, path: string): WireGroup {
  const group = wireObject(item, path);
  return {
    id: requiredId(group, "id", path),
    displayName: optionalText(group, "displayName", path),
    visibility: optionalText(group, "visibility", path),
  };
}

/** Graph's `teamsUserConfiguration` (https://learn.microsoft.com/graph/api/resources/teamsadministration-teamsuserconfiguration). */
function parseConfiguration(item: unknown, path: string): { readonly id: string; readonly accountType: string | null } {
  const configuration = wireObject(item, path);
  return {
    id: requiredText(configuration, "id", path),
    accountType: optionalText(configuration, "accountType", path),
  };
}

/**
 * Members of several types come in one list and are told apart by `@odata.type`, which therefore must be there. A type
 * that came later is a kind of user where it has a principal name.
 * Source: https://learn.microsoft.com/graph/api/group-list-transitivemembers
 */
function parseMember(parseUser: UserParser): (item: unknown, path: string) => Member {
  return (item, path) => {
    const member = wireObject(item, path);
    const type = requiredText(member, "@odata.type", path)
      .replace(/^#?microsoft\.graph\./i, "")
      .toLowerCase();
    switch (type) {
      case "user":
        return { kind: "user", user: listedUser(parseUser)(member, path) };
      case "group":
        return { kind: "group", group: parseGroup(member, path) };
      case "directoryobject":
        throw new UnexpectedShape(below(path, "@odata.type"), "does not say whether this is a user");
      default:
        return typeof member["userPrincipalName"] === "string"
          ? { kind: "user", user: listedUser(parseUser)(member, path) }
          : { kind: "other" };
    }
  };
}

/** What is asked of users. */
export const USER_PROPERTIES = "id,userPrincipalName,accountEnabled,userType,assignedPlans";
/** What is asked of groups. */
export const GROUP_PROPERTIES = "id,displayName,visibility";
const LARGEST_PAGE = 999;

/** Up to so many names are looked up one by one; for more, all users are read once. */
const MOST_SINGLE_LOOKUPS = 2000;

/** Groups of one name. */
const MOST_NAMESAKES = 1_000;

const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The directory, read through Graph. Nothing is remembered between calls. */
export function createDirectory(options: {
  readonly requests: Pick<Requests, "read">;
  readonly root: GraphRoot;
  readonly claims: () => Promise<TokenClaims | null>;
  readonly mostSingleLookups?: number;
}): Directory {
  const { requests, root } = options;
  const mostSingleLookups = options.mostSingleLookups ?? MOST_SINGLE_LOOKUPS;
  const parseUser = createUserParser();

  function request(what: string, cost: number, pathAndQuery: string): ReadRequest {
    return { what, class: "directory", cost, url: `${root.url}${pathAndQuery}` };
  }

  /** An account whose id cannot be used says nothing of the others: they are given first, and then it is told. */
  async function* readAllUsers(): AsyncGenerator<readonly DirectoryUser[], void> {
    const path = `/users?$select=${USER_PROPERTIES}&$top=${LARGEST_PAGE}`;
    const first = request("reading all users", DIRECTORY_COSTS.users, path);
    const problems: string[] = [];
    const parse = withUsableId(listedUser(parseUser), problems);
    for await (const page of readPages(requests, root, first, parse)) yield page.filter((user) => user !== null);
    const [problem] = problems;
    if (problem === undefined) return;
    const more = problems.length === 1 ? "" : ` (and ${problems.length - 1} more like that)`;
    throw new GraphError(`${first.what}: the list holds an account that cannot be used: ${problem}${more}`, {
      code: UNUSABLE_ENTRIES,
      scope: "target",
    });
  }

  async function findUsers(names: readonly string[]): Promise<ReadonlyMap<string, UserLookup>> {
    const distinct = [...new Set(names.map((name) => name.toLowerCase()))];
    const found = distinct.length > mostSingleLookups ? await findInAllUsers(distinct) : new Map<string, UserLookup>();
    // Also after a reading of all users: new users may be missing from the list, and "not found" is a decision.
    await Promise.all(
      distinct.filter((name) => !found.has(name)).map(async (name) => found.set(name, await findUser(name))),
    );
    return new Map(names.map((name) => [name, lookedUp(found, name)]));
  }

  /** The users that a reading of all users shows; where it breaks off, what it showed until then. */
  async function findInAllUsers(names: readonly string[]): Promise<Map<string, UserLookup>> {
    const wanted = new Set(names);
    const found = new Map<string, UserLookup>();
    try {
      for await (const page of readAllUsers()) {
        for (const user of page) {
          for (const name of namesOf(user)) if (wanted.has(name)) found.set(name, { state: "found", user });
        }
      }
    } catch (error) {
      if (!isAboutOneTarget(error)) throw error;
    }
    return found;
  }

  async function findUser(name: string): Promise<UserLookup> {
    if (!isSegment(name)) return { state: "not-found" };
    const path = `${userPath(name)}?$select=${USER_PROPERTIES}`;
    try {
      const answer = await requests.read(request("looking up a user", DIRECTORY_COSTS.user, path));
      const user = checkShape(answer, (body) => parseUser(body, ""));
      if (!namesOf(user).includes(name)) {
        throw unexpectedShape(answer, "neither id nor userPrincipalName is the one that was asked for");
      }
      return { state: "found", user };
    } catch (error) {
      if (!isAboutOneTarget(error)) throw error;
      return error.status === 404 ? { state: "not-found" } : { state: "unreadable", detail: error.message };
    }
  }

  async function readGroup(id: string): Promise<WireGroup> {
    const path = `/groups/${segment(id)}?$select=${GROUP_PROPERTIES}`;
    const answer = await requests.read(request("reading a group", DIRECTORY_COSTS.groups, path));
    const group = checkShape(answer, (body) => parseGroup(body, ""));
    if (group.id.toLowerCase() === id.toLowerCase()) return group;
    throw unexpectedShape(answer, "id is not the one that was asked for");
  }

  async function findGroups(name: string): Promise<readonly DirectoryGroup[]> {
    return GUID.test(name) ? findGroupById(name) : findGroupsByName(name);
  }

  async function findGroupById(id: string): Promise<readonly DirectoryGroup[]> {
    try {
      const { visibility: _, ...group } = await readGroup(id);
      return [group];
    } catch (error) {
      if (error instanceof GraphError && error.status === 404) return [];
      throw error;
    }
  }

  async function findGroupsByName(name: string): Promise<readonly DirectoryGroup[]> {
    const path = `/groups?$filter=${equals("displayName", name)}&$select=${GROUP_PROPERTIES}`;
    const byName = request("looking up a group by name", DIRECTORY_COSTS.groups, path);
    const groups = await readList(requests, root, byName, parseGroup, MOST_NAMESAKES);
    if (groups.some((group) => group.displayName?.toLowerCase() !== name.toLowerCase())) {
      throw unexpectedShape(byName.what, "groups of other names are in it");
    }
    return groups.map(({ id, displayName }) => ({ id, displayName }));
  }

  async function namesLike(kind: "user" | "group", beginning: string): Promise<readonly string[]> {
    const property = kind === "user" ? "userPrincipalName" : "displayName";
    const path = `/${kind}s?$filter=${startsWith(property, beginning)}&$select=id,${property}&$top=${LARGEST_PAGE}`;
    const cost = kind === "user" ? DIRECTORY_COSTS.users : DIRECTORY_COSTS.groups;
    const parseName = (item: unknown, place: string) => optionalText(wireObject(item, place), property, place);
    for await (const page of readPages(
      requests,
      root,
      request(`looking for a ${kind} of a similar name`, cost, path),
      parseName,
    )) {
      return page.filter((name) => name !== null);
    }
    return [];
  }

  async function readResourceAccounts(): Promise<ReadonlySet<string> | null> {
    if (!mayShowAccountTypes(await options.claims())) return null;
    try {
      return await resourceAccountsIn(`&$top=${LARGEST_PAGE}`);
    } catch (error) {
      // How large a page may be is documented nowhere. With 100 to a page 100,000 people are a thousand requests, one after another.
      if (error instanceof GraphError && error.status === 400) return resourceAccountsIn("");
      throw error;
    }
  }

  async function resourceAccountsIn(pages: string): Promise<ReadonlySet<string>> {
    const what = "reading what Teams takes accounts for";
    const path = `/admin/teams/userConfigurations?$select=id,accountType${pages}`;
    const resources = new Set<string>();
    const asked = request(what, DIRECTORY_COSTS.users, path);
    for await (const page of readPages(requests, root, asked, parseConfiguration)) {
      for (const { id, accountType } of page) if (accountType === "resourceAccount") resources.add(id.toLowerCase());
    }
    return resources;
  }

  async function* readMembers(groupId: string): AsyncGenerator<readonly DirectoryUser[], void> {
    const seesHidden = showsHiddenMembers(await options.claims());
    if (!seesHidden) refuseHidden(await readGroup(groupId));
    const properties = `${USER_PROPERTIES},visibility`;
    const path = `/groups/${segment(groupId)}/transitiveMembers?$select=${properties}&$top=${LARGEST_PAGE}`;
    const members = request("reading the members of a group", DIRECTORY_COSTS.transitiveMembers, path);
    for await (const page of readPages(requests, root, members, parseMember(parseUser))) {
      yield page.filter((member) => member.kind === "user").map((member) => member.user);
      const nested = page.filter((member) => member.kind === "group").map((member) => member.group);
      if (!seesHidden) await refuseHiddenNested(nested);
    }
  }

  /** Null may mean that the list does not show the property, so such groups are read one by one. */
  async function refuseHiddenNested(groups: readonly WireGroup[]): Promise<void> {
    const unknown = groups.filter((group) => group.visibility === null);
    const read = await Promise.all(unknown.map((group) => readGroup(group.id)));
    for (const group of [...groups, ...read]) refuseHidden(group);
  }

  return { findUsers, findGroups, namesLike, readMembers, readResourceAccounts, readAllUsers };
}

/** "Not found" is Graph's to say: a name that was not asked for is a mistake of this program, and nobody's absence. */
function lookedUp(found: ReadonlyMap<string, UserLookup>, name: string): UserLookup {
  const lookup = found.get(name.toLowerCase());
  if (lookup === undefined) throw new InternalError("a user was not looked up");
  return lookup;
}

/** The names by which the directory finds a user, lower case. */
function namesOf(user: DirectoryUser): readonly string[] {
  const names = user.userPrincipalName === null ? [user.id] : [user.id, user.userPrincipalName];
  return names.map((name) => name.toLowerCase());
}

function isAboutOneTarget(error: unknown): error is GraphError {
  return error instanceof GraphError && error.scope === "target";
}

/** A group that hides its members looks empty to a token that may not see them. */
function refuseHidden(group: WireGroup): void {
  if (group.visibility?.toLowerCase() !== "hiddenmembership") return;
  throw new GraphError(
    `group ${group.id} hides its members, and the token is not known to hold the role Member.Read.Hidden`,
    { code: "hidden-members", scope: "target" },
  );
}
