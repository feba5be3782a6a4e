import type { DesiredRow, DesiredState } from "../model/desired.ts";
import type { UserObservation } from "../model/observation.ts";

/** A reading that succeeded. */
export type Reading = Extract<UserObservation, { readonly state: "read" }>;
/** An attempt to read, with or without success. */
export type Tried = Exclude<UserObservation, { readonly state: "not-read-yet" }>;

/** What a reading looked for: only installations of these apps were kept, so it says nothing about others. */
export interface LookedFor {
  /** Catalog ids and manifest ids of the managed apps, sorted. */
  readonly appIds: readonly string[];
  /** Whether consents that the list did not show were read on their own. */
  readonly consents: boolean;
}

/** What earlier runs know of one user. Times are milliseconds since the epoch. */
export interface Recalled {
  /** Since when what is wanted for the user is what it is now; null when the user was never in scope. */
  readonly wantedSince: number | null;
  /** When the user was last read, or tried to be; null: never. Kept also when the reading itself is not good any more. */
  readonly triedAt: number | null;
  /** The last reading, unless a write was sent for the user since. */
  readonly reading: { readonly observation: Reading; readonly lookedFor: LookedFor } | null;
}

/** One user in scope, and in one text what is wanted for them. */
export interface DesiredUser {
  readonly userId: string;
  readonly userPrincipalName: string | null;
  /** Equal texts say that nothing has changed for the user, for example `expenses upgraded >=2.3 <3`. */
  readonly wanted: string;
}

/**
 * What earlier runs saw: a cache that may be lost at any time. No method rejects; where nothing can be kept or told, a user
 * is simply one that was never read.
 */
export interface ObservationCache {
  /** Notes who is in scope now, and since when what is wanted for them is what it is. */
  noteScope(users: Iterable<DesiredUser>, nowMs: number): Promise<void>;
  /** What is known of each of these users, some at a time and in any order: asking for many together is many times as fast. */
  recall(userIds: readonly string[]): AsyncIterable<readonly (readonly [string, Recalled])[]>;
  /** Keeps what was just seen. An attempt without success leaves no reading, only its time. */
  remember(userId: string, observation: Tried, lookedFor: LookedFor): Promise<void>;
}

/** What is known of somebody of whom nothing is. */
export const NEVER_READ: Recalled = { wantedSince: null, triedAt: null, reading: null };

/** The memory of a run that keeps none. */
export const NO_OBSERVATION_CACHE: ObservationCache = {
  noteScope: () => Promise.resolve(),
  async *recall(userIds) {
    yield userIds.map((userId) => [userId, NEVER_READ]);
  },
  remember: () => Promise.resolve(),
};

/**
 * What is wanted for each user, in one text such as `expenses upgraded >=2.3 <3; travel absent`. Users share texts, since
 * most of a tenant is assigned alike.
 */
export function* desiredUsers(desired: DesiredState): Generator<DesiredUser> {
  const joined = new Map<string, Map<string, string>>();
  const join = (before: string, text: string): string => {
    const known = joined.get(before) ?? new Map<string, string>();
    joined.set(before, known);
    const whole = known.get(text) ?? (before === "" ? text : `${before}; ${text}`);
    known.set(text, whole);
    return whole;
  };
  const users = new Map<string, Omit<DesiredUser, "wanted"> & { wanted: string }>();
  for (const row of desired.rows) {
    const { id: userId, userPrincipalName } = row.user;
    if (userId === null) continue;
    const user = users.get(userId) ?? { userId, userPrincipalName, wanted: "" };
    user.wanted = join(user.wanted, desiredText(row));
    users.set(userId, user);
  }
  yield* users.values();
}

function desiredText({ app, claim }: DesiredRow): string {
  if (claim.kind === "conflict") return `${app.name} conflict`;
  const { ensure, version } = claim.assignment;
  return `${app.name} ${ensure}${version === null ? "" : ` ${version.text}`}`;
}
