// What TrueUp asks of GitHub, asked with the official client: node octokit.mjs URL TOKEN BASE HEAD
import process from "node:process";
import { Octokit } from "@octokit/rest";

const [baseUrl, auth, base, head] = process.argv.slice(2);
const { rest } = new Octokit({ baseUrl, auth });
const repo = { owner: "contoso", repo: "teams-apps" };
const branch = "trueup/lock/expenses";

await rest.git.getRef({ ...repo, ref: "heads/main" });
await rest.git.getRef({ ...repo, ref: `heads/${branch}` });
await rest.repos.getContent({ ...repo, path: "teams/trueup.lock", ref: base });
await rest.git.listMatchingRefs({ ...repo, ref: "heads/trueup/lock/" });
await rest.repos.compareCommitsWithBasehead({ ...repo, basehead: `${base}...${head}` });
await rest.pulls.list({
  ...repo,
  state: "all",
  head: `contoso:${branch}`,
  base: "main",
  sort: "created",
  direction: "desc",
  per_page: 100,
});
const { data: parent } = await rest.git.getCommit({ ...repo, commit_sha: base });
const file = { path: "teams/trueup.lock", mode: "100644", type: "blob", content: "x" };
const { data: tree } = await rest.git.createTree({ ...repo, base_tree: parent.tree.sha, tree: [file] });
const { data: commit } = await rest.git.createCommit({ ...repo, message: "m", tree: tree.sha, parents: [base] });
await rest.git.createRef({ ...repo, ref: "refs/heads/other", sha: commit.sha });
await rest.git.updateRef({ ...repo, ref: `heads/${branch}`, sha: commit.sha, force: true });
const { data: request } = await rest.pulls.create({ ...repo, title: "t", head: "other", base: "main", body: "b" });
const number = request.number;
await rest.issues.addLabels({ ...repo, issue_number: number, labels: ["one", "two"] });
await rest.issues.removeLabel({ ...repo, issue_number: number, name: "trueup-robot-may-merge" });
await rest.pulls.update({ ...repo, pull_number: number, title: "t", body: "b" });
await rest.pulls.update({ ...repo, pull_number: number, title: "t", body: "b", state: "closed" });
await rest.git.deleteRef({ ...repo, ref: `heads/${branch}` });
