import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { folderInRepository } from "../../src/git/local-repository.ts";

let root: string;
let workspace: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "trueup-annotate-")));
  workspace = join(root, "workspace");
  await mkdir(join(workspace, "teams/assignments"), { recursive: true });
  await mkdir(join(workspace, "..teams"));
  await mkdir(join(root, "elsewhere"));
  await writeFile(join(workspace, "teams/state.yaml"), "");
  await symlink("teams", join(workspace, "link"));
  await symlink(workspace, join(root, "linked workspace"));
});
afterEach(() => rm(root, { recursive: true }));

it.each([
  { what: "the root itself", path: "workspace", folder: "" },
  { what: "a folder", path: "workspace/teams/assignments", folder: "teams/assignments" },
  { what: "a folder whose name begins with two dots", path: "workspace/..teams", folder: "..teams" },
  { what: "a file, by its folder", path: "workspace/teams/state.yaml", folder: "teams" },
  { what: "a link, by what it leads to", path: "workspace/link", folder: "teams" },
  { what: "a folder that is not there", path: "workspace/nowhere", folder: "nowhere" },
  { what: "a folder outside", path: "elsewhere", folder: "../elsewhere" },
])("$what is seen from the root of the repository as $folder", ({ path, folder }) => {
  for (const checkout of ["workspace", "linked workspace"]) {
    const environment = { GITHUB_WORKSPACE: join(root, checkout) };
    expect(folderInRepository(join(root, path), { environment })).toBe(folder);
  }
});
