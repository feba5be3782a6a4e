import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdir, readdir, readFile, rename, stat, symlink, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { digestOf } from "../../src/model/definition-digest.ts";
import { peekFreezes } from "../../src/store/open.ts";
import { MIGRATIONS, migrate, SCHEMA_VERSION, versionOf } from "../../src/store/sqlite/schema.ts";
import { DAY, MINUTE, START, storeFolder, TENANT, recallOne, taker } from "./store-in-folder.ts";
import { until } from "../until.ts";

const at = storeFolder();
const SEEN = { state: "read", installations: [], absenceProven: true, at: START } as const;
const APPS = { appIds: ["app-1"], consents: false };

async function remember(...users: readonly string[]): Promise<void> {
  const store = await at.store();
  for (const user of users) await store.memory.remember(user, SEEN, APPS);
  await store.close();
}

async function isKnown(user: string): Promise<boolean> {
  return (await recallOne((await at.store()).memory, user)).reading !== null;
}

async function mode(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}

describe("who may read it", () => {
  it("its owner only: the folder, the file and what SQLite puts beside it", async () => {
    const store = await at.store();
    await store.memory.noteScope([{ userId: "a", userPrincipalName: null, wanted: "x" }], START);
    expect(await mode(dirname(at.path()))).toBe("700");
    for (const name of await readdir(dirname(at.path())))
      expect(await mode(join(dirname(at.path()), name))).toBe("600");
  });

  it("also where somebody had opened it up", async () => {
    await remember("a");
    await chmod(at.path(), 0o644);
    await at.store();
    expect(await mode(at.path())).toBe("600");
  });
});

describe("a file that is damaged is moved aside and made anew, and that is said", () => {
  it.each<{ name: string; damage: (path: string) => Promise<void> }>([
    { name: "no database at all", damage: (path) => writeFile(path, new Uint8Array(5000)) },
    { name: "cut in the middle", damage: async (path) => truncate(path, Math.floor((await stat(path)).size / 2)) },
    {
      name: "overwritten in the middle",
      damage: async (path) => {
        const bytes = await readFile(path);
        bytes.fill(0x5a, 4096, bytes.length);
        await writeFile(path, bytes);
      },
    },
  ])("$name", async ({ damage }) => {
    await remember(...Array.from({ length: 500 }, (_, index) => `user${index}`));
    await damage(at.path());
    const store = await at.store();
    expect(await recallOne(store.memory, "user1")).toEqual({ wantedSince: null, triedAt: null, reading: null });
    expect(at.notices()).toEqual([
      expect.stringMatching(
        /^warning: the store .* was corrupt and is made anew; .*\.corrupt-2026-01-05T08-00-00\.000Z$/,
      ),
    ]);
    await store.memory.remember("user1", SEEN, APPS);
    await store.close();
    expect(await isKnown("user1")).toBe(true);
  });

  it("a text is left as it is: somebody named it by mistake", async () => {
    await mkdir(dirname(at.path()), { recursive: true });
    await writeFile(at.path(), "apiVersion: trueup/v1\n".repeat(200));
    expect(await at.open()).toBe(null);
    expect(at.notices()).toEqual([expect.stringContaining("it is a text, and no store of trueup")]);
    expect(await readFile(at.path(), "utf8")).toContain("apiVersion");
  });

  it("an empty file is a new store: a process may have been killed while it made it", async () => {
    await mkdir(dirname(at.path()), { recursive: true });
    await writeFile(at.path(), "");
    await remember("a");
    expect(await isKnown("a")).toBe(true);
    expect(at.notices()).toEqual([]);
  });
});

describe("a row that does not fit counts as never read", () => {
  it.each([
    "not json",
    "{}",
    "[1]",
    '[["id"]]',
    '[["id","app",null,null,null,"consent"]]',
    '[["id",5,null,null,null,null]]',
    '[["id","app",null,null,null,[["x","owner"]]]]',
  ])("%s", async (installations) => {
    await remember("a", "b");
    const database = new DatabaseSync(at.path());
    database.prepare("UPDATE readings SET installations = ? WHERE user_id = 'a'").run(installations);
    database.close();
    expect(await isKnown("a")).toBe(false);
    expect(await isKnown("b")).toBe(true);
  });
});

