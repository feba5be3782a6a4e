import { Buffer } from "node:buffer";
import { type Answer, notUnderstood, ok, refuse, Refused, type SandboxRequest } from "./answers.ts";
import type { DeltaEntry, DirectoryChange } from "./change-log.ts";
import type { Dials } from "./dials.ts";
import { GROUPS, USERS } from "./directory.ts";
import { checkOptions, parseSelect, select } from "./odata.ts";
import { seesHiddenMembers } from "./roles.ts";
import type { TenantState } from "./state.ts";

/** Source: https://learn.microsoft.com/graph/delta-query-overview#token-duration */
const TOKEN_LIVES_MS = 7 * 24 * 60 * 60_000;
/** Source: https://learn.microsoft.com/graph/api/user-delta#odata-query-parameters */
const MOST_FILTERED = 50;

/** What is followed, as it was asked for at the beginning; tokens hold it. */
interface Followed {
  /** Null: every property. */
  readonly select: string | null;
  /** Null: every entity. */
  readonly ids: readonly string[] | null;
}

/** What the token of a link says. `round` null: it is the token of a delta link. */
interface Token extends Followed {
  readonly moment: number;
  readonly issuedAtMs: number;
  readonly round: number | null;
  readonly offset: number;
}

/** GET /users/delta. Source: https://learn.microsoft.com/graph/api/user-delta */
export function followUsers(state: TenantState, request: SandboxRequest, dials: Dials): Answer {
  return follow(state, request, dials, {
    name: "users",
    properties: USERS.properties,
    shown: USERS.shown,
    all: () => state.users.map(({ id }) => ({ id, members: null })),
    changed: (changes) => distinct(changes, "user").map((id) => ({ id, members: null })),
    entityOf: (id) => {
      const user = state.userById.get(id);
      return user === undefined ? null : USERS.entityOf(user, request);
    },
    memberOf: () => ({}),
  });
}

/** GET /groups/delta. Source: https://learn.microsoft.com/graph/api/group-delta */
export function followGroups(state: TenantState, request: SandboxRequest, dials: Dials): Answer {
  const { membership } = state;
  const isShown = (id: string): boolean =>
    membership.groupById(id)?.visibility !== "HiddenMembership" || seesHiddenMembers(request.caller);
  return follow(state, request, dials, {
    name: "groups",
    properties: [...GROUPS.properties, "members"],
    shown: null,
    all: (followed) =>
      membership.groups().map(({ id, members }) => ({
        id,
        members: followsMembers(followed) && isShown(id) ? members : null,
      })),
    changed: (changes, followed) => {
      const properties = changes.filter(
        ({ kind, id }) => kind === "group" && (followsProperties(followed) || membership.groupById(id) === null),
      );
      const members = followsMembers(followed)
        ? changes.filter(({ kind, id }) => kind === "member" && isShown(id))
        : [];
      return distinct([...properties, ...members], "group", "member").map((id) => {
        const ids = members.flatMap((one) => (one.id === id && one.memberId !== null ? [one.memberId] : []));
        return { id, members: ids.length === 0 ? null : ids };
      });
    },
    entityOf: (id) => {
      const group = membership.groupById(id);
      return group === null ? null : GROUPS.entityOf(group, request);
    },
    memberOf: (groupId, id) => {
      const type = membership.typeOf(id) ?? "user";
      const isMember = membership.groupById(groupId)?.members.includes(id) === true && membership.typeOf(id) !== null;
      return {
        "@odata.type": `#microsoft.graph.${type}`,
        id,
        ...(isMember ? {} : { "@removed": { reason: "deleted" } }),
      };
    },
  });
}

function followsMembers({ select: text }: Followed): boolean {
  return text === null || namesIn(text).includes("members");
}

function followsProperties({ select: text }: Followed): boolean {
  return text === null || namesIn(text).some((name) => name !== "members" && name !== "id");
}

/** One collection that can be followed. */
interface Collection {
  readonly name: string;
  readonly properties: readonly string[];
  readonly shown: ReadonlySet<string> | null;
  readonly all: (followed: Followed) => readonly DeltaEntry[];
  readonly changed: (changes: readonly DirectoryChange[], followed: Followed) => readonly DeltaEntry[];
  /** As it is now; null: it is gone. */
  readonly entityOf: (id: string) => Record<string, unknown> | null;
  readonly memberOf: (groupId: string, memberId: string) => object;
}

