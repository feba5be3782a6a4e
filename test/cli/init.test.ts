import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CommandLine, startCommandLine } from "./command-line.ts";
import { hurryCommands } from "./hurried.ts";

let endHurry: () => void;
beforeAll(() => {
  endHurry = hurryCommands();
});
afterAll(() => endHurry());

const TENANT = `
users:
  - { upn: adele@contoso.com }
  - { upn: guest@contoso.com, userType: Guest }
  - { upn: gone@contoso.com, accountEnabled: false }
population:
  - { count: 12, upn: "finance{n}@contoso.com", groups: [Finance], installations: [{ app: expenses, version: 2.1.0 }] }
  - { count: 12, upn: "sales{n}@contoso.com", groups: [Sales] }
groups: [{ name: Finance }, { name: Sales }, { name: Empty }]
catalog:
  - name: expenses
    displayName: Contoso Expenses
    externalId: cf1ba4c7-f94e-4d80-ba90-5594b641a8ee
    definitions:
      - { version: 2.1.0 }
      - { version: 2.4.0, permissions: [{ value: TeamsActivity.Send.User }] }
  - { name: unused, externalId: cf1ba4c7-f94e-4d80-ba90-5594b641a8ef, definitions: [{ version: 1.0.0 }] }
installations:
  adele@contoso.com: [{ app: expenses, version: 2.4.0 }]
  guest@contoso.com: [{ app: expenses, version: 2.1.0 }]
  gone@contoso.com: [{ app: expenses, version: 2.1.0 }]
`;

let line: CommandLine;
beforeAll(async () => {
  line = await startCommandLine(TENANT);
});
afterAll(() => line.end());

describe("trueup init", () => {
  it("asks for --yes where nobody can be asked, before anything is read", async () => {
    const { exitCode, stderr } = await line.trueup(["init", "nothing"]);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("give --yes")]);
    expect(line.sandbox.requests).toEqual([]);
  });

  it("writes what is so, shows it, and its first plan acts on nothing, suspended or not", async () => {
    const { exitCode, stdout, stderr } = await line.trueup(["init", "teams", "--yes", "--pipeline", "github"]);
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('group: "Finance" # all 12 have it')]);
    expect(stdout).toContain("Plan: nothing to change now");
    expect(stdout).toContain("15 rows");
    expect(stderr).toContain("15 people have it: Finance, 3 people by name");
    expect(existsSync(join(line.folder, ".github/workflows/trueup.yml"))).toBe(true);
    const apps = await readFile(join(line.folder, "teams/apps.yaml"), "utf8");
    expect(apps).not.toContain("unused");
    const policy = await readFile(join(line.folder, "teams/policy.yaml"), "utf8");
    await line.write({ "teams/policy.yaml": policy.replace("suspend: true", "suspend: false") });
    const plan = await line.trueup(["plan", "teams", "--format", "json"]);
    expect(JSON.parse(plan.stdout)).toMatchObject({ summary: { act: 0, rows: 15 } });
  });

  it("reads each person once", () => {
    const listed = line.sandbox.requests.filter(({ path }) => path.endsWith("/teamwork/installedApps")).length;
    // One by the checks, one for each person, and as many by the plan of the test before.
    expect(listed).toBeLessThanOrEqual(1 + 27 + 15);
  });

  it("writes over nothing", async () => {
    const { exitCode, stderr } = await line.trueup(["init", "teams", "--yes"]);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("nothing is written over it")]);
    const again = await line.trueup(["init", "other", "--yes", "--pipeline", "github"]);
    expect([again.exitCode, again.stderr]).toEqual([
      1,
      expect.stringContaining(".github/workflows/trueup.yml is there"),
    ]);
    expect(existsSync(join(line.folder, "other"))).toBe(false);
  });

  it("points to the catalog for an id that nobody has", async () => {
    const { exitCode, stderr } = await line.trueup([
      "init",
      "third",
      "--yes",
      "--app",
      "cf1ba4c7-f94e-4d80-ba90-5594b641a8ef",
    ]);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("trueup catalog lists the apps")]);
  });
});

describe("trueup catalog", () => {
  it("lists apps with both ids, the offered version and what it requires", async () => {
    const { exitCode, stdout } = await line.trueup(["catalog", "EXPENSES", "--format", "json"]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      apps: [
        {
          displayName: "Contoso Expenses",
          manifestId: "cf1ba4c7-f94e-4d80-ba90-5594b641a8ee",
          offered: "2.4.0",
          permissions: [{ value: "TeamsActivity.Send.User", type: "application" }],
        },
      ],
    });
  });
});

describe("trueup schema", () => {
  it("prints the schema under a name of its own", async () => {
    const { exitCode, stdout } = await line.trueup(["schema"]);
    expect([exitCode, JSON.parse(stdout)]).toEqual([
      0,
      expect.objectContaining({ $id: "urn:trueup:desired-state:v1" }),
    ]);
  });
});
