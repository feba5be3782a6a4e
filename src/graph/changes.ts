import { GraphError } from "../errors.ts";
import { below, requiredId, requiredText, UnexpectedShape, wireList, wireObject } from "../http/shapes.ts";
import type { JsonObject } from "../model/json-object.ts";
import type { ChangeReader, ChangeRound, DirectoryChange, Followed } from "../resolve/directory-changes.ts";
import type { DirectoryUser } from "../resolve/directory.ts";
import { createUserParser, GROUP_PROPERTIES, listedUser, parseGroup, USER_PROPERTIES } from "./directory.ts";
import { unexpectedShape } from "./failures.ts";
import type { GraphRoot } from "./graph-url.ts";
import { DIRECTORY_COSTS } from "./limits.ts";
import { heldPermissions } from "./permissions.ts";
import type { TokenClaims } from "./token.ts";
import { compareText } from "../model/order.ts";
import { checkShape, MOST_PAGES, parseNextLink } from "./paging.ts";
import type { ReadRequest, Requests } from "./requests.ts";
import { LINK_ONWARDS } from "./whole-answer.ts";

const LINK_TO_LATER = "@odata.deltaLink";

const WHAT = {
  users: "reading what changed of users",
  groups: "reading what changed of groups",
  members: "reading who joined and left groups",
} as const satisfies Record<Followed["kind"], string>;

/** What a page tells, in its order. */
type ParseItem = (item: JsonObject, path: string) => readonly DirectoryChange[];

/** Where a page leads: to the next one of its round, or to the changes that come after it. */
interface Onwards {
  readonly leads: "on" | "to-later";
  readonly link: string;
}

/**
 * Reads the directory's changes by delta queries. A round counts only when it was read to its end: its pages come in any order,
 * and tell of one thing several times.
 * Source: https://learn.microsoft.com/graph/delta-query-overview
 */
export function createChangeReader(options: {
  readonly requests: Pick<Requests, "read">;
  readonly root: GraphRoot;
  readonly claims: () => Promise<TokenClaims | null>;
}): ChangeReader {
  const { requests, root } = options;
  const parseUser = listedUser(createUserParser());
  const parsers: Readonly<Record<Followed["kind"], ParseItem>> = {
    users: (item, path) => [userChange(item, path, parseUser(item, path))],
    groups: (item, path) => [groupChange(item, path)],
    members: memberChanges,
  };

  async function readRound(followed: Followed, link: string | null): Promise<ChangeRound | "start-over"> {
    const first = link ?? `${root.url}${pathOf(followed)}`;
    if (link !== null && !isOurs(link, root)) return "start-over";
    const changes: DirectoryChange[] = [];
    const visited = new Set<string>();
    for (let url = first; ; ) {
      if (visited.has(url) || visited.size >= MOST_PAGES) throw endless(followed);
      visited.add(url);
      const page = await readPage(followed, url, link !== null);
      if (page === "start-over") return page;
      for (const change of page.changes) changes.push(change);
      if (page.leads === "to-later") return { changes, link: page.link };
      url = page.link;
    }
  }

  async function readPage(
    { kind }: Followed,
    url: string,
    hasToken: boolean,
  ): Promise<"start-over" | (Onwards & { readonly changes: readonly DirectoryChange[] })> {
    const cost = kind === "users" ? DIRECTORY_COSTS.users : DIRECTORY_COSTS.groups;
    const request: ReadRequest = { what: WHAT[kind], class: "directory", cost, url, tellsChanges: true };
    try {
      const answer = await requests.read(request);
      return checkShape(answer, (body) => {
        const page = wireObject(body, "");
        const items = wireList(page["value"], "value");
        const changes = items.flatMap((item, index) => {
          const path = `value[${index}]`;
          return parsers[kind](wireObject(item, path), path);
        });
        return { changes, ...onwardsOf(page, root) };
      });
    } catch (error) {
      if (hasToken && isTokenRefused(error)) return "start-over";
      throw error;
    }
  }

  return {
    async shapeOf(followed) {
      const held = heldPermissions(await options.claims()) ?? [];
      return [pathOf(followed), ...held.filter((name) => ON_THE_DIRECTORY.test(name)).toSorted(compareText)].join(" ");
    },
    readRound,
  };
}

/**
 * Asks for the changes of users, and of groups where these matter, from now on: whether the directory can be followed.
 * @throws GraphError, SignInError
 */
