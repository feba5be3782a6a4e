import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { makeRepository } from "../fakes/repository.ts";
import { type CommandLine, startCommandLine } from "./command-line.ts";

const TENANT_ID = "3f6c1f0e-0000-4000-8000-000000000001";
const TENANT = `
tenantId: ${TENANT_ID}
users:
  - { upn: adele@contoso.com }
  - { upn: megan@contoso.com }
  - { upn: zoe@contoso.com }
groups:
  - { name: Pilot, members: [{ user: adele@contoso.com }] }
catalog:
  - name: expenses
    id: 0d820ecd-0000-4000-8000-000000000002
    externalId: cf1ba4c7-0000-4000-8000-000000000003
    displayName: Expenses
    distributionMethod: organization
    definitions:
      - { version: 2.1.0 }
      - { version: 2.4.0, permissions: [{ value: TeamsActivity.Send.User, type: application }] }
installations:
  adele@contoso.com: [{ app: expenses, version: 2.1.0 }]
  megan@contoso.com: [{ app: expenses, version: 2.1.0 }]
  zoe@contoso.com: [{ app: expenses, version: 2.1.0 }]
`;

/** Everybody in `to` is to have the newest version. */
function desired(to: string, permissions = "TeamsActivity.Send.User"): string {
  return `
apiVersion: trueup/v1
tenant: ${TENANT_ID}
apps:
  expenses: { manifestId: cf1ba4c7-0000-4000-8000-000000000003, permissions: [${permissions}] }
assignments:
  - { app: expenses, version: latest, to: [${to}] }
`;
}

const BEFORE = desired("{ group: Pilot }");
const AFTER = desired(
  "{ group: Pilot }, { user: megan@contoso.com }",
  "TeamsActivity.Send.User, TeamsActivity.Send.Chat",
);

let line: CommandLine;
afterEach(() => line.end());

async function start(): Promise<void> {
  line = await startCommandLine(TENANT);
  await line.write({ "teams/state.yaml": AFTER, "old/state.yaml": BEFORE });
}

const ALTERS = [
  "1 upgrade because of this change",
  "1 row would be changed without it as well: drift that is there anyway",
  "1 pair of user and app managed from now on",
  "app expenses: newly approved TeamsActivity.Send.Chat (application)",
];