describe("versions of the file", () => {
  it("an older one is brought up to date, and what it knows is kept", async () => {
    await mkdir(dirname(at.path()), { recursive: true });
    const database = new DatabaseSync(at.path());
    database.exec(MIGRATIONS[0] ?? "");
    database.exec("PRAGMA user_version = 1");
    database.exec("INSERT INTO readings (user_id, tried_at) VALUES ('a', 42)");
    database.close();
    const store = await at.store();
    expect((await recallOne(store.memory, "a")).triedAt).toBe(42);
    expect((await store.lease.take(taker("one"), 1000)).kind).toBe("held");
    expect(at.notices()).toEqual([]);
  });

  it("one that kept the first sight of definitions apart keeps the dates", async () => {
    await mkdir(dirname(at.path()), { recursive: true });
    const database = new DatabaseSync(at.path());
    const parted = MIGRATIONS.slice(
      0,
      MIGRATIONS.findIndex((statements) => statements.includes("DROP TABLE offers")),
    );
    migrate(database, parted);
    const seen = { catalogId: "app-1", version: "2.4.0", clientAppId: null, permissions: [], bot: false };
    database.prepare("INSERT INTO offers VALUES ('app-1', ?, 42)").run(digestOf(seen));
    database.close();
    const store = await at.store();
    expect(await store.rollouts.firstSeen("app-1", digestOf(seen))).toBe(42);
    expect(await store.definitions.all()).toEqual([]);
    await store.definitions.note(seen);
    expect(await store.definitions.all()).toMatchObject([{ ...seen, firstSeenMs: 42 }]);
  });

  it("a migration that fails in the middle leaves the file as it was", async () => {
    const database = new DatabaseSync(":memory:");
    migrate(database, ["CREATE TABLE first (a TEXT)"]);
    const failing = ["CREATE TABLE first (a TEXT)", "CREATE TABLE second (a TEXT)", "CREATE TABLE first (a TEXT)"];
    expect(() => migrate(database, failing)).toThrow("already exists");
    expect(versionOf(database)).toBe(1);
    expect(database.prepare("SELECT name FROM sqlite_schema").all()).toEqual([{ name: "first" }]);
    database.close();
  });

  it("one whose tables are not those of its version is kept aside, and made anew", async () => {
    await mkdir(dirname(at.path()), { recursive: true });
    const database = new DatabaseSync(at.path());
    database.exec(MIGRATIONS[0] ?? "");
    database.exec("PRAGMA user_version = 1; CREATE TABLE locks (something_else TEXT)");
    database.close();
    expect(await (await at.store()).isWritable()).toBe(true);
    expect(at.notices()).toEqual([expect.stringContaining("it was corrupt and is made anew")]);
  });

  it("a newer one is left as it is, and the run goes on without", async () => {
    await remember("a");
    const database = new DatabaseSync(at.path());
    database.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
    database.close();
    expect(await at.open()).toBe(null);
    expect(at.notices()).toEqual([expect.stringContaining("a newer version of trueup made it")]);
  });
});

describe("what it is not used for", () => {
  it("another tenant", async () => {
    await remember("a");
    expect(await at.open("another-tenant https://graph.microsoft.com")).toBe(null);
    expect(at.notices()).toEqual([expect.stringContaining(`it is for another tenant (${TENANT})`)]);
  });

  it("a link, which might lead anywhere", async () => {
    await mkdir(dirname(at.path()), { recursive: true });
    await writeFile(join(at.folder(), "elsewhere"), "");
    await symlink(join(at.folder(), "elsewhere"), at.path());
    expect(await at.open()).toBe(null);
    expect(at.notices()).toEqual([expect.stringContaining("a link is not followed")]);
  });

  it("a folder", async () => {
    await mkdir(at.path(), { recursive: true });
    expect(await at.open()).toBe(null);
    expect(at.notices()).toHaveLength(1);
  });
});

describe("trouble in the middle of a run is said once, and the run goes on", () => {
  it("a full disk: what was kept before stays, and nothing more is kept", async () => {
    const store = await at.store();
    await store.memory.remember("before", SEEN, APPS);
    await store.endRun("over");
    at.disk().fill();
    for (let index = 0; index < 100; index += 1) {
      await store.memory.remember(`user${index}`, SEEN, APPS);
      await store.endRun("over");
    }
    expect(at.notices()).toEqual([expect.stringMatching(/cannot be used any more: .*full; going on without it/)]);
    await store.journal.intend({ userId: "a", appId: "b", action: "install", version: "1.0", at: START });
    expect(await store.isWritable()).toBe(false);
    await store.close();

    at.disk().clear();
    const next = await at.store();
    expect((await recallOne(next.memory, "before")).reading).not.toBe(null);
    expect((await recallOne(next.memory, "user99")).reading).toBe(null);
    expect(await next.isWritable()).toBe(true);
    expect(at.notices()).toHaveLength(1);
  });

  it("a disk that is full from the beginning: there is no store", async () => {
    at.disk().fill();
    expect(await at.open()).toBe(null);
    expect(at.notices()).toEqual([expect.stringMatching(/cannot be used: .*full; going on without it/)]);
  });

  it("a file that another process holds: it is not waited for, longer than a moment", async () => {
    const store = await at.store();
    const other = new DatabaseSync(at.path());
    other.exec("BEGIN IMMEDIATE");
    const before = Date.now();
    await store.journal.intend({ userId: "a", appId: "b", action: "install", version: "1.0", at: START });
    await store.journal.intend({ userId: "a", appId: "b", action: "install", version: "1.0", at: START });
    expect(Date.now() - before).toBeLessThan(60_000);
    expect(at.notices()).toEqual([expect.stringMatching(/cannot be used any more: .*locked.*; going on without it/)]);
    other.exec("ROLLBACK");
    other.close();
  });

  it("one that is locked from the beginning: there is none", async () => {
    await remember("a");
    const other = new DatabaseSync(at.path());
    other.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    expect(await at.open()).toBe(null);
    expect(at.notices()).toEqual([expect.stringContaining("another program works with it")]);
    other.close();
  });
});

