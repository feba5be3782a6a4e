import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isWrite } from "../../src/sandbox/request-log.ts";
import { type CommandLine, startCommandLine } from "./command-line.ts";

const TENANT = `
tenantId: 3f6c1f0e-0000-4000-8000-000000000001
catalog:
  - name: expenses
    id: 0d820ecd-0000-4000-8000-000000000002
    externalId: cf1ba4c7-0000-4000-8000-000000000003
    displayName: "Expenses <script>"
    distributionMethod: organization
    definitions: [{ version: 2.1.0 }, { version: 2.4.0 }]
population:
  - { count: 4, upn: "person{n}@contoso.com", installations: [{ app: expenses, version: 2.1.0 }] }
`;
const STATE = `
apiVersion: trueup/v1
tenant: 3f6c1f0e-0000-4000-8000-000000000001
apps:
  expenses: { manifestId: cf1ba4c7-0000-4000-8000-000000000003 }
assignments:
  - { app: expenses, version: latest, to: [{ everyone: true }] }
`;
const KEY = { TRUEUP_PSEUDONYM_KEY: "a key of the tests, not for use" };

let line: CommandLine;
beforeEach(async () => {
  line = await startCommandLine(TENANT);
  await line.write({ "state.yaml": STATE });
});
afterEach(() => line.end());

const page = (): Promise<string> => readFile(join(line.folder, "page.html"), "utf8");

describe("trueup report --html", () => {
  it("writes the page for its owner alone, whole or not at all, and nothing to the tenant", async () => {
    const { exitCode, stdout } = await line.trueup(["report", "state.yaml", "--html", "page.html"]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "the status page of 4 rows is in page.html\n" });
    expect((await stat(join(line.folder, "page.html"))).mode & 0o777).toBe(0o600);
    expect(await readdir(line.folder)).toEqual(["page.html", "state.yaml"]);
    expect(line.sandbox.requests.filter(isWrite)).toEqual([]);
    const html = await page();
    expect(html).toContain("<title>4 rows differ – TrueUp</title>");
    expect(html).toContain("Expenses &lt;script&gt;");
    expect(html).not.toMatch(/<script|person\d/);
  });

  it("shows under each app what the catalog offered so far, from the store", async () => {
    const env = { TRUEUP_STORE: join(line.folder, "store.db") };
    await line.trueup(["report", "state.yaml", "--html", "page.html"], { env });
    const html = await page();
    expect(html).toContain("1 definition offered so far");
    expect(html).toMatch(/2\.4\.0.*the first that was seen.*20\d\d-\d\d-\d\d/s);
    await line.trueup(["report", "state.yaml", "--html", "page.html"]);
    expect(await page()).not.toContain("offered so far");
  });

  it.each([
    { how: "pseudonyms with a key", args: [], env: KEY, shows: /<bdi>u-[a-z2-7]{8}<\/bdi>/, hides: /person\d/ },
    {
      how: "names where they are asked for",
      args: ["--show-users"],
      env: {},
      shows: /person\d@contoso\.com/,
      hides: /u-[a-z2-7]{8}</,
    },
  ])("shows $how", async ({ args, env, shows, hides }) => {
    await line.trueup(["report", "state.yaml", "--html", "page.html", ...args], { env });
    expect(await page()).toMatch(shows);
    expect(await page()).not.toMatch(hides);
  });

  it("looks at what was asked for only, and says so", async () => {
    await line.trueup(["report", "state.yaml", "--html", "page.html", "--user", "person1@contoso.com"]);
    expect(await page()).toContain("Only 1 of 4 rows are shown, by user");
  });

  it.each([
    { what: "no file named", args: [], says: "--html" },
    {
      what: "a folder that is not there",
      args: ["--html", "nowhere/page.html"],
      says: "--html nowhere/page.html cannot be written",
    },
    {
      what: "a key that could be found by trying",
      args: ["--html", "page.html"],
      env: { TRUEUP_PSEUDONYM_KEY: "short" },
      says: "TRUEUP_PSEUDONYM_KEY",
    },
  ])("with $what ends with 1 before anything is read", async ({ args, env = {}, says }) => {
    const { exitCode, stderr } = await line.trueup(["report", "state.yaml", ...args], { env });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(says);
    expect(line.sandbox.requests).toEqual([]);
  });

  it("leaves the page of before where a new one cannot be made", async () => {
    await writeFile(join(line.folder, "page.html"), "before");
    await line.write({ "state.yaml": "apiVersion: trueup/v2" });
    const { exitCode } = await line.trueup(["report", "state.yaml", "--html", "page.html"]);
    expect(exitCode).toBe(1);
    expect(await page()).toBe("before");
    expect(await readdir(line.folder)).toEqual(["page.html", "state.yaml"]);
  });
});
