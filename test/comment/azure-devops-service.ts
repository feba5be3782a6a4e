import { type Arrived, type Reply, type Service, startService, textOf } from "./service.ts";

/** A comment in a thread. */
export interface ThreadComment {
  readonly id: number;
  readonly author: string;
  readonly parentCommentId: number;
  content: string;
  isDeleted: boolean;
}

/** A thread as Azure DevOps keeps it. */
export interface Thread {
  readonly id: number;
  status: string;
  readonly comments: ThreadComment[];
}

/**
 * The part of Azure DevOps that threads need. Its contract
 * (https://learn.microsoft.com/rest/api/azure/devops/git/pull-request-threads and …/pull-request-thread-comments):
 * - `Authorization: Bearer TOKEN` with a known token; else a sign-in page, reached by 302, or 401 where the header
 *   `X-TFS-FedAuthRedirect: Suppress` is sent;
 * - `GET /COLLECTION/_apis/connectionData` says whose token it is;
 * - the other paths need an `api-version`, else 400;
 * - `GET …/threads` gives all threads in one answer; `POST` there makes one with its first comment; statuses are numbers
 *   (1 active, 4 closed) or names on the way in and names on the way out;
 * - `PATCH …/threads/ID` changes the status, `PATCH …/threads/ID/comments/ID` the text, `DELETE` there marks the comment as deleted
 *   and drops its text; a comment of somebody else is 403;
 * - a text over 150,000 characters is 400 with the message that Azure DevOps gives;
 * - a token without "Contribute to pull requests" gets 403 with TF401027 for every write.
 */
export interface AzureDevOpsService extends Service {
  readonly threads: Thread[];
  readonly environment: Readonly<Record<string, string>>;
  readonly add: (author: string, content: string, status?: string) => Thread;
}

export const AZURE_TOKEN = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl";
export const BUILD_SERVICE = "6a3d1f0e-0000-4000-8000-00000000b5e1";
const THREADS = "/fabrikam/Teams Apps/_apis/git/repositories/repo-1/pullRequests/7/threads";
const STATUS_NAMES = new Map<unknown, string>([
  [1, "active"],
  [4, "closed"],
]);

/** Pull request 7 of the project "Teams Apps". */
export async function startAzureDevOps(
  options: { readonly canContribute: boolean } = { canContribute: true },
): Promise<AzureDevOpsService> {
  const threads: Thread[] = [];
  const add = (author: string, content: string, status = "active"): Thread => {
    const first = { id: 1, author, parentCommentId: 0, content, isDeleted: false };
    const thread = { id: threads.length + 11, status, comments: [first] };
    threads.push(thread);
    return thread;
  };
  const service = await startService((request) => {
    if (request.headers.authorization !== `Bearer ${AZURE_TOKEN}`) return refused(request);
    const { method, path, query } = request;
    if (path === "/fabrikam/_apis/connectionData") {
      return { status: 200, body: { authenticatedUser: { id: BUILD_SERVICE.toUpperCase() } } };
    }
    if (!query.has("api-version")) return { status: 400, body: { message: "No api-version was supplied" } };
    if (method === "GET" && path === THREADS)
      return { status: 200, body: { value: threads.map(wire), count: threads.length } };
    if (!options.canContribute) {
      return { status: 403, body: { message: "TF401027: You need the Git 'PullRequestContribute' permission" } };
    }
    return path === THREADS ? created(request) : changed(request);
  });

  function created({ json }: Arrived): Reply {
    const comments: unknown = typeof json === "object" && json !== null ? Reflect.get(json, "comments") : [];
    const content = Array.isArray(comments) ? textOf(comments[0], "content") : "";
    return tooLong(content) ?? { status: 200, body: wire(add(BUILD_SERVICE, content, statusIn(json) ?? "active")) };
  }

  function changed({ method, path, json }: Arrived): Reply {
    const [, id, commentId] = new RegExp(`^${THREADS}/(\\d+)(?:/comments/(\\d+))?$`).exec(path) ?? [];
    const thread = threads.find((candidate) => String(candidate.id) === id);
    const comment = thread?.comments.find((candidate) => String(candidate.id) === commentId);
    if (thread === undefined || (commentId !== undefined && comment === undefined)) {
      return { status: 404, body: { message: "The thread or comment does not exist" } };
    }
    if (comment === undefined) {
      thread.status = statusIn(json) ?? thread.status;
      return { status: 200, body: wire(thread) };
    }
    if (comment.author !== BUILD_SERVICE) return { status: 403, body: { message: "You cannot edit this comment" } };
    const content = method === "DELETE" ? "" : textOf(json, "content");
    comment.isDeleted = method === "DELETE";
    comment.content = content;
    return tooLong(content) ?? { status: 200, body: comment };
  }

  const environment = {
    SYSTEM_COLLECTIONURI: `${service.url}/fabrikam/`,
    SYSTEM_TEAMPROJECT: "Teams Apps",
    BUILD_REPOSITORY_ID: "repo-1",
    BUILD_REPOSITORY_PROVIDER: "TfsGit",
    BUILD_BUILDID: "99",
    SYSTEM_PULLREQUEST_PULLREQUESTID: "7",
    SYSTEM_ACCESSTOKEN: AZURE_TOKEN,
  };
  return Object.assign(service, { threads, environment, add });
}

function refused({ headers }: Arrived): Reply {
  if (headers["x-tfs-fedauthredirect"] === "Suppress") return { status: 401, body: "" };
  return { status: 302, headers: { location: "https://spsprodneu1.vssps.visualstudio.com/_signin" }, body: "<html>" };
}

function statusIn(json: unknown): string | null {
  const status: unknown = typeof json === "object" && json !== null ? Reflect.get(json, "status") : undefined;
  return STATUS_NAMES.get(status) ?? (typeof status === "string" ? status : null);
}

function wire({ id, status, comments }: Thread): object {
  const shown = comments.map(({ author, ...comment }) => ({
    ...comment,
    content: comment.isDeleted ? undefined : comment.content,
    commentType: "text",
    author: { id: author, displayName: "Teams Apps Build Service" },
  }));
  return { id, status, comments: shown, isDeleted: comments.every(({ isDeleted }) => isDeleted) };
}

function tooLong(content: string): Reply | null {
  if (content.length <= 150_000) return null;
  const message = "A discussion comment cannot be longer than 150000 characters.\r\nParameter name: comment.Content";
  return { status: 400, body: { message } };
}
