// What TrueUp asks of GitLab, asked with the client that most use: node gitbeaker.mjs URL TOKEN BASE HEAD
import process from "node:process";
import { Gitlab } from "@gitbeaker/rest";

const [host, token, base, head] = process.argv.slice(2);
const api = new Gitlab({ host, token });
const branch = "trueup/lock/expenses";
const path = "teams/trueup.lock";

await api.Branches.show(42, "main");
await api.RepositoryFiles.show(42, path, base);
await api.Branches.all(42, { search: "^trueup/lock/", perPage: 100, maxPages: 1 });
await api.Repositories.compare(42, base, head);
await api.MergeRequests.all({
  projectId: 42,
  sourceBranch: branch,
  targetBranch: "main",
  state: "all",
  orderBy: "created_at",
  sort: "desc",
  perPage: 100,
  maxPages: 1,
});
const actions = [{ action: "update", filePath: path, content: "x" }];
await api.Commits.create(42, "other", "m", actions, { startSha: base });
await api.Commits.create(42, branch, "m", actions, { startSha: base, force: true });
const { iid } = await api.MergeRequests.create(42, "other", "main", "t", {
  description: "d",
  labels: "one,two",
  removeSourceBranch: true,
});
await api.MergeRequests.edit(42, iid, { addLabels: "three" });
await api.MergeRequests.edit(42, iid, { removeLabels: "one" });
await api.MergeRequests.edit(42, iid, { title: "t", description: "d" });
await api.MergeRequests.edit(42, iid, { title: "t", description: "d", stateEvent: "close" });
await api.Branches.remove(42, branch);
