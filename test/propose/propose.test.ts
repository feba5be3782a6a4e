import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CommandLine, type Ended, startCommandLine } from "../cli/command-line.ts";
import type { ForgeService } from "./github-service.ts";
import { FORGES } from "./services.ts";
import { isWhole } from "../share.ts";

const TENANT_ID = "3f6c1f0e-0000-4000-8000-000000000001";
const EXPENSES = "0d820ecd-0000-4000-8000-000000000002";
const ONBOARDING = "0d820ecd-0000-4000-8000-000000000004";
const SEND = "TeamsActivity.Send.User";
const TENANT = `
tenantId: ${TENANT_ID}
users: [{ upn: adele@contoso.com }, { upn: megan@contoso.com }, { upn: nestor@contoso.com }]
catalog:
  - name: expenses
    id: ${EXPENSES}
    externalId: cf1ba4c7-0000-4000-8000-000000000003
    definitions: [{ version: 2.4.0, permissions: [{ value: ${SEND} }] }]
  - name: onboarding
    id: ${ONBOARDING}
    externalId: cf1ba4c7-0000-4000-8000-000000000005
    definitions: [{ version: 1.0.0 }]
installations:
  adele@contoso.com: [{ app: expenses, version: 2.4.0 }]
  megan@contoso.com: [{ app: expenses, version: 2.4.0 }]
`;
const STATE = `apiVersion: trueup/v1
tenant: ${TENANT_ID}
apps:
  expenses: { manifestId: cf1ba4c7-0000-4000-8000-000000000003, permissions: [${SEND}] }
  onboarding: { manifestId: cf1ba4c7-0000-4000-8000-000000000005 }
assignments:
  - { app: expenses, version: latest, to: [{ user: adele@contoso.com }, { user: megan@contoso.com }] }
  - { app: onboarding, version: latest, ensure: installed, to: [{ user: nestor@contoso.com }] }
rollouts:
  expenses: { rings: [{ name: it, to: [{ user: adele@contoso.com }], proof: none }, { name: everyone }] }
`;
const BRANCH = "trueup/lock/expenses";

let line: CommandLine;
let locked: string;
beforeEach(async () => {
  line = await startCommandLine(TENANT);
  await line.write({ "teams/state.yaml": STATE });
  await line.trueup(["lock", "teams"]);
  locked = await readFile(join(line.folder, "teams/trueup.lock"), "utf8");
});
afterEach(() => line.end());

const publish = (version: string, ...values: readonly string[]): void => publishOf(EXPENSES, version, ...values);
const publishOf = (id: string, version: string, ...values: readonly string[]): void =>
  line.sandbox.publish(id, {
    version,
    publishingState: "published",
    permissions: values.map((value) => ({ value, type: "application" })),
  });
