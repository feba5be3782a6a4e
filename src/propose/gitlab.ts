import { type Api, done, wireId } from "../forge/api.ts";
import { optionalText, requiredText, wireList, wireObject } from "../http/shapes.ts";
import { isJsonObject, type JsonObject } from "../model/json-object.ts";
import { withoutQuickActions } from "../forge/quick-actions.ts";
import type { Branch, ChangeRequest, Forge } from "./forge.ts";
import { decodeFile, unlessGone } from "./github.ts";

/** A project on GitLab. */
interface GitLabPlace {
  readonly project: string;
  readonly baseBranch: string;
  readonly lockPath: string;
}

/** As for comments: a UTF-16 code unit is three bytes at most, and GitLab holds about 1 MB. */
const LONGEST = 330_000;

/** A project with its merge requests: https://docs.gitlab.com/api/commits/, https://docs.gitlab.com/api/merge_requests/ */
export function gitlabForge(api: Api, { project, baseBranch, lockPath }: GitLabPlace): Forge {
  const all = `/projects/${encodeURIComponent(project)}`;
  const repository = `${all}/repository`;
  const branchPath = (name: string): string => `${repository}/branches/${encodeURIComponent(name)}`;
  const lockAt = (commit: string): Promise<string | null> => {
    const path = `${repository}/files/${encodeURIComponent(lockPath)}?ref=${commit}`;
    return unlessGone(() => api({ method: "GET", path, mayBeGone: true }, (json) => decodeFile(wireObject(json, ""))));
  };
  const change = ({ number }: ChangeRequest, body: object): Promise<void> =>
    api({ method: "PUT", path: `${all}/merge_requests/${number}`, body }, done);
  return {
    service: "GitLab",
    request: "merge request",
    longest: LONGEST,
    harmless: withoutQuickActions,
    base: async () => {
      const { head } = await api({ method: "GET", path: branchPath(baseBranch) }, (json) => readBranch(json, ""));
      return { head, lock: await lockAt(head) };
    },
    branches: (prefix) =>
      api(
        { method: "GET", path: `${repository}/branches?search=${encodeURIComponent(`^${prefix}`)}&per_page=100` },
        (json) => wireList(json, "").map((value, index) => readBranch(value, `[${index}]`)),
      ),
    ahead: async ({ head }, base) => {
      const compared = await api(
        { method: "GET", path: `${repository}/compare?from=${base}&to=${head}` },
        readComparison,
      );
      return { ...compared, lock: await lockAt(head) };
    },
    requests: (branch) =>
      api(
        {
          method: "GET",
          path: `${all}/merge_requests?source_branch=${encodeURIComponent(branch)}&target_branch=${encodeURIComponent(baseBranch)}&state=all&order_by=created_at&sort=desc&per_page=100`,
        },
        readRequests,
      ),
    push: ({ branch, base, over, message, text, isThere }) => {
      const action = { action: isThere ? "update" : "create", file_path: lockPath, content: text };
      const body = {
        branch,
        commit_message: message,
        actions: [action],
        start_sha: base,
        ...(over === null ? {} : { force: true }),
      };
      return api({ method: "POST", path: `${repository}/commits`, body }, done);
    },
    open: (branch, { title, body }, labels) => {
      const asked = {
        source_branch: branch,
        target_branch: baseBranch,
        title,
        description: body,
        labels: labels.join(","),
        remove_source_branch: true,
      };
      return api({ method: "POST", path: `${all}/merge_requests`, body: asked }, (json) =>
        readRequest(wireObject(json, ""), ""),
      );
    },
    edit: (request, { title, body }) => change(request, { title, description: body }),
    label: (request, labels) => change(request, { add_labels: labels.join(",") }),
    unlabel: (request, label) => change(request, { remove_labels: label }),
    close: (request, { title, body }) => change(request, { title, description: body, state_event: "close" }),
    deleteBranch: ({ name }) => api({ method: "DELETE", path: branchPath(name) }, done),
  };
}

function readBranch(value: unknown, path: string): Branch {
  const branch = wireObject(value, path);
  const commit = wireObject(branch["commit"], `${path}.commit`);
  return { name: requiredText(branch, "name", path), head: requiredText(commit, "id", `${path}.commit`) };
}

function readComparison(json: unknown): { commits: number; message: string; files: readonly string[] } {
  const body = wireObject(json, "");
  const commits = wireList(body["commits"], "commits");
  const newest = commits.at(-1);
  const files = wireList(body["diffs"], "diffs").map((diff, index) =>
    requiredText(wireObject(diff, `diffs[${index}]`), "new_path", `diffs[${index}]`),
  );
  const message = isJsonObject(newest) ? optionalText(newest, "message", "commits", Number.POSITIVE_INFINITY) : null;
  return { commits: commits.length, message: message ?? "", files };
}

/** A fork may have a branch of the same name, and ask for it to be merged here. */
function readRequests(json: unknown): readonly ChangeRequest[] {
  return wireList(json, "").flatMap((value, index) => {
    const request = wireObject(value, `[${index}]`);
    const isOurs = request["source_project_id"] === request["target_project_id"];
    return isOurs ? [readRequest(request, `[${index}]`)] : [];
  });
}

function readRequest(request: JsonObject, path: string): ChangeRequest {
  const { state } = request;
  return {
    number: wireId(request["iid"], `${path}.iid`),
    state: state === "opened" || state === "locked" ? "open" : state === "merged" ? "merged" : "closed",
    title: optionalText(request, "title", path) ?? "",
    body: optionalText(request, "description", path, Number.POSITIVE_INFINITY) ?? "",
    labels: wireList(request["labels"] ?? [], `${path}.labels`).map(String),
    url: optionalText(request, "web_url", path),
  };
}
