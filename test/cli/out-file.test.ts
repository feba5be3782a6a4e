import crypto from "node:crypto";
import {
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
  chmod,
} from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { prepareOutFile } from "../../src/cli/out-file.ts";
import { UsageError } from "../../src/errors.ts";
import { isWrite } from "../../src/sandbox/request-log.ts";
import { apps, FINANCE, TENANT } from "../journeys/worlds.ts";
import { type CommandLine, startCommandLine } from "./command-line.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trueup-out-"));
  path = join(folder, "plan.json");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function modeOf(file: string): Promise<number> {
  return (await stat(file)).mode & 0o777;
}

/** The one file that was not there before. */
async function temporaryFile(...before: readonly string[]): Promise<string> {
  const [name = "", ...more] = (await readdir(folder)).filter((found) => !before.includes(found));
  expect(more).toEqual([]);
  return join(folder, name);
}

describe("an out file", () => {
  it("appears complete or not at all", async () => {
    await writeFile(path, "the last plan");
    const file = await prepareOutFile(path);
    expect(await readFile(path, "utf8")).toBe("the last plan");
    await file.write(["a ", "plan"]);
    await file.discard();
    expect(await readFile(path, "utf8")).toBe("a plan");
    expect(await readdir(folder)).toEqual(["plan.json"]);
  });

  it("is for its owner only while it is not complete, and then, also where the last one was not", async () => {
    await writeFile(path, "the last plan");
    await chmod(path, 0o666);
    const file = await prepareOutFile(path);
    expect(await modeOf(await temporaryFile("plan.json"))).toBe(0o600);
    await file.write(["a plan"]);
    expect(await modeOf(path)).toBe(0o600);
  });

  it("has a name that nobody can guess while it is not complete, another one each time", async () => {
    const files = [await prepareOutFile(path), await prepareOutFile(path)];
    const names = await readdir(folder);
    const unguessable = /^plan\.json\.[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\.part$/;
    expect(names).toEqual([expect.stringMatching(unguessable), expect.stringMatching(unguessable)]);
    for (const file of files) await file.discard();
    expect(await readdir(folder)).toEqual([]);
  });

  it("leaves nothing behind where it cannot be put in its place", async () => {
    const file = await prepareOutFile(path);
    await mkdir(path);
    await expect(file.write(["a plan"])).rejects.toThrow("cannot be written: it is a folder");
    await file.discard();
    expect(await readdir(folder)).toEqual(["plan.json"]);
  });

  it.each([
    {
      name: "a folder that is not there",
      where: () => join(folder, "no", "plan.json"),
      why: "there is no such file or folder",
    },
    { name: "a folder", where: () => folder, why: "it is not a plain file" },
    { name: "a device", where: () => "/dev/null", why: "it is not a plain file" },
  ])("$name is said before anything is done, by the name of the flag", async ({ where, why }) => {
    const refused = prepareOutFile(where(), "--html");
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(`--html ${where()} cannot be written: ${why}`);
    expect(await readdir(folder)).toEqual([]);
  });
});

it.each(["policy.yaml", "apps.YML", "trueup.lock"])(
  "%s, which is of the desired state, is not replaced",
  async (name) => {
    const there = join(folder, name);
    await writeFile(there, "apiVersion: trueup/v1");
    await expect(prepareOutFile(there)).rejects.toThrow("it is a file of the desired state, and would be lost");
    expect(await readFile(there, "utf8")).toBe("apiVersion: trueup/v1");
  },
);

describe("a list of the desired state", () => {
  const USERS = "adele@contoso.com\nben@contoso.com\n";
  let line: CommandLine;
  beforeEach(async () => {
    line = await startCommandLine(TENANT);
    await line.write({
      "teams/apps.yaml": apps(),
      "teams/finance.yaml": FINANCE.replace("group: Finance", "usersFrom: lists/finance.csv"),
      "teams/lists/finance.csv": USERS,
    });
  });
  afterEach(() => line.end());

  it.each([
    { name: "plan --out", args: ["plan", "teams", "--out", "teams/lists/finance.csv"] },
    { name: "plan --out, by a detour", args: ["plan", "teams", "--out", "./teams/../teams/lists/finance.csv"] },
    { name: "plan --out, by a link", args: ["plan", "teams", "--out", "link.csv"] },
    { name: "drift --out", args: ["drift", "teams", "--out", "teams/lists/finance.csv"] },
    { name: "apply --out", args: ["apply", "teams", "--yes", "--out", "teams/lists/finance.csv"] },
    { name: "apply --receipt", args: ["apply", "teams", "--yes", "--receipt", "teams/lists/finance.csv"] },
    { name: "report --html", args: ["report", "teams", "--html", "teams/lists/finance.csv"] },
    { name: "census --html", args: ["census", "teams", "--app", "expenses", "--html", "teams/lists/finance.csv"] },
  ])("is not written to by $name", async ({ args }) => {
    await symlink(join("teams", "lists", "finance.csv"), join(line.folder, "link.csv"));
    const { exitCode, stderr } = await line.trueup(args);
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringContaining("it is a file of the desired state, and would be lost"),
    ]);
    expect(await readFile(join(line.folder, "teams/lists/finance.csv"), "utf8")).toBe(USERS);
    expect(line.sandbox.requests.filter(isWrite)).toEqual([]);
  });

  it("is no reason to refuse another file beside it", async () => {
    expect((await line.trueup(["plan", "teams", "--out", "teams/lists/plan.json"])).exitCode).toBe(0);
  });
});

