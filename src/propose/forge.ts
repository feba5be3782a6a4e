import type { Dispatcher } from "undici";
import type { BaseUrl } from "../http/base-url.ts";
import type { Clock } from "../model/clock.ts";

/** A branch of the repository, and its newest commit. */
export interface Branch {
  readonly name: string;
  readonly head: string;
}

/** What a branch has that the base has not. */
export interface Ahead {
  readonly commits: number;
  /** Of the newest commit, as far as the service gives it. */
  readonly message: string;
  /** The files that differ, from the root of the repository. */
  readonly files: readonly string[];
  /** The lock file there; null: there is none. */
  readonly lock: string | null;
}

/** A pull request, or merge request, from one of our branches into the base, in the same repository. */
export interface ChangeRequest {
  readonly number: number;
  readonly state: "open" | "merged" | "closed";
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  /** Where people read it; null where the service does not say. */
  readonly url: string | null;
}

/** A commit that is to be the only one that a branch has and the base has not. */
export interface NewCommit {
  readonly branch: string;
  /** Its parent. */
  readonly base: string;
  /** The commit that the branch is at now, and is at no longer afterwards; null: there is no such branch. */
  readonly over: string | null;
  readonly message: string;
  /** The whole lock file. */
  readonly text: string;
  /** Whether the base has the file. */
  readonly isThere: boolean;
}

/** One repository with its change requests, as one service keeps it. Each method throws ForgeError. */
export interface Forge {
  /** `GitHub`, in messages. */
  readonly service: string;
  /** `pull request`, in messages. */
  readonly request: string;
  /** The most UTF-16 code units that the text of a change request may have. */
  readonly longest: number;
  /** The text as it may be handed to this service: without what it would take for a command. */
  readonly harmless: (text: string) => string;
  /** The branch that changes go into, and the lock file there. */
  readonly base: () => Promise<{ readonly head: string; readonly lock: string | null }>;
  readonly branches: (prefix: string) => Promise<readonly Branch[]>;
  readonly ahead: (branch: Branch, base: string) => Promise<Ahead>;
  /** Those from a branch, the newest first. */
  readonly requests: (branch: string) => Promise<readonly ChangeRequest[]>;
  readonly push: (commit: NewCommit) => Promise<void>;
  readonly open: (branch: string, text: RequestText, labels: readonly string[]) => Promise<ChangeRequest>;
  readonly edit: (request: ChangeRequest, text: RequestText) => Promise<void>;
  readonly label: (request: ChangeRequest, labels: readonly string[]) => Promise<void>;
  readonly unlabel: (request: ChangeRequest, label: string) => Promise<void>;
  readonly close: (request: ChangeRequest, text: RequestText) => Promise<void>;
  readonly deleteBranch: (branch: Branch) => Promise<void>;
}

/** What people read of a change request. */
export interface RequestText {
  readonly title: string;
  readonly body: string;
}

/** What the process lends to requests. */
export interface Means {
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** A repository that was found, and how to reach it. */
export interface Repository {
  readonly root: BaseUrl;
  /** The branch that changes go into. */
  readonly baseBranch: string;
  /**
   * @param lockPath the lock file, from the root of the repository
   * @throws ForgeError `no-token`
   */
  readonly open: (means: Means, lockPath: string) => Forge;
}
