import { type Environment, webUrl, wholeNumber } from "../forge/variables.ts";

/** Where people look at what a pipeline reports on. Each is null where its pipeline does not say enough. */
export interface PipelineLinks {
  readonly run: string | null;
  /** The files that the run keeps. */
  readonly artifacts: string | null;
  /** A line of a file of the repository, at a commit; the path begins at the root of the repository. */
  readonly file: (path: string, line: number, commit: string) => string | null;
}

/** Of which pipeline this is a run, and where it has checked the repository out; null: of none that is known. */
export function checkoutOf(environment: Environment): string | null {
  const is = (name: string): boolean => environment[name]?.toLowerCase() === "true";
  if (is("GITHUB_ACTIONS")) return environment["GITHUB_WORKSPACE"] ?? null;
  if (is("GITLAB_CI")) return environment["CI_PROJECT_DIR"] ?? null;
  if (is("TF_BUILD")) return environment["BUILD_SOURCESDIRECTORY"] ?? null;
  return null;
}

/**
 * The links of the pipeline that this is a run of, from the variables that it sets:
 * https://docs.github.com/actions/reference/workflows-and-actions/variables,
 * https://docs.gitlab.com/ci/variables/predefined_variables/,
 * https://learn.microsoft.com/azure/devops/pipelines/build/variables.
 */
export function linksOf(environment: Environment): PipelineLinks {
  const is = (name: string): boolean => environment[name]?.toLowerCase() === "true";
  if (is("GITHUB_ACTIONS")) return onGitHub(environment);
  if (is("GITLAB_CI")) return onGitLab(environment);
  return is("TF_BUILD") ? onAzureDevOps(environment) : NO_LINKS;
}

const NO_LINKS: PipelineLinks = { run: null, artifacts: null, file: () => null };

function onGitHub({
  GITHUB_SERVER_URL: server = "",
  GITHUB_REPOSITORY: repository = "",
  GITHUB_RUN_ID: id,
}: Environment): PipelineLinks {
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) return NO_LINKS;
  const run = wholeNumber(id) === null ? null : webUrl(`${server}/${repository}/actions/runs/${id}`);
  return {
    run,
    artifacts: run === null ? null : `${run}#artifacts`,
    file: (path, line, commit) => webUrl(`${server}/${repository}/blob/${commit}/${escaped(path)}#L${line}`),
  };
}

function onGitLab({ CI_PROJECT_URL: project = "", CI_JOB_URL: job }: Environment): PipelineLinks {
  const run = webUrl(job);
  return {
    run,
    artifacts: run === null ? null : `${run}/artifacts/browse`,
    file: (path, line, commit) => webUrl(`${project}/-/blob/${commit}/${escaped(path)}#L${line}`),
  };
}

function onAzureDevOps(environment: Environment): PipelineLinks {
  const collection = (environment["SYSTEM_COLLECTIONURI"] ?? "").replace(/\/$/, "");
  const project = environment["SYSTEM_TEAMPROJECT"] ?? "";
  const build = wholeNumber(environment["BUILD_BUILDID"]);
  const results = `${collection}/${encodeURIComponent(project)}/_build/results?buildId=${build}`;
  const run = build === null || project === "" ? null : webUrl(results);
  const isAzureRepos = environment["BUILD_REPOSITORY_PROVIDER"] === "TfsGit";
  // The address to clone from may name a user, which no link needs.
  const repository = (environment["BUILD_REPOSITORY_URI"] ?? "").replace(/^(https?:\/\/)[^/@]*@/, "$1");
  return {
    run,
    artifacts: run === null ? null : `${run}&view=artifacts&type=publishedArtifacts`,
    file: (path, line, commit) =>
      isAzureRepos
        ? webUrl(
            `${repository}?path=/${escaped(path)}&version=GC${commit}&line=${line}&lineEnd=${line + 1}&lineStartColumn=1&lineEndColumn=1`,
          )
        : null,
  };
}

/** Nothing of a name may end a part of the address, or mean something in Markdown. */
function escaped(path: string): string {
  return path
    .toWellFormed()
    .split("/")
    .map((part) => encodeURIComponent(part).replaceAll(/[!'()*~_]/g, (one) => `%${one.charCodeAt(0).toString(16)}`))
    .join("/");
}