describe("a process that is killed while it writes", () => {
  it("leaves a file that opens, and every intent that was noted", async () => {
    const script = `
      import { openStore } from ${JSON.stringify(new URL("../../src/store/open.ts", import.meta.url).pathname)};
      const clock = { now: () => ${START}, elapsed: () => 0, sleep: () => Promise.resolve() };
      const store = await openStore({ path: ${JSON.stringify(at.path())}, tenant: ${JSON.stringify(TENANT)}, clock, notice: () => {} });
      for (let index = 0; ; index += 1) {
        await store.memory.remember("user" + index, { state: "read", installations: [], absenceProven: true, at: ${START} }, { appIds: ["a"], consents: false });
        await store.journal.intend({ userId: "user" + index, appId: "a", action: "install", version: "1.0", at: ${START} });
        process.stdout.write(index + "\\n");
        // What the store does for itself takes no turn of the event loop, and what is written may need one to get out.
        await new Promise(setImmediate);
      }`;
    const child = spawn(process.execPath, ["--input-type=module-typescript", "--eval", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    await until("two hundred lines", () => said.split("\n").length >= 200);
    child.kill("SIGKILL");
    await once(child, "close");
    const noted = said.trim().split("\n").length;
    const store = await at.store();
    expect((await store.journal.openIntents(START)).length).toBeGreaterThanOrEqual(noted);
    expect(at.notices()).toEqual([]);
  });
});

describe("what receivers of notifications were told", () => {
  it("is not kept on a full disk, which is said", async () => {
    const store = await at.store();
    at.disk().fill();
    expect(await store.told.keep("a", "x".repeat(100_000))).toBe(false);
  });
});

describe("the lease", () => {
  it.each([
    { renews: false, comes: "held", what: "is over once nobody renewed it for as long as it lives" },
    { renews: true, comes: "taken", what: "stays whose it is while that one renews it" },
  ])("$what, whatever the hands of a clock that is set back show", async ({ renews, comes }) => {
    const [one, other] = [await at.store(), await at.store()];
    const mine = await one.lease.take(taker("one"), MINUTE);
    at.clock().set(START - DAY);
    expect((await other.lease.take(taker("other"), MINUTE)).kind).toBe("taken");
    await at.clock().advance(MINUTE - 1);
    if (renews && mine.kind === "held") await mine.lease.renew();
    expect((await other.lease.take(taker("other"), MINUTE)).kind).toBe("taken");
    await at.clock().advance(1);
    expect((await other.lease.take(taker("other"), MINUTE)).kind).toBe(comes);
    expect(mine.kind === "held" && (await mine.lease.isOurs())).toBe(renews);
  });

  it("is seen by nobody once the file is gone, or another one is in its place", async () => {
    const store = await at.store();
    const mine = await store.lease.take(taker("one"), MINUTE);
    const isSeen = () => mine.kind === "held" && mine.lease.unseen() === null;
    expect(isSeen()).toBe(true);
    await rename(at.path(), `${at.path()}.old`);
    expect(isSeen()).toBe(false);
    await writeFile(at.path(), "");
    expect(isSeen()).toBe(false);
  });
});

const FREEZE = { app: null, who: "ana on build-7", reason: "the audit runs", sinceMs: START, untilMs: null };

describe("whoever only watches", () => {
  it("sees the same, and makes no file where there is none", async () => {
    const clock = { now: () => START, elapsed: () => START, sleep: () => Promise.resolve() };
    expect(await peekFreezes(`${at.path()}-none`, clock)).toEqual({ state: "known", inForce: [] });
    expect(existsSync(`${at.path()}-none`)).toBe(false);
    const store = await at.store();
    await store.freezes.freeze(FREEZE);
    expect(await peekFreezes(at.path(), clock)).toEqual({ state: "known", inForce: [FREEZE] });
    await writeFile(
      `${at.path()}-odd`,
      "no database, and longer than one line of a hundred characters would be\n".repeat(9),
    );
    expect(await peekFreezes(`${at.path()}-odd`, clock)).toMatchObject({ state: "unreadable" });
  });
});
