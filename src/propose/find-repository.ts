import { UsageError } from "../errors.ts";
import { createApi } from "../forge/api.ts";
import { credentialsOf } from "../forge/credentials.ts";
import { type Environment, type Provider, requiredVariable, tokenVariable } from "../forge/variables.ts";
import { parseBaseUrl } from "../http/base-url.ts";
import { isJsonObject } from "../model/json-object.ts";
import { azureDevOpsForge } from "./azure-devops.ts";
import type { Repository } from "./forge.ts";
import { githubForge } from "./github.ts";
import { gitlabForge } from "./gitlab.ts";

/** What a pipeline, or whoever starts a controller, says of the repository. */
export interface Surroundings {
  readonly environment: Environment;
  /** The payload of GitHub's event; null where there is none. */
  readonly event: unknown;
  /** The branch that changes go into; null: the one that the pipeline runs for. */
  readonly baseBranch: string | null;
}

/**
 * Which service's variables are there.
 * @throws UsageError where there are none
 */
export function providerIn(environment: Environment): Provider {
  const is = (name: string): boolean => (environment[name] ?? "") !== "";
  if (is("GITHUB_REPOSITORY")) return "github";
  if (is("CI_API_V4_URL")) return "gitlab";
  if (is("SYSTEM_COLLECTIONURI")) return "azure-devops";
  throw new UsageError(
    "this is no pipeline of GitHub Actions, GitLab CI or Azure Pipelines: nothing says where the repository is",
    "run it in a scheduled job, as docs/lock.md shows, or set the variables of --provider yourself",
  );
}

const GITHUB = "https://api.github.com";

/** https://docs.github.com/actions/reference/workflows-and-actions/variables */
function onGitHub({ environment, event, baseBranch }: Surroundings): Repository {
  const root = parseBaseUrl(environment["GITHUB_API_URL"] ?? GITHUB, "GITHUB_API_URL", GITHUB);
  const name = requiredVariable(environment, "GITHUB_REPOSITORY", "GitHub Actions");
  const [owner = "", repository = "", ...more] = name.split("/");
  if (owner === "" || repository === "" || more.length > 0)
    throw new UsageError("GITHUB_REPOSITORY is not OWNER/NAME", "leave it as the workflow sets it");
  refuseFork(isForkOnGitHub(event, name));
  const base = baseBranch ?? branchOfRef(environment["GITHUB_REF"], "GITHUB_REF");
  return {
    root,
    baseBranch: base,
    open: (means, lockPath) => {
      const hint = "pass the job's token: GITHUB_TOKEN: ${{ github.token }}";
      const token = tokenVariable(environment, "GITHUB_TOKEN", hint);
      const api = createApi({ ...credentialsOf("github", token), root, rightsHint: GITHUB_RIGHTS, ...means });
      return githubForge(api, { owner, repository, baseBranch: base, lockPath });
    },
  };
}

const GITHUB_RIGHTS =
  "give the job the permissions contents: write and pull-requests: write (issues: write where labels have to be made), and allow GitHub Actions to create pull requests: Settings, Actions, General";

function isForkOnGitHub(event: unknown, name: string): boolean {
  if (!isJsonObject(event) || !isJsonObject(event["pull_request"])) return false;
  const { head } = event["pull_request"];
  const from = isJsonObject(head) && isJsonObject(head["repo"]) ? head["repo"]["full_name"] : null;
  return from !== name;
}

