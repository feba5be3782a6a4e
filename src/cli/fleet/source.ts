import { tmpdir } from "node:os";
import { join } from "node:path";
import { UsageError } from "../../errors.ts";
import { createGitSource } from "../../git/remote-repository.ts";
import { systemClock } from "../../session/system-clock.ts";
import { type FleetFolder, folderAt, folderInGit } from "../../workers/fleet-folder.ts";
import type { Console } from "../console.ts";
import type { FleetFlags } from "./flags.ts";

/** Where the files of a fleet come from, for whoever follows them. */
interface FleetSource {
  readonly folder: FleetFolder;
  readonly discard: () => Promise<void>;
}

/** @throws UsageError for a repository that is refused */
export function sourceOf(
  path: string,
  flags: FleetFlags,
  { environment }: Pick<Console, "environment">,
  stop: AbortSignal,
): FleetSource {
  if (flags.gitUrl === undefined) return { folder: folderAt(path), discard: () => Promise.resolve() };
  if (path !== ".") {
    throw new UsageError(
      `PATH (${path}) and --git-url exclude each other`,
      "name a folder of the repository with --git-path",
    );
  }
  const token = environment["TRUEUP_GIT_TOKEN"] ?? "";
  const git = createGitSource(
    { url: flags.gitUrl, ref: flags.gitRef, path: flags.gitPath, verifySignatures: flags.verifySignatures },
    {
      workspace: flags.workspace ?? join(tmpdir(), "trueup-fleet"),
      token: token === "" ? null : token,
      environment,
      stop,
    },
  );
  return { folder: folderInGit(git, systemClock, flags.gitInterval), discard: git.discard };
}
