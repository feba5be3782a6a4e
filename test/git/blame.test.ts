import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commitOfLine } from "../../src/git/blame.ts";
import { makeRepository, type TestRepository } from "../fakes/repository.ts";

let folder = "";
let git: TestRepository["git"];
let commitAll: TestRepository["commit"];

async function commit(text: string): Promise<string> {
  await writeFile(join(folder, "apps.yaml"), text);
  return commitAll();
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trueup-blame-"));
  ({ git, commit: commitAll } = makeRepository(folder));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("the commit that wrote a line", () => {
  it("is the last one that changed it, as of the commit in use", async () => {
    const first = await commit("one\ntwo\n");
    const second = await commit("one\nTWO\n");
    await commit("one\nthree\n");
    const file = join(folder, "apps.yaml");
    expect(await commitOfLine(file, 1, second)).toEqual({ commit: first });
    expect(await commitOfLine(file, 2, second)).toEqual({ commit: second });
  });

  it.each([
    { depth: 1, told: [false, false] },
    { depth: 2, told: [false, false] },
    { depth: 3, told: [true, true] },
  ])("is not told where the history was not fetched so far back: $depth of 3 commits", async ({ depth, told }) => {
    const first = await commit("one\ntwo\n");
    const second = await commit("one\nTWO\n");
    const third = await commit("one\nTWO\nthree\n");
    const shallow = await mkdtemp(join(tmpdir(), "trueup-blame-"));
    execFileSync("git", ["clone", "--quiet", `--depth=${depth}`, `file://${folder}`, shallow], { stdio: "ignore" });
    const file = join(shallow, "apps.yaml");
    const unknown = { commit: null, why: "the clone is shallow; fetch-depth: 0" };
    expect(await commitOfLine(file, 1, third)).toEqual(told[0] === true ? { commit: first } : unknown);
    expect(await commitOfLine(file, 2, third)).toEqual(told[1] === true ? { commit: second } : unknown);
    expect(await commitOfLine(file, 3, third)).toEqual(depth === 1 ? unknown : { commit: third });
    await rm(shallow, { recursive: true, force: true });
  });

  it("is not another one because this machine is told to ignore or to replace some", async () => {
    const first = await commit("one\n");
    const second = await commit("ONE\n");
    await writeFile(join(folder, ".git", "ignored"), `${second}\n`);
    git("config", "blame.ignoreRevsFile", join(folder, ".git", "ignored"));
    git("replace", "--graft", second);
    expect(await commitOfLine(join(folder, "apps.yaml"), 1, second)).toEqual({ commit: second });
    expect(await commitOfLine(join(folder, "apps.yaml"), 1, first)).toEqual({ commit: first });
  });

  it.each([
    { name: "a line that is not there", line: 9, file: "apps.yaml" },
    { name: "a file that is not there", line: 1, file: "nowhere.yaml" },
  ])("$name: not told", async ({ line, file }) => {
    const head = await commit("one\n");
    expect(await commitOfLine(join(folder, file), line, head)).toEqual({
      commit: null,
      why: `git does not tell who wrote line ${line}`,
    });
  });
});
