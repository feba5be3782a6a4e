import { type Api, done, wireId } from "../forge/api.ts";
import { ForgeError } from "../forge/forge-error.ts";
import { optionalText, requiredText, wireList, wireObject } from "../http/shapes.ts";
import { isJsonObject, type JsonObject } from "../model/json-object.ts";
import type { Branch, ChangeRequest, Forge } from "./forge.ts";
import { unlessGone } from "./github.ts";

/** A repository in Azure Repos. */
interface AzureDevOpsPlace {
  readonly project: string;
  readonly repository: string;
  readonly baseBranch: string;
  readonly lockPath: string;
  /** Where people read it. */
  readonly web: string;
}

/** "Description … must not be longer than 4000 characters": https://learn.microsoft.com/rest/api/azure/devops/git/pull-requests/update */
const LONGEST = 4_000;
/** Known to the service and to Azure DevOps Server since 2022. */
const VERSION = "api-version=7.0";
/** Labels are a preview, and refused without saying so: https://learn.microsoft.com/rest/api/azure/devops/git/pull-request-labels */
const LABELS_VERSION = "api-version=7.0-preview.1";
/** Stands for no commit: https://learn.microsoft.com/rest/api/azure/devops/git/refs/update-refs */
const NONE = "0".repeat(40);
/** `add` and `edit`, as numbers: https://learn.microsoft.com/rest/api/azure/devops/git/pushes/create#versioncontrolchangetype */
const CHANGE = { add: 1, edit: 2 } as const;
const RAW_TEXT = 0;
/** https://learn.microsoft.com/rest/api/azure/devops/git/pull-requests/update#pullrequeststatus */
const ABANDONED = 2;

/** A repository with its pull requests: https://learn.microsoft.com/rest/api/azure/devops/git */
export function azureDevOpsForge(api: Api, place: AzureDevOpsPlace): Forge {
  const { project, repository, baseBranch, lockPath, web } = place;
  const all = `/${[project, "_apis", "git", "repositories", repository].map(encodeURIComponent).join("/")}`;
  const refs = async (filter: string): Promise<readonly Branch[]> =>
    api({ method: "GET", path: `${all}/refs?filter=${encodeURIComponent(`heads/${filter}`)}&${VERSION}` }, readRefs);
  const lockAt = (commit: string): Promise<string | null> => {
    const query = `path=${encodeURIComponent(`/${lockPath}`)}&includeContent=true&versionDescriptor.version=${commit}&versionDescriptor.versionType=commit&$format=json`;
    return unlessGone(() =>
      api({ method: "GET", path: `${all}/items?${query}&${VERSION}`, mayBeGone: true }, readItem),
    );
  };
  const change = ({ number }: ChangeRequest, body: object): Promise<void> =>
    api({ method: "PATCH", path: `${all}/pullrequests/${number}?${VERSION}`, body }, done);
  /** Each update names the commit that it takes the branch from, and is refused where it is at another. */
  const moveRef = (name: string, oldObjectId: string, newObjectId: string): Promise<void> =>
    api(
      {
        method: "POST",
        path: `${all}/refs?${VERSION}`,
        body: [{ name: `refs/heads/${name}`, oldObjectId, newObjectId }],
      },
      readRefUpdate,
    );
  const labelsOf = (number: number): string => `${all}/pullRequests/${number}/labels`;
  const request = (value: JsonObject, path: string): ChangeRequest =>
    readRequest(
      value,
      path,
      (number) =>
        `${web}/${[project, "_git", repository, "pullrequest", String(number)].map(encodeURIComponent).join("/")}`,
    );
  const whole = async ({ number }: ChangeRequest): Promise<ChangeRequest> => {
    const one = await api({ method: "GET", path: `${all}/pullrequests/${number}?${VERSION}` }, (json) =>
      request(wireObject(json, ""), ""),
    );
    const labels = await api({ method: "GET", path: `${labelsOf(number)}?${LABELS_VERSION}` }, (json) =>
      readLabels(wireObject(json, "")["value"], "value"),
    );
    return { ...one, labels };
  };
  return {
    service: "Azure DevOps",
    request: "pull request",
    longest: LONGEST,
    harmless: (text) => text,
    base: async () => {
      const found = (await refs(baseBranch)).find(({ name }) => name === baseBranch);
      if (found === undefined)
        throw new ForgeError("no-rights", `there is no branch ${baseBranch}, or it is not shown`);
      return { head: found.head, lock: await lockAt(found.head) };
    },
    branches: refs,
    ahead: async ({ head }, base) => {
      const query = `diffCommonCommit=true&$top=100&baseVersion=${base}&baseVersionType=commit&targetVersion=${head}&targetVersionType=commit`;
      const differs = await api({ method: "GET", path: `${all}/diffs/commits?${query}&${VERSION}` }, readDifference);
      const message = await api({ method: "GET", path: `${all}/commits/${head}?${VERSION}` }, readComment);
      return { ...differs, message, lock: await lockAt(head) };
    },
    requests: async (branch) => {
      const query = `searchCriteria.sourceRefName=${encodeURIComponent(`refs/heads/${branch}`)}&searchCriteria.targetRefName=${encodeURIComponent(`refs/heads/${baseBranch}`)}&searchCriteria.status=all&$top=100`;
      const found = await api({ method: "GET", path: `${all}/pullrequests?${query}&${VERSION}` }, (json) =>
        wireList(wireObject(json, "")["value"], "value").flatMap((value, index) => {
          const one = wireObject(value, `value[${index}]`);
          return isJsonObject(one["forkSource"]) ? [] : [request(one, `value[${index}]`)];
        }),
      );
      // A list cuts each text after 400 characters and may leave labels out.
      return Promise.all(found.map(async (one) => (one.state === "open" ? whole(one) : one)));
    },
    push: async ({ branch, base, over, message, text, isThere }) => {
      // A push cannot take a branch back. So the commit is made on a branch of its own, to which the other one is moved.
      const made = over === null ? branch : `${branch}.next`;
      const item = { path: `/${lockPath}` };
      const newContent = { content: text, contentType: RAW_TEXT };
      const commits = [
        { comment: message, changes: [{ changeType: isThere ? CHANGE.edit : CHANGE.add, item, newContent }] },
      ];
      const refUpdates = [{ name: `refs/heads/${made}`, oldObjectId: base }];
      const commit = await api(
        { method: "POST", path: `${all}/pushes?${VERSION}`, body: { refUpdates, commits } },
        readPush,
      );
      if (over === null) return;
      try {
        await moveRef(branch, over, commit);
      } finally {
        await moveRef(made, commit, NONE);
      }
    },
    open: (branch, { title, body }, labels) => {
      const asked = {
        sourceRefName: `refs/heads/${branch}`,
        targetRefName: `refs/heads/${baseBranch}`,
        title,
        description: body,
        labels: labels.map((name) => ({ name })),
      };
      return api({ method: "POST", path: `${all}/pullrequests?${VERSION}`, body: asked }, (json) =>
        request(wireObject(json, ""), ""),
      );
    },
    edit: (one, { title, body }) => change(one, { title, description: body }),
    label: async ({ number }, labels) => {
      for (const name of labels)
        await api(
          { method: "POST", path: `${labelsOf(number)}?${LABELS_VERSION}`, body: { name }, repeatable: true },
          done,
        );
    },
    unlabel: async ({ number }, label) => {
      const path = `${labelsOf(number)}/${encodeURIComponent(label)}?${LABELS_VERSION}`;
      await unlessGone(() => api({ method: "DELETE", path, mayBeGone: true }, done));
    },
    // A pull request that is not active keeps its text, so the text comes first.
    close: async (one, { title, body }) => {
      await change(one, { title, description: body });
      await change(one, { status: ABANDONED });
    },
    deleteBranch: ({ name, head }) => moveRef(name, head, NONE),
  };
}

