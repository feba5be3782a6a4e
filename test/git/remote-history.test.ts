import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createGitSource } from "../../src/git/remote-repository.ts";
import { gitStandIn } from "../fakes/git.ts";
import { makeRepository } from "../fakes/repository.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trueup-history-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A repository with three commits, of which each adds a line to `teams/apps.yaml`, and how to add more. */
async function repository() {
  const origin = join(folder, "origin");
  await mkdir(join(origin, "teams"), { recursive: true });
  const { git, commit } = makeRepository(origin);
  let text = "";
  const add = async (line: string): Promise<string> => {
    text += `${line}\n`;
    await writeFile(join(origin, "teams", "apps.yaml"), text);
    return commit(line);
  };
  const commits = [await add("one"), await add("two"), await add("three")];
  return { origin, git, commits, add };
}

function follow(url: string, path: string) {
  return createGitSource(
    { url, ref: "main", path: "teams", verifySignatures: false },
    {
      workspace: join(folder, "workspace"),
      token: null,
      environment: { PATH: path, HOME: "/nonexistent" },
      stop: new AbortController().signal,
    },
  );
}

const PATH = process.env["PATH"] ?? "";

describe("who wrote a line of a repository that is followed", () => {
  it.each([
    { name: "of a server that gives what is asked for alone", allowFilter: "true" },
    { name: "of a server that knows no part of a repository", allowFilter: "false" },
  ])("is told, $name, and what is read stays the commit in use", async ({ allowFilter }) => {
    const { origin, git, commits, add } = await repository();
    git("config", "uploadpack.allowFilter", allowFilter);
    const { path, calls } = await gitStandIn(folder);
    const followed = follow(`file://${origin}`, path);
    const { commit } = await followed.fetch();
    const files = await followed.checkOut(commit);
    const file = join(files, "apps.yaml");
    const before = (await calls()).length;
    const asked = [1, 2, 3].map((line) => followed.whoWrote(file, line, commit));
    expect(await Promise.all(asked)).toEqual(commits.map((one) => ({ commit: one })));
    const fetches = (await calls()).slice(before).filter(({ args }) => args.includes("fetch"));
    expect(fetches.length).toBeLessThanOrEqual(2);
    expect(await readFile(file, "utf8")).toBe("one\ntwo\nthree\n");

    const next = await add("four");
    expect((await followed.fetch()).commit).toBe(next);
    await followed.checkOut(next);
    expect(await followed.whoWrote(file, 4, next)).toEqual({ commit: next });
    expect(await followed.whoWrote(file, 1, next)).toEqual({ commit: commits[0] });
  });

  it("is not told where the server has no more of the history itself, and no other commit stands for it", async () => {
    const { origin, git, commits } = await repository();
    const cut = join(folder, "cut");
    git("clone", "--quiet", "--depth=2", `file://${origin}`, cut);
    const followed = follow(`file://${cut}`, PATH);
    const { commit } = await followed.fetch();
    const file = join(await followed.checkOut(commit), "apps.yaml");
    expect(await followed.whoWrote(file, 3, commit)).toEqual({ commit: commits[2] });
    expect(await followed.whoWrote(file, 1, commit)).toEqual({
      commit: null,
      why: "what the server gives of the history ends before the line was written",
    });
  });

  it("is not told where the server is gone since, and is not asked for each line again", async () => {
    const { origin } = await repository();
    const { path, calls } = await gitStandIn(folder);
    const followed = follow(`file://${origin}`, path);
    const { commit } = await followed.fetch();
    const file = join(await followed.checkOut(commit), "apps.yaml");
    await rm(origin, { recursive: true });
    const first = await followed.whoWrote(file, 1, commit);
    expect(first).toMatchObject({
      commit: null,
      why: expect.stringMatching(/^the history cannot be fetched: git fetch failed/),
    });
    const before = (await calls()).length;
    expect(await followed.whoWrote(file, 2, commit)).toEqual(first);
    expect((await calls()).length).toBe(before);
  });

  it("is not told of a file that is not of the commit", async () => {
    const { origin } = await repository();
    const followed = follow(`file://${origin}`, PATH);
    const { commit } = await followed.fetch();
    await followed.checkOut(commit);
    expect(await followed.whoWrote("/etc/passwd", 1, commit)).toMatchObject({ commit: null });
  });
});
