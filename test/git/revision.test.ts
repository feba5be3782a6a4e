import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { UsageError } from "../../src/errors.ts";
import { type BaseFolder, openBase } from "../../src/git/revision.ts";
import { type GitStandIn, gitStandIn, olderGit, SECRETS } from "../fakes/git.ts";
import { makeRepository, type TestRepository } from "../fakes/repository.ts";
import { EMBEDDINGS } from "./embedded-repository.ts";

let root: string;
let repository: string;
let git: TestRepository["git"];
let commitAll: TestRepository["commit"];
let opened: BaseFolder[];
let ran: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "trueup-revision-"));
  repository = join(root, "a repository");
  await mkdir(repository);
  opened = [];
  ran = join(root, "ran");
  ({ git, commit: commitAll } = makeRepository(repository));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const base of opened) await base.discard();
  await rm(root, { recursive: true, force: true });
});

async function commit(files: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(repository, name)), { recursive: true });
    await writeFile(join(repository, name), text);
  }
  return commitAll();
}

async function open(value: string, path = "teams"): Promise<BaseFolder> {
  const base = await openBase(value, join(repository, path));
  opened.push(base);
  return base;
}

/** Lets a git run from here on that writes down what it is given. */
async function watched(instead: string | null = null): Promise<GitStandIn> {
  const standIn = await gitStandIn(root, instead);
  vi.stubEnv("PATH", standIn.path);
  return standIn;
}

