import semver from "semver";
import { rule, type Ruling } from "../model-check/rules.ts";
import { type Accepted, type Offered, PLAIN } from "../model-check/situation.ts";
import type { Assigned, Definition, ManagedApp, Named, World } from "./world.ts";

/** What the desired state comes to for one pair, by the contract's words. */
export interface Claim {
  /** The id of the user; the name as written of somebody whom the directory does not have. */
  readonly user: string;
  readonly app: string;
  readonly rank: 0 | 1 | 2;
  readonly winner: Assigned;
  readonly disagreeing: boolean;
}

/** The users of a group, nested ones too; empty for a group that is not there. */
export function membersOf(world: World, groupId: string): ReadonlySet<string> {
  const users = new Set<string>();
  const open = [groupId];
  const seen = new Set<string>();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const group = world.groups.find((one) => one.id === id);
    if (seen.has(id) || group === undefined) continue;
    seen.add(id);
    for (const user of group.users) if (world.people.some((person) => person.id === user)) users.add(user);
    open.push(...group.groups);
  }
  return users;
}

/** Whom an entry names. Somebody who is named alone is reached also when the directory has nobody of that name. */
export function namedBy(world: World, named: Named): ReadonlySet<string> {
  switch (named.kind) {
    case "everyone":
      return new Set(world.people.filter(({ kind }) => kind === "able").map(({ id }) => id));
    case "group":
      return membersOf(world, named.id);
    case "user":
    case "listed":
    case "ghost":
      return new Set([named.id]);
  }
}

export function rankOf(named: Named): 0 | 1 | 2 {
  if (named.kind === "everyone") return 2;
  return named.kind === "group" || named.kind === "listed" ? 1 : 0;
}

/** Every pair of the desired state, by `pairKey`. */
export function claimsIn(world: World): ReadonlyMap<string, Claim> {
  const claims = new Map<string, Claim>();
  for (const assigned of world.assigned) {
    const excepted = new Set(assigned.except.flatMap((named) => [...namedBy(world, named)]));
    const best = new Map<string, 0 | 1 | 2>();
    for (const named of assigned.to) {
      for (const user of namedBy(world, named)) {
        const rank = rankOf(named);
        if (!excepted.has(user) && rank < (best.get(user) ?? 3)) best.set(user, rank);
      }
    }
    for (const [user, rank] of best) {
      const key = pairKey(user, assigned.app);
      claims.set(
        key,
        better(claims.get(key) ?? null, { user, app: assigned.app, rank, winner: assigned, disagreeing: false }),
      );
    }
  }
  return claims;
}

function better(one: Claim | null, other: Claim): Claim {
  if (one === null) return other;
  if (other.rank !== one.rank) return other.rank < one.rank ? other : one;
  if (other.winner.priority !== one.winner.priority) return other.winner.priority > one.winner.priority ? other : one;
  const agree = asksFor(one.winner) === asksFor(other.winner);
  return { ...one, disagreeing: one.disagreeing || !agree };
}

function asksFor({ ensure, version }: Assigned): string {
  return ensure === "absent" ? ensure : `${ensure} ${version}`;
}

export function pairKey(user: string, app: string): string {
  return `${user} ${app}`;
}

export function protectedIn(world: World): ReadonlySet<string> {
  return new Set(world.protectedOnes.flatMap((named) => [...namedBy(world, named)]));
}

/** Whether the directory has what an entry names. */
export function isThere(world: World, named: Named): boolean {
  switch (named.kind) {
    case "everyone":
      return true;
    case "group":
      return world.groups.some(({ id }) => id === named.id);
    case "user":
    case "listed":
    case "ghost":
      return world.people.some(({ id }) => id === named.id);
  }
}

/** Whether an exception of the app names somebody whom the directory does not have. */
export function hasOpenException(world: World, appName: string): boolean {
  return world.assigned.some(({ app, except }) => app === appName && except.some((named) => !isThere(world, named)));
}

export function newestOf(app: ManagedApp): Definition | null {
  const sorted = [...(app.definitions ?? [])].sort((a, b) => semver.compare(a.version, b.version));
  return sorted.at(-1) ?? null;
}

/** What a version constraint accepts, by npm's semver. */
export function accepts(version: string, candidate: string): boolean {
  const range = version.replace(/^latest ?/, "");
  return range === "" || semver.satisfies(candidate, range);
}

/** What somebody has of an app, as it really is. */
export interface Having {
  readonly own: { readonly version: string; readonly consent: readonly string[] } | null;
  readonly copy: boolean;
  /** Whether every entry of what the user has can be read. */
  readonly isReadable: boolean;
}

/**
 * How the row of a claim has to be decided when all that is there was read and is true, before policy. `isOpen`: a target
 * that is not there could decide it otherwise.
 */
export function rulingOf(world: World, claim: Claim, having: Having, consentShown: boolean, isOpen: boolean): Ruling {
  const app = world.apps.find(({ name }) => name === claim.app);
  const person = world.people.find(({ id }) => id === claim.user);
  if (app === undefined) throw new Error(`no app ${claim.app}`);
  const { own, copy } = having;
  const isRecognized = app.definitions !== null;
  return rule({
    ...PLAIN,
    disagreeing: claim.disagreeing,
    targetUnread: isOpen,
    account: person === undefined ? "not-found" : person.kind === "able" ? "eligible" : "ineligible",
    rank: claim.rank,
    ensure: claim.winner.ensure,
    reading: having.isReadable ? "whole" : "doubtful",
    otherCopy: copy && isRecognized,
    installed: own === null ? "absent" : placeOf(own.version),
    accepted: acceptedBy(claim.winner.version),
    offered: offeredOf(app),
    approved: new Set(app.approved),
    inForce: consentShown && own !== null ? own.consent : "unknown",
  });
}

/** `2.4.0` is 20400: places keep the order of the versions that worlds have. */
function placeOf(version: string): number {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  return major * 10_000 + minor * 100 + patch;
}

function textOf(place: number): string {
  return `${Math.floor(place / 10_000)}.${Math.floor(place / 100) % 100}.${place % 100}`;
}

function acceptedBy(version: string): Accepted {
  const upper = /<3\.0\.0|2\.x/.test(version) ? 29_999 : version === "2.4.0" ? 20_400 : Number.POSITIVE_INFINITY;
  return {
    text: version,
    latest: version.startsWith("latest"),
    has: (place) => accepts(version, textOf(place)),
    highest: upper,
  };
}

function offeredOf(app: ManagedApp): Offered {
  if (app.definitions === null) return "not-in-catalog";
  const newest = newestOf(app);
  if (newest === null) return "nothing-published";
  return { version: placeOf(newest.version), requires: newest.requires ?? "unknown" };
}
