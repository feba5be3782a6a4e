import type { DirectoryGroup, DirectoryUser } from "./directory.ts";

/** What is followed by its changes: everybody, the names of all groups, or the direct members of some. */
export type Followed =
  | { readonly kind: "users" | "groups" }
  | { readonly kind: "members"; readonly groupIds: readonly string[] };

/** A group with what decides whether its members can be seen (Graph: `visibility`). */
export interface FollowedGroup extends DirectoryGroup {
  readonly visibility: string | null;
}

/** One thing that a round tells. A property that is left out is as it was. */
export type DirectoryChange =
  | { readonly kind: "user"; readonly id: string; readonly told: Partial<Omit<DirectoryUser, "id">> }
  | { readonly kind: "group"; readonly id: string; readonly told: Partial<Omit<FollowedGroup, "id">> }
  | { readonly kind: "user-gone" | "group-gone"; readonly id: string }
  | { readonly kind: "joined"; readonly groupId: string; readonly id: string; readonly type: "user" | "group" }
  | { readonly kind: "left"; readonly groupId: string; readonly id: string };

/** A round that was read to its end, in the order in which it was told: of one thing the last counts. */
export interface ChangeRound {
  readonly changes: readonly DirectoryChange[];
  /** Where the next round begins. */
  readonly link: string;
}

/** Reads what changed. */
export interface ChangeReader {
  /**
   * What a round of it asks for, and as whom. One that began with another question, or with other permissions, does not tell
   * what this one would.
   * @throws SignInError
   */
  readonly shapeOf: (followed: Followed) => Promise<string>;
  /**
   * One round, to its end.
   * @param link where an earlier one ended; null: everything there is
   * @throws GraphError, SignInError; then nothing of it counts
   */
  readonly readRound: (followed: Followed, link: string | null) => Promise<ChangeRound | "start-over">;
}

/** How far something was followed. Times are milliseconds since the epoch. */
export interface KeptStream {
  readonly name: string;
  readonly shape: string;
  readonly link: string;
  /** When the round began that ended with this link: everything is at least as new. */
  readonly begunAt: number;
  /** When the last round began that told of everything. */
  readonly fullAt: number;
  /** Whose members are followed; empty where it is something else. */
  readonly groupIds: readonly string[];
}

/** A round to be kept, whole or not at all. */
export interface RoundToKeep {
  readonly followed: Followed;
  readonly stream: KeptStream;
  /** The link that was kept when the round began; null: there was none. */
  readonly before: string | null;
  /** Whether it told of everything, so that what it does not tell of is not there. */
  readonly isFull: boolean;
  readonly changes: readonly DirectoryChange[];
}

/** What became of it. */
export type Keeping =
  /** `cameBack`: somebody or something was gone and is there again, so that memberships may be other ones than were told. */
  | { readonly kind: "kept"; readonly cameBack: boolean }
  /** Another process has kept a round meanwhile: begin again where that one ended. */
  | { readonly kind: "overtaken" };

/**
 * The directory as earlier rounds told it. Ids and names are compared without case. No method rejects; null: it does not
 * answer any more, and nothing is known.
 */
export interface DirectoryStore {
  readonly streams: () => Promise<readonly KeptStream[] | null>;
  /** Keeps changes and link together. */
  readonly keep: (round: RoundToKeep) => Promise<Keeping | null>;
  /** Forgets how far these were followed. */
  readonly drop: (names: readonly string[]) => Promise<void>;
  /** By name without case (principal name or id): everybody whom it fits and who is there. */
  readonly findUsers: (names: readonly string[]) => Promise<ReadonlyMap<string, readonly DirectoryUser[]> | null>;
  /** By id without case; `gone` of those who were there once. */
  readonly users: (ids: readonly string[]) => Promise<ReadonlyMap<string, DirectoryUser | "gone"> | null>;
  /** By id or display name. */
  readonly findGroups: (name: string) => Promise<readonly FollowedGroup[] | null>;
  /** Ids without case of the groups within a group, however deep, and of itself. */
  readonly groupsWithin: (groupId: string) => Promise<readonly string[] | null>;
  /** Ids of the users in a group and in all groups within it, each once. */
  readonly memberIds: (groupId: string) => Promise<readonly string[] | null>;
  /** Everybody who is there, some at a time: those whose ids come after `after`, in their order. */
  readonly everybody: (after: string) => Promise<readonly DirectoryUser[] | null>;
}
