import { type Reply, type Service, startService } from "../comment/service.ts";
import { createRepository, field, list, type StoredRepository, type StoredRequest, text } from "./repository.ts";

export const GITHUB_TOKEN = "ghs_26C7e42F292c6912E7710c838347Ae178B4a";

/**
 * The part of GitHub that proposals need, for contoso/teams-apps (https://docs.github.com/rest):
 * - every request needs the token, else 401; a token that may not write gets 403 for every write, one that may not open pull
 *   requests for those alone;
 * - a branch is moved back only with `force`, and one that a rule protects not at all (422);
 * - a label that is not there is made; a second open pull request from the same branch is 422.
 */
export interface ForgeService extends Service {
  readonly repository: StoredRepository;
  readonly environment: Readonly<Record<string, string>>;
  /** What its token may do. */
  rights: "all" | "read" | "no-requests";
  isProtected: boolean;
}

const DENIED = { status: 403, body: { message: "Resource not accessible by integration" } };
const NOT_FOUND = { status: 404, body: { message: "Not Found" } };

export async function startGitHubForge(files: Readonly<Record<string, string>>): Promise<ForgeService> {
  const repository = createRepository(files);
  const trees = new Map<string, ReadonlyMap<string, string>>();
  const service = await startService(({ method, path, query, headers, json }): Reply => {
    const shown = headers.authorization?.replace(/^(?:Bearer|token) /, "");
    if (shown !== GITHUB_TOKEN) return { status: 401, body: { message: "Bad credentials" } };
    if (own.rights === "read" && method !== "GET") return DENIED;
    const rest = path.replace("/repos/contoso/teams-apps/", "");
    const [, kind = "", name = ""] = /^git\/(ref|refs|matching-refs)\/heads\/(.+)$/.exec(rest) ?? [];
    if (kind === "ref") return refReply(name);
    if (kind === "matching-refs")
      return { status: 200, body: [...repository.branches].filter(([one]) => one.startsWith(name)).map(ref) };
    if (kind === "refs") return moved(method, name, json);
    if (rest === "git/refs") return made(json);
    const contents = /^contents\/(.+)$/.exec(rest)?.[1];
    if (contents !== undefined) {
      const found = repository.file(query.get("ref") ?? "", contents);
      if (found === null) return NOT_FOUND;
      const content = Buffer.from(found).toString("base64").replaceAll(/.{60}/g, "$&\n");
      return { status: 200, body: { type: "file", encoding: "base64", content, path: contents } };
    }
    const compared = /^compare\/(\w+)\.\.\.(\w+)$/.exec(rest);
    if (compared !== null) return comparison(compared[1] ?? "", compared[2] ?? "");
    const commit = /^git\/commits\/(\w+)$/.exec(rest)?.[1];
    if (commit !== undefined) return { status: 200, body: { sha: commit, tree: { sha: `tree-${commit}` } } };
    if (rest === "git/trees") {
      const before = repository.commits.get(text(json, "base_tree").replace(/^tree-/, ""))?.files ?? new Map();
      const sha = `tree-${trees.size}`;
      trees.set(sha, new Map([...before, [text(json, "tree", 0, "path"), text(json, "tree", 0, "content")]]));
      return { status: 201, body: { sha } };
    }
    if (rest === "git/commits") {
      const parents = list(json, "parents").map(String);
      const sha = repository.add({
        parents,
        message: text(json, "message"),
        files: trees.get(text(json, "tree")) ?? new Map(),
      });
      return { status: 201, body: { sha } };
    }
    return requests(method, rest, query, json);
  });

  function refReply(name: string): Reply {
    const sha = repository.branches.get(name);
    return sha === undefined ? NOT_FOUND : { status: 200, body: ref([name, sha]) };
  }

  function made(json: unknown): Reply {
    const name = text(json, "ref").replace("refs/heads/", "");
    if (own.isProtected) return ruled();
    if (repository.branches.has(name)) return { status: 422, body: { message: "Reference already exists" } };
    repository.branches.set(name, text(json, "sha"));
    return { status: 201, body: ref([name, text(json, "sha")]) };
  }

  function moved(method: string, name: string, json: unknown): Reply {
    if (own.isProtected) return ruled();
    if (method === "DELETE") {
      repository.branches.delete(name);
      for (const request of repository.requests)
        if (request.branch === name && request.state === "open") request.state = "closed";
      return { status: 204 };
    }
    const [sha, was] = [text(json, "sha"), repository.branches.get(name) ?? ""];
    const isForward = repository.ahead(sha, was).length === 0;
    if (!isForward && field(json, "force") !== true)
      return { status: 422, body: { message: "Update is not a fast forward" } };
    repository.branches.set(name, sha);
    return { status: 200, body: ref([name, sha]) };
  }

  function comparison(base: string, head: string): Reply {
    const commits = repository.ahead(base, head);
    const changed = repository.differing(base, head).map((filename) => ({ filename, status: "modified" }));
    const body = {
      ahead_by: commits.length,
      commits: commits.map((sha) => ({ sha, commit: { message: repository.commits.get(sha)?.message ?? "" } })),
      files: changed,
    };
    return { status: 200, body };
  }

  function requests(method: string, rest: string, query: URLSearchParams, json: unknown): Reply {
    if (own.rights === "no-requests" && method !== "GET")
      return { status: 403, body: { message: "GitHub Actions is not permitted to create or approve pull requests." } };
    if (rest === "pulls" && method === "GET") {
      const found = repository.requests
        .filter(({ branch }) => query.get("head") === `contoso:${branch}`)
        .map(wire)
        .toReversed();
      return { status: 200, body: found };
    }
    if (rest === "pulls") {
      const head = text(json, "head");
      if (repository.requests.some(({ branch, state, isOfFork }) => branch === head && state === "open" && !isOfFork))
        return {
          status: 422,
          body: {
            message: "Validation Failed",
            errors: [{ message: `A pull request already exists for contoso:${head}.` }],
          },
        };
      return { status: 201, body: wire(repository.ask(head, text(json, "title"), text(json, "body"), [])) };
    }
    const [, number, what = "", label = ""] = /^(?:pulls|issues)\/(\d+)(?:\/(labels)(?:\/(.+))?)?$/.exec(rest) ?? [];
    const request = repository.requests.find((one) => String(one.number) === number);
    if (request === undefined) return NOT_FOUND;
    if (what === "labels" && method === "POST")
      request.labels = [...new Set([...request.labels, ...list(json, "labels").map(String)])];
    else if (what === "labels") request.labels = request.labels.filter((one) => one !== label);
    else {
      request.title = text(json, "title") || request.title;
      request.body = text(json, "body") || request.body;
      if (text(json, "state") === "closed") request.state = "closed";
    }
    return { status: 200, body: what === "labels" ? request.labels.map((name) => ({ name })) : wire(request) };
  }

  const environment = {
    GITHUB_API_URL: service.url,
    GITHUB_REPOSITORY: "contoso/teams-apps",
    GITHUB_REF: "refs/heads/main",
    GITHUB_TOKEN,
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
    number,
    state: state === "open" ? "open" : "closed",
    merged_at: state === "merged" ? "2026-01-01T00:00:00Z" : null,
    title,
    body,
    labels: labels.map((name) => ({ name })),
    head: { ref: branch, repo: { full_name: isOfFork ? "contoso/teams-apps-fork" : "contoso/teams-apps" } },
    html_url: `https://github.com/contoso/teams-apps/pull/${number}`,
  };
}

function ref([name, sha]: readonly [string, string]): object {
  return { ref: `refs/heads/${name}`, object: { type: "commit", sha } };
}

function ruled(): Reply {
  return { status: 422, body: { message: "Repository rule violations found\n\nCannot update this protected ref." } };
}
