import { join } from "node:path";
import type { Clock } from "../model/clock.ts";
import type { GitSource } from "../git/remote-repository.ts";
import type { LoadedState } from "../session/desired-state.ts";

/** Where the files of a fleet are at a moment. */
export interface FleetFiles {
  /** The folder with fleet.yaml. */
  readonly path: string;
  /** What is known of a desired state in it that its own folder does not tell. */
  readonly known: (tenantFolder: string) => Partial<Pick<LoadedState, "commit" | "whoWrote">>;
}

/** Gives the newest files; rejects with SourceError where they cannot be got. */
export type FleetFolder = () => Promise<FleetFiles>;

/** A folder that something else keeps up to date. */
export function folderAt(path: string): FleetFolder {
  return () => Promise.resolve({ path, known: () => ({}) });
}

/**
 * The folder of a repository that is fetched, at most so often.
 * @param git follows the folder of the fleet
 */
export function folderInGit(git: GitSource, clock: Pick<Clock, "elapsed">, everyMs: number): FleetFolder {
  let last: { readonly commit: string; readonly files: FleetFiles; readonly atMs: number } | null = null;
  let looking: Promise<FleetFiles> | null = null;

  async function look(): Promise<FleetFiles> {
    if (last !== null && clock.elapsed() - last.atMs < everyMs) return last.files;
    const { commit } = await git.fetch();
    const files = commit === last?.commit ? last.files : filesAt(await git.checkOut(commit), commit, git);
    last = { commit, files, atMs: clock.elapsed() };
    return files;
  }
  return () => {
    looking ??= look().finally(() => {
      looking = null;
    });
    return looking;
  };
}

function filesAt(path: string, commit: string, git: GitSource): FleetFiles {
  return {
    path,
    known: (folder) => ({ commit, whoWrote: (file, line, asOf) => git.whoWrote(join(folder, file), line, asOf) }),
  };
}
