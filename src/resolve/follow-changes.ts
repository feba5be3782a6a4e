import { GraphError, InternalError } from "../errors.ts";
import type { ChangeReader, DirectoryStore, Followed, KeptStream, RoundToKeep } from "./directory-changes.ts";
import { foldCase } from "./person.ts";
import type { References } from "./references.ts";

/** What following the directory needs. */
export interface FollowOptions {
  readonly changes: ChangeReader;
  readonly store: DirectoryStore;
  /** What will be asked for. */
  readonly references: References;
  /** So old may be what cannot be followed at this moment. */
  readonly maxAgeMs: number;
  readonly now: () => number;
  /** Told what could not be followed, and how old what is known of it is; null: too old, so that it is read in full. */
  readonly noteFailure: (what: Followed["kind"], error: GraphError, ageMs: number | null) => void;
}

/** What of the store is as new as this run, or as old as it may be. */
export interface UpToDate {
  readonly users: boolean;
  readonly groups: boolean;
  /** Ids without case of the groups whose direct members are known. */
  readonly members: ReadonlySet<string>;
}

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * After so long everything is read again. For directory objects that is how long a token is good for. Of users, Graph
 * documents no list of properties whose changes are told, and somebody's licence decides whether they can have an app.
 * Source: https://learn.microsoft.com/graph/delta-query-overview#token-duration
 */
const FULL_AFTER_MS = { users: DAY_MS, groups: 7 * DAY_MS, members: 7 * DAY_MS } as const;

/** Groups of one question. Source: https://learn.microsoft.com/graph/api/group-delta#odata-query-parameters */
const MOST_GROUPS = 50;
/** More streams than twice those that are needed are put together anew. */
const SPARE_STREAMS = 2;
/** How often a process that is quicker may come in between. */
const MOST_TRIES = 3;
/** Groups within groups within groups. */
const DEEPEST = 100;

/**
 * Brings what is known of the directory up to date: groups first, then their members, then users, so that a member of a
 * group is among the users that were read after it.
 * @throws GraphError of scope `run`, SignInError
 */
export async function followChanges(options: FollowOptions): Promise<UpToDate> {
  const { references } = options;
  if ((await options.store.streams()) === null) return NOTHING;
  const groups = references.groups.length > 0 && (await advance(options, "groups", { kind: "groups" })) !== "unknown";
  const members = groups ? await followMembers(options) : NOTHING.members;
  const users = await advance(options, "users", { kind: "users" });
  // Whether the groups of somebody who was deleted and restored are told again is not documented: they are read again.
  const again = users === "came-back" && groups ? await followMembers(options) : members;
  return { users: users !== "unknown", groups, members: again };
}

const NOTHING: UpToDate = { users: false, groups: false, members: new Set() };

/** `old`: not as new as this run, but as new as it has to be. */
type Advance = "known" | "came-back" | "old" | "unknown";

async function advance(options: FollowOptions, name: string, followed: Followed): Promise<Advance> {
  const { store, changes, now } = options;
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const streams = await store.streams();
    if (streams === null) return "unknown";
    const before = streams.find((one) => one.name === name) ?? null;
    const begunAt = now();
    const shape = await changes.shapeOf(followed);
    const goesOn = before?.shape === shape && isYoung(before, followed, begunAt) ? before : null;
    let round: ReadRound;
    try {
      round = await readRound(changes, followed, goesOn, begunAt);
    } catch (error) {
      if (!(error instanceof GraphError) || error.scope === "run") throw error;
      return knownAfter(error, before?.shape === shape ? before : null, followed, options);
    }
    const groupIds = followed.kind === "members" ? followed.groupIds : [];
    const { isFull, fullAt, link } = round;
    const stream = { name, shape, link, begunAt, fullAt, groupIds };
    const kept = await store.keep({ followed, stream, before: before?.link ?? null, isFull, changes: round.changes });
    if (kept === null) return "unknown";
    if (kept.kind === "kept") return kept.cameBack ? "came-back" : "known";
  }
  return "unknown";
}

/** A clock that was set back says nothing about age. */
function isYoung({ begunAt, fullAt }: KeptStream, { kind }: Followed, nowMs: number): boolean {
  return fullAt <= nowMs && begunAt <= nowMs && nowMs - fullAt < FULL_AFTER_MS[kind];
}

