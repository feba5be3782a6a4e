import { resolve } from "node:path";
import type { GitSource } from "../controller/git-source.ts";
import type { Newest, Source } from "../controller/following.ts";
import { load } from "../desired/load.ts";
import type { Loaded } from "../desired/configuration.ts";
import { gitCommit } from "./git-commit.ts";
import type { LoadedState } from "./loaded-state.ts";

/** A repository that is fetched. `shown` is how reports name it. */
export function gitDesiredState(git: GitSource, shown: string): Source<LoadedState> {
  return {
    async read(known) {
      const commit = await git.fetch();
      if (commit === known) return null;
      const revision = await git.checkOut(commit, []);
      return newest(await load(revision.path), commit, shown, commit);
    },
  };
}

/** A folder or file that something else keeps up to date; a half-written state is refused like any other that has errors. */
export function folderDesiredState(path: string): Source<LoadedState> {
  return {
    async read(known) {
      const loaded = await load(resolve(path));
      return loaded.digest === known ? null : newest(loaded, loaded.digest, path, await gitCommit(path));
    },
  };
}

function newest(loaded: Loaded, version: string, path: string, commit: string | null): Newest<LoadedState> {
  const { configuration } = loaded;
  if (configuration !== null) {
    return { version, commit, content: { kind: "valid", state: { loaded, configuration, path, commit } } };
  }
  const errors = loaded.diagnostics.filter(({ severity }) => severity === "error");
  const [first] = errors;
  const place = first?.file === null || first === undefined ? "" : `${first.file}:${first.line}: `;
  const more = errors.length > 1 ? `, and ${errors.length - 1} more; run: trueup validate` : "";
  return {
    version,
    commit,
    content: { kind: "refused", problem: `${place}${first?.message ?? "no valid desired state"}${more}` },
  };
}
