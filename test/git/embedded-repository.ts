import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A way in which the files of a commit pass a folder off as a repository with settings of their author. */
export interface Embedding {
  readonly name: string;
  /** `marker` is a file that is there once something of theirs was run. */
  readonly make: (folder: string, marker: string) => Promise<void>;
  /** A command that a git which is told nothing falls for. */
  readonly trap: readonly string[];
}

/** What a pull request could hold in its desired state. */
export const EMBEDDINGS: readonly Embedding[] = [
  {
    name: "a watcher that gets the environment",
    trap: ["status"],
    make: (folder, marker) =>
      files(folder, { config: `${CORE}\tworktree = ..\n\tfsmonitor = "env > '${marker}'; false"\n` }),
  },
  {
    name: "a watcher, where HEAD is a link to nothing",
    trap: ["status"],
    make: async (folder, marker) => {
      await files(folder, { config: `${CORE}\tworktree = ..\n\tfsmonitor = "touch '${marker}'; false"\n` });
      await rm(join(folder, "HEAD"));
      await symlink("refs/heads/main", join(folder, "HEAD"));
    },
  },
  {
    name: "a transport that is a program, for what it lacks",
    trap: ["cat-file", "-p", "origin/main"],
    make: (folder, marker) =>
      files(folder, {
        config:
          `${CORE.replace("= 0", "= 1")}\tworktree = ..\n[extensions]\n\tpartialClone = evil\n[protocol "ext"]\n\tallow = always\n` +
          `[remote "evil"]\n\tpromisor = true\n\turl = "ext::sh -c touch% ${marker}"\n`,
        "refs/heads/main": `${"1".repeat(40)}\n`,
        "refs/remotes/origin/main": `${"1".repeat(40)}\n`,
      }),
  },
  {
    name: "a base of their own, in which nothing is new",
    trap: ["rev-parse", "--verify", "origin/main"],
    make: async (folder) => {
      const forged = await mkdtemp(join(tmpdir(), "trueup-forged-"));
      const git = (...args: readonly string[]) =>
        execFileSync("git", ["-c", "user.name=x", "-c", "user.email=x@contoso.com", ...args], { cwd: forged });
      git("init", "--quiet", "--initial-branch=main");
      await writeFile(join(forged, "state.yaml"), await readFile(join(folder, "state.yaml")));
      git("add", "--all");
      git("commit", "--quiet", "--message", "forged");
      git("update-ref", "refs/remotes/origin/main", "main");
      for (const name of ["HEAD", "objects", "refs"]) {
        await cp(join(forged, ".git", name), join(folder, name), { recursive: true });
      }
      await writeFile(join(folder, "config"), `${CORE}\tworktree = .\n`);
      await rm(forged, { recursive: true, force: true });
    },
  },
  {
    name: "a repository whose other half is elsewhere",
    trap: ["rev-parse", "--verify", "--absolute-git-dir"],
    make: async (folder) => {
      await files(join(folder, "half"), { config: CORE.replace("false", "true") });
      await files(folder, { commondir: "half\n" });
      await rm(join(folder, "refs"), { recursive: true });
      await rm(join(folder, "objects"), { recursive: true });
    },
  },
];

const CORE = "[core]\n\trepositoryformatversion = 0\n\tbare = false\n";

async function files(folder: string, more: Readonly<Record<string, string>>): Promise<void> {
  const all = { HEAD: "ref: refs/heads/main\n", "objects/.keep": "", "refs/.keep": "", ...more };
  for (const [name, text] of Object.entries(all)) {
    await mkdir(join(folder, name, ".."), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}