type ReadRound = Pick<RoundToKeep, "changes" | "isFull"> & Pick<KeptStream, "link" | "fullAt">;

async function readRound(
  changes: ChangeReader,
  followed: Followed,
  goesOn: KeptStream | null,
  begunAt: number,
): Promise<ReadRound> {
  if (goesOn !== null) {
    const later = await changes.readRound(followed, goesOn.link);
    if (later !== "start-over") return { ...later, isFull: false, fullAt: goesOn.fullAt };
  }
  const whole = await changes.readRound(followed, null);
  if (whole === "start-over") throw new InternalError("a first round of changes has no token that Graph could refuse");
  return { ...whole, isFull: true, fullAt: begunAt };
}

/** What was known stays, with its age. */
function knownAfter(
  error: GraphError,
  before: KeptStream | null,
  { kind }: Followed,
  { maxAgeMs, now, noteFailure }: FollowOptions,
): Advance {
  const ageMs = before === null ? Number.POSITIVE_INFINITY : now() - before.begunAt;
  const isOldEnough = ageMs >= 0 && ageMs <= maxAgeMs;
  noteFailure(kind, error, isOldEnough ? ageMs : null);
  return isOldEnough ? "old" : "unknown";
}

/** Follows the members of the groups that are mentioned and of all groups within them, as those become known. */
async function followMembers(options: FollowOptions): Promise<ReadonlySet<string>> {
  const { store } = options;
  const roots = await rootsOf(options);
  const known = new Set<string>();
  const failed = new Set<string>();
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const wanted = await within(store, roots);
    if (wanted === null) return NOTHING.members;
    const missing = wanted.filter((id) => !known.has(id) && !failed.has(id));
    if (missing.length === 0) return known;
    for (const groupIds of await partsOf(store, wanted, missing)) {
      const state = await advance(options, nameOf(groupIds), { kind: "members", groupIds });
      for (const id of groupIds) (state === "unknown" ? failed : known).add(id);
    }
  }
  return known;
}

/** What was followed together before is followed together again; what is new is followed by 50. */
async function partsOf(
  store: DirectoryStore,
  wanted: readonly string[],
  missing: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const kept = ((await store.streams()) ?? []).filter(({ groupIds }) => groupIds.length > 0);
  const useful = kept.filter(({ groupIds }) => groupIds.some((id) => wanted.includes(id)));
  const needed = Math.ceil(wanted.length / MOST_GROUPS);
  if (useful.length > needed * 2 + SPARE_STREAMS) {
    await store.drop(kept.map(({ name }) => name));
    return chunksOf(missing);
  }
  const again = useful.filter(({ groupIds }) => groupIds.some((id) => missing.includes(id)));
  const followed = new Set(again.flatMap(({ groupIds }) => groupIds));
  return [...again.map(({ groupIds }) => groupIds), ...chunksOf(missing.filter((id) => !followed.has(id)))];
}

function chunksOf(ids: readonly string[]): readonly (readonly string[])[] {
  const chunks: (readonly string[])[] = [];
  for (let start = 0; start < ids.length; start += MOST_GROUPS) chunks.push(ids.slice(start, start + MOST_GROUPS));
  return chunks;
}

/** No group is followed twice, so its first one names a stream. */
function nameOf(groupIds: readonly string[]): string {
  return `members ${groupIds.slice(0, 1).join("")}`;
}

/** The mentioned groups that are one group each. */
async function rootsOf({ store, references }: FollowOptions): Promise<readonly string[]> {
  const ids = new Set<string>();
  for (const name of references.groups) {
    const [group, ...others] = (await store.findGroups(name)) ?? [];
    if (group !== undefined && others.length === 0) ids.add(foldCase(group.id));
  }
  return [...ids].sort();
}

async function within(store: DirectoryStore, roots: readonly string[]): Promise<readonly string[] | null> {
  const all = new Set<string>();
  for (const root of roots) {
    const ids = await store.groupsWithin(root);
    if (ids === null) return null;
    for (const id of ids) all.add(id);
  }
  return [...all];
}
