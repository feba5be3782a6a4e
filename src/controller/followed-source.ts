import { createHash } from "node:crypto";
import { join } from "node:path";
import process from "node:process";
import { UsageError } from "../errors.ts";
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
  const { gitUrl, gitRef, gitPath, verifySignatures } = settings;
  if (around.desiredState !== undefined)
    return { follows: around.desiredState, shown: () => path, discard: () => Promise.resolve() };
  if (gitUrl === undefined) {
    if (verifySignatures) throw new UsageError("--verify-signatures is for --git-url", "a folder has no signature");
    return { follows: folderDesiredState(path, around.ofFleet), shown: () => path, discard: () => Promise.resolve() };
  }
  if (path !== ".") {
    throw new UsageError(
      `PATH (${path}) and --git-url exclude each other`,
      "name a folder of the repository with --git-path",
    );
  }
  const { environment, stop } = around;
  const name = createHash("sha256").update(gitUrl).digest("hex").slice(0, 16);
  const workspace =
    settings.workspace ?? join(defaultStoreFolder({ environment, platform: process.platform }), "git", name);
  const token = environment["TRUEUP_GIT_TOKEN"] ?? "";
  const git = ground.git(
    { url: gitUrl, ref: gitRef, path: gitPath, verifySignatures },
    { workspace, token: token === "" ? null : token, environment, stop },
  );
  return {
    follows: gitDesiredState(git, gitPath),
    shown: (ref) => `${gitUrl} at ${ref ?? gitRef}`,
    discard: git.discard,
  };
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
