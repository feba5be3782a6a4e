import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type BaseFolder, openBase } from "../../src/cli/revision.ts";
import { UsageError } from "../../src/errors.ts";

let root: string;
let repository: string;
let opened: BaseFolder[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "trueup-revision-"));
  repository = join(root, "a repository");
  await mkdir(repository);
  opened = [];
  git("init", "--quiet", "--initial-branch=main");
});
afterEach(async () => {
  for (const base of opened) await base.discard();
  await rm(root, { recursive: true, force: true });
});

function git(...args: readonly string[]): string {
  const person = ["-c", "user.name=Test", "-c", "user.email=test@contoso.com", "-c", "commit.gpgsign=false"];
  return execFileSync("git", [...person, ...args], { cwd: repository, encoding: "utf8", stdio: "pipe" }).trim();
}

async function commit(files: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(repository, name)), { recursive: true });
    await writeFile(join(repository, name), text);
  }
  git("add", "--all");
  git("commit", "--quiet", "--allow-empty", "--message", "a commit");
  return git("rev-parse", "HEAD");
}

async function open(value: string, path = "teams"): Promise<BaseFolder> {
  const base = await openBase(value, join(repository, path));
  opened.push(base);
  return base;
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

  it("runs no hook and no filter of the repository", async () => {
    await commit({
      "teams/state.yaml": "before\n",
      ".gitattributes": "*.yaml filter=spy\n",
      "teams/.gitattributes": "*.yaml filter=spy2 text eol=lf\n",
    });
    const ran = join(root, "ran");
    for (const hook of ["post-checkout", "post-index-change"]) {
      const path = join(repository, ".git/hooks", hook);
      await writeFile(path, `#!/bin/sh\ntouch '${ran}'\n`);
      await chmod(path, 0o755);
    }
    for (const name of ["spy", "spy2", "a name.with dots=and more"]) {
      git("config", `filter.${name}.smudge`, `sh -c "touch '${ran}'; cat"`);
      git("config", `filter.${name}.required`, "true");
    }
    const base = await open("main");
    expect(await readFile(join(base.path, "state.yaml"), "utf8")).toBe("before\n");
    expect(existsSync(ran)).toBe(false);
  });

  it("keeps links as links, so that one which leads out of the folder can be refused", async () => {
    await mkdir(join(repository, "teams"));
    await symlink("/etc/passwd", join(repository, "teams/list.csv"));
    await commit({ "teams/state.yaml": "before\n" });
    const base = await open("main");
    expect((await lstat(join(base.path, "list.csv"))).isSymbolicLink()).toBe(true);
  });
});

describe("a folder of that name comes before a revision", () => {
  it("and is taken as it is", async () => {
    await commit({ "teams/state.yaml": "before\n" });
    const base = await openBase(join(repository, "teams"), join(repository, "teams"));
    expect(base).toMatchObject({ path: join(repository, "teams"), commit: null });
    await base.discard();
    expect(existsSync(join(repository, "teams/state.yaml"))).toBe(true);
  });
});

describe("what is refused, with a way out", () => {
  it.each(["no-such-branch", "--upload-pack=touch x", "-h", "HEAD:teams", "main^{tree}"])("%s", async (value) => {
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

  it("a path in no repository", async () => {
    const { message } = await refusal("main", root);
    expect(message).toContain("is in no git repository");
  });
});
