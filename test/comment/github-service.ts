import { type Arrived, type Reply, type Service, startService, textOf } from "./service.ts";

/** A comment as GitHub keeps it. */
export interface GitHubComment {
  readonly id: number;
  readonly author: string;
  body: string;
}

/** What a token may do, and whose it is. */
export interface GitHubToken {
  readonly login: string;
  readonly canWrite: boolean;
}

/**
 * The part of GitHub that comments need. Its contract:
 * - every request needs `Authorization: Bearer TOKEN` with a known token, else 401;
 * - `POST /graphql` answers who the token's owner is; REST's `GET /user` refuses the tokens of jobs (403);
 * - `GET /repos/O/R/issues/N/comments` gives comments by ascending id, 30 a page or `per_page` up to 100, with `Link: rel="next"`
 *   while there are more (https://docs.github.com/rest/issues/comments, https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api);
 * - `POST` there makes a comment (201), `PATCH` and `DELETE` at `/repos/O/R/issues/comments/ID` change (200) and remove it (204),
 *   **also one of another author**, as the real one allows to a token that may write; an unknown id is 404;
 * - a token that may only read gets 403 "Resource not accessible by integration" for every write;
 * - a text over 65,536 characters is 422 with the message that GitHub gives.
 */
export interface GitHubService extends Service {
  readonly comments: GitHubComment[];
  readonly environment: Readonly<Record<string, string>>;
  readonly add: (author: string, body: string) => void;
}

export const BOT = "github-actions[bot]";
export const TOKEN = "ghs_16C7e42F292c6912E7710c838347Ae178B4a";
const BASE = "/repos/contoso/teams-apps/issues";

/** Pull request 7 of contoso/teams-apps. */
export async function startGitHub(token: GitHubToken = { login: BOT, canWrite: true }): Promise<GitHubService> {
  const comments: GitHubComment[] = [];
  let lastId = 1000;
  const add = (author: string, body: string): GitHubComment => {
    lastId += 1;
    const comment = { id: lastId, author, body };
    comments.push(comment);
    return comment;
  };
  const service = await startService((request) => {
    if (request.headers.authorization !== `Bearer ${TOKEN}`)
      return { status: 401, body: { message: "Bad credentials" } };
    const { method, path } = request;
    if (method === "POST" && path === "/graphql")
      return { status: 200, body: { data: { viewer: { login: token.login } } } };
    if (path === "/user" || (!token.canWrite && method !== "GET")) {
      return { status: 403, body: { message: "Resource not accessible by integration" } };
    }
    if (path === `${BASE}/7/comments`) return method === "GET" ? listed(request) : created(request);
    const id = new RegExp(`^${BASE}/comments/(\\d+)$`).exec(path)?.[1];
    const index = comments.findIndex((comment) => String(comment.id) === id);
    const comment = comments[index];
    if (comment === undefined) return { status: 404, body: { message: "Not Found" } };
    if (method === "DELETE") {
      comments.splice(index, 1);
      return { status: 204 };
    }
    return changed(request, comment);
  });

  function listed({ query, path }: Arrived): Reply {
    const size = Math.min(100, Number(query.get("per_page") ?? 30));
    const page = Number(query.get("page") ?? 1);
    const more = comments.length > page * size;
    const link = `<${service.url}${path}?per_page=${size}&page=${page + 1}>; rel="next", <${service.url}${path}>; rel="last"`;
    const shown = comments.slice((page - 1) * size, page * size).map(wire);
    return { status: 200, headers: more ? { link } : {}, body: shown };
  }

  function created(request: Arrived): Reply {
    const body = textOf(request.json, "body");
    return tooLong(body) ?? { status: 201, body: wire(add(token.login, body)) };
  }

  function changed(request: Arrived, comment: GitHubComment): Reply {
    const body = textOf(request.json, "body");
    const refused = tooLong(body);
    if (refused !== null) return refused;
    comment.body = body;
    return { status: 200, body: wire(comment) };
  }

  const environment = {
    GITHUB_API_URL: service.url,
    GITHUB_REPOSITORY: "contoso/teams-apps",
    GITHUB_REF: "refs/pull/7/merge",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_RUN_ID: "99",
    GITHUB_TOKEN: TOKEN,
  };
  return Object.assign(service, {
    comments,
    environment,
    add: (author: string, body: string) => void add(author, body),
  });
}

function wire({ id, author, body }: GitHubComment): object {
  const url = `https://github.com/contoso/teams-apps/pull/7#issuecomment-${id}`;
  return { id, body, html_url: url, user: { login: author, type: author.endsWith("[bot]") ? "Bot" : "User" } };
}

function tooLong(body: string): Reply | null {
  if (Array.from(body).length <= 65_536) return null;
  const error = {
    resource: "IssueComment",
    code: "unprocessable",
    field: "data",
    message: "Body is too long (maximum is 65536 characters)",
  };
  return { status: 422, body: { message: "Validation Failed", errors: [error] } };
}