export async function probeChanges(requests: Pick<Requests, "read">, root: GraphRoot, groups: boolean): Promise<void> {
  for (const kind of groups ? (["users", "groups"] as const) : (["users"] as const)) {
    const url = `${root.url}${pathOf({ kind })}&$deltatoken=latest`;
    const cost = kind === "users" ? DIRECTORY_COSTS.users : DIRECTORY_COSTS.groups;
    const answer = await requests.read({ what: WHAT[kind], class: "directory", cost, url, tellsChanges: true });
    checkShape(answer, (body) => onwardsOf(wireObject(body, ""), root));
  }
}

/** Permissions that decide what a token is shown. */
const ON_THE_DIRECTORY = /^(?:User|Group|GroupMember|Directory|Member)\./i;

function pathOf(followed: Followed): string {
  switch (followed.kind) {
    case "users":
      return `/users/delta?$select=${USER_PROPERTIES}`;
    case "groups":
      return `/groups/delta?$select=${GROUP_PROPERTIES}`;
    case "members": {
      const filter = followed.groupIds.map((id) => `id eq '${id}'`).join(" or ");
      return `/groups/delta?$select=id,members&$filter=${encodeURIComponent(filter)}`;
    }
  }
}

/** A kept link is sent with the token, so it is looked at as one that Graph has just given. */
function isOurs(link: string, root: GraphRoot): boolean {
  try {
    return parseNextLink({ link }, "link", root) !== null;
  } catch {
    return false;
  }
}

function onwardsOf(page: JsonObject, root: GraphRoot): Onwards {
  const next = parseNextLink(page, LINK_ONWARDS, root);
  const later = parseNextLink(page, LINK_TO_LATER, root);
  if (next === null && later !== null) return { leads: "to-later", link: later };
  if (next !== null && later === null) return { leads: "on", link: next };
  throw new UnexpectedShape(
    LINK_TO_LATER,
    next === null ? "is missing, and so is the next link" : "is there beside the next link",
  );
}

/** Statuses that say something of who asks, how often, or for how long. */
const OF_THE_CALLER: ReadonlySet<number> = new Set([401, 403, 408, 429]);

/**
 * 410, or a "40x-series error" whose code is not settled: the token is not good any more.
 * Source: https://learn.microsoft.com/graph/delta-query-overview#synchronization-reset
 */
function isTokenRefused(error: unknown): boolean {
  if (!(error instanceof GraphError) || error.scope === "run" || error.status === null) return false;
  return error.status >= 400 && error.status < 500 && !OF_THE_CALLER.has(error.status);
}

function endless({ kind }: Followed): GraphError {
  return unexpectedShape(
    WHAT[kind],
    `${LINK_ONWARDS} leads to a page that was read before, or past ${MOST_PAGES} pages`,
  );
}

function isRemoved(item: JsonObject): boolean {
  return (item["@removed"] ?? null) !== null;
}

/** What is not told is as it was: an update holds at least what changed. Source: https://learn.microsoft.com/graph/api/user-delta */
function userChange(item: JsonObject, path: string, { id, ...user }: DirectoryUser): DirectoryChange {
  if (isRemoved(item)) return { kind: "user-gone", id: requiredId(item, "id", path) };
  return { kind: "user", id, told: onlyTold(user, item) };
}

function groupChange(item: JsonObject, path: string): DirectoryChange {
  const { id, ...group } = parseGroup(item, path);
  return isRemoved(item) ? { kind: "group-gone", id } : { kind: "group", id, told: onlyTold(group, item) };
}

function onlyTold<Value extends object>(parsed: Value, item: JsonObject): Partial<Value> {
  const told: Partial<Value> = { ...parsed };
  for (const key in told) if (!(key in item)) delete told[key];
  return told;
}

/**
 * Whoever joins without saying what they are could be anybody.
 * Source: https://learn.microsoft.com/graph/delta-query-groups#paging-through-members-in-a-large-group
 */
function memberChanges(item: JsonObject, path: string): readonly DirectoryChange[] {
  const groupId = requiredId(item, "id", path);
  if (isRemoved(item)) return [{ kind: "group-gone", id: groupId }];
  const key = "members@delta";
  const members = item[key] === undefined ? [] : wireList(item[key], below(path, key));
  return members.flatMap((value, index): readonly DirectoryChange[] => {
    const place = `${below(path, key)}[${index}]`;
    const member = wireObject(value, place);
    const id = requiredId(member, "id", place);
    if (isRemoved(member)) return [{ kind: "left", groupId, id }];
    const type = requiredText(member, "@odata.type", place)
      .replace(/^#?microsoft\.graph\./i, "")
      .toLowerCase();
    if (type === "directoryobject")
      throw new UnexpectedShape(below(place, "@odata.type"), "does not say whether this is a user");
    if (type === "user" || type === "group") return [{ kind: "joined", groupId, id, type }];
    return [];
  });
}
