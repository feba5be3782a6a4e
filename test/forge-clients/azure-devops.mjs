// What TrueUp asks of Azure DevOps, asked with the official client: node azure-devops.mjs URL TOKEN BASE HEAD
import process from "node:process";
import { getBearerHandler, WebApi } from "azure-devops-node-api";
import {
  GitVersionType,
  ItemContentType,
  PullRequestStatus,
  VersionControlChangeType,
} from "azure-devops-node-api/interfaces/GitInterfaces.js";

const [url, token, base, head] = process.argv.slice(2);
const git = await new WebApi(url, getBearerHandler(token)).getGitApi();
const [repository, project, branch] = ["repo-1", "Teams Apps", "refs/heads/trueup/lock/expenses"];
const at = (version) => ({ version, versionType: GitVersionType.Commit });
const NONE = "0".repeat(40);

await git.getRefs(repository, project, "heads/main");
await git.getItem(
  repository,
  "/teams/trueup.lock",
  project,
  undefined,
  undefined,
  undefined,
  undefined,
  undefined,
  at(base),
  true,
);
await git.getCommitDiffs(repository, project, true, 100, undefined, baseOf(base), targetOf(head));
await git.getCommit(head, repository, project);
const search = { sourceRefName: branch, targetRefName: "refs/heads/main", status: PullRequestStatus.All };
await git.getPullRequests(repository, search, project, undefined, undefined, 100);
const item = { path: "/teams/trueup.lock" };
const newContent = { content: "x", contentType: ItemContentType.RawText };
const changes = [{ changeType: VersionControlChangeType.Edit, item, newContent }];
const push = { refUpdates: [{ name: "refs/heads/other", oldObjectId: base }], commits: [{ comment: "m", changes }] };
const { commits } = await git.createPush(push, repository, project);
await git.updateRefs([{ name: branch, oldObjectId: head, newObjectId: commits[0].commitId }], repository, project);
const asked = {
  sourceRefName: "refs/heads/other",
  targetRefName: "refs/heads/main",
  title: "t",
  description: "d",
  labels: [{ name: "one" }],
};
const { pullRequestId } = await git.createPullRequest(asked, repository, project);
await git.getPullRequest(repository, pullRequestId, project);
await git.getPullRequestLabels(repository, pullRequestId, project);
await git.createPullRequestLabel({ name: "two" }, repository, pullRequestId, project);
await git.deletePullRequestLabels(repository, pullRequestId, "one", project);
await git.updatePullRequest({ title: "t", description: "d" }, repository, pullRequestId, project);
await git.updatePullRequest({ status: PullRequestStatus.Abandoned }, repository, pullRequestId, project);
await git.updateRefs([{ name: branch, oldObjectId: commits[0].commitId, newObjectId: NONE }], repository, project);

function baseOf(version) {
  return { baseVersion: version, ...at(version) };
}

function targetOf(version) {
  return { targetVersion: version, ...at(version) };
}