describe("plan --base: what this change alters, apart from drift that is there anyway", () => {
  it("against another folder", async () => {
    await start();
    const { exitCode, stdout } = await line.trueup(["plan", "teams", "--base", "old"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("What this change alters, compared with old");
    for (const fact of ALTERS) expect(stdout).toContain(fact);
  });

  it("against a git revision, without touching the checkout", async () => {
    await start();
    const { git, commit } = makeRepository(line.folder);
    await writeFile(join(line.folder, "teams/state.yaml"), BEFORE);
    const id = commit();
    await writeFile(join(line.folder, "teams/state.yaml"), AFTER);
    const before = git("status", "--porcelain");
    const { stdout } = await line.trueup(["plan", "teams", "--base", "main"]);
    expect(stdout).toContain(`compared with main (${id.slice(0, 12)})`);
    for (const fact of ALTERS) expect(stdout).toContain(fact);
    expect(git("status", "--porcelain")).toBe(before);
  });

  it("says what it loosens, though no row acts because of it", async () => {
    await start();
    await line.write({
      "old/policy.yaml": `apiVersion: trueup/v1\npolicy: { maxChanges: 200, protectedUsers: [zoe@contoso.com], sections: { apps: [state.yaml] } }\n`,
      "new/policy.yaml": `apiVersion: trueup/v1\npolicy: { maxChanges: "100%", maxRemovals: 3 }\n`,
      "new/state.yaml": BEFORE,
    });
    const { stdout } = await line.trueup(["plan", "new", "--base", "./old"]);
    const loosened =
      /This change loosens: maxChanges 200 -> 100%; maxRemovals 0 -> 3;\s+zoe@contoso\.com no longer\s+protected;\s+sections\.apps state\.yaml taken out/;
    expect(stdout).toMatch(loosened);
    expect(stdout).toContain("this change: nothing, and looser guards");
    const markdown = await line.trueup(["plan", "new", "--base", "./old", "--format", "markdown"]);
    expect(markdown.stdout).toContain("This change loosens: maxChanges 200 -> 100%");
    const json = await line.trueup(["plan", "new", "--base", "./old", "--format", "json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      base: { guards: [{ guard: "maxChanges", before: "200", after: "100%", loosens: true }, {}, {}, {}] },
    });
  });

  it("where the path was not there yet, everything is because of the change", async () => {
    await start();
    makeRepository(line.folder).git("commit", "--quiet", "--allow-empty", "--message", "nothing");
    const { exitCode, stdout, stderr } = await line.trueup(["plan", "teams", "--base", "main"]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(stdout).toContain("2 upgrades because of this change");
    expect(stdout).toContain("app expenses: managed from now on");
  });

  it("as data, each acting row with why it acts; and in Markdown", async () => {
    await start();
    const { stdout } = await line.trueup(["plan", "teams", "--base", "old", "--format", "json"]);
    const plan: { base: unknown; rows: readonly { user: { userPrincipalName: string }; because: unknown }[] } =
      JSON.parse(stdout);
    expect(plan.base).toMatchObject({ change: 1, drift: 1, pairsAdded: 1, pairsRemoved: 0, noLonger: [] });
    expect(plan.rows.map(({ user, because }) => [user.userPrincipalName, because])).toEqual([
      ["adele@contoso.com", "drift"],
      ["megan@contoso.com", "change"],
    ]);
    const markdown = await line.trueup(["plan", "teams", "--base", "old", "--format", "markdown"]);
    expect(markdown.stdout).toContain("### What this change alters");
    expect(markdown.stdout).not.toContain("megan");
  });

  it("what would be changed without the change, and is not with it", async () => {
    await start();
    const { stdout } = await line.trueup(["plan", "old", "--base", "teams"]);
    expect(stdout).toContain("nothing because of this change");
    expect(stdout).toContain("1 upgrade no longer, which would be without it");
    expect(stdout).toContain("no longer approved TeamsActivity.Send.Chat (application)");
  });

  it("reads each user and each group once for both", async () => {
    await start();
    await line.trueup(["plan", "teams", "--base", "old"]);
    const paths = line.sandbox.requests.map(({ path }) => path.split("?")[0] ?? "");
    const repeated = paths.filter((path, index) => paths.indexOf(path) !== index && !path.startsWith("/appCatalogs"));
    expect(repeated.filter((path) => path.includes("installedApps") || path.includes("transitiveMembers"))).toEqual([]);
  });

  it("a base with errors of its own is said to be the base's, and nothing is remarked on the change", async () => {
    await start();
    await line.write({ "old/state.yaml": BEFORE.replace("version: latest", "version: 5") });
    const args = ["plan", "teams", "--base", "old", "--annotations", "github"];
    const { exitCode, stderr } = await line.trueup(args, { env: { GITHUB_WORKSPACE: line.folder } });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("--base old has errors of its own: state.yaml:7: the version 5 is read as the number 5");
    expect(stderr).not.toContain("::error");
  });

  it.each([
    {
      base: "no-such-branch",
      says: /--base no-such-branch is neither a file or folder nor a revision .*git fetch --depth=1/s,
    },
    { base: "--upload-pack=x", says: /--base/ },
  ])("$base is refused", async ({ base, says }) => {
    await start();
    makeRepository(line.folder).git("commit", "--quiet", "--allow-empty", "--message", "nothing");
    const { exitCode, stderr } = await line.trueup(["plan", "teams", `--base=${base}`]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(says);
  });
});

describe("--annotations github", () => {
  it("remarks on the line that is wrong, as GitHub wants it", async () => {
    await start();
    await line.write({ "teams/state.yaml": AFTER.replace("version: latest", "version: 5") });
    const env = { GITHUB_WORKSPACE: line.folder };
    for (const command of ["validate", "plan"]) {
      const { exitCode, stderr } = await line.trueup([command, "teams", "--annotations", "github"], { env });
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/^::error file=teams\/state\.yaml,line=7,col=\d+,title=[a-z-]+::/m);
    }
  });

  it("remarks on blocked rows at their assignment, counted, without a name", async () => {
    await start();
    await line.write({ "teams/state.yaml": desired("{ everyone: true }", "") });
    const { stderr } = await line.trueup(["plan", "teams", "--annotations", "github"], {
      env: { GITHUB_WORKSPACE: line.folder },
    });
    expect(stderr).toContain(
      "::warning file=teams/state.yaml,line=7,col=5,title=permissions-not-approved::expenses is blocked for 3 users: ",
    );
    expect(stderr).not.toContain("adele");
  });
});

describe("validate --format sarif", () => {
  it("gives a log with rules, places and fingerprints", async () => {
    await start();
    await line.write({ "teams/state.yaml": AFTER.replace("version: latest", "version: 5") });
    const { exitCode, stdout } = await line.trueup(["validate", "teams", "--format", "sarif"]);
    expect(exitCode).toBe(1);
    const log: unknown = JSON.parse(stdout);
    expect(log).toMatchObject({
      version: "2.1.0",
      runs: [
        {
          tool: { driver: { name: "trueup" } },
          results: [
            {
              level: "error",
              locations: [
                { physicalLocation: { artifactLocation: { uri: "teams/state.yaml" }, region: { startLine: 7 } } },
              ],
            },
          ],
        },
      ],
    });
  });
});
