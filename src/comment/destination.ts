import type { Dispatcher } from "undici";
import type { Environment } from "../forge/variables.ts";
import type { Clock } from "../model/clock.ts";
import type { BaseUrl } from "../http/base-url.ts";

/** What readers see beside a thread, and what a branch policy may ask to be resolved. */
export type ThreadStatus = "active" | "closed";

/** A comment that this sign-in made. */
export interface OwnComment {
  /** Opaque to all but the service that gave it. */
  readonly id: string;
  readonly text: string;
  /** Where people read it; null where the service does not say. */
  readonly url: string | null;
}

/** The comments of one pull request, as one service keeps them. Each method throws ForgeError. */
export interface Comments {
  /** `GitHub`, in messages. */
  readonly service: string;
  /** The most UTF-16 code units that a comment may have. */
  readonly longest: number;
  /** The text as it may be handed to this service: without what it would take for a command. */
  readonly harmless: (text: string) => string;
  /** The comments that the owner of the token made, oldest first, read to the end. */
  readonly own: () => Promise<readonly OwnComment[]>;
  readonly create: (text: string) => Promise<OwnComment>;
  /** Brings text, and whatever state the service keeps beside it, to what is wanted. False: it was so already. */
  readonly update: (comment: OwnComment, text: string) => Promise<boolean>;
  readonly remove: (comment: OwnComment) => Promise<void>;
}

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
  readonly root: BaseUrl;
  /** The run that writes, for people; null where it is not known. */
  readonly runUrl: string | null;
  /** @throws ForgeError `no-token` */
  readonly open: (means: Means) => Comments;
}
