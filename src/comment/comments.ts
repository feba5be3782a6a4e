/** A comment that this sign-in made. */
export interface OwnComment {
  /** Opaque to all but the service that gave it. */
  readonly id: string;
  readonly text: string;
  /** Where people read it; null where the service does not say. */
  readonly url: string | null;
}

/** The comments of one pull request, as one service keeps them. Each method throws CommentError. */
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
