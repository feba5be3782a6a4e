import { UsageError } from "../errors.ts";
import { openApi } from "./api.ts";
import type { Destination, Surroundings } from "./destination.ts";
import { gitlabComments } from "./gitlab.ts";
import { parseApiRoot } from "./root.ts";
import { requiredVariable, tokenVariable, webUrl, wholeNumber } from "./variables.ts";

/** The job's own token may read notes and not write them: https://docs.gitlab.com/ci/jobs/ci_job_token/ */
const TOKEN_HINT =
  "CI_JOB_TOKEN may not write notes: make a project access token with the scope api and the role Reporter, and keep it as the masked variable TRUEUP_COMMENT_TOKEN";

/**
 * The merge request of a pipeline of GitLab: https://docs.gitlab.com/ci/variables/predefined_variables/
 * @throws UsageError
 */
export function findOnGitLab({ environment, pullRequest }: Surroundings): Destination {
  const root = parseApiRoot(requiredVariable(environment, "CI_API_V4_URL", "GitLab CI"), "CI_API_V4_URL");
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
      const token = tokenVariable(environment, "TRUEUP_COMMENT_TOKEN", TOKEN_HINT);
      const api = openApi({
        service: "GitLab",
        root,
        token,
        headers: { "private-token": token },
        rightsHint: "TRUEUP_COMMENT_TOKEN needs the scope api and at least the role Reporter in the project",
        ...means,
      });
      return gitlabComments(api, { project, mergeRequest });
    },
  };
}