function readRefs(json: unknown): readonly Branch[] {
  return wireList(wireObject(json, "")["value"], "value").map((value, index) => {
    const ref = wireObject(value, `value[${index}]`);
    const name = requiredText(ref, "name", `value[${index}]`).replace(/^refs\/heads\//, "");
    return { name, head: requiredText(ref, "objectId", `value[${index}]`) };
  });
}

/** The answer is 200 also where nothing was moved. */
function readRefUpdate(json: unknown): void {
  for (const [index, value] of wireList(wireObject(json, "")["value"], "value").entries()) {
    const update = wireObject(value, `value[${index}]`);
    if (update["success"] === true) continue;
    const status = optionalText(update, "updateStatus", `value[${index}]`) ?? "unknown";
    const isMoved = /stale/i.test(status);
    throw new ForgeError(
      isMoved ? "gone" : "no-rights",
      `Azure DevOps did not move the branch (${status.slice(0, 80)})`,
      isMoved
        ? "somebody moved it meanwhile; the next run looks at it again"
        : "the build service needs the permission Contribute on the branch, and Force push where it did not make it; a branch policy must not hold for it",
    );
  }
}

function readItem(json: unknown): string {
  return optionalText(wireObject(json, ""), "content", "", Number.POSITIVE_INFINITY) ?? "";
}

function readDifference(json: unknown): { commits: number; files: readonly string[] } {
  const body = wireObject(json, "");
  const count = body["aheadCount"];
  const files = wireList(body["changes"] ?? [], "changes").flatMap((value, index) => {
    const item = wireObject(wireObject(value, `changes[${index}]`)["item"], `changes[${index}].item`);
    const isFolder = item["isFolder"] === true || item["gitObjectType"] === "tree";
    return isFolder ? [] : [requiredText(item, "path", `changes[${index}].item`).replace(/^\//, "")];
  });
  return { commits: count === 0 ? 0 : wireId(count, "aheadCount"), files };
}

function readComment(json: unknown): string {
  return optionalText(wireObject(json, ""), "comment", "", Number.POSITIVE_INFINITY) ?? "";
}

function readPush(json: unknown): string {
  const [commit] = wireList(wireObject(json, "")["commits"], "commits");
  return requiredText(wireObject(commit, "commits[0]"), "commitId", "commits[0]");
}

function readRequest(request: JsonObject, path: string, urlOf: (number: number) => string): ChangeRequest {
  const number = wireId(request["pullRequestId"], `${path}.pullRequestId`);
  const { status } = request;
  return {
    number,
    state: status === "active" || status === 1 ? "open" : status === "completed" || status === 3 ? "merged" : "closed",
    title: optionalText(request, "title", path) ?? "",
    body: optionalText(request, "description", path, Number.POSITIVE_INFINITY) ?? "",
    labels: readLabels(request["labels"] ?? [], `${path}.labels`),
    url: urlOf(number),
  };
}

function readLabels(value: unknown, path: string): readonly string[] {
  const labels = wireList(value, path).filter(isJsonObject);
  return labels.filter(({ active }) => active !== false).map(({ name }) => (typeof name === "string" ? name : ""));
}