async function refusal(value: string, path: string): Promise<UsageError> {
  const error: unknown = await openBase(value, path).catch((thrown: unknown) => thrown);
  if (!(error instanceof UsageError)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

describe("a revision of the repository that holds PATH", () => {
  it.each(["main", "HEAD", "v1", "HEAD~0"])("%s: the same path as it was there", async (revision) => {
    const id = await commit({ "teams/state.yaml": "before\n", "teams/lists/a.csv": "x\n", "other.txt": "no\n" });
    git("tag", "v1");
    await writeFile(join(repository, "teams/state.yaml"), "after\n");
    const base = await open(revision);
    expect(base.commit).toBe(id);
    expect(await readFile(join(base.path, "state.yaml"), "utf8")).toBe("before\n");
    expect((await readdir(base.path, { recursive: true })).sort()).toEqual(["lists", "lists/a.csv", "state.yaml"]);
  });

  it.each(["both", "both~0", "both^{commit}"])(
    "%s, which fits a branch and a tag, is refused, and both are named",
    async (name) => {
      await commit({ "teams/state.yaml": "one\n" });
      git("tag", "both");
      await commit({ "teams/state.yaml": "two\n" });
      git("branch", "both");
      const { message } = await refusal(name, join(repository, "teams"));
      expect(message).toBe(`--base ${name} fits refs/heads/both and refs/tags/both`);
      for (const [full, text] of [
        ["refs/tags/both", "one\n"],
        ["refs/heads/both", "two\n"],
      ] as const) {
        expect(await readFile(join((await open(full)).path, "state.yaml"), "utf8")).toBe(text);
      }
    },
  );

  it("a single file, and names with blanks, marks and letters of all kinds", async () => {
    const name = "a b/ünï *[x].yaml";
    await commit({ [name]: "before\n", "a b/ünï x.yaml": "another\n" });
    await writeFile(join(repository, name), "after\n");
    const base = await open("main", name);
    expect(await readFile(base.path, "utf8")).toBe("before\n");
    expect(await readdir(dirname(base.path))).toEqual(["ünï *[x].yaml"]);
  });

  it("where the path was not there, nothing", async () => {
    await commit({ "other.txt": "x\n" });
    await mkdir(join(repository, "teams"));
    const base = await open("main");
    expect(await readdir(base.path)).toEqual([]);
  });

  it("leaves checkout, index and whatever is being worked on as they are", async () => {
    await commit({ "teams/state.yaml": "before\n" });
    await writeFile(join(repository, "teams/state.yaml"), "staged\n");
    git("add", "--all");
    await writeFile(join(repository, "teams/state.yaml"), "worked on\n");
    const before = git("status", "--porcelain=v2");
    await open("main");
    expect(git("status", "--porcelain=v2")).toBe(before);
    expect(await readFile(join(repository, "teams/state.yaml"), "utf8")).toBe("worked on\n");
  });

  it("takes away what was made for it", async () => {
    await commit({ "teams/state.yaml": "before\n" });
    const base = await open("main");
    await base.discard();
    expect(existsSync(base.path)).toBe(false);
  });

  it("keeps links as links, so that one which leads out of the folder can be refused", async () => {
    await mkdir(join(repository, "teams"));
    await symlink("/etc/passwd", join(repository, "teams/list.csv"));
    await commit({ "teams/state.yaml": "before\n" });
    const base = await open("main");
    expect((await lstat(join(base.path, "list.csv"))).isSymbolicLink()).toBe(true);
  });
});

describe("what comes with a commit, or is set up in the repository, runs nothing", () => {
  it("no hook", async () => {
    await commit({ "teams/state.yaml": "before\n" });
    for (const hook of ["post-checkout", "post-index-change"]) {
      const path = join(repository, ".git/hooks", hook);
      await writeFile(path, `#!/bin/sh\ntouch '${ran}'\n`);
      await chmod(path, 0o755);
    }
    await open("main");
    expect(existsSync(ran)).toBe(false);
  });

  it.each(["smudge", "process"])("no filter that the commit asks for, by its %s", async (kind) => {
    await commit({
      "teams/state.yaml": "before\n",
      ".gitattributes": "*.yaml filter=spy\n",
      "teams/.gitattributes": "*.yaml filter=spy2 text eol=lf\n",
    });
    for (const name of ["spy", "spy2", "a name.with dots=and more"]) {
      git("config", `filter.${name}.${kind}`, `sh -c "touch '${ran}'; cat"`);
      git("config", `filter.${name}.required`, "true");
    }
    const base = await open("main");
    expect(await readFile(join(base.path, "state.yaml"), "utf8")).toBe("before\n");
    expect(existsSync(ran)).toBe(false);
  });

  it("no large files are fetched, should a filter for them run after all", async () => {
    await commit({ "teams/state.yaml": "before\n" });
    const standIn = await watched();
    await open("main");
    const calls = await standIn.calls();
    expect(calls.map(({ environment }) => environment["GIT_LFS_SKIP_SMUDGE"])).toEqual(calls.map(() => "1"));
  });

  it("no watcher", async () => {
    await commit({ "teams/state.yaml": "before\n" });
    git("config", "core.fsmonitor", `touch '${ran}'; false`);
    await open("main");
    expect(existsSync(ran)).toBe(false);
  });

  it("no program as a transport, for what a partial clone lacks", async () => {
    await commit({ "teams/state.yaml": "before\n" });
    const id = git("rev-parse", "main:teams/state.yaml");
    await rm(join(repository, ".git/objects", id.slice(0, 2), id.slice(2)));
    git("config", "core.repositoryFormatVersion", "1");
    git("config", "extensions.partialClone", "evil");
    git("config", "remote.evil.promisor", "true");
    git("config", "remote.evil.url", `ext::sh -c touch% ${ran}`);
    git("config", "protocol.ext.allow", "always");
    const { message } = await refusal("main", join(repository, "teams"));
    expect(message).toContain("git cannot give teams as it is in --base main: ");
    expect(existsSync(ran)).toBe(false);
  });

  it("git gets no secret of the pipeline", async () => {
    await commit({ "teams/state.yaml": "before\n" });
    const secrets = { ...SECRETS, GITHUB_TOKEN: "x", SYSTEM_ACCESSTOKEN: "x", CI_JOB_TOKEN: "x", DEPLOY_PASSWORD: "x" };
    for (const [name, value] of Object.entries(secrets)) vi.stubEnv(name, value);
    const standIn = await watched();
    await open("main");
    const seen = (await standIn.calls()).flatMap(({ environment }) => Object.keys(environment));
    expect(seen).toContain("PATH");
    expect(seen.filter((name) => name in secrets)).toEqual([]);
  });
});

describe("a change whose files pass PATH off as a repository is refused, and cannot choose the base", () => {
  const gits = [
    { which: "this git", instead: null },
    { which: "a git before 2.38", instead: olderGit() },
  ];
  const cases = EMBEDDINGS.flatMap((embedding) => gits.map((program) => ({ ...embedding, ...program })));

  it.each(cases)("$name; $which", async ({ make, instead }) => {
    const before = await commit({ "teams/state.yaml": "before\n" });
    git("update-ref", "refs/remotes/origin/main", before);
    await commit({ "teams/state.yaml": "after\n" });
    await make(join(repository, "teams"), ran);
    await commit({});
    await watched(instead);
    const { message, hint } = await refusal("origin/main", join(repository, "teams"));
    expect(message).toContain(`${join(repository, "teams")} holds files by which git takes it for a repository`);
    expect(hint).toContain("remove them, and ask who added them");
    expect(existsSync(ran)).toBe(false);
  });

  it("beside PATH they change nothing, and git is told not to use them", async () => {
    const before = await commit({ "teams/state.yaml": "before\n", "beside/state.yaml": "x\n" });
    await EMBEDDINGS[0]?.make(join(repository, "beside"), ran);
    const standIn = await watched();
    expect((await open("HEAD")).commit).toBe(before);
    const calls = await standIn.calls();
    expect(calls.filter(({ args }) => !args.includes("safe.bareRepository=explicit"))).toEqual([]);
    expect(existsSync(ran)).toBe(false);
  });
});

describe("names that git could take for something else", () => {
  it("a revision that begins with a dash", async () => {
    const id = await commit({ "teams/state.yaml": "before\n" });
    git("update-ref", "refs/heads/-dash", id);
    expect((await open("-dash")).commit).toBe(id);
  });

  it.each([":teams", ":(icase)TEAMS", ":(top)teams", ":/", "t*s"])(
    "the new path %s is not the path teams",
    async (path) => {
      await commit({ "teams/state.yaml": "before\n" });
      await mkdir(join(repository, path), { recursive: true });
      expect(await readdir((await open("main", path)).path)).toEqual([]);
    },
  );

  it.each([":teams", "t*s"])("the path %s takes no other along", async (path) => {
    await commit({ "teams/state.yaml": "before\n", [`${path}/a.yaml`]: "a\n" });
    const base = await open("main", path);
    expect(await readdir(base.path)).toEqual(["a.yaml"]);
    expect(await readdir(dirname(base.path))).toEqual([path]);
  });
});

describe("a folder", () => {
  it("is taken as it is, and stays", async () => {
    await commit({ "teams/state.yaml": "before\n" });
    const base = await openBase(join(repository, "teams"), join(repository, "teams"));
    expect(base).toMatchObject({ path: join(repository, "teams"), commit: null });
    await base.discard();
    expect(existsSync(join(repository, "teams/state.yaml"))).toBe(true);
  });

  it.each(["HEAD^1", "before", "refs/heads/before"])(
    "called %s, which a change adds, hides no revision",
    async (name) => {
      const first = await commit({ "teams/state.yaml": "before\n" });
      git("branch", "before");
      await commit({ "teams/state.yaml": "after\n", [`${name}/state.yaml`]: "after\n" });
      const here = process.cwd();
      onTestFinished(() => process.chdir(here));
      process.chdir(repository);
      const base = await open(name);
      expect(base.commit).toBe(first);
      expect(await readFile(join(base.path, "state.yaml"), "utf8")).toBe("before\n");
    },
  );
});

describe("what is around a repository", () => {
  it("submodules stay where they are, also when git is told to take them along", async () => {
    const module = join(root, "module");
    execFileSync("git", ["clone", "--quiet", repository, module], { stdio: "pipe" });
    await commit({ "inner.yaml": "inner\n" });
    git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", `file://${repository}`, "teams/module");
    await commit({ "teams/state.yaml": "before\n" });
    git("config", "submodule.recurse", "true");
    const before = git("config", "--file", ".git/modules/teams/module/config", "core.worktree");
    const base = await open("main");
    expect(await readdir(join(base.path, "module"))).toEqual([]);
    expect(git("config", "--file", ".git/modules/teams/module/config", "core.worktree")).toBe(before);
  });

  it("settings that git gets from the environment still hold", async () => {
    await mkdir(join(repository, "teams"));
    await symlink("elsewhere.csv", join(repository, "teams/list.csv"));
    await commit({ "teams/state.yaml": "before\n" });
    vi.stubEnv("GIT_CONFIG_COUNT", "1");
    vi.stubEnv("GIT_CONFIG_KEY_0", "core.symlinks");
    vi.stubEnv("GIT_CONFIG_VALUE_0", "false");
    git("config", "filter.spy.smudge", "false");
    const base = await open("main");
    expect((await lstat(join(base.path, "list.csv"))).isSymbolicLink()).toBe(false);
  });

  it("a sparse checkout gives what it does not hold itself", async () => {
    await commit({ "teams/state.yaml": "before\n", "other/a.yaml": "x\n" });
    git("sparse-checkout", "set", "other");
    await mkdir(join(repository, "teams"), { recursive: true });
    expect(await readdir((await open("main")).path)).toEqual(["state.yaml"]);
  });

  it("a file of any size is written", async () => {
    await commit({ "teams/large.bin": "\0".repeat(20_000_000) });
    const base = await open("main");
    expect((await lstat(join(base.path, "large.bin"))).size).toBe(20_000_000);
  });

  it("a link to PATH is followed", async () => {
    await commit({ "teams/state.yaml": "before\n" });
    await symlink(join(repository, "teams"), join(root, "link"));
    const base = await openBase("main", join(root, "link"));
    opened.push(base);
    expect(await readdir(base.path)).toEqual(["state.yaml"]);
  });
});

describe("what is refused, with a way out", () => {
  it.each([
    "no-such-branch",
    "--upload-pack=touch x",
    "-h",
    "HEAD:teams",
    "main^{tree}",
    "^main",
    "main..main",
    "",
    "main\0",
  ])("%j", async (value) => {
    await commit({ "teams/state.yaml": "before\n" });
    const { message, hint } = await refusal(value, join(repository, "teams"));
    expect(message).toContain(`--base ${value} is neither a file or folder nor a revision`);
    expect(hint).toContain("git fetch");
  });

  it("a commit that a shallow checkout lacks", async () => {
    const first = await commit({ "teams/state.yaml": "before\n" });
    await commit({ "teams/state.yaml": "after\n" });
    const shallow = join(root, "shallow");
    execFileSync("git", ["clone", "--quiet", "--depth=1", `file://${repository}`, shallow]);
    const { hint } = await refusal(first, join(shallow, "teams"));
    expect(hint).toContain("git fetch --depth=1 origin main");
  });

  it.each([
    ["a path in no repository", "."],
    ["a path that is not there, in no repository", "nowhere/at/all"],
  ])("%s", async (_name, path) => {
    const { message } = await refusal("main", join(root, path));
    expect(message).toContain("is in no git repository");
  });

  it("a repository that git does not trust, in git's own words", async () => {
    await commit({ "teams/state.yaml": "before\n" });
    vi.stubEnv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "true");
    const { hint } = await refusal("main", join(repository, "teams"));
    expect(hint).toContain("git says: fatal: detected dubious ownership");
  });

  it("a file whose link leads out of the repository", async () => {
    await commit({ "teams/state.yaml": "before\n" });
    await writeFile(join(root, "outside.yaml"), "outside\n");
    await symlink(join(root, "outside.yaml"), join(repository, "link.yaml"));
    const { message } = await refusal("main", join(repository, "link.yaml"));
    expect(message).toContain("is in no git repository");
  });

  it.each(["main^{tree}", "main:teams", "main:teams/state.yaml"])(
    "a commit of which the clone lacks %s: unknown, not empty",
    async (missing) => {
      await commit({ "teams/state.yaml": "before\n" });
      const id = git("rev-parse", missing);
      await rm(join(repository, ".git/objects", id.slice(0, 2), id.slice(2)));
      const temporary = await mkdtemp(join(root, "tmp-"));
      vi.stubEnv("TMPDIR", temporary);
      const { message, hint } = await refusal("main", join(repository, "teams"));
      expect(message).toContain("git cannot give teams as it is in --base main: ");
      expect(hint).toContain("git fetch");
      expect(await readdir(temporary)).toEqual([]);
    },
  );

  it("a path that was a link to somewhere else", async () => {
    await symlink("elsewhere", join(repository, "teams"));
    await commit({ "elsewhere/state.yaml": "before\n" });
    await rm(join(repository, "teams"));
    await mkdir(join(repository, "teams"));
    const { message } = await refusal("main", join(repository, "teams"));
    expect(message).toContain("symbolic link");
  });
});
