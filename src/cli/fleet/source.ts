import { repositoryOf } from "../../controller/followed-source.ts";
import { systemClock } from "../../session/system-clock.ts";
import { type FleetFolder, folderAt, folderInGit } from "../../workers/fleet-folder.ts";
import type { Console } from "../console.ts";
import type { FleetFlags } from "./flags.ts";

/** Where the files of a fleet come from, for whoever follows them. */
interface FleetSource {
  readonly folder: FleetFolder;
  readonly discard: () => Promise<void>;
}

/** @throws UsageError for flags that exclude each other, and for a repository that is refused */
export function sourceOf(
  path: string,
  flags: FleetFlags,
  { environment }: Pick<Console, "environment">,
  stop: AbortSignal,
): FleetSource {
  const git = repositoryOf(path, flags, { environment, stop });
  if (git === null) return { folder: folderAt(path), discard: () => Promise.resolve() };
  return { folder: folderInGit(git, systemClock, flags.gitInterval), discard: git.discard };
}
