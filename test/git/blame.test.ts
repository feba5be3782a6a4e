import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commitOfLine } from "../../src/git/blame.ts";

let folder = "";
const git = (...args: readonly string[]): string =>
  execFileSync("git", ["-C", folder, "-c", "user.name=A", "-c", "user.email=a@contoso.com", ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();

async function commit(text: string): Promise<string> {
  await writeFile(join(folder, "apps.yaml"), text);
  git("add", ".");
  git("commit", "--quiet", "-m", "change");
  return git("rev-parse", "HEAD");
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trueup-blame-"));
  git("init", "--quiet");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("the commit that wrote a line", () => {
  it("is the last one that changed it, as of the commit in use", async () => {
    const first = await commit("one\ntwo\n");
    const second = await commit("one\nTWO\n");
    await commit("one\nthree\n");
    const file = join(folder, "apps.yaml");
    expect(await commitOfLine(file, 1, second)).toBe(first);
    expect(await commitOfLine(file, 2, second)).toBe(second);
  });

  it("is not told where the history was not fetched so far back", async () => {
    await commit("one\ntwo\n");
    const second = await commit("one\nTWO\n");
    const source = folder;
    const shallow = await mkdtemp(join(tmpdir(), "trueup-blame-"));
    execFileSync("git", ["clone", "--quiet", "--depth=1", `file://${source}`, shallow], { stdio: "ignore" });
    expect(await commitOfLine(join(shallow, "apps.yaml"), 1, second)).toBe(null);
    await rm(shallow, { recursive: true, force: true });
  });

  it.each([
    { name: "a line that is not there", line: 9, file: "apps.yaml" },
    { name: "a file that is not there", line: 1, file: "nowhere.yaml" },
  ])("$name: not told", async ({ line, file }) => {
    const head = await commit("one\n");
    expect(await commitOfLine(join(folder, file), line, head)).toBe(null);
  });
});
