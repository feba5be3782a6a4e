import { execFileSync } from "node:child_process";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import schema from "../../schemas/receipt.schema.json" with { type: "json" };
import { makeRepository, type TestRepository } from "../fakes/repository.ts";
import { type CommandLine, startCommandLine } from "./command-line.ts";
import { hurryCommands } from "./hurried.ts";

let endHurry: () => void;
beforeAll(() => {
  endHurry = hurryCommands();
});
afterAll(() => endHurry());

const MANIFEST = "cf1ba4c7-0000-4000-8000-000000000003";
const TENANT = `
catalog:
  - name: expenses
    id: 0d820ecd-0000-4000-8000-000000000002
    externalId: ${MANIFEST}
    displayName: Expenses
    distributionMethod: organization
    definitions:
      - { version: 2.1.0 }
      - { version: 2.4.0, permissions: [{ value: TeamsActivity.Send.User }] }
users:
  - { upn: adele@contoso.com }
  - { upn: megan@contoso.com }
installations:
  adele@contoso.com: [{ app: expenses, version: 2.1.0 }]
  megan@contoso.com: [{ app: expenses, version: 2.1.0 }]
`;
const DESIRED = `
apiVersion: trueup/v1
apps:
  expenses:
    manifestId: ${MANIFEST}
    permissions:
      - TeamsActivity.Send.User
assignments: [{ app: expenses, version: latest, to: [{ everyone: true }] }]
`;

let line: CommandLine;
let store: string;
let commit: string;
let repository: TestRepository;
beforeEach(async () => {
  line = await startCommandLine(TENANT);
  store = join(line.folder, "store.db");
  await line.write({ "teams/state.yaml": DESIRED });
  repository = makeRepository(join(line.folder, "teams"));
  commit = repository.commit("approve");
});
afterEach(() => line.end());

const run = (...args: readonly string[]) => line.trueup([...args], { env: { TRUEUP_STORE: store } });
const change = (sql: string): void => {
  const database = new DatabaseSync(store);
  database.exec(sql);
  database.close();
};

