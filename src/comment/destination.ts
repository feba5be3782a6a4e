import type { Dispatcher } from "undici";
import type { Clock } from "../model/clock.ts";
import type { ThreadStatus } from "./azure-devops.ts";
import type { Comments } from "./comments.ts";
import type { ApiRoot } from "./root.ts";

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a pipeline says about itself. */
export interface Surroundings {
  readonly environment: Environment;
  /** The payload of GitHub's event; null where there is none. */
  readonly event: unknown;
  /** The number that was given by hand; null: the one of the pipeline. */
  readonly pullRequest: number | null;
  /** For Azure DevOps. */
  readonly threadStatus: ThreadStatus;
}

/** What the process lends to requests. */
interface Means {
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** A pull request that was found, and how to reach it. */
export interface Destination {
  readonly root: ApiRoot;
  /** The run that writes, for people; null where it is not known. */
  readonly runUrl: string | null;
  /** @throws CommentError `no-token` */
  readonly open: (means: Means) => Comments;
}
