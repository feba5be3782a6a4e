import { type Arrived, type Reply, startService } from "../comment/service.ts";
import type { ForgeService } from "./github-service.ts";
import { createRepository, list, type StoredRequest, text } from "./repository.ts";

export const AZURE_TOKEN = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.propose";

const NONE = "0".repeat(40);
const NOT_FOUND = { status: 404, body: { message: "TF401174: The item could not be found in the repository." } };
const STATUS = { open: "active", merged: "completed", closed: "abandoned" } as const;

/**
 * The part of Azure DevOps that proposals need, for one repository (https://learn.microsoft.com/rest/api/azure/devops/git):
 * - a push to a branch that is not there begins at `oldObjectId`; to one that is there it has to be its newest commit (409);
 * - `refs` moves a branch from one commit to another, back too, and says for each whether it did, with status 200;
 * - a list of pull requests cuts texts after 400 characters and names no labels; a text over 4,000 is 400;
 * - labels are a preview, and refused (400) without `-preview` in the version;
 * - without the right, 403; a branch that a policy keeps answers a push with 403 and TF402455.
 */
export async function startAzureForge(
  files: Readonly<Record<string, string>>,
  asksFirst: (request: Arrived) => Reply | null = () => null,
): Promise<ForgeService> {
  const repository = createRepository(files);
  const base = "/Teams Apps/_apis/git/repositories/repo-1/";
  const service = await startService((request): Reply => {
    const told = asksFirst(request);
    if (told !== null) return told;
    const { method, path, query, headers, json } = request;
    const shown = headers.authorization ?? "";
    const isKnown = shown === `Bearer ${AZURE_TOKEN}` || shown.startsWith("Basic ");
    if (!isKnown) return { status: 401, body: "" };
    const rest = path.replace(base, "");
    const isRequest = rest.toLowerCase().startsWith("pullrequests");
    if (method !== "GET" && (own.rights === "read" || (own.rights === "no-requests" && isRequest)))
      return { status: 403, body: { message: "TF401027: You need the Git 'PullRequestContribute' permission." } };
    if (rest === "refs" && method === "GET") {
      const filter = (query.get("filter") ?? "").replace(/^heads\//, "");
      const value = [...repository.branches]
        .filter(([name]) => name.startsWith(filter))
        .map(([name, objectId]) => ({ name: `refs/heads/${name}`, objectId }));
      return { status: 200, body: { value, count: value.length } };
    }
    if (rest === "refs") return { status: 200, body: { value: (Array.isArray(json) ? json : []).map(moved) } };
    if (rest === "items") {
      const found = repository.file(query.get("versionDescriptor.version") ?? "", (query.get("path") ?? "").slice(1));
      return found === null ? NOT_FOUND : { status: 200, body: { path: query.get("path"), content: found } };
    }
    if (rest === "diffs/commits") return difference(query.get("baseVersion") ?? "", query.get("targetVersion") ?? "");
    const commit = /^commits\/(\w+)$/.exec(rest)?.[1];
    if (commit !== undefined)
      return { status: 200, body: { commitId: commit, comment: repository.commits.get(commit)?.message ?? "" } };
    if (rest === "pushes") return pushed(json);
    return requests(method, rest, query, json, headers.accept ?? "");
  });

  function moved(update: unknown): object {
    const name = text(update, "name").replace("refs/heads/", "");
    const [from, to] = [text(update, "oldObjectId"), text(update, "newObjectId")];
    const success = !own.isProtected && (repository.branches.get(name) ?? NONE) === from;
    if (success && to === NONE) repository.branches.delete(name);
    else if (success) repository.branches.set(name, to);
    const updateStatus = success ? "succeeded" : own.isProtected ? "rejectedByPolicy" : "staleOldObjectId";
    return { name: `refs/heads/${name}`, success, updateStatus };
  }

  function difference(from: string, to: string): Reply {
    const changes = repository
      .differing(from, to)
      .map((path) => ({ item: { path: `/${path}`, gitObjectType: "blob" } }));
    const folders = [{ item: { path: "/teams", gitObjectType: "tree", isFolder: true } }];
    return {
      status: 200,
      body: { aheadCount: repository.ahead(from, to).length, behindCount: 0, changes: [...folders, ...changes] },
    };
  }

  function pushed(json: unknown): Reply {
    const name = text(json, "refUpdates", 0, "name").replace("refs/heads/", "");
    const old = text(json, "refUpdates", 0, "oldObjectId");
    if (own.isProtected)
      return {
        status: 403,
        body: { message: "TF402455: Pushes to this branch are not permitted; you must use a pull request." },
      };
    const there = repository.branches.get(name);
    if (there !== undefined && there !== old)
      return { status: 409, body: { message: "TF401028: The reference has already been updated by another client." } };
    const before = repository.commits.get(old)?.files ?? new Map();
    const change = list(json, "commits", 0, "changes")[0];
    const entry = [text(change, "item", "path").slice(1), text(change, "newContent", "content")] as const;
    const commitId = repository.add({
      parents: [old],
      message: text(json, "commits", 0, "comment"),
      files: new Map([...before, entry]),
    });
    repository.branches.set(name, commitId);
    return { status: 201, body: { commits: [{ commitId }] } };
  }

  function requests(method: string, rest: string, query: URLSearchParams, json: unknown, accepted: string): Reply {
    if (/^pullrequests$/i.test(rest) && method === "GET") {
      const source = query.get("searchCriteria.sourceRefName");
      const found = repository.requests.filter(({ branch }) => source === `refs/heads/${branch}`).toReversed();
      const value = found.map((one) => ({ ...wire(one), description: one.body.slice(0, 400), labels: undefined }));
      return { status: 200, body: { value } };
    }
    if (/^pullrequests$/i.test(rest)) {
      if (text(json, "description").length > 4000) return { status: 400, body: { message: "description is too long" } };
      const labels = list(json, "labels").map((label) => text(label, "name"));
      const branch = text(json, "sourceRefName").replace("refs/heads/", "");
      return {
        status: 201,
        body: wire(repository.ask(branch, text(json, "title"), text(json, "description"), labels)),
      };
    }
    const [, number, what = "", label = ""] = /^pullrequests\/(\d+)(?:\/(labels)(?:\/(.+))?)?$/i.exec(rest) ?? [];
    const request = repository.requests.find((one) => String(one.number) === number);
    if (request === undefined) return NOT_FOUND;
    const version = query.get("api-version") ?? /api-version=([^;]+)/.exec(accepted)?.[1] ?? "";
    if (what === "labels" && !version.includes("-preview"))
      return { status: 400, body: { message: "The requested version of the resource is under preview." } };
    if (what === "labels") return labelled(method, request, label, json);
    if (method === "GET") return { status: 200, body: wire(request) };
    if (request.state !== "open")
      return { status: 400, body: { message: "TF401181: The pull request cannot be edited due to its state." } };
    request.title = text(json, "title") || request.title;
    request.body = text(json, "description") || request.body;
    const status: unknown = typeof json === "object" && json !== null ? Reflect.get(json, "status") : undefined;
    if (status === 2) request.state = "closed";
    return { status: 200, body: wire(request) };
  }

  const environment = {
    SYSTEM_COLLECTIONURI: `${service.url}/`,
    SYSTEM_TEAMPROJECT: "Teams Apps",
    BUILD_REPOSITORY_ID: "repo-1",
    BUILD_REPOSITORY_PROVIDER: "TfsGit",
    BUILD_SOURCEBRANCH: "refs/heads/main",
    SYSTEM_ACCESSTOKEN: AZURE_TOKEN,
  };
  const own: ForgeService = Object.assign(service, {
    repository,
    environment,
    rights: "all" as const,
    isProtected: false,
  });
  return own;
}

function wire({ number, state, title, body, labels, branch, isOfFork }: StoredRequest): object {
  return {
    pullRequestId: number,
    status: STATUS[state],
    title,
    description: body,
    labels: labels.map((name) => ({ name, active: true })),
    sourceRefName: `refs/heads/${branch}`,
    ...(isOfFork ? { forkSource: { repository: { id: "fork" } } } : {}),
  };
}

function labelled(method: string, request: StoredRequest, label: string, json: unknown): Reply {
  if (method === "POST") request.labels = [...new Set([...request.labels, text(json, "name")])];
  if (method === "DELETE") request.labels = request.labels.filter((one) => one !== label);
  return { status: 200, body: { value: request.labels.map((name) => ({ name, active: true })) } };
}
