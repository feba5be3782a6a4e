import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Loaded } from "../desired/configuration.ts";
import { load } from "../desired/load.ts";
import { gitCommit } from "../git/local-repository.ts";
import type { GitSource } from "../git/remote-repository.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { LoadedState } from "../session/desired-state.ts";

/** What is at the source now. */
export interface Newest<State> {
  /** Differs when the desired state does: a commit, or a digest of files. */
  readonly version: string;
  /** Null when the source is no git. */
  readonly commit: string | null;
  /** The full name of the branch or tag that is followed; null for a folder and for a commit. */
  readonly ref: string | null;
  readonly content:
    | { readonly kind: "valid"; readonly state: State }
    | { readonly kind: "refused"; readonly problem: string };
}

/** A place that the desired state is read from. */
export interface Source<State> {
  /**
   * `known`: the version that was read last; where the source is still at it, null says so and nothing is read again.
   * @throws when it cannot be told what is there
   */
  readonly read: (known: string | null) => Promise<Newest<State> | null>;
}

/** The desired state in use. */
export interface InUse<State> {
  readonly commit: string | null;
  readonly ref: string | null;
  readonly state: State;
}

/** Why the newest desired state is not in use. */
interface Problem {
  readonly commit: string | null;
  /** One line for people. */
  readonly text: string;
}

/** Follows a source: the last good state stays in use when a newer one is refused, and it is known that it is not the newest. */
export interface Following<State> {
  /**
   * Looks at the source, once at a time: who asks meanwhile gets what comes of the look that is under way. Never fails: what
   * keeps it from looking is the problem, until a look succeeds.
   * @returns true when another state than before is in use, or the newest one was refused for the first time
   */
  readonly refresh: () => Promise<boolean>;
  /** The last state that was good; null before the first. */
  readonly inUse: () => InUse<State> | null;
  /** Null exactly while what is in use is the newest: only then may it be acted on. */
  readonly problem: () => Problem | null;
}

/**
 * Starts without a state; call `refresh`.
 * @param describeError how an error is said in one line, without secrets
 */
export function follow<State>(source: Source<State>, describeError: (error: unknown) => string): Following<State> {
  let version: string | null = null;
  let inUse: InUse<State> | null = null;
  /** Of the newest version, and of the last attempt to read it. */
  let refused: Problem | null = null;
  let unread: Problem | null = { commit: null, text: "the desired state was not read yet" };
  let looking: Promise<boolean> | null = null;

  async function look(): Promise<boolean> {
    let newest: Newest<State> | null;
    try {
      newest = await source.read(version);
    } catch (error) {
      unread = { commit: null, text: describeError(error) };
      return false;
    }
    unread = null;
    if (newest === null || newest.version === version) return false;
    version = newest.version;
    const { commit, ref, content } = newest;
    if (content.kind === "valid") inUse = { commit, ref, state: content.state };
    refused = content.kind === "valid" ? null : { commit, text: content.problem };
    return true;
  }

  return {
    refresh() {
      looking ??= look().finally(() => {
        looking = null;
      });
      return looking;
    },
    inUse: () => inUse,
    problem: () => refused ?? unread,
  };
}

/** A repository that is fetched. `shown` is how reports name it. */
export function gitDesiredState(git: GitSource, shown: string): Source<LoadedState> {
  return {
    async read(known) {
      const { commit, ref } = await git.fetch();
      if (commit === known) return null;
      const files = await git.checkOut(commit);
      const isFolder = (await stat(files)).isDirectory();
      const newest = asNewest(await load(files), commit, { path: shown }, commit, ref);
      if (newest.content.kind === "refused") return newest;
      const whoWrote: LoadedState["whoWrote"] = (file, line, asOf) =>
        git.whoWrote(isFolder ? join(files, file) : files, line, asOf);
      return { ...newest, content: { kind: "valid", state: { ...newest.content.state, whoWrote } } };
    },
  };
}

/** A folder or file that something else keeps up to date; a half-written state is refused like any other that has errors. */
export function folderDesiredState(path: string, ofFleet: Pick<LoadedState, "comesAfter"> = {}): Source<LoadedState> {
  return {
    async read(known) {
      const loaded = await load(resolve(path));
      if (loaded.digest === known) return null;
      return asNewest(loaded, loaded.digest, { path, ...ofFleet }, await gitCommit(path), null);
    },
  };
}

function asNewest(
  loaded: Loaded,
  version: string,
  from: Pick<LoadedState, "path" | "comesAfter">,
  commit: string | null,
  ref: string | null,
): Newest<LoadedState> {
  const { configuration } = loaded;
  if (configuration !== null) {
    return { version, commit, ref, content: { kind: "valid", state: { ...from, loaded, configuration, commit } } };
  }
  const errors = loaded.diagnostics.filter(({ severity }) => severity === "error");
  const [first] = errors;
  const place = placeOf(first);
  const more = errors.length > 1 ? `, and ${errors.length - 1} more; run: trueup validate` : "";
  return {
    version,
    commit,
    ref,
    content: { kind: "refused", problem: `${place}${first?.message ?? "no valid desired state"}${more}` },
  };
}

/** `apps.yaml:7: `, as far as it is known. */
function placeOf(diagnostic: Diagnostic | undefined): string {
  if (diagnostic?.file == null) return "";
  return diagnostic.line === null ? `${diagnostic.file}: ` : `${diagnostic.file}:${diagnostic.line}: `;
}
