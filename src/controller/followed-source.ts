import { createHash } from "node:crypto";
import { join } from "node:path";
import process from "node:process";
import { UsageError } from "../errors.ts";
import { createGitSource, type GitSource } from "../git/remote-repository.ts";
import type { LoadedState } from "../session/desired-state.ts";
import { defaultStoreFolder } from "../store/path.ts";
import type { ControllerSettings, ControllerSurroundings, Ground } from "./settings.ts";
import { folderDesiredState, gitDesiredState, type Source } from "./source.ts";

/** A source, and what to call it. */
export interface NamedSource {
  readonly follows: Source<LoadedState>;
  /** As logs and reports name it; `ref` is the full name of what is followed, once it is known. */
  readonly shown: (ref: string | null) => string;
  readonly discard: () => Promise<void>;
}

/** Which repository is followed, and where what is fetched is kept. */
export type RepositorySettings = Pick<
  ControllerSettings,
  "gitUrl" | "gitRef" | "gitPath" | "verifySignatures" | "workspace"
>;

/**
 * Where the settings say that the desired state comes from.
 * @throws UsageError for settings that exclude each other
 */
export function sourceOf(
  path: string,
  settings: ControllerSettings,
  around: ControllerSurroundings,
  ground: Ground,
): NamedSource {
  const { gitUrl, gitRef, gitPath } = settings;
  const ofPath = { shown: () => path, discard: () => Promise.resolve() };
  if (around.desiredState !== undefined) return { follows: around.desiredState, ...ofPath };
  const git = repositoryOf(path, settings, around, ground.git);
  if (git === null) return { follows: folderDesiredState(path, around.ofFleet), ...ofPath };
  return {
    follows: gitDesiredState(git, gitPath),
    shown: (ref) => `${gitUrl} at ${ref ?? gitRef}`,
    discard: git.discard,
  };
}

/**
 * The repository that is followed; null: what is followed is the path.
 * @throws UsageError for settings that exclude each other, and for a repository that is refused
 */
export function repositoryOf(
  path: string,
  { gitUrl, gitRef, gitPath, verifySignatures, workspace }: RepositorySettings,
  { environment, stop }: Pick<ControllerSurroundings, "environment" | "stop">,
  open: Ground["git"] = createGitSource,
): GitSource | null {
  if (gitUrl === undefined) {
    if (verifySignatures) throw new UsageError("--verify-signatures is for --git-url", "a folder has no signature");
    return null;
  }
  if (path !== ".") {
    throw new UsageError(
      `PATH (${path}) and --git-url exclude each other`,
      "name a folder of the repository with --git-path",
    );
  }
  const name = createHash("sha256").update(gitUrl).digest("hex").slice(0, 16);
  const kept = join(defaultStoreFolder({ environment, platform: process.platform }), "git", name);
  const token = environment["TRUEUP_GIT_TOKEN"] ?? "";
  return open(
    { url: gitUrl, ref: gitRef, path: gitPath, verifySignatures },
    { workspace: workspace ?? kept, token: token === "" ? null : token, environment, stop },
  );
}

/** The same for every process that follows the same, and carries it out or only reports. */
export function tellerOf(
  path: string,
  { apply, gitUrl, gitRef, gitPath }: Pick<ControllerSettings, "apply" | "gitUrl" | "gitRef" | "gitPath">,
): string {
  const follows = gitUrl === undefined ? [path] : [gitUrl, gitRef, gitPath];
  const text = JSON.stringify([apply, ...follows]);
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
