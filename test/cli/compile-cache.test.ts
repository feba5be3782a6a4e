import { chmod, chown, lstat, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CacheOwner, ownCacheFolder } from "../../src/cli/compile-cache.ts";
import { spawnTrueup } from "./command-line.ts";

const USER_ID = process.geteuid?.() ?? null;
const [SOMEBODY_ELSE, IS_ROOT] = [65_534, USER_ID === 0];

/** A home, and in it the folder that compiled code goes into. */
let home: string;
let folder: string;
beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), "trueup-home-")));
  folder = join(home, ".cache", "trueup", "compile-cache");
});
afterEach(() => rm(home, { recursive: true, force: true }));

function owner(more: Partial<CacheOwner> = {}): CacheOwner {
  return { environment: { HOME: home }, platform: "linux", userId: USER_ID, ...more };
}

async function mode(path: string): Promise<number> {
  return (await lstat(path)).mode & 0o7777;
}

async function makeFolder(path: string, bits = 0o700): Promise<void> {
  await mkdir(path, { recursive: true });
  await chmod(path, bits);
}

async function linkTo(target: string, path: string): Promise<void> {
  await makeFolder(target);
  await makeFolder(dirname(path));
  await symlink(target, path);
}

describe("the folder for compiled code", () => {
  it.each<{ name: string; more: () => Partial<CacheOwner>; is: string }>([
    { name: "Linux", more: () => ({}), is: ".cache" },
    { name: "XDG_CACHE_HOME", more: () => ({ environment: { HOME: home, XDG_CACHE_HOME: join(home, "x") } }), is: "x" },
    {
      name: "XDG_CACHE_HOME that depends on the working directory",
      more: () => ({ environment: { HOME: home, XDG_CACHE_HOME: "x" } }),
      is: ".cache",
    },
    { name: "macOS", more: () => ({ platform: "darwin" }), is: "Library/Caches" },
    {
      name: "Windows, which does not count users",
      more: () => ({ platform: "win32", userId: null, environment: { LOCALAPPDATA: join(home, "Local") } }),
      is: "Local",
    },
  ])("is below the folder that the system has for such: $name", async ({ more, is }) => {
    await makeFolder(dirname(join(home, is)));
    expect(ownCacheFolder(owner(more()))).toBe(join(home, is, "trueup", "compile-cache"));
  });

  it("is made for its owner only, with all that lacked above it", async () => {
    const before = await mode(home);
    expect(ownCacheFolder(owner())).toBe(folder);
    for (const made of [folder, dirname(folder), join(home, ".cache")]) expect(await mode(made)).toBe(0o700);
    expect(await mode(home)).toBe(before);
  });

  it("is the same one the next time", () => {
    expect([ownCacheFolder(owner()), ownCacheFolder(owner())]).toEqual([folder, folder]);
  });

  it("may be where a link to the folder of all caches leads, when that is as safe", async () => {
    await linkTo(join(home, "large-disk"), join(home, ".cache"));
    expect(ownCacheFolder(owner())).toBe(join(home, "large-disk", "trueup", "compile-cache"));
  });

  it("may be below a folder for everybody, in which nobody can rename what is another's", async () => {
    await makeFolder(join(home, ".cache"), 0o1777);
    expect(ownCacheFolder(owner())).toBe(folder);
  });
});

describe("no code is taken from a folder that somebody else can change", () => {
  it.each([
    { name: "everybody may write to it", prepare: () => makeFolder(folder, 0o777) },
    { name: "its group may write to it", prepare: () => makeFolder(folder, 0o770) },
    { name: "everybody may write to it, and remove only what is their own", prepare: () => makeFolder(folder, 0o1777) },
    { name: "it is a link", prepare: () => linkTo(join(home, "elsewhere"), folder) },
    {
      name: "it is a link to nothing",
      prepare: () =>
        linkTo(join(home, "elsewhere"), folder).then(() => rm(join(home, "elsewhere"), { recursive: true })),
    },
    { name: "it is a file", prepare: () => makeFolder(dirname(folder)).then(() => writeFile(folder, "")) },
    { name: "the one above is a link", prepare: () => linkTo(join(home, "elsewhere"), dirname(folder)) },
    { name: "everybody may rename it", prepare: () => makeFolder(dirname(folder), 0o777) },
    { name: "everybody may rename the one above", prepare: () => makeFolder(join(home, ".cache"), 0o777) },
    { name: "everybody may rename the home", prepare: () => chmod(home, 0o777) },
  ])("$name", async ({ prepare }) => {
    await prepare();
    expect(ownCacheFolder(owner())).toBe(null);
  });

  it.skipIf(!IS_ROOT).each([
    { name: "it is somebody else's", whose: () => folder },
    { name: "the one above is somebody else's", whose: () => dirname(folder) },
    { name: "the folder of all caches is somebody else's", whose: () => join(home, ".cache") },
    { name: "the home is somebody else's, as with sudo", whose: () => home },
  ])("$name", async ({ whose }) => {
    await makeFolder(folder);
    await chown(whose(), SOMEBODY_ELSE, SOMEBODY_ELSE);
    expect(ownCacheFolder(owner())).toBe(null);
  });

  it.skipIf(!IS_ROOT)("nothing is made in somebody else's home", async () => {
    await chown(home, SOMEBODY_ELSE, SOMEBODY_ELSE);
    expect(ownCacheFolder(owner())).toBe(null);
    expect(await readdir(home)).toEqual([]);
  });

  it.each([
    { name: "no home", environment: () => ({ HOME: "" }) },
    { name: "a home that is not there", environment: () => ({ HOME: join(home, "nobody") }) },
    { name: "a home that cannot hold anything", environment: () => ({ HOME: "/dev/null" }) },
  ])("$name: none, and nothing is said", async ({ environment }) => {
    expect(ownCacheFolder(owner({ environment: environment() }))).toBe(null);
    expect(await readdir(home)).toEqual([]);
  });
});

/** The names of all files below a folder; none where there is no folder. */
async function filesBelow(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

/** As Node names it below the folder for temporary files. */
function shared(): string {
  return join(home, "tmp", "node-compile-cache");
}

async function start(environment: Readonly<Record<string, string>> = {}): Promise<void> {
  await makeFolder(join(home, "tmp"));
  const ended = await spawnTrueup(["--version"], home, { HOME: home, TMPDIR: join(home, "tmp"), ...environment });
  expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
}

describe("the whole program", () => {
  it("keeps compiled code in its own folder, and none among temporary files", async () => {
    await start();
    expect(await filesBelow(folder)).not.toEqual([]);
    expect(await mode(folder)).toBe(0o700);
    expect(await readdir(join(home, "tmp"))).toEqual([]);
  });

  it("keeps none, and starts, where its folder is not safe; and takes none from the shared one", async () => {
    await makeFolder(folder, 0o777);
    await makeFolder(shared());
    await start();
    expect(await filesBelow(folder)).toEqual([]);
    expect(await filesBelow(shared())).toEqual([]);
  });

  it.each([
    { name: "a folder that the user gives to Node is used instead", more: { NODE_COMPILE_CACHE: "given" }, kept: true },
    { name: "none is kept where the user wants none", more: { NODE_DISABLE_COMPILE_CACHE: "1" }, kept: false },
  ])("$name", async ({ more, kept }) => {
    await start(more);
    expect((await filesBelow(join(home, "given"))).length > 0).toBe(kept);
    expect(await readdir(home)).toEqual(kept ? ["given", "tmp"] : ["tmp"]);
  });
});
