import { afterAll, beforeAll, expect, it } from "vitest";
import { apps, TENANT } from "../journeys/worlds.ts";
import { type CommandLine, SIGNED_IN, startCommandLine } from "./command-line.ts";

let line: CommandLine;
beforeAll(async () => {
  line = await startCommandLine(TENANT);
  await line.write({
    "apps.yaml": `${apps()}  other: { catalogId: 0d820ecd-0000-4000-8000-00000000e009 }\n`,
    "a.yaml": `apiVersion: trueup/v1
assignments:
  - { app: expenses, version: ">=2.3 <3", to: [{ group: Finance }], except: [{ group: Interns }] }
  - { app: expenses, version: latest, to: [{ everyone: true }] }
`,
  });
});
afterAll(() => line.end());

it("names the assignments, the groups, the files and lines, who won, and every rule that was considered", async () => {
  const ended = await line.trueup(["explain", "ADELE@contoso.com", "expenses"]);
  expect(ended).toMatchObject({ exitCode: 0, stderr: SIGNED_IN });
  const text = ended.stdout.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME");
  await expect(text).toMatchFileSnapshot("golden/explain-upgrade.txt");
});

it("says why somebody is excepted, and what counts instead", async () => {
  const ended = await line.trueup(["explain", "cleo@contoso.com", "expenses"]);
  const text = ended.stdout.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME");
  await expect(text).toMatchFileSnapshot("golden/explain-excepted.txt");
});

it("says that the directory has no such user, and who may be meant", async () => {
  const ended = await line.trueup(["explain", "adele@contso.com", "expenses"]);
  expect(ended).toMatchObject({ exitCode: 1, stdout: "" });
  expect(ended.stderr).toContain('the directory has no user "adele@contso.com"');
  expect(ended.stderr).toContain('did you mean "adele@contoso.com"?');
});

it.each(["Adele Vance", "adele", " ", "8a96adc3-4eda-4896-bd71-a24f0f93fef9"])(
  "says how users are named: %s",
  async (user) => {
    const ended = await line.trueup(["explain", user, "expenses"]);
    expect(ended).toMatchObject({ exitCode: 1, stdout: "" });
    expect(ended.stderr).toContain(
      `the directory has no user "${user}"\n  hint: write a principal name or an object id`,
    );
  },
);

it("asks for the app where the path stands in its place", async () => {
  const ended = await line.trueup(["explain", "adele@contoso.com", line.folder]);
  expect(ended).toMatchObject({ exitCode: 1, stdout: "" });
  expect(ended.stderr).toContain(`${line.folder} is a file or a folder, and the name of an app is missing`);
  expect(ended.stderr).toContain(`trueup explain adele@contoso.com APP ${line.folder}`);
});

it.each([
  { user: "adele@contoso.com", says: 'the desired state has no app "expensess"\n' },
  {
    user: "adele@contso.com",
    says: 'the desired state has no app "expensess", and the directory has no user "adele@contso.com"\n',
  },
])("names all that is not there: $says", async ({ user, says }) => {
  const ended = await line.trueup(["explain", user, "expensess"]);
  expect(ended).toMatchObject({ exitCode: 1, stdout: "", stderr: expect.stringContaining(says) });
  expect(ended.stderr).toContain("apps of the desired state: expenses, other");
});

it("says that nobody is managed whom no assignment reaches", async () => {
  const ended = await line.trueup(["explain", "dana@contoso.com", "other"]);
  expect(ended.exitCode).toBe(0);
  expect(ended.stdout).toContain("No assignment counts for this user, so TrueUp does not manage other for them");
});

it("reads the one user only", async () => {
  const before = line.sandbox.requests.length;
  await line.trueup(["explain", "adele@contoso.com", "expenses"]);
  const reads = line.sandbox.requests.slice(before).filter(({ path }) => path.includes("teamwork"));
  expect(new Set(reads.map(({ path }) => path.split("/")[2])).size).toBe(1);
});

it("tells the ring of a rollout, and when it opens", async () => {
  await line.write({
    "rollouts.yaml": `apiVersion: trueup/v1
rollouts:
  expenses:
    rings: [{ name: sales, to: [{ group: Sales }], soak: 4h }, { name: everyone }]
`,
  });
  const ended = await line.trueup(["explain", "adele@contoso.com", "expenses"]);
  expect(ended.stdout).toContain("Verdict: held: upgrade\n  because a later ring of the rollout");
  expect(ended.stdout).toContain("Ring of the rollout: everyone, 2 of 2\n  it opens at 20");
  expect(ended.stdout).toContain("the rollout has not begun");
  expect(ended.stdout).toMatch(/who has to act: TrueUp in a later run\n {2}where: .*rollouts\.yaml:\d+\n/);
});
