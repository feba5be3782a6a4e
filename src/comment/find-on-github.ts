import { UsageError } from "../errors.ts";
import { isWireObject } from "../graph/shapes.ts";
import { openApi } from "./api.ts";
import type { Destination, Surroundings } from "./destination.ts";
import { githubComments } from "./github.ts";
import { type ApiRoot, parseApiRoot } from "./root.ts";
import { requiredVariable, tokenVariable, webUrl, wholeNumber } from "./variables.ts";

/**
 * The pull request of a run of GitHub Actions: https://docs.github.com/actions/reference/workflows-and-actions/variables
 * @throws UsageError
 */
export function findOnGitHub({ environment, event, pullRequest }: Surroundings): Destination {
  const root = parseApiRoot(environment["GITHUB_API_URL"] ?? "https://api.github.com", "GITHUB_API_URL");
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
        service: "GitHub",
        token,
        headers: {
          authorization: `Bearer ${token}`,
          accept: "application/vnd.github+json",
          "x-github-api-version": "2022-11-28",
        },
        rightsHint:
          "give the job the permission pull-requests: write; a run for a pull request from a fork does not get it",
        ...means,
      };
      const [rest, graphql] = [openApi({ ...options, root }), openApi({ ...options, root: graphqlRoot(root) })];
      return githubComments(rest, graphql, { owner, repository, pullRequest: number });
    },
  };
}

/** GitHub Enterprise Server has HOST/api/v3 and HOST/api/graphql; elsewhere GraphQL is below the root of REST. */
function graphqlRoot(root: ApiRoot): ApiRoot {
  const below = root.url.endsWith("/api/v3") ? root.url.slice(0, -"/v3".length) : root.url;
  return { ...root, url: `${below}/graphql` };
}

function numberOfEvent(event: unknown): number | null {
  if (!isWireObject(event)) return null;
  const { pull_request: pullRequest, issue } = event;
  if (isWireObject(pullRequest)) return wholeNumber(pullRequest["number"]);
  // A comment on a pull request is an event of an issue that says that it is one.
  return isWireObject(issue) && isWireObject(issue["pull_request"]) ? wholeNumber(issue["number"]) : null;
}

function numberOfRef(ref: string | undefined): number | null {
  return wholeNumber(/^refs\/pull\/(\d+)\/(?:merge|head)$/.exec(ref ?? "")?.[1]);
}
