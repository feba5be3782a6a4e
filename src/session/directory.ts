import type { Configuration } from "../desired/configuration.ts";
import { type GraphError, UsageError } from "../errors.ts";
import type { Clock } from "../model/clock.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { span } from "../report/facts/wording.ts";
import type { ChangeReader, DirectoryStore, Followed } from "../resolve/directory-changes.ts";
import type { Directory } from "../resolve/directory.ts";
import { followedDirectory, isWorthFollowing } from "../resolve/followed-directory.ts";
import { type References, referencesOf } from "../resolve/references.ts";

/** How the directory is read; null: by its changes where a store keeps it, else in full. */
export type DirectoryMode = "full" | "delta" | null;

/** What a run is asked for that concerns its directory. */
interface Asked {
  readonly directory: DirectoryMode;
  /** So old may be what cannot be followed at this moment. */
  readonly maxAgeMs: number;
  /** A user who is asked about besides; null: nobody. */
  readonly explains: string | null;
}

/** The directory of one run. */
interface RunDirectory {
  readonly directory: Directory;
  /** What could not be followed, and what stands in for it. */
  readonly diagnostics: () => readonly Diagnostic[];
}

/**
 * The directory that a run asks: Graph's, or what the store keeps of it with what changed since.
 * @param states every desired state that will be resolved
 * @throws UsageError where it is to be followed and there is no store
 */
export function directoryOf(
  graph: { readonly directory: Directory; readonly changes: ChangeReader },
  store: DirectoryStore | null,
  states: readonly Configuration[],
  { directory: mode, maxAgeMs, explains }: Asked,
  clock: Clock,
): RunDirectory {
  if (mode === "delta" && store === null) {
    throw new UsageError(
      "--directory delta needs a store that keeps the directory, and there is none",
      "set TRUEUP_STORE to the path of a file, or leave the flag out",
    );
  }
  const others = explains === null ? [] : [explains];
  const references = together(states.map((configuration) => referencesOf(configuration, others)));
  const isFollowed = store !== null && mode !== "full" && (mode === "delta" || isWorthFollowing(references));
  if (!isFollowed) return { directory: graph.directory, diagnostics: () => [] };
  const failures = new Map<Followed["kind"], Diagnostic>();
  const directory = followedDirectory(graph.directory, {
    changes: graph.changes,
    store,
    references,
    maxAgeMs,
    now: () => clock.now(),
    noteFailure: (what, error, ageMs) => void failures.set(what, failureOf(what, error, ageMs)),
  });
  return { directory, diagnostics: () => [...failures.values()] };
}

function together(all: readonly References[]): References {
  return {
    users: [...new Set(all.flatMap(({ users }) => users))],
    groups: [...new Set(all.flatMap(({ groups }) => groups))],
    everyone: all.some(({ everyone }) => everyone),
  };
}

const TITLES = {
  users: "the users",
  groups: "the groups",
  members: "the members of groups",
} as const satisfies Record<Followed["kind"], string>;

function failureOf(what: Followed["kind"], { message }: GraphError, ageMs: number | null): Diagnostic {
  const instead =
    ageMs === null
      ? { code: "directory-not-followed", message: "they are read in full", hint: null }
      : {
          code: "directory-of-earlier",
          message: `what was known ${span(ageMs)} ago stands, as --max-age allows`,
          hint: "--max-age 0 or --directory full reads them now",
        };
  const [file, line, column] = [null, null, null];
  const text = `what changed of ${TITLES[what]} could not be read: ${message}; ${instead.message}`;
  return {
    code: instead.code,
    severity: "warning",
    message: text,
    hint: instead.hint,
    file,
    line,
    column,
    related: [],
  };
}