/** The name that others could know before. */
function guessed(): string {
  return `${path}.${process.pid}.part`;
}

function precious(): string {
  return join(folder, "precious");
}

/** Chance gives this meanwhile. */
async function withChance(guess: ReturnType<typeof crypto.randomUUID>, work: () => Promise<void>): Promise<void> {
  const chance = vi.spyOn(crypto, "randomUUID").mockReturnValue(guess);
  syncBuiltinESMExports();
  try {
    await work();
  } finally {
    chance.mockRestore();
    syncBuiltinESMExports();
  }
}

describe("what somebody else put there first", () => {
  beforeEach(() => writeFile(precious(), "precious"));

  it.each([
    { name: "a link", prepare: () => symlink(precious(), guessed()) },
    { name: "a second name of a file", prepare: () => link(precious(), guessed()) },
    {
      name: "a file for everybody",
      prepare: () => writeFile(guessed(), "precious").then(() => chmod(guessed(), 0o666)),
    },
  ])("$name at a name that could be guessed is not written to, and is no part of the result", async ({ prepare }) => {
    await prepare();
    const before = { names: await readdir(folder), guessed: await lstat(guessed()) };
    const file = await prepareOutFile(path);
    expect(await readFile(guessed(), "utf8")).toBe("precious");
    await file.write(["a plan"]);
    expect(await readdir(folder)).toEqual([...before.names, "plan.json"].toSorted());
    expect(await readFile(guessed(), "utf8")).toBe("precious");
    expect(await readFile(precious(), "utf8")).toBe("precious");
    const { ino, mode, mtimeMs } = await lstat(guessed());
    expect({ ino, mode, mtimeMs }).toEqual({
      ino: before.guessed.ino,
      mode: before.guessed.mode,
      mtimeMs: before.guessed.mtimeMs,
    });
    expect(await modeOf(path)).toBe(0o600);
  });

  it.each([
    { name: "a link", prepare: (at: string) => symlink(precious(), at) },
    { name: "a file for everybody", prepare: (at: string) => writeFile(at, "precious") },
  ])("$name at the very name that is chosen is refused, should it be guessed after all", async ({ prepare }) => {
    const guess = "3f6c1f0e-0000-4000-8000-000000000001";
    await prepare(`${path}.${guess}.part`);
    await withChance(guess, () =>
      expect(prepareOutFile(path)).rejects.toThrow(/cannot be written: it is there already/),
    );
    expect(await readFile(`${path}.${guess}.part`, "utf8")).toBe("precious");
  });

  it("a link at the name itself is replaced, and what it leads to is left alone", async () => {
    await symlink(precious(), path);
    const file = await prepareOutFile(path);
    expect(await readlink(path)).toBe(precious());
    await file.write(["a plan"]);
    expect((await lstat(path)).isFile()).toBe(true);
    expect(await readFile(path, "utf8")).toBe("a plan");
    expect(await readFile(precious(), "utf8")).toBe("precious");
  });

  it.each([
    ["a folder", () => folder],
    ["a device, as /dev/stdout is one,", () => "/dev/null"],
  ])("a link to %s at the name itself is refused, and stays", async (_name, leadsTo) => {
    await symlink(leadsTo(), path);
    await expect(prepareOutFile(path)).rejects.toThrow(/is not a plain file/);
    expect(await readlink(path)).toBe(leadsTo());
  });
});
