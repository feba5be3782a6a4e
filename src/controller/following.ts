import { SourceError } from "../errors.ts";

/** What is at the source now. */
export interface Newest<State> {
  /** Differs when the desired state does: a commit, or a digest of files. */
  readonly version: string;
  /** Null when the source is no git. */
  readonly commit: string | null;
  readonly content:
    | { readonly kind: "valid"; readonly state: State }
    | { readonly kind: "refused"; readonly problem: string };
}

/** A place that the desired state is read from. */
export interface Source<State> {
  /**
   * `known`: the version that was read last; where the source is still at it, null says so and nothing is read again.
   * @throws SourceError when it cannot be told what is there
   */
  readonly read: (known: string | null) => Promise<Newest<State> | null>;
}

/** The desired state in use. */
export interface InUse<State> {
  readonly commit: string | null;
  readonly state: State;
}

/** Why the newest desired state is not in use. */
export interface Problem {
  readonly commit: string | null;
  /** One line for people. */
  readonly text: string;
}

/** Follows a source: the last good state stays in use when a newer one is refused, and it is known that it is not the newest. */
export interface Following<State> {
  /** Looks at the source. True when another state than before is in use, or the newest one was refused for the first time. */
  readonly refresh: () => Promise<boolean>;
  /** The last state that was good; null before the first. */
  readonly inUse: () => InUse<State> | null;
  /** Null exactly while what is in use is the newest: only then may it be acted on. */
  readonly problem: () => Problem | null;
}

/** Starts without a state; call `refresh`. */
export function follow<State>(source: Source<State>): Following<State> {
  let version: string | null = null;
  let inUse: InUse<State> | null = null;
  /** Of the newest version, and of the last attempt to read it. */
  let refused: Problem | null = null;
  let unread: Problem | null = { commit: null, text: "the desired state was not read yet" };

  return {
    async refresh() {
      let newest: Newest<State> | null;
      try {
        newest = await source.read(version);
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        unread = { commit: null, text: error.hint === null ? error.message : `${error.message} (${error.hint})` };
        return false;
      }
      unread = null;
      if (newest === null || newest.version === version) return false;
      version = newest.version;
      const { commit, content } = newest;
      if (content.kind === "valid") inUse = { commit, state: content.state };
      refused = content.kind === "valid" ? null : { commit, text: content.problem };
      return true;
    },
    inUse: () => inUse,
    problem: () => refused ?? unread,
  };
}
