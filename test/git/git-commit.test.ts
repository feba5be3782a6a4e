import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SourceError } from "../../src/errors.ts";
import { localGit } from "../../src/git/git-program.ts";
import { gitCommit } from "../../src/git/local-repository.ts";
import { gitStandIn, olderGit, SECRETS } from "../fakes/git.ts";
import { makeRepository, type TestRepository } from "../fakes/repository.ts";
import { EMBEDDINGS } from "./embedded-repository.ts";

let root: string;
let repository: string;
let git: TestRepository["git"];
let commit: TestRepository["commit"];
let marker: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "trueup-commit-"));
  repository = join(root, "a repository");
  marker = join(root, "ran");
  await write("teams/state.yaml", "before\n");
  ({ git, commit } = makeRepository(repository));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

async function write(name: string, text: string): Promise<void> {
  await mkdir(dirname(join(repository, name)), { recursive: true });
  await writeFile(join(repository, name), text);
}

describe("the commit that a path is at", () => {
  it.each([
    { name: "a folder", path: "teams" },
    { name: "the top", path: "." },
    { name: "a file", path: "teams/state.yaml" },
    { name: "a link to a folder", path: "link" },
    { name: "a folder with a file called HEAD", path: "head" },
    { name: "a folder with a folder called refs", path: "refs" },
  ])("$name", async ({ path }) => {
    await symlink("teams", join(repository, "link"));
    await write("head/HEAD", "ref: refs/heads/main\n");
    await write("refs/refs/heads/main", "x\n");
    const id = commit();
    expect(await gitCommit(join(repository, path))).toBe(id);
  });

  it("a change elsewhere in the repository is none of the path", async () => {
    const id = commit();
    await write("other.txt", "new\n");
    expect(await gitCommit(join(repository, "teams"))).toBe(id);
  });

  it("a checkout that belongs to a bare repository around it", async () => {
    const id = commit();
    const bare = join(root, "bare.git");
    execFileSync("git", ["clone", "--quiet", "--bare", repository, bare], { stdio: "pipe" });
    execFileSync("git", ["worktree", "add", "--quiet", "main"], { cwd: bare, stdio: "pipe" });
    expect(await gitCommit(join(bare, "main/teams"))).toBe(id);
  });
});

describe("no commit", () => {
  it.each([
    { name: "outside of a checkout", path: "..", change: async () => {} },
    { name: "a path that is not there", path: "nowhere", change: async () => {} },
    { name: "a file that is changed", path: "teams", change: () => write("teams/state.yaml", "after\n") },
    { name: "a file that is new", path: "teams", change: () => write("teams/more.yaml", "new\n") },
  ])("$name", async ({ path, change }) => {
    commit();
    await change();
    expect(await gitCommit(join(repository, path))).toBeNull();
  });

  it("a repository without one", async () => {
    await rm(join(repository, "teams"), { recursive: true });
    expect(await gitCommit(repository)).toBeNull();
  });

  it("no git on this machine", async () => {
    commit();
    vi.stubEnv("PATH", join(root, "nothing"));
    expect(await gitCommit(join(repository, "teams"))).toBeNull();
  });
});

describe("a commit whose files pass PATH off as a repository is refused, and nothing of it runs", () => {
  const gits = [
    { which: "this git", instead: null },
    { which: "a git before 2.38", instead: olderGit() },
  ];
  const cases = EMBEDDINGS.flatMap((embedding) => gits.map((program) => ({ ...embedding, ...program })));

  it.each(cases)("$name; $which", async ({ make, instead }) => {
    await make(join(repository, "teams"), marker);
    commit();
    vi.stubEnv("PATH", (await gitStandIn(root, instead)).path);
    const error: unknown = await gitCommit(join(repository, "teams")).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({
      message: expect.stringContaining(`${join(repository, "teams")} holds files by which git takes it`),
      hint: expect.stringMatching(/^remove them/),
    });
    expect(existsSync(marker)).toBe(false);
  });

  it.each([
    { name: "a file", path: "teams/state.yaml" },
    { name: "a folder below", path: "teams/lists" },
    { name: "a link to it", path: "link" },
  ])("also where PATH is $name", async ({ path }) => {
    await EMBEDDINGS[0]?.make(join(repository, "teams"), marker);
    await write("teams/lists/a.csv", "x\n");
    await symlink("teams", join(repository, "link"));
    commit();
    await expect(gitCommit(join(repository, path))).rejects.toThrow(/takes it for a repository/);
    expect(existsSync(marker)).toBe(false);
  });

  it.each(EMBEDDINGS)("$name: a git that is told nothing falls for it", async ({ make, trap }) => {
    const folder = join(repository, "teams");
    await make(folder, marker);
    const { stdout } = spawnSync("git", ["-c", "safe.bareRepository=all", ...trap], { cwd: folder, encoding: "utf8" });
    const isTheirs = stdout.trim().endsWith("/teams") || /^[0-9a-f]{40}$/.test(stdout.trim());
    expect(existsSync(marker) || isTheirs).toBe(true);
  });

  it.each(EMBEDDINGS)("$name: git itself would not use it", async ({ make }) => {
    await make(join(repository, "teams"), marker);
    await expect(localGit(join(repository, "teams"), ["status"])).rejects.toThrow(/cannot use bare repository/);
    expect(existsSync(marker)).toBe(false);
  });
});

describe("what is set up in the repository", () => {
  it("neither hooks nor a watcher run", async () => {
    const id = commit();
    const hook = join(repository, ".git/hooks/post-index-change");
    await mkdir(dirname(hook), { recursive: true });
    await writeFile(hook, `#!/bin/sh\ntouch '${marker}'\n`, { mode: 0o755 });
    git("config", "core.fsmonitor", `touch '${marker}'; false`);
    // Whether it is changed can be told by its content only, after which git writes its index anew.
    await utimes(join(repository, "teams/state.yaml"), 1, 1);
    expect(await gitCommit(join(repository, "teams"))).toBe(id);
    expect(existsSync(marker)).toBe(false);
  });

  it("a file that a filter of this machine wrote is not a changed one", async () => {
    git("config", "filter.loud.clean", "tr A-Z a-z");
    await write(".gitattributes", "*.yaml filter=loud\n");
    await write("teams/state.yaml", "BEFORE\n");
    const id = commit();
    await utimes(join(repository, "teams/state.yaml"), 1, 1);
    expect(await gitCommit(join(repository, "teams"))).toBe(id);
  });

  it("git gets no secret, and settings that somebody gave it still hold", async () => {
    commit();
    const secrets = { ...SECRETS, GITHUB_TOKEN: "x", SYSTEM_ACCESSTOKEN: "x", CI_JOB_TOKEN: "x", DEPLOY_PASSWORD: "x" };
    for (const [name, value] of Object.entries(secrets)) vi.stubEnv(name, value);
    vi.stubEnv("GIT_CONFIG_COUNT", "1");
    vi.stubEnv("GIT_CONFIG_KEY_0", "safe.directory");
    vi.stubEnv("GIT_CONFIG_VALUE_0", "*");
    const standIn = await gitStandIn(root);
    vi.stubEnv("PATH", standIn.path);
    await gitCommit(join(repository, "teams"));
    const calls = await standIn.calls();
    expect(calls).toHaveLength(2);
    for (const { environment } of calls) {
      expect(Object.keys(secrets).filter((name) => name in environment)).toEqual([]);
      expect(environment).toMatchObject({ GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "safe.directory" });
    }
  });
});
