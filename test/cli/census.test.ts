import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isWrite } from "../../src/sandbox/request-log.ts";
import { type CommandLine, runTrueup, startCommandLine } from "./command-line.ts";
import { hurryCommands } from "./hurried.ts";

let endHurry: () => void;
beforeAll(() => {
  endHurry = hurryCommands();
});
afterAll(() => endHurry());

const MANIFEST = "cf1ba4c7-0000-4000-8000-000000000003";
const CATALOG = "0d820ecd-0000-4000-8000-000000000002";
const TENANT = `
catalog:
  - name: expenses
    id: ${CATALOG}
    externalId: ${MANIFEST}
    displayName: Expenses
    distributionMethod: organization
    definitions: [{ version: 2.1.0 }, { version: 2.4.0, permissions: [{ value: TeamsActivity.Send.User }] }]
  - name: unused
    id: ${CATALOG.replace("0d", "3d")}
    externalId: ${MANIFEST.replace("cf", "df")}
    displayName: Unused
    distributionMethod: organization
    definitions: [{ version: 1.0.0 }]
population:
  - { count: 6, upn: "old{n}@contoso.com", installations: [{ app: expenses, version: 2.1.0, consent: [] }] }
  - { count: 3, upn: "new{n}@contoso.com", installations: [{ app: expenses, version: 2.4.0, consent: [{ value: TeamsActivity.Send.User }] }] }
  - { count: 2, upn: "none{n}@contoso.com" }
`;
const DESIRED = `
apiVersion: trueup/v1
apps: { expenses: { manifestId: ${MANIFEST} } }
assignments: [{ app: expenses, version: latest, to: [{ everyone: true }] }]
`;

let line: CommandLine;
beforeEach(async () => {
  line = await startCommandLine(TENANT);
});
afterEach(() => line.end());

const run = (...args: readonly string[]) =>
  line.trueup(["census", ...args], { env: { TRUEUP_STORE: join(line.folder, "store.db") } });

const NEAR = `did you mean "${CATALOG}"? It is the catalogId of Expenses`;
const words = ({ stdout }: { readonly stdout: string }): string => stdout.replaceAll(/\s+/g, " ");

