import { execFileSync } from "node:child_process";
import { copyFile, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type CommandLine, startCommandLine } from "./command-line.ts";

// Failures of docs/operations.md that look like a quiet day, each brought about, with what is said to show it.

const DAY_MS = 86_400_000;
const MANIFEST = "cf1ba4c7-0000-4000-8000-000000000003";
const TENANT = `
catalog:
  - { name: expenses, externalId: ${MANIFEST}, definitions: [{ version: 2.1.0 }, { version: 2.4.0 }] }
users: [{ upn: adele@contoso.com }]
installations: { adele@contoso.com: [{ app: expenses, version: 2.1.0 }] }
`;
const DESIRED = `
apiVersion: trueup/v1
apps: { expenses: { manifestId: ${MANIFEST} } }
assignments: [{ app: expenses, version: latest, to: [{ everyone: true }] }]
`;

let line: CommandLine;
let store: string;
beforeEach(async () => {
  line = await startCommandLine(TENANT);
  store = join(line.folder, "store.db");
  await line.write({ "teams/state.yaml": DESIRED });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await line.end();
});
const run = (...args: readonly string[]) => line.trueup(args, { env: { TRUEUP_STORE: store } });

describe("the clock of the host is wrong", () => {
  it.each([
    { by: -3, shown: "0 of 1 receipt", says: "" },
    { by: 3, shown: "1 of 1 receipt", says: "upgrade 2.1.0 -> 2.4.0" },
  ])("by $by days: what was just done is not there, or is in the future", async ({ by, shown, says }) => {
    const now = Date.now();
    const right = Date.now;
    vi.spyOn(Date, "now").mockImplementation(() => right() + by * DAY_MS);
    expect((await run("apply", "teams", "--yes")).exitCode).toBe(0);
    vi.restoreAllMocks();
    const { stdout, stderr } = await run("history", "--since", "1d");
    expect(stderr).toContain(shown);
    expect(stdout).toContain(says);
    if (by > 0) expect(stdout.slice(0, 10) > new Date(now).toISOString().slice(0, 10)).toBe(true);
  });
});

describe("the store was put back from an old copy", () => {
  it("a freeze of since then is gone without a word, and the anchor shows it", async () => {
    await run("freeze", "--reason", "first");
    await run("thaw");
    const database = new DatabaseSync(store);
    database.exec(`VACUUM INTO '${store}.copy'`);
    database.close();
    await run("freeze", "--reason", "the audit runs");
    const anchor = (await run("history", "--anchor")).stdout.trim();
    await copyFile(`${store}.copy`, store);
    for (const ending of ["-wal", "-shm"]) await rm(store + ending, { force: true });
    expect((await run("plan", "teams")).stdout).not.toContain("frozen");
    expect((await run("history", "--verify")).exitCode).toBe(0);
    expect((await run("history", "--verify", "--anchor", anchor)).exitCode).toBe(3);
  });
});

describe("CODEOWNERS leaves out the lock file or .gitattributes", () => {
  it("the command of the page shows both where they are named, and neither where they are not", async () => {
    const page = await readFile("docs/operations.md", "utf8");
    const command = /`(grep -E "lock[^`]*)`/.exec(page)?.[1]?.replaceAll("\\|", "|") ?? "";
    const example = await readFile("examples/github/CODEOWNERS", "utf8");
    const without = example.replaceAll(/^.*(lock|gitattributes).*$/gm, "");
    await line.write({ "good/.github/CODEOWNERS": example, "bad/.github/CODEOWNERS": without });
    const shown = (folder: string): string =>
      execFileSync("sh", ["-c", `${command} || true`], { cwd: join(line.folder, folder), encoding: "utf8" });
    expect(shown("good")).toMatch(/trueup\.lock +@contoso\/security[^]*\.gitattributes +@contoso\/security/);
    expect(shown("bad")).toBe("");
  });
});
