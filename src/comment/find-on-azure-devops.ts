import { UsageError } from "../errors.ts";
import { openApi } from "./api.ts";
import { azureDevOpsComments } from "./azure-devops.ts";
import type { Destination, Surroundings } from "./destination.ts";
import { parseApiRoot } from "./root.ts";
import { requiredVariable, tokenVariable, webUrl, wholeNumber } from "./variables.ts";

const TOKEN_HINT = "map it in the step: env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)";

/**
 * The pull request of a run of Azure Pipelines: https://learn.microsoft.com/azure/devops/pipelines/build/variables
 * @throws UsageError
 */
export function findOnAzureDevOps({ environment, pullRequest, threadStatus }: Surroundings): Destination {
  const variable = (name: string): string => requiredVariable(environment, name, "Azure Pipelines");
  const root = parseApiRoot(variable("SYSTEM_COLLECTIONURI"), "SYSTEM_COLLECTIONURI");
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
      const token = tokenVariable(environment, "SYSTEM_ACCESSTOKEN", TOKEN_HINT);
      const api = openApi({
        service: "Azure DevOps",
        root,
        token,
        // Without the second header a token that is not accepted leads to a sign-in page instead of a refusal.
        headers: { authorization: `Bearer ${token}`, "x-tfs-fedauthredirect": "Suppress" },
        rightsHint: "the build service needs the permission Contribute to pull requests on the repository",
        ...means,
      });
      return azureDevOpsComments(api, { project, repository, pullRequest: number, status: threadStatus });
    },
  };
}
