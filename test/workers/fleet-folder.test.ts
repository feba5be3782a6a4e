import { describe, expect, it } from "vitest";
import type { GitSource } from "../../src/git/remote-repository.ts";
import { folderAt, folderInGit } from "../../src/workers/fleet-folder.ts";
import { createVirtualClock } from "../fakes/clock.ts";

const MINUTE = 60_000;

function gitAt(commits: readonly string[]) {
  const asked: string[] = [];
  const git: GitSource = {
    async fetch() {
      asked.push("fetch");
      const commit = commits[Math.min(asked.filter((what) => what === "fetch").length, commits.length) - 1];
      if (commit === undefined) throw new Error("nothing is there");
      return { commit, ref: "refs/heads/main" };
    },
    async checkOut(commit) {
      asked.push(`check out ${commit}`);
      return `/work/${commit}`;
    },
    async whoWrote(file) {
      asked.push(`who wrote ${file}`);
      return { commit: null, why: "nobody" };
    },
    discard: () => Promise.resolve(),
  };
  return { git, asked };
}

describe("the folder of a fleet", () => {
  it("in a repository is fetched at most so often, and checked out when the commit is another one", async () => {
    const { git, asked } = gitAt(["one", "one", "two"]);
    const clock = createVirtualClock();
    const folder = folderInGit(git, clock, MINUTE);
    const [first, second] = await Promise.all([folder(), folder()]);
    expect([first.path, second.path, (await folder()).path]).toEqual(["/work/one", "/work/one", "/work/one"]);
    expect(asked).toEqual(["fetch", "check out one"]);
    await clock.advance(MINUTE);
    expect((await folder()).path).toBe("/work/one");
    await clock.advance(MINUTE);
    expect((await folder()).path).toBe("/work/two");
    expect(asked).toEqual(["fetch", "check out one", "fetch", "fetch", "check out two"]);
  });

  it("in a repository says which commit its files are of, and who wrote them", async () => {
    const { git, asked } = gitAt(["one"]);
    const { known, path } = await folderInGit(git, createVirtualClock(), MINUTE)();
    const { commit, whoWrote } = known(`${path}/tenants/contoso`);
    expect(commit).toBe("one");
    await whoWrote?.("../../shared/expenses.yaml", 3, "one");
    expect(asked.at(-1)).toBe("who wrote /work/one/shared/expenses.yaml");
  });

  it("of this machine tells nothing that its files do not", async () => {
    const { path, known } = await folderAt("tenants-repo")();
    expect([path, known("tenants-repo/tenants/contoso")]).toEqual(["tenants-repo", {}]);
  });
});