function follow(state: TenantState, request: SandboxRequest, dials: Dials, collection: Collection): Answer {
  checkOptions(request, ["$select", "$filter", "$deltatoken"]);
  const { query, nowMs } = request;
  const upTo = state.log.momentAt(nowMs - dials.deltaLagMs);
  const linked = query.get("$skiptoken") ?? query.get("$deltatoken") ?? "";
  if (linked === "" || linked === "latest") {
    const followed = { select: query.get("$select"), ids: idsIn(query.get("$filter")) };
    parseSelect(followed.select, collection.properties);
    const all = linked === "latest" ? [] : collection.all(followed);
    return pageOf(state, request, dials, collection, tokenOfRound(all, followed, upTo));
  }
  const token = readToken(linked);
  refuseOld(token, request, dials, collection.name);
  if (token.round !== null) return pageOf(state, request, dials, collection, token);
  const from = Math.max(0, token.moment - dials.deltaReplays);
  const changed = collection.changed(state.log.between(from, upTo), token);
  return pageOf(state, request, dials, collection, tokenOfRound(changed, token, upTo));

  function tokenOfRound(entries: readonly DeltaEntry[], { select: selected, ids }: Followed, moment: number): Token {
    const wanted = entries.filter(({ id }) => ids === null || ids.includes(id));
    const round = state.log.keepRound({ entries: inChunks(wanted, dials.deltaPageSize), upTo: moment });
    return { select: selected, ids, moment, issuedAtMs: nowMs, round, offset: 0 };
  }
}

/** The members of a large group come in several parts, each after the first parts of all groups. */
function inChunks(entries: readonly DeltaEntry[], size: number): readonly DeltaEntry[] {
  const later: DeltaEntry[][] = [];
  const first = entries.map((entry) => {
    const { id, members } = entry;
    if (members === null || members.length <= size) return entry;
    for (let start = size; start < members.length; start += size) {
      (later[start / size - 1] ??= []).push({ id, members: members.slice(start, start + size) });
    }
    return { id, members: members.slice(0, size) };
  });
  return [...first, ...later.flat()];
}

/** One page of a round: what it tells is as it is now, whenever the round began. */
function pageOf(
  state: TenantState,
  request: SandboxRequest,
  dials: Dials,
  collection: Collection,
  token: Token,
): Answer {
  const round = state.log.roundOf(token.round ?? 0);
  if (round === null) throw syncStateNotFound();
  let end = token.offset;
  for (let weight = 0; end < round.entries.length && (weight === 0 || weight < dials.deltaPageSize); end += 1) {
    weight += 1 + (round.entries[end]?.members?.length ?? 0);
  }
  const selected = parseSelect(token.select, collection.properties) ?? collection.shown;
  const value = round.entries.slice(token.offset, end).map((entry) => toItem(entry, selected, collection));
  const [name, next] =
    end < round.entries.length
      ? ["$skiptoken", { ...token, offset: end }]
      : ["$deltatoken", { ...token, round: null, offset: 0, moment: round.upTo }];
  const link = `${request.root}/${collection.name}/delta?${name}=${Buffer.from(JSON.stringify(next)).toString("base64url")}`;
  return ok({
    "@odata.context": `${request.root}/$metadata#${collection.name}`,
    [name === "$skiptoken" ? "@odata.nextLink" : "@odata.deltaLink"]: link,
    value,
  });
}

function toItem({ id, members }: DeltaEntry, selected: ReadonlySet<string> | null, collection: Collection): object {
  const entity = collection.entityOf(id);
  if (entity === null) return { id, "@removed": { reason: "changed" } };
  const told = members === null ? {} : { "members@delta": members.map((member) => collection.memberOf(id, member)) };
  return { ...select(entity, selected), id, ...told };
}

/** Source: https://learn.microsoft.com/graph/delta-query-overview#synchronization-reset and #token-duration */
function refuseOld({ issuedAtMs, round }: Token, { nowMs, root }: SandboxRequest, dials: Dials, name: string): void {
  if (round === null && dials.deltaTokens === "gone") {
    const gone = refuse(410, "Resync required. Any local changes may be lost.", { code: "resyncRequired" });
    throw new Refused({ ...gone, headers: { Location: `${root}/${name}/delta?$deltatoken=` } });
  }
  const isUnknown = round === null && dials.deltaTokens === "unknown";
  if (isUnknown || nowMs - issuedAtMs > TOKEN_LIVES_MS) throw syncStateNotFound();
}

function syncStateNotFound(): Refused {
  return notUnderstood("The sync state generation is not found. Try a full sync.", "syncStateNotFound");
}

function readToken(text: string): Token {
  try {
    const token: Token = JSON.parse(Buffer.from(text, "base64url").toString());
    if (typeof token.moment === "number" && typeof token.issuedAtMs === "number") return token;
  } catch {
    // Not one of ours.
  }
  throw notUnderstood("Badly formed token.");
}

/** `id eq '…' or id eq '…'` is all that can be filtered by. */
function idsIn(filter: string | null): readonly string[] | null {
  if (filter === null) return null;
  const ids = filter.split(/ or /i).map((part) => /^\s*id eq '([^']+)'\s*$/i.exec(part)?.[1]?.toLowerCase());
  if (ids.some((id) => id === undefined) || ids.length > MOST_FILTERED) {
    throw notUnderstood(`Unsupported filter: '${filter}'.`, "Request_UnsupportedQuery");
  }
  return ids.filter((id) => id !== undefined);
}

function namesIn(selected: string): readonly string[] {
  return selected.split(",").map((name) => name.trim());
}

function distinct(
  changes: readonly DirectoryChange[],
  ...kinds: readonly DirectoryChange["kind"][]
): readonly string[] {
  return [...new Set(changes.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id))];
}