/** https://docs.gitlab.com/ci/variables/predefined_variables/ */
function onGitLab({ environment, baseBranch }: Surroundings): Repository {
  const example = "https://gitlab.com/api/v4";
  const root = parseBaseUrl(requiredVariable(environment, "CI_API_V4_URL", "GitLab CI"), "CI_API_V4_URL", example);
  const project = requiredVariable(environment, "CI_PROJECT_ID", "GitLab CI");
  const source = environment["CI_MERGE_REQUEST_SOURCE_PROJECT_ID"] ?? "";
  refuseFork(source !== "" && source !== project);
  if (baseBranch === null && (environment["CI_MERGE_REQUEST_IID"] ?? "") !== "") throw notOnABranch("a merge request");
  const branch = environment["CI_COMMIT_BRANCH"] ?? "";
  const base = baseBranch ?? (branch === "" ? null : branch);
  if (base === null) throw notOnABranch("no branch (CI_COMMIT_BRANCH is not set)");
  const variable = (environment["TRUEUP_PROPOSE_TOKEN"] ?? "") === "" ? "TRUEUP_COMMENT_TOKEN" : "TRUEUP_PROPOSE_TOKEN";
  return {
    root,
    baseBranch: base,
    open: (means, lockPath) => {
      const token = tokenVariable(environment, variable, GITLAB_TOKEN);
      const rightsHint = `${variable} needs the scope api and at least the role Developer in the project`;
      const api = createApi({ ...credentialsOf("gitlab", token), root, rightsHint, ...means });
      return gitlabForge(api, { project, baseBranch: base, lockPath });
    },
  };
}

const GITLAB_TOKEN =
  "CI_JOB_TOKEN may not open merge requests: make a project access token with the scope api and the role Developer, and keep it as the masked and protected variable TRUEUP_PROPOSE_TOKEN";

/** https://learn.microsoft.com/azure/devops/pipelines/build/variables */
function onAzureDevOps({ environment, baseBranch }: Surroundings): Repository {
  const variable = (name: string): string => requiredVariable(environment, name, "Azure Pipelines");
  const root = parseBaseUrl(variable("SYSTEM_COLLECTIONURI"), "SYSTEM_COLLECTIONURI", "https://dev.azure.com/contoso");
  const project = variable("SYSTEM_TEAMPROJECT");
  const kind = environment["BUILD_REPOSITORY_PROVIDER"] ?? "TfsGit";
  if (kind !== "TfsGit")
    throw new UsageError(
      `the repository of this run is not in Azure Repos (BUILD_REPOSITORY_PROVIDER is ${kind})`,
      "propose where it is: --provider github with GITHUB_REPOSITORY, GITHUB_REF and GITHUB_TOKEN",
    );
  const repository = variable("BUILD_REPOSITORY_ID");
  refuseFork(environment["SYSTEM_PULLREQUEST_ISFORK"]?.toLowerCase() === "true");
  const base = baseBranch ?? branchOfRef(environment["BUILD_SOURCEBRANCH"], "BUILD_SOURCEBRANCH");
  return {
    root,
    baseBranch: base,
    open: (means, lockPath) => {
      const hint = "map it in the step: env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)";
      const token = tokenVariable(environment, "SYSTEM_ACCESSTOKEN", hint);
      const api = createApi({ ...credentialsOf("azure-devops", token), root, rightsHint: AZURE_RIGHTS, ...means });
      return azureDevOpsForge(api, { project, repository, baseBranch: base, lockPath, web: root.url });
    },
  };
}

const AZURE_RIGHTS =
  "the build service needs the permissions Contribute, Create branch and Contribute to pull requests on the repository";

function branchOfRef(ref: string | undefined, variable: string): string {
  const branch = /^refs\/heads\/(.+)$/.exec(ref ?? "")?.[1];
  if (branch !== undefined) return branch;
  if (ref?.startsWith("refs/pull/") === true) throw notOnABranch("a pull request");
  throw notOnABranch(`no branch (${variable} is ${ref === undefined || ref === "" ? "not set" : ref})`);
}

function notOnABranch(what: string): UsageError {
  return new UsageError(`this run is for ${what}`, "propose from a scheduled job of the main branch");
}

function refuseFork(isFork: boolean): void {
  if (!isFork) return;
  throw new UsageError(
    "this run is for a fork, which gets no token that may open a pull request here",
    "propose from a scheduled job of the main branch",
  );
}

/**
 * Finds the repository, the API and the token in the variables that the service's own pipelines set.
 * @throws UsageError naming the variable that is missing or of no use
 */
export function findRepository(provider: Provider, surroundings: Surroundings): Repository {
  switch (provider) {
    case "github":
      return onGitHub(surroundings);
    case "gitlab":
      return onGitLab(surroundings);
    case "azure-devops":
      return onAzureDevOps(surroundings);
  }
}