describe("history", () => {
  it("says what each command did, to whom, with which consent, and which commit approved it", async () => {
    await run("apply", "teams", "--yes", "--user", "adele@contoso.com");
    await run("run", "teams", "--once", "--apply", "--receipt", join(line.folder, "receipts.jsonl"));
    await run("freeze", "--reason", "the audit runs");
    const { stdout, stderr, exitCode } = await run("history");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/adele@contoso\.com +expenses: upgrade 2\.1\.0 -> 2\.4\.0\s+applied/);
    expect(stdout).toMatch(/megan@contoso\.com +expenses: upgrade 2\.1\.0 -> 2\.4\.0\s+applied/);
    expect(stdout).toMatch(/consent TeamsActivity\.Send\.User \(application\) to\s/);
    expect(stdout).toContain(`TeamsActivity.Send.User: state.yaml:7, approved by commit ${commit.slice(0, 12)}`);
    expect(stdout).toMatch(/frozen by .+\n {2}every app frozen by .*: the audit runs/);
    expect(stderr).toMatch(/3 of 3 receipts/);
    const written = (await readFile(join(line.folder, "receipts.jsonl"), "utf8")).trimEnd().split("\n");
    const fits = new Ajv2020({ allowUnionTypes: true }).compile(schema);
    for (const one of written) expect([fits(JSON.parse(one)), fits.errors]).toEqual([true, null]);
    expect(JSON.parse(written[0] ?? "")).toMatchObject({ number: 2, commit, plan: expect.stringMatching(/^sha256:/) });
  });

  it("names the commit that approved a permission also where the repository is followed", async () => {
    await line.write({ "teams/note.txt": "later" });
    repository.commit("later");
    const follow = ["--git-url", `file://${join(line.folder, "teams")}`, "--git-ref", "main"];
    await run("run", ...follow, "--workspace", join(line.folder, "workspace"), "--once", "--apply");
    const { stdout } = await run("history", "--format", "json");
    expect(JSON.parse(stdout).receipts.map((one: { approvals: unknown }) => one.approvals)).toEqual(
      Array.from({ length: 2 }, () => [
        { value: "TeamsActivity.Send.User", type: "application", file: "state.yaml", line: 7, commit },
      ]),
    );
    expect(JSON.parse(stdout).receipts[0].commit).not.toBe(commit);
  });

  it("does not name one of a shallow clone, and apply says so once", async () => {
    await line.write({ "teams/note.txt": "later" });
    repository.commit("later");
    execFileSync("git", ["clone", "--quiet", "--depth=1", `file://${join(line.folder, "teams")}`, "clone"], {
      cwd: line.folder,
    });
    const { stderr } = await run("apply", "clone", "--yes", "--receipt", join(line.folder, "receipts.jsonl"));
    expect(stderr.match(/the clone is shallow; fetch-depth: 0/g)).toHaveLength(1);
    const [first = ""] = (await readFile(join(line.folder, "receipts.jsonl"), "utf8")).split("\n");
    const fits = new Ajv2020({ allowUnionTypes: true }).compile(schema);
    expect([fits(JSON.parse(first)), fits.errors]).toEqual([true, null]);
    expect(JSON.parse(first).approvals[0]).toMatchObject({
      commit: null,
      commitUnknown: "the clone is shallow; fetch-depth: 0",
    });
    const told = (await run("history")).stdout.replaceAll(/\s+/g, " ");
    expect(told).toContain("the commit that approved it is not known: the clone is shallow; fetch-depth: 0");
  });

  it("chooses by user, app, permission and time, and says when a name is borne by nothing", async () => {
    await run("apply", "teams", "--yes");
    const lines = async (...args: readonly string[]): Promise<number> =>
      (await run("history", "--format", "csv", ...args)).stdout.trimEnd().split("\r\n").length - 1;
    expect(await lines()).toBe(2);
    expect(await lines("--user", "ADELE@contoso.com")).toBe(1);
    expect(await lines("--app", "expenses", "--permission", "teamsactivity.send.user", "--since", "1d")).toBe(2);
    expect(await lines("--until", "2020-01-01")).toBe(0);
  });

  it.each([
    { flag: "app", written: "expnses", near: "expenses" },
    { flag: "app", written: "0d820ecd-0000-4000-8000-000000000003", near: "0d820ecd-0000-4000-8000-000000000002" },
    { flag: "user", written: "adela@contoso.com", near: "adele@contoso.com" },
    { flag: "permission", written: "TeamsActivity.Send.Users", near: "TeamsActivity.Send.User" },
  ])(
    "says of a $flag that is in no receipt what was meant, and ends with 0: $written",
    async ({ flag, written, near }) => {
      await run("apply", "teams", "--yes");
      const { exitCode, stderr, stdout } = await run("history", `--${flag}`, written, "--format", "json");
      expect([exitCode, stderr]).toEqual([0, expect.stringContaining(`did you mean "${near}"?`)]);
      expect(JSON.parse(stdout)).toMatchObject({ receipts: [], inNoReceipt: [flag] });
      const found = await run("history", `--${flag}`, near.toUpperCase(), "--format", "json");
      expect(JSON.parse(found.stdout).inNoReceipt).toEqual([]);
      expect(JSON.parse(found.stdout).receipts.length).toBeGreaterThan(0);
    },
  );

  it("of a store that was put back from an older copy ends early, which an anchor shows and a receipt file mends", async () => {
    const file = join(line.folder, "receipts.jsonl");
    await run("apply", "teams", "--yes", "--user", "adele@contoso.com", "--receipt", file);
    await copyFile(store, `${store}.copy`);
    await run("freeze", "--reason", "an audit");
    await run("thaw");
    await run("apply", "teams", "--yes", "--receipt", file);
    const anchor = (await run("history", "--anchor")).stdout.trim();
    await copyFile(`${store}.copy`, store);
    expect((await run("history", "--verify")).exitCode).toBe(0);
    expect(await run("history", "--verify", "--anchor", anchor)).toMatchObject({
      exitCode: 3,
      stdout: expect.stringMatching(
        /ends with receipt 1: its end was cut off, or the store was put back from an older copy/,
      ),
    });
    const next = await run("apply", "teams", "--yes", "--receipt", file);
    expect(next.stderr).toContain("the store lacked the last 3 receipts of the receipt file");
    expect((await run("history", "--verify", "--anchor", anchor)).exitCode).toBe(0);
    expect((await run("history", "--verify", "--receipt", file)).exitCode).toBe(0);
    expect((await run("history", "--user", "megan@contoso.com")).stdout).toContain("upgrade 2.1.0 -> 2.4.0");
  });

  it("verifies the chain and names the first broken link; an anchor shows that the end was cut off", async () => {
    await run("apply", "teams", "--yes");
    const anchor = (await run("history", "--anchor")).stdout.trim();
    expect(anchor).toMatch(/^sha256:[0-9a-f]{64}\/2$/);
    expect(await run("history", "--verify")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining(`2 receipts, 1 to 2\n  anchor ${anchor}`),
    });
    await copyFile(store, `${store}.copy`);
    change("DELETE FROM receipts WHERE number = 2");
    expect((await run("history", "--verify")).exitCode).toBe(0);
    expect(await run("history", "--verify", "--anchor", anchor)).toMatchObject({
      exitCode: 3,
      stdout: expect.stringMatching(/ends with receipt 1: its end was cut off/),
    });
    change("UPDATE receipts SET text = replace(text, 'upgrade', 'install')");
    expect(await run("history", "--verify")).toMatchObject({
      exitCode: 3,
      stdout: expect.stringMatching(/is broken at receipt 1:\n {2}it was changed/),
    });
    expect(JSON.parse((await run("history", "--verify", "--format", "json")).stdout)).toMatchObject({
      holds: false,
      broken: { number: 1 },
    });
  });

  it("of somebody who was forgotten names nobody, and still verifies", async () => {
    await run("apply", "teams", "--yes");
    await run("forget", "adele@contoso.com");
    const { stdout } = await run("history");
    expect(stdout).not.toContain("adele");
    expect(stdout).toMatch(/somebody who was forgotten \([0-9a-f]{8}\) +expenses: upgrade/);
    expect((await run("history", "--verify")).exitCode).toBe(0);
  });

  it("goes on after a copy of the store was restored, with a file that holds more", async () => {
    const file = join(line.folder, "receipts.jsonl");
    await run("apply", "teams", "--yes", "--user", "adele@contoso.com", "--receipt", file);
    const copy = `${store}.copy`;
    change(`VACUUM INTO '${copy}'`);
    await run("apply", "teams", "--yes", "--receipt", file);
    for (const ending of ["-wal", "-shm"]) await writeFile(store + ending, "").catch(() => undefined);
    await copyFile(copy, store);
    expect(await run("history", "--verify")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("1 receipt, 1 to 1"),
    });
    expect(await run("history", "--verify", "--receipt", file)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("2 receipts, 1 to 2"),
    });
  });

  it("reads the file of a run without a store, and goes on from it in a new one", async () => {
    const file = join(line.folder, "receipts.jsonl");
    await line.trueup(["apply", "teams", "--yes", "--user", "adele@contoso.com", "--receipt", file]);
    await run("apply", "teams", "--yes", "--receipt", file);
    expect(await run("history", "--verify", "--receipt", file)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("1 to 2"),
    });
    expect(await run("history", "--verify")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("1 receipt, 2 to 2"),
    });
    const edited = (await readFile(file, "utf8")).replace("2.4.0", "2.3.0");
    await writeFile(file, edited);
    expect(await run("history", "--verify", "--receipt", file)).toMatchObject({
      exitCode: 3,
      stdout: expect.stringContaining("broken at receipt 1"),
    });
  });

  it.each([
    { name: "no store", args: [], prepare: () => Promise.resolve(), says: /there is no store .*store\.db/ },
    {
      name: "a corrupt store",
      args: [],
      prepare: () => writeFile(store, "SQLite format 3\0 and nothing that is"),
      says: /cannot be read: it is corrupt/,
    },
    {
      name: "a day that is none",
      args: ["--since", "2026-02-30"],
      prepare: () => Promise.resolve(),
      says: /give a day such as 2026-01-05/,
    },
    {
      name: "a span that ends before it begins",
      args: ["--since", "2026-02-02", "--until", "2026-02-01"],
      prepare: () => Promise.resolve(),
      says: /--since is later than --until/,
    },
    {
      name: "an anchor that is none",
      args: ["--verify", "--anchor", "41"],
      prepare: () => Promise.resolve(),
      says: /give what --anchor printed/,
    },
    {
      name: "no receipt file",
      args: ["--receipt", "nowhere.jsonl"],
      prepare: () => Promise.resolve(),
      says: /nowhere\.jsonl cannot be read/,
    },
  ])("$name: an error that says so", async ({ args, prepare, says }) => {
    await prepare();
    const { exitCode, stderr } = await run("history", ...args);
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(says)]);
  });
});

describe("explain", () => {
  it("ends with what the person was granted here, when, and by which approval", async () => {
    await run("apply", "teams", "--yes", "--user", "adele@contoso.com");
    const { stdout } = await run("explain", "adele@contoso.com", "expenses", "teams");
    const [, done = ""] = stdout.split("Done and granted by TrueUp\n");
    expect(done).toMatch(/^ {2}\d{4}-.* adele@contoso\.com +expenses: upgrade 2\.1\.0 -> 2\.4\.0 +applied\n/);
    expect(done).toContain(`state.yaml:7, approved by commit ${commit.slice(0, 12)}`);
    expect((await run("explain", "megan@contoso.com", "expenses", "teams")).stdout).toMatch(
      /nothing that the store still knows of\n$/,
    );
  });
});
