import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { modesAtBirth, moduleAt } from "./modes-at-birth.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trueup-first-byte-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("the way of looking sees a file that", () => {
  it.each([
    { name: "is made for everybody", how: 'fs.writeFileSync("a", "")', mode: "666" },
    {
      name: "is taken from everybody by its path",
      how: 'fs.writeFileSync("a", ""); fs.chmodSync("a", 0o600)',
      mode: "666",
    },
    {
      name: "is taken from others by its descriptor",
      how: 'fs.fchmodSync(fs.openSync("a", "w", 0o644), 0o600)',
      mode: "644",
    },
    {
      name: "is taken from others by its path, later",
      how: 'fs.writeFileSync("a", ""); await promises.chmod("a", 0o600)',
      mode: "666",
    },
    {
      name: "is taken from others by its handle",
      how: 'await (await promises.open("a", "w", 0o644)).chmod(0o600)',
      mode: "644",
    },
    { name: "is made for its owner only", how: 'fs.openSync("a", "w", 0o600)', mode: "600" },
  ])("$name", async ({ how, mode }) => {
    const imports = 'import * as fs from "node:fs"; import * as promises from "node:fs/promises";';
    expect(await modesAtBirth(folder, `${imports} ${how}; process.exit();`)).toEqual({ a: mode });
  });
});

describe("readable by its owner only from its first byte", () => {
  it("a receipt", async () => {
    const script = `
      import { openReceipt } from ${moduleAt("receipts/receipt-file.ts")};
      openReceipt("receipt.jsonl", () => {});`;
    expect(await modesAtBirth(folder, script)).toEqual({ "receipt.jsonl": "600" });
  });

  it("a file of --out, while it is not complete", async () => {
    const script = `
      import { prepareOutFile } from ${moduleAt("cli/out-file.ts")};
      await prepareOutFile("plan.json");
      process.exit();`;
    const part = expect.stringMatching(/^plan\.json\.[^.]+\.part$/);
    expect(Object.entries(await modesAtBirth(folder, script))).toEqual([[part, "600"]]);
  });

  it("a file of --out, when it is complete", async () => {
    const script = `
      import { prepareOutFile } from ${moduleAt("cli/out-file.ts")};
      await (await prepareOutFile("plan.json")).write(["a plan"]);`;
    expect(await modesAtBirth(folder, script)).toEqual({ "plan.json": "600" });
  });

  it("a store, what SQLite puts beside it, and its folder", async () => {
    const script = `
      import { openFile } from ${moduleAt("store/sqlite/open-file.ts")};
      const opened = openFile("state/tenant.db", 0);
      if (opened.kind === "refused") throw new Error(opened.why);
      opened.database.exec("CREATE TABLE a (b TEXT); INSERT INTO a VALUES ('c')");
      process.kill(process.pid, "SIGKILL");
      await new Promise(() => {});`;
    expect(await modesAtBirth(folder, script)).toEqual({
      state: "700",
      "state/tenant.db": "600",
      "state/tenant.db-shm": "600",
      "state/tenant.db-wal": "600",
    });
  });

  it("a store that is made anew in the place of a damaged one", async () => {
    const script = `
      import { mkdirSync, writeFileSync } from "node:fs";
      import { openFile } from ${moduleAt("store/sqlite/open-file.ts")};
      mkdirSync("state");
      writeFileSync("state/tenant.db", "SQLite format 3\\u0000" + "\\u0001damaged".repeat(1000), { mode: 0o600 });
      const opened = openFile("state/tenant.db", 0);
      if (opened.kind === "refused") throw new Error(opened.why);
      opened.database.close();`;
    expect(await modesAtBirth(folder, script)).toMatchObject({ "state/tenant.db": "600" });
  });

  it("the folder for compiled code", async () => {
    const script = `
      import { ownCacheFolder } from ${moduleAt("cli/compile-cache.ts")};
      ownCacheFolder({ environment: { HOME: process.cwd() }, platform: "linux", userId: process.geteuid?.() ?? null });`;
    expect(await modesAtBirth(folder, script)).toEqual({
      ".cache": "700",
      ".cache/trueup": "700",
      ".cache/trueup/compile-cache": "700",
    });
  });
});