describe("census", () => {
  it("needs no desired state, and counts people by version and consent", async () => {
    const { exitCode, stdout } = await run("--manifest-id", MANIFEST, "--consent", "--format", "json");
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: "census",
      people: { all: 11, read: 11 },
      apps: [
        {
          displayName: "Expenses",
          offered: "2.4.0",
          versions: [
            { version: "2.1.0", people: 6, oldestAt: expect.any(String), consents: [{ permissions: [], people: 6 }] },
            { version: "2.4.0", people: 3, consents: [{ permissions: [{ value: "TeamsActivity.Send.User" }] }] },
          ],
          notInstalled: 2,
          unknown: 0,
        },
      ],
    });
    expect(line.sandbox.requests.filter(isWrite)).toEqual([]);
  });

  it("from the store reads nothing, and gives the same", async () => {
    await run("--catalog-id", CATALOG);
    const before = line.sandbox.requests.length;
    const text = (await run("--from-store")).stdout;
    expect(line.sandbox.requests).toHaveLength(before);
    expect(text).toMatch(/2\.1\.0 +6 people +54\.5 %/);
    expect(text).toMatch(/not installed +2 people/);
    expect(text).toContain("11 of 11 people were read");
    const other = await run("--from-store", "--catalog-id", CATALOG.replace("0d", "1d"));
    expect(other.stdout).toMatch(/not known +11 people/);
    expect(words(other)).toContain(NEAR);
  });

  it("names the id that was meant where the catalog shows no app under the one that was written", async () => {
    expect(words(await run("--catalog-id", CATALOG.replace("0d", "1d")))).toContain(NEAR);
    expect(words(await run("--catalog-id", MANIFEST))).toContain("the id is the manifestId of Expenses");
  });

  it("does not take away what other runs know of more apps", async () => {
    await line.write({ "teams/state.yaml": DESIRED });
    await line.trueup(["plan", "teams"], { env: { TRUEUP_STORE: join(line.folder, "store.db") } });
    await run("--catalog-id", CATALOG.replace("0d", "1d"), "--max-age", "0");
    expect((await run("--from-store")).stdout).toMatch(/2\.1\.0 +6 people/);
  });

  it("without an app and a desired state counts every app of the organization that somebody has", async () => {
    await line.write({ "empty/note.txt": "", "empty/compose.yml": "services: {}\n" });
    const [before, here] = [process.cwd(), join(line.folder, "empty")];
    const inEmpty = (...args: readonly string[]) =>
      runTrueup(["census", ...args], here, {
        TRUEUP_GRAPH_URL: line.sandbox.url,
        TRUEUP_ACCESS_TOKEN: "sandbox-token",
        TRUEUP_STORE: join(line.folder, "store.db"),
      });
    const { exitCode, stdout, stderr } = await inEmpty("--format", "json");
    expect([exitCode, process.cwd()]).toEqual([0, before]);
    expect(JSON.parse(stdout)).toMatchObject({
      people: { all: 11, read: 11 },
      apps: [
        { catalogId: CATALOG, displayName: "Expenses", versions: [{ version: "2.1.0", people: 6 }, { people: 3 }] },
      ],
    });
    expect(stderr).toMatch(/2 apps of the organization: 1 that somebody is seen to have, 1 that nobody is/);
    expect(line.sandbox.requests.filter(isWrite)).toEqual([]);
    const lists = line.sandbox.requests.filter(({ path }) => path.includes("appCatalogs"));
    expect(lists).toHaveLength(1);
    const stored = await inEmpty("--from-store");
    expect(stored.stdout).toMatch(/^Expenses \(0d820ecd-/);
    expect((await inEmpty("--from-store", "--app", "expenses")).stdout).toMatch(/2\.1\.0 +6 people/);
    expect((await inEmpty("--from-store", "--app", "expanses")).stderr).toContain('did you mean "Expenses"?');
  });

  it("from the store heads each app by its name in the desired state", async () => {
    await line.write({ "teams/state.yaml": DESIRED });
    await line.trueup(["plan", "teams"], { env: { TRUEUP_STORE: join(line.folder, "store.db") } });
    expect((await run("--from-store")).stdout).toMatch(/^Expenses \(expenses\)/);
  });

  it("from the store says after a write that the readings do not hold any more, and not that somebody could not be read", async () => {
    await line.write({
      "teams/state.yaml": DESIRED.replace(`${MANIFEST} }`, `${MANIFEST}, permissions: [TeamsActivity.Send.User] }`),
    });
    const env = { TRUEUP_STORE: join(line.folder, "store.db") };
    expect((await line.trueup(["apply", "teams", "--yes", "--max-changes", "100%"], { env })).exitCode).toBe(0);
    expect(words(await run("--from-store"))).toContain(
      "6 people have no reading that still holds, as it failed or a run changed something after it: what they have is not known.",
    );
  });

  it("writes a page and a table", async () => {
    await line.write({ "teams/state.yaml": DESIRED });
    const page = join(line.folder, "census.html");
    const { stdout } = await run(join(line.folder, "teams"), "--format", "csv", "--html", page);
    expect(stdout.split("\r\n")[0]).toBe(
      "app,displayName,catalogId,manifestId,offered,state,version,consent,people,oldestAt",
    );
    expect(stdout).toContain(`expenses,Expenses,${CATALOG},${MANIFEST},2.4.0,not-installed,,,2,`);
    const html = await readFile(page, "utf8");
    expect(html).toContain("Who has which version of 1 app");
    expect(html).not.toContain("contoso.com");
  });

  it.each([
    { name: "no app at all", args: [], says: /no app is named, and there is no desired state/ },
    { name: "a name without a desired state", args: ["--app", "expenses"], says: /no YAML file|there is no/ },
    { name: "an id that is none", args: ["--catalog-id", "expenses"], says: /give an id such as/ },
    { name: "no store", args: ["--from-store", "--catalog-id", CATALOG], says: /there is no store/ },
  ])("$name: an error that says so", async ({ args, says }) => {
    const { exitCode, stderr, stdout } = await run(join(line.folder, "nowhere"), ...args);
    expect([exitCode, stdout + stderr]).toEqual([1, expect.stringMatching(says)]);
  });

  it("an unknown name: the nearest one", async () => {
    await line.write({ "teams/state.yaml": DESIRED });
    expect((await run(join(line.folder, "teams"), "--app", "expnses")).stderr).toContain('did you mean "expenses"?');
  });
});
