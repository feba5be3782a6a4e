import { UsageError } from "../errors.ts";
import { isJsonObject } from "../model/json-object.ts";
import { createApi } from "../forge/api.ts";
import { credentialsOf } from "../forge/credentials.ts";
import { azureDevOpsComments } from "./azure-devops.ts";
import type { Destination, Surroundings } from "./destination.ts";
import { githubComments } from "./github.ts";
import { gitlabComments } from "./gitlab.ts";
import { type BaseUrl, parseBaseUrl } from "../http/base-url.ts";
import { type Provider, requiredVariable, tokenVariable, webUrl, wholeNumber } from "../forge/variables.ts";

const GITHUB = "https://api.github.com";

/**
 * The pull request of a run of GitHub Actions: https://docs.github.com/actions/reference/workflows-and-actions/variables
 * @throws UsageError
 */
function findOnGitHub({ environment, event, pullRequest }: Surroundings): Destination {
  const root = parseBaseUrl(environment["GITHUB_API_URL"] ?? GITHUB, "GITHUB_API_URL", GITHUB);
  const name = requiredVariable(environment, "GITHUB_REPOSITORY", "GitHub Actions");
  const [owner = "", repository = "", ...more] = name.split("/");
  if (owner === "" || repository === "" || more.length > 0) {
    throw new UsageError("GITHUB_REPOSITORY is not OWNER/NAME", "leave it as the workflow sets it");
  }
  const number = pullRequest ?? numberOfEvent(event) ?? numberOfRef(environment["GITHUB_REF"]);
  if (number === null) {
    throw new UsageError(
      "this run belongs to no pull request",
      "run it on pull_request events, or name one with --pull-request NUMBER",
    );
  }
  const [server, run] = [environment["GITHUB_SERVER_URL"], environment["GITHUB_RUN_ID"]];
  return {
    root,
    runUrl: server === undefined || run === undefined ? null : webUrl(`${server}/${name}/actions/runs/${run}`),
    open: (means) => {
      const token = tokenVariable(
        environment,
        "GITHUB_TOKEN",
        "pass the job's token: GITHUB_TOKEN: ${{ github.token }}",
      );
      const options = {
        ...credentialsOf("github", token),
        rightsHint:
          "give the job the permission pull-requests: write; a run for a pull request from a fork does not get it",
        ...means,
      };
      const [rest, graphql] = [createApi({ ...options, root }), createApi({ ...options, root: graphqlRoot(root) })];
      return githubComments(rest, graphql, { owner, repository, pullRequest: number });
    },
  };
}

/** GitHub Enterprise Server has HOST/api/v3 and HOST/api/graphql; elsewhere GraphQL is below the root of REST. */
function graphqlRoot(root: BaseUrl): BaseUrl {
  const below = root.url.endsWith("/api/v3") ? root.url.slice(0, -"/v3".length) : root.url;
  return { ...root, url: `${below}/graphql` };
}

function numberOfEvent(event: unknown): number | null {
  if (!isJsonObject(event)) return null;
  const { pull_request: pullRequest, issue } = event;
  if (isJsonObject(pullRequest)) return wholeNumber(pullRequest["number"]);
  // A comment on a pull request is an event of an issue that says that it is one.
  return isJsonObject(issue) && isJsonObject(issue["pull_request"]) ? wholeNumber(issue["number"]) : null;
}

function numberOfRef(ref: string | undefined): number | null {
  return wholeNumber(/^refs\/pull\/(\d+)\/(?:merge|head)$/.exec(ref ?? "")?.[1]);
}

/** The job's own token may read notes and not write them: https://docs.gitlab.com/ci/jobs/ci_job_token/ */
const GITLAB_TOKEN_HINT =
  "CI_JOB_TOKEN may not write notes: make a project access token with the scope api and the role Reporter, and keep it as the masked variable TRUEUP_COMMENT_TOKEN";

/**
 * The merge request of a pipeline of GitLab: https://docs.gitlab.com/ci/variables/predefined_variables/
 * @throws UsageError
 */
