import { describe, expect, it } from "vitest";
import type { Surroundings } from "../../src/comment/destination.ts";
import { findDestination } from "../../src/comment/find-destination.ts";
import type { Provider } from "../../src/forge/variables.ts";

const GITHUB = {
  GITHUB_API_URL: "https://api.github.com",
  GITHUB_REPOSITORY: "contoso/teams-apps",
  GITHUB_REF: "refs/pull/7/merge",
  GITHUB_SERVER_URL: "https://github.com",
  GITHUB_RUN_ID: "99",
};
const GITLAB = {
  CI_API_V4_URL: "https://gitlab.example.com/api/v4",
  CI_PROJECT_ID: "42",
  CI_MERGE_REQUEST_IID: "7",
};
const AZURE = {
  SYSTEM_COLLECTIONURI: "https://dev.azure.com/fabrikam/",
  SYSTEM_TEAMPROJECT: "Teams Apps",
  BUILD_REPOSITORY_ID: "repo-1",
  SYSTEM_PULLREQUEST_PULLREQUESTID: "7",
  BUILD_BUILDID: "99",
};

describe("the pull request of a run", () => {
  it.each([
    ["github", GITHUB, "https://github.com/contoso/teams-apps/actions/runs/99"],
    ["github", { GITHUB_REPOSITORY: "contoso/teams-apps", GITHUB_REF: "refs/pull/7/head" }, null],
    [
      "gitlab",
      { ...GITLAB, CI_JOB_URL: "https://gitlab.example.com/a/-/jobs/9" },
      "https://gitlab.example.com/a/-/jobs/9",
    ],
    ["gitlab", { ...GITLAB, CI_JOB_URL: "javascript:alert(1)" }, null],
    ["gitlab", { ...GITLAB, CI_JOB_URL: "https://:pw@gitlab.example.com/a" }, null],
    ["gitlab", { ...GITLAB, CI_JOB_URL: "https://me@gitlab.example.com/a" }, null],
    ["gitlab", { ...GITLAB, CI_JOB_URL: "https://a.example/x)(y" }, "https://a.example/x%29%28y"],
    ["azure-devops", AZURE, "https://dev.azure.com/fabrikam/Teams%20Apps/_build/results?buildId=99"],
    ["azure-devops", { ...AZURE, BUILD_BUILDID: "1&x=2" }, null],
  ] as const)("%s: the run is %3$s", (provider, environment, runUrl) => {
    expect(findDestination(provider, around(environment)).runUrl).toBe(runUrl);
  });

  it.each<[string, Provider, Record<string, string>, RegExp]>([
    ["no repository", "github", { ...GITHUB, GITHUB_REPOSITORY: "" }, /^GITHUB_REPOSITORY is not set$/],
    [
      "a repository that leads elsewhere",
      "github",
      { ...GITHUB, GITHUB_REPOSITORY: "a/b/../c" },
      /is not OWNER\/NAME$/,
    ],
    ["a push", "github", { ...GITHUB, GITHUB_REF: "refs/heads/main" }, /^this run belongs to no pull request$/],
    [
      "plain http",
      "github",
      { ...GITHUB, GITHUB_API_URL: "http://ghe.example.com/api/v3" },
      /^GITHUB_API_URL must be https: /,
    ],
    ["no URL", "github", { ...GITHUB, GITHUB_API_URL: "api.github.com" }, /^GITHUB_API_URL is not a URL$/],
    [
      "a password in it",
      "gitlab",
      { ...GITLAB, CI_API_V4_URL: "https://me:secret@gitlab.example.com" },
      /^CI_API_V4_URL must hold no credentials: https:\/\/gitlab.example.com\/$/,
    ],
    [
      "a query in it",
      "gitlab",
      { ...GITLAB, CI_API_V4_URL: "https://gitlab.example.com?x=1" },
      /no query and no fragment/,
    ],
    ["no merge request", "gitlab", { ...GITLAB, CI_MERGE_REQUEST_IID: "" }, /CI_MERGE_REQUEST_IID is not a number/],
    ["no project", "gitlab", { ...GITLAB, CI_PROJECT_ID: "" }, /^CI_PROJECT_ID is not set$/],
    ["no collection", "azure-devops", { ...AZURE, SYSTEM_COLLECTIONURI: "" }, /^SYSTEM_COLLECTIONURI is not set$/],
    [
      "no pull request",
      "azure-devops",
      { ...AZURE, SYSTEM_PULLREQUEST_PULLREQUESTID: "$(System.PullRequest.PullRequestId)" },
      /SYSTEM_PULLREQUEST_PULLREQUESTID is not a number/,
    ],
    [
      "a repository on GitHub",
      "azure-devops",
      { ...AZURE, BUILD_REPOSITORY_PROVIDER: "GitHub" },
      /is not in Azure Repos/,
    ],
  ])("%s is said", (_what, provider, environment, message) => {
    expect(() => findDestination(provider, around(environment))).toThrow(message);
  });

  it.each([
    ["the event of a pull request", { pull_request: { number: 12 } }],
    ["the event of a comment on one", { issue: { number: 12, pull_request: { url: "…" } } }],
  ])("is in %s", (_what, event) => {
    const environment = { ...GITHUB, GITHUB_REF: "refs/heads/main" };
    expect(() => findDestination("github", { ...around(environment), event })).not.toThrow();
  });

  it("is not an issue that is none", () => {
    const surroundings = { ...around({ ...GITHUB, GITHUB_REF: "refs/heads/main" }), event: { issue: { number: 12 } } };
    expect(() => findDestination("github", surroundings)).toThrow(/belongs to no pull request/);
  });

  it.each<[Provider, Record<string, string>]>([
    ["github", { ...GITHUB, GITHUB_REF: "refs/heads/main" }],
    ["gitlab", { ...GITLAB, CI_MERGE_REQUEST_IID: "" }],
    ["azure-devops", { ...AZURE, SYSTEM_PULLREQUEST_PULLREQUESTID: "" }],
  ])("can be given by hand on %s", (provider, environment) => {
    expect(() => findDestination(provider, { ...around(environment), pullRequest: 3 })).not.toThrow();
  });
});

function around(environment: Record<string, string>): Surroundings {
  return { environment, event: null, pullRequest: null, threadStatus: "active" };
}
