import { describe, expect, it } from "vitest";
import { checkoutOf, linksOf } from "../../src/comment/links.ts";

const COMMIT = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567";

const PIPELINES = {
  GitHub: {
    GITHUB_ACTIONS: "true",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_REPOSITORY: "contoso/teams-apps",
    GITHUB_RUN_ID: "42",
    GITHUB_WORKSPACE: "/work",
  },
  GitLab: {
    GITLAB_CI: "true",
    CI_PROJECT_URL: "https://gitlab.example/contoso/teams-apps",
    CI_JOB_URL: "https://gitlab.example/contoso/teams-apps/-/jobs/42",
    CI_PROJECT_DIR: "/work",
  },
  "Azure DevOps": {
    TF_BUILD: "True",
    SYSTEM_COLLECTIONURI: "https://dev.azure.com/contoso/",
    SYSTEM_TEAMPROJECT: "Teams Apps",
    BUILD_BUILDID: "42",
    BUILD_REPOSITORY_PROVIDER: "TfsGit",
    BUILD_REPOSITORY_URI: "https://contoso@dev.azure.com/contoso/Teams%20Apps/_git/teams-apps",
    BUILD_SOURCESDIRECTORY: "/work",
  },
} as const;

it.each([
  [
    "GitHub",
    "https://github.com/contoso/teams-apps/actions/runs/42",
    "https://github.com/contoso/teams-apps/actions/runs/42#artifacts",
    `https://github.com/contoso/teams-apps/blob/${COMMIT}/teams/apps.yaml#L4`,
  ],
  [
    "GitLab",
    "https://gitlab.example/contoso/teams-apps/-/jobs/42",
    "https://gitlab.example/contoso/teams-apps/-/jobs/42/artifacts/browse",
    `https://gitlab.example/contoso/teams-apps/-/blob/${COMMIT}/teams/apps.yaml#L4`,
  ],
  [
    "Azure DevOps",
    "https://dev.azure.com/contoso/Teams%20Apps/_build/results?buildId=42",
    "https://dev.azure.com/contoso/Teams%20Apps/_build/results?buildId=42&view=artifacts&type=publishedArtifacts",
    `https://dev.azure.com/contoso/Teams%20Apps/_git/teams-apps?path=/teams/apps.yaml&version=GC${COMMIT}&line=4&lineEnd=5&lineStartColumn=1&lineEndColumn=1`,
  ],
] as const)("%s: the run, its files, and a line at the commit", (service, run, artifacts, line) => {
  const links = linksOf(PIPELINES[service]);
  expect(links).toMatchObject({ run, artifacts });
  expect(links.file("teams/apps.yaml", 4, COMMIT)).toBe(line);
  expect(checkoutOf(PIPELINES[service])).toBe("/work");
});

describe("what is not known is no link", () => {
  it.each([
    ["on no pipeline", {}],
    ["GitHub without a repository", { GITHUB_ACTIONS: "true", GITHUB_SERVER_URL: "https://github.com" }],
    ["a repository that is none", { ...PIPELINES.GitHub, GITHUB_REPOSITORY: "contoso/teams)apps" }],
    ["no address of the web", { ...PIPELINES.GitHub, GITHUB_SERVER_URL: "javascript:alert(1)" }],
    ["GitLab without addresses", { GITLAB_CI: "true" }],
    ["Azure DevOps without a project", { TF_BUILD: "True", BUILD_BUILDID: "42" }],
  ])("%s", (_name, environment) => {
    const links = linksOf(environment);
    expect([links.run, links.artifacts, links.file("a.yaml", 1, COMMIT)]).toEqual([null, null, null]);
  });

  it("of a repository that is not in Azure Repos", () => {
    const links = linksOf({ ...PIPELINES["Azure DevOps"], BUILD_REPOSITORY_PROVIDER: "GitHub" });
    expect(links.file("a.yaml", 1, COMMIT)).toBeNull();
    expect(links.run).not.toBeNull();
  });
});

it("nothing of a name of a file ends the address, or means something in Markdown", () => {
  const url = linksOf(PIPELINES.GitHub).file("a b/(x)*_#?[`].yaml", 4, COMMIT) ?? "";
  expect(url.endsWith("/a%20b/%28x%29%2a%5f%23%3F%5B%60%5D.yaml#L4"), url).toBe(true);
});