const changesOf = (forge: ForgeService): readonly string[] =>
  forge.requests.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`);

const only = (forge: ForgeService): ForgeService["repository"]["requests"][number] => {
  expect(forge.repository.requests).toHaveLength(1);
  const [request] = forge.repository.requests;
  if (request === undefined) throw new Error("there is none");
  return request;
};
function lockOf({ repository }: ForgeService): string {
  return repository.file(repository.branches.get(BRANCH) ?? "", "teams/trueup.lock") ?? "";
}
const PUSHES = /commits$|pushes$|git\/refs\/|\/refs$/;

describe.each(FORGES)("trueup lock --propose on $provider", ({ provider, token, tokenName, permission, start }) => {
  /** What the forges have in common is tried on one of them. */
  const isTried = isWhole || provider === FORGES[0]?.provider;
  const proposeOn = async (forge: ForgeService, env: Readonly<Record<string, string>> = {}): Promise<Ended> => {
    const store = { TRUEUP_STORE: join(line.folder, "store.db") };
    const ended = await line.trueup(["lock", "teams", "--propose"], {
      env: { ...store, ...forge.environment, ...env },
    });
    expect(`${ended.stdout}${ended.stderr}`).not.toContain(token);
    return ended;
  };
  const started = (): Promise<ForgeService> => start({ "teams/trueup.lock": locked, "README.md": "hello\n" });

  it("opens one for the app that differs, with its consent in words and whom it reaches, and is done", async () => {
    const forge = await started();
    publish("2.5.0", SEND, "TeamsAppInstallation.Read.User", "Calendars.Read.User");
    const first = await proposeOn(forge);
    expect(first).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^expenses: opened http\S+\n1 proposal is open\n$/),
    });
    const { branch, title, body, labels } = only(forge);
    expect({ branch, title, labels }).toEqual({
      branch: BRANCH,
      title: "lock: expenses 2.4.0 -> 2.5.0, more-consent",
      labels: ["trueup-lock", "trueup-more-consent"],
    });
    expect(body).toContain(
      "\n- wants TeamsAppInstallation.Read.User: it may see which Teams apps the person has, at any time (application)\n",
    );
    expect(body).toContain("\n- wants Calendars.Read.User: Microsoft does not describe it;");
    expect(body).toContain("**Not approved yet:** Calendars.Read.User (application), TeamsAppInstallation.Read.User");
    expect(body).toContain(
      "**Reaches** 2 people, ring by ring:\n\n| ring | people |\n| --- | ---: |\n| `it` | 1 |\n| `everyone` | 1 |",
    );
    expect(body).not.toMatch(/adele|megan|nestor/i);
    const { repository } = forge;
    const [main = "", head = ""] = ["main", BRANCH].map((name) => repository.branches.get(name));
    expect(repository.ahead(main, head)).toHaveLength(1);
    expect(repository.differing(main, head)).toEqual(["teams/trueup.lock"]);
    expect(repository.file(head, "teams/trueup.lock")).toContain('version: "2.5.0"');
    expect(repository.file(head, "teams/trueup.lock")).toContain('version: "1.0.0"');
    expect(repository.file(main, "teams/trueup.lock")).toBe(locked);
    expect(await readFile(join(line.folder, "teams/trueup.lock"), "utf8")).toBe(locked);
    expect(line.sandbox.requests.filter(({ method }) => method !== "GET" && method !== "POST")).toEqual([]);

    const sent = changesOf(forge).length;
    expect((await proposeOn(forge)).stdout).toMatch(/^expenses: unchanged /);
    expect(changesOf(forge)).toHaveLength(sent);
  });

  it.runIf(isTried)(
    "says what it does not know: rings without a store, and people where they cannot be read",
    async () => {
      const forge = await started();
      publish("2.5.0", SEND);
      await proposeOn(forge, { TRUEUP_STORE: "" });
      expect(only(forge).body).toContain("**Reaches** 2 people, ring by ring; how many are in each is not known");
      line.sandbox.addFault({ kind: "status", path: /users/, status: 403 });
      await proposeOn(forge, { TRUEUP_STORE: "" });
      expect(only(forge).body).toMatch(/\*\*Reaches:?\*\*:? (?:not known|0 people, and perhaps 2 people)/);
    },
  );

  it.runIf(isTried)("says nothing where the catalog offers what was reviewed", async () => {
    const forge = await started();
    expect(await proposeOn(forge)).toMatchObject({ exitCode: 0, stdout: "0 proposals are open\n" });
    expect(changesOf(forge)).toEqual([]);
  });

  it("marks the same consent alone for a robot, and takes the mark off before the branch holds more", async () => {
    const forge = await started();
    publish("2.4.1", SEND);
    await proposeOn(forge);
    expect(only(forge).labels).toContain("trueup-robot-may-merge");
    const seen: string[] = [];
    forge.onRequest = ({ method, path }) => {
      if (method !== "GET" && PUSHES.test(path)) seen.push(only(forge).labels.join());
    };
    publish("2.5.0", SEND, "Calendars.Read.User");
    expect((await proposeOn(forge)).stdout).toMatch(/^expenses: updated /);
    expect(seen.filter((labels) => labels.includes("robot"))).toEqual([]);
    expect(seen).not.toEqual([]);
    expect(only(forge)).toMatchObject({
      title: "lock: expenses 2.4.0 -> 2.5.0, more-consent",
      labels: ["trueup-lock", "trueup-more-consent"],
      state: "open",
    });
    const { repository } = forge;
    const [main = "", head = ""] = ["main", BRANCH].map((name) => repository.branches.get(name));
    expect(repository.ahead(main, head)).toHaveLength(1);
    expect([...repository.branches.keys()]).toEqual(["main", BRANCH]);
  });

  it.runIf(isTried)("makes one for each app, and each changes its own entry alone", async () => {
    const forge = await started();
    publish("2.5.0", SEND);
    publishOf(ONBOARDING, "1.1.0");
    await proposeOn(forge);
    const { repository } = forge;
    expect([...repository.branches.keys()].sort()).toEqual(["main", BRANCH, "trueup/lock/onboarding"]);
    const file = repository.file(repository.branches.get(BRANCH) ?? "", "teams/trueup.lock");
    expect(file).toContain('version: "2.5.0"');
    expect(file).not.toContain('version: "1.1.0"');
  });

  it("closes what has no reason any more, and deletes its branch", async () => {
    const forge = await started();
    publish("2.5.0", SEND);
    await proposeOn(forge);
    forge.repository.commit("main", "teams/trueup.lock", lockOf(forge), "merged by hand");
    await line.write({ "teams/trueup.lock": lockOf(forge) });
    expect(await proposeOn(forge)).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^expenses: closed /) });
    expect(only(forge)).toMatchObject({ state: "closed", body: expect.stringContaining("**Closed by TrueUp:**") });
    expect([...forge.repository.branches.keys()]).toEqual(["main"]);
    publish("2.6.0", SEND);
    expect((await proposeOn(forge)).stdout).toMatch(/^expenses: opened /);
  });

  it("never pushes over a commit of somebody else, and says so", async () => {
    const forge = await started();
    publish("2.5.0", SEND);
    await proposeOn(forge);
    const theirs = forge.repository.commit(BRANCH, "teams/state.yaml", "mine\n", "approve it");
    publish("2.6.0", SEND);
    const sent = changesOf(forge).length;
    const ended = await proposeOn(forge);
    expect(ended).toMatchObject({ exitCode: 3, stdout: expect.stringContaining("holds commits of somebody else") });
    expect(changesOf(forge)).toHaveLength(sent);
    expect(forge.repository.branches.get(BRANCH)).toBe(theirs);
  });

  it.runIf(isTried)("takes a commit of its own that somebody changed for somebody else's", async () => {
    const forge = await started();
    publish("2.5.0", SEND);
    await proposeOn(forge);
    const { repository } = forge;
    const own = repository.commits.get(repository.branches.get(BRANCH) ?? "");
    if (own === undefined) throw new Error("there is none");
    const files = new Map([...own.files, ["teams/trueup.lock", `${locked}# looked at\n`] as const]);
    repository.branches.set(BRANCH, repository.add({ ...own, files }));
    expect((await proposeOn(forge)).stdout).toContain("holds commits of somebody else");
  });

  it.runIf(isTried)("does not propose again what somebody closed, until the catalog moves", async () => {
    const forge = await started();
    publish("2.5.0", SEND);
    await proposeOn(forge);
    only(forge).state = "closed";
    const ended = await proposeOn(forge);
    expect(ended).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("somebody closed the") });
    expect(only(forge).state).toBe("closed");
    publish("2.6.0", SEND);
    expect((await proposeOn(forge)).stdout).toMatch(/^expenses: opened /);
  });

  it.runIf(isTried)("leaves a request of a fork with a branch of the same name alone", async () => {
    const forge = await started();
    publish("2.5.0", SEND);
    forge.repository.ask(BRANCH, "theirs", "their text", [], true);
    expect((await proposeOn(forge)).stdout).toMatch(/^expenses: opened /);
    expect(forge.repository.requests.map(({ title }) => title)).toEqual(["theirs", expect.stringContaining("lock: ")]);
  });

  it.runIf(isTried)("proposes nothing for an app of which nothing can be told, and says so", async () => {
    const forge = await started();
    line.sandbox.unlist(EXPENSES);
    const ended = await proposeOn(forge);
    expect(ended).toMatchObject({ exitCode: 3, stdout: expect.stringContaining("expenses: nothing is proposed: ") });
    expect(changesOf(forge)).toEqual([]);
  });

  it.runIf(isTried)("proposes nothing on a branch whose lock file is another one by now", async () => {
    const forge = await started();
    publish("2.5.0", SEND);
    forge.repository.commit("main", "teams/trueup.lock", `${locked}# newer\n`, "newer");
    expect(await proposeOn(forge)).toMatchObject({
      exitCode: 3,
      stdout: expect.stringContaining("the next run looks again"),
    });
    expect(changesOf(forge)).toEqual([]);
  });

  it.each([
    ["without a token", { token: "" }, "all"],
    ["with a token that may only read", {}, "read"],
    ["with a token that may not open requests", {}, "no-requests"],
  ] as const)("%s: says which permission it needs", async (_name, { token: replaced }: { token?: string }, rights) => {
    const forge = await started();
    forge.rights = rights;
    publish("2.5.0", SEND);
    const ended = await proposeOn(forge, replaced === undefined ? {} : { [tokenName]: replaced });
    expect(ended).toMatchObject({ exitCode: 1, stdout: "" });
    const words = ended.stderr.replaceAll(/\s+/g, " ");
    expect(words).toContain("error: ");
    if (replaced === undefined) expect(words).toContain(permission);
    else expect(words).toMatch(/is not set/);
  });

  it("says that a rule protects the branch", async () => {
    const forge = await started();
    forge.isProtected = true;
    publish("2.5.0", SEND);
    const ended = await proposeOn(forge);
    expect(ended.exitCode).not.toBe(0);
    expect(`${ended.stdout}${ended.stderr}`.replaceAll(/\s+/g, " ")).toMatch(
      /protects the branch|branch policy|pull request/,
    );
    expect(forge.repository.requests).toEqual([]);
  });

  it.runIf(isTried)("goes to https or to this machine only", async () => {
    const forge = await started();
    const name = { github: "GITHUB_API_URL", gitlab: "CI_API_V4_URL", "azure-devops": "SYSTEM_COLLECTIONURI" }[
      provider
    ];
    const ended = await proposeOn(forge, { [name]: "http://git.contoso.com/" });
    expect(ended).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(`${name} must be https`) });
  });
});

