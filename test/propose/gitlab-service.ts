import { type Reply, startService } from "../comment/service.ts";
import type { ForgeService } from "./github-service.ts";
import { createRepository, field, type StoredRequest, text } from "./repository.ts";

export const GITLAB_TOKEN = "glpat-26C7e42F292c6912E771";

const NOT_FOUND = { status: 404, body: { message: "404 Not found" } };

/**
 * The part of GitLab that proposals need, for project 42 (https://docs.gitlab.com/api/):
 * - every request needs the token, else 401; without the role for it, a write is 403;
 * - a commit with `start_sha` makes its branch; one that is there it replaces with `force` only (400);
 * - a branch that a rule protects takes none (400); a second open merge request from the same branch is 409.
 */
export async function startGitLabForge(files: Readonly<Record<string, string>>): Promise<ForgeService> {
  const repository = createRepository(files);
  const service = await startService(({ method, path, query, headers, json }): Reply => {
    const shown = headers["private-token"] ?? headers.authorization?.replace("Bearer ", "");
    if (shown !== GITLAB_TOKEN) return { status: 401, body: { message: "401 Unauthorized" } };
    const isRequest = path.includes("merge_requests");
    if (method !== "GET" && (own.rights === "read" || (own.rights === "no-requests" && isRequest)))
      return { status: 403, body: { message: "403 Forbidden" } };
    const rest = path.replace("/api/v4", "").replace("/projects/42/", "");
    const branch = /^repository\/branches\/(.+)$/.exec(rest)?.[1];
    if (branch !== undefined) return oneBranch(method, branch);
    if (rest === "repository/branches") {
      const prefix = (query.get("search") ?? "").replace("^", "");
      return {
        status: 200,
        body: [...repository.branches].filter(([name]) => name.startsWith(prefix)).map(wireBranch),
      };
    }
    const file = /^repository\/files\/(.+)$/.exec(rest)?.[1];
    if (file !== undefined) {
      const found = repository.file(query.get("ref") ?? "", file);
      if (found === null) return NOT_FOUND;
      return {
        status: 200,
        body: { file_path: file, encoding: "base64", content: Buffer.from(found).toString("base64") },
      };
    }
    if (rest === "repository/compare") return comparison(query.get("from") ?? "", query.get("to") ?? "");
    if (rest === "repository/commits") return committed(json);
    return requests(method, rest, query, json);
  });

  function oneBranch(method: string, name: string): Reply {
    const id = repository.branches.get(name);
    if (id === undefined) return NOT_FOUND;
    if (method === "DELETE") repository.branches.delete(name);
    return method === "DELETE" ? { status: 204 } : { status: 200, body: wireBranch([name, id]) };
  }

  function comparison(base: string, head: string): Reply {
    const commits = repository
      .ahead(base, head)
      .map((id) => ({ id, message: repository.commits.get(id)?.message ?? "" }));
    const diffs = repository.differing(base, head).map((path) => ({ old_path: path, new_path: path }));
    return { status: 200, body: { commits, diffs } };
  }

  function committed(json: unknown): Reply {
    const [branch, start] = [text(json, "branch"), text(json, "start_sha")];
    if (own.isProtected) return { status: 400, body: { message: "You are not allowed to push into this branch" } };
    if (repository.branches.has(branch) && field(json, "force") !== true)
      return { status: 400, body: { message: `A branch called '${branch}' already exists.` } };
    const before = repository.commits.get(start)?.files ?? new Map();
    const entry = [text(json, "actions", 0, "file_path"), text(json, "actions", 0, "content")] as const;
    const id = repository.add({
      parents: [start],
      message: text(json, "commit_message"),
      files: new Map([...before, entry]),
    });
    repository.branches.set(branch, id);
    return { status: 201, body: { id } };
  }

  function requests(method: string, rest: string, query: URLSearchParams, json: unknown): Reply {
    if (rest === "merge_requests" && method === "GET") {
      const found = repository.requests
        .filter(({ branch }) => branch === query.get("source_branch"))
        .map(wire)
        .toReversed();
      return { status: 200, body: found };
    }
    if (rest === "merge_requests") {
      const branch = text(json, "source_branch");
      if (repository.requests.some((one) => one.branch === branch && one.state === "open" && !one.isOfFork))
        return {
          status: 409,
          body: { message: ["Another open merge request already exists for this source branch: !1"] },
        };
      const labels = text(json, "labels").split(",");
      return {
        status: 201,
        body: wire(repository.ask(branch, text(json, "title"), text(json, "description"), labels)),
      };
    }
    const number = /^merge_requests\/(\d+)$/.exec(rest)?.[1];
    const request = repository.requests.find((one) => String(one.number) === number);
    if (request === undefined) return NOT_FOUND;
    request.title = text(json, "title") || request.title;
    request.body = text(json, "description") || request.body;
    const [added, removed] = ["add_labels", "remove_labels"].map((key) =>
      text(json, key)
        .split(",")
        .filter((one) => one !== ""),
    );
    request.labels = [...new Set([...request.labels, ...(added ?? [])])].filter(
      (one) => !(removed ?? []).includes(one),
    );
    if (text(json, "state_event") === "close") request.state = "closed";
    return { status: 200, body: wire(request) };
  }

  const environment = {
    CI_API_V4_URL: service.url,
    CI_PROJECT_ID: "42",
    CI_COMMIT_BRANCH: "main",
    TRUEUP_PROPOSE_TOKEN: GITLAB_TOKEN,
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
    iid: number,
    state: state === "open" ? "opened" : state,
    title,
    description: body,
    labels,
    source_branch: branch,
    source_project_id: isOfFork ? 43 : 42,
    target_project_id: 42,
    web_url: `https://gitlab.com/contoso/teams-apps/-/merge_requests/${number}`,
  };
}

function wireBranch([name, id]: readonly [string, string]): object {
  return { name, commit: { id } };
}
