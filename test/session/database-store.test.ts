import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { describe, expect, it, onTestFinished } from "vitest";
import { askedStore, askedStoreOfTenant, storeFiles } from "../../src/session/open-store.ts";
import { openStore } from "../../src/store/open.ts";
import { createVirtualClock } from "../fakes/clock.ts";

const URL_WITH_SECRET = "postgres://ana:s3cret@127.0.0.1:9/trueup";

describe("a database as the store", () => {
  it("goes by a name without its password, from the environment to every message", async () => {
    const name = askedStore({ TRUEUP_STORE: URL_WITH_SECRET });
    expect(name).toBe("postgres://ana@127.0.0.1:9/trueup");
    const notices: string[] = [];
    const notice = (line: string): void => void notices.push(line);
    expect(await openStore({ path: name, tenant: "t", clock: createVirtualClock(0), notice })).toBeNull();
    expect(notices.join("\n")).toMatch(
      /^warning: the store postgres:\/\/ana@127\.0\.0\.1:9\/trueup cannot be used: nothing listens there/,
    );
    expect(notices.join("\n")).not.toContain("s3cret");
    await expect(storeFiles({ environment: { TRUEUP_STORE: URL_WITH_SECRET } })).rejects.toThrow(
      "the store postgres://ana@127.0.0.1:9/trueup cannot be read: nothing listens there",
    );
  });

  it("is found by the tenant's id however it is written", () => {
    const names = [" 3F6C1F0E-0000-4000-8000-00000000000A\n", "3f6c1f0e-0000-4000-8000-00000000000a"].map((id) =>
      askedStoreOfTenant({ TRUEUP_STORE: URL_WITH_SECRET, AZURE_TENANT_ID: id }),
    );
    expect(names[0]).toBe(names[1]);
  });

  it("whose address is none is refused without showing it", () => {
    expect(() => askedStore({ TRUEUP_STORE: "postgres://ana:s3cret@:no port/" })).toThrow(
      "TRUEUP_STORE is no address of a database",
    );
  });

  it("is loaded by nobody who has a file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "trueup-store-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const script = `
      const { registerHooks } = await import("node:module");
      const loaded = [];
      registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
      const { openStore } = await import("./src/store/open.ts");
      const clock = { now: () => 0, elapsed: () => 0, sleep: () => Promise.resolve() };
      await (await openStore({ path: ${JSON.stringify(join(folder, "store.db"))}, tenant: "t", clock, notice: () => undefined }))?.close();
      console.log(loaded.filter((url) => /node_modules\\/pg|postgres\\/store/.test(url)).length);`;
    const ran = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    expect([ran.stdout.trim(), ran.stderr]).toEqual(["0", ""]);
  });
});