describe("trueup lock --propose where it cannot be", () => {
  const refusals: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    ["in no pipeline", {}, "this is no pipeline of GitHub Actions, GitLab CI or Azure Pipelines"],
    [
      "for a pull request",
      { GITHUB_REPOSITORY: "contoso/x", GITHUB_REF: "refs/pull/7/merge" },
      "this run is for a pull request",
    ],
    ["for a tag", { GITHUB_REPOSITORY: "contoso/x", GITHUB_REF: "refs/tags/v1" }, "GITHUB_REF is refs/tags/v1"],
    [
      "for a fork on GitLab",
      { CI_API_V4_URL: "https://gitlab.com/api/v4", CI_PROJECT_ID: "1", CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "2" },
      "this run is for a fork",
    ],
    [
      "for a fork on Azure DevOps",
      {
        SYSTEM_COLLECTIONURI: "https://dev.azure.com/contoso/",
        SYSTEM_TEAMPROJECT: "p",
        BUILD_REPOSITORY_ID: "r",
        SYSTEM_PULLREQUEST_ISFORK: "True",
      },
      "this run is for a fork",
    ],
  ];
  it.each(refusals)("%s: says so", async (_name, env, words) => {
    const ended = await line.trueup(["lock", "teams", "--propose"], { env });
    expect({ ...ended, stderr: ended.stderr.replaceAll(/\s+/g, " ") }).toMatchObject({
      exitCode: 1,
      stdout: "",
      stderr: expect.stringContaining(words),
    });
  });

  it("without a lock file: says how to make one", async () => {
    await line.write({ "new/state.yaml": STATE });
    const ended = await line.trueup(["lock", "new", "--propose"], {
      env: { GITHUB_REPOSITORY: "a/b", GITHUB_REF: "refs/heads/main" },
    });
    expect(ended).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("there is no trueup.lock to compare with"),
    });
  });
});