function findOnGitLab({ environment, pullRequest }: Surroundings): Destination {
  const root = parseBaseUrl(
    requiredVariable(environment, "CI_API_V4_URL", "GitLab CI"),
    "CI_API_V4_URL",
    "https://gitlab.com/api/v4",
  );
  // A pipeline for a fork may run in the fork, while the merge request and its number are of the project it is for.
  const target = environment["CI_MERGE_REQUEST_PROJECT_ID"] ?? "";
  const project = target === "" ? requiredVariable(environment, "CI_PROJECT_ID", "GitLab CI") : target;
  const mergeRequest = pullRequest ?? wholeNumber(environment["CI_MERGE_REQUEST_IID"]);
  if (mergeRequest === null) {
    throw new UsageError(
      "this pipeline belongs to no merge request (CI_MERGE_REQUEST_IID is not a number)",
      'run the job by the rule $CI_PIPELINE_SOURCE == "merge_request_event", or name one with --pull-request NUMBER',
    );
  }
  return {
    root,
    runUrl: webUrl(environment["CI_JOB_URL"]),
    open: (means) => {
      const token = tokenVariable(environment, "TRUEUP_COMMENT_TOKEN", GITLAB_TOKEN_HINT);
      const api = createApi({
        ...credentialsOf("gitlab", token),
        root,
        rightsHint: "TRUEUP_COMMENT_TOKEN needs the scope api and at least the role Reporter in the project",
        ...means,
      });
      return gitlabComments(api, { project, mergeRequest });
    },
  };
}

const AZURE_TOKEN_HINT = "map it in the step: env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)";

/**
 * The pull request of a run of Azure Pipelines: https://learn.microsoft.com/azure/devops/pipelines/build/variables
 * @throws UsageError
 */
function findOnAzureDevOps({ environment, pullRequest, threadStatus }: Surroundings): Destination {
  const variable = (name: string): string => requiredVariable(environment, name, "Azure Pipelines");
  const root = parseBaseUrl(variable("SYSTEM_COLLECTIONURI"), "SYSTEM_COLLECTIONURI", "https://dev.azure.com/contoso");
  const project = variable("SYSTEM_TEAMPROJECT");
  const kind = environment["BUILD_REPOSITORY_PROVIDER"] ?? "TfsGit";
  if (kind !== "TfsGit") {
    throw new UsageError(
      `the repository of this run is not in Azure Repos (BUILD_REPOSITORY_PROVIDER is ${kind})`,
      "comment where it is: --provider github with GITHUB_REPOSITORY, GITHUB_TOKEN and --pull-request NUMBER",
    );
  }
  const repository = variable("BUILD_REPOSITORY_ID");
  const number = pullRequest ?? wholeNumber(environment["SYSTEM_PULLREQUEST_PULLREQUESTID"]);
  if (number === null) {
    throw new UsageError(
      "this run belongs to no pull request (SYSTEM_PULLREQUEST_PULLREQUESTID is not a number)",
      "run it as a build validation of the branch, or name one with --pull-request NUMBER",
    );
  }
  const build = wholeNumber(environment["BUILD_BUILDID"]);
  const results = `${root.url}/${encodeURIComponent(project)}/_build/results?buildId=${build}`;
  return {
    root,
    runUrl: build === null ? null : webUrl(results),
    open: (means) => {
      const token = tokenVariable(environment, "SYSTEM_ACCESSTOKEN", AZURE_TOKEN_HINT);
      const api = createApi({
        ...credentialsOf("azure-devops", token),
        root,
        rightsHint: "the build service needs the permission Contribute to pull requests on the repository",
        ...means,
      });
      return azureDevOpsComments(api, { project, repository, pullRequest: number, status: threadStatus });
    },
  };
}

/**
 * Finds the pull request, the API and the token in the variables that the service's own pipelines set.
 * @throws UsageError naming the variable that is missing or of no use
 */
export function findDestination(provider: Provider, surroundings: Surroundings): Destination {
  switch (provider) {
    case "github":
      return findOnGitHub(surroundings);
    case "gitlab":
      return findOnGitLab(surroundings);
    case "azure-devops":
      return findOnAzureDevOps(surroundings);
  }
}
