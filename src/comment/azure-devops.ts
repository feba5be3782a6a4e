import { optionalText, requiredText, wireList, wireObject } from "../http/shapes.ts";
import { isJsonObject, type JsonObject } from "../model/json-object.ts";
import { type Api, done, wireId } from "../forge/api.ts";
import { isSameText } from "./comment-text.ts";
import type { Comments, OwnComment, ThreadStatus } from "./destination.ts";

/** A pull request on Azure DevOps. */
interface AzureDevOpsPlace {
  readonly project: string;
  readonly repository: string;
  readonly pullRequest: number;
  readonly status: ThreadStatus;
}

const SERVICE = "Azure DevOps";
/** "A discussion comment cannot be longer than 150000 characters": https://github.com/runatlantis/atlantis/pull/1585 */
const LONGEST = 150_000;
/** Known to the service and to Azure DevOps Server since 2022. */
const VERSION = "api-version=7.0";
/** https://learn.microsoft.com/rest/api/azure/devops/git/pull-request-threads/create */
const STATUS_NUMBER: Readonly<Record<ThreadStatus, number>> = { active: 1, closed: 4 };
const TEXT_COMMENT = 1;

/**
 * The threads of a pull request, one thread for the one comment; answers that people give in it stay.
 * https://learn.microsoft.com/rest/api/azure/devops/git/pull-request-threads
 */
export function azureDevOpsComments(api: Api, place: AzureDevOpsPlace): Comments {
  const all = `/${[place.project, "_apis", "git", "repositories", place.repository, "pullRequests", String(place.pullRequest), "threads"].map(encodeURIComponent).join("/")}`;
  const states = new Map<string, string>();
  const change = (path: string, body: object): Promise<void> =>
    api({ method: "PATCH", path: `${all}/${path}?${VERSION}`, body, mayBeGone: true }, done);
  return {
    service: SERVICE,
    longest: LONGEST,
    harmless: (text) => text,
    own: async () => {
      const user = await api({ method: "GET", path: "/_apis/connectionData" }, readUser);
      const threads = await api({ method: "GET", path: `${all}?${VERSION}` }, (json) => readThreads(json, user));
      for (const { comment, status } of threads) states.set(comment.id, status);
      return threads.map(({ comment }) => comment);
    },
    create: async (content) => {
      const comments = [{ parentCommentId: 0, content, commentType: TEXT_COMMENT }];
      const body = { comments, status: STATUS_NUMBER[place.status] };
      return api({ method: "POST", path: `${all}?${VERSION}`, body }, (json) => {
        return { id: `${wireId(wireObject(json, "")["id"], "id")}/comments/1`, text: content, url: null };
      });
    },
    update: async (comment, content) => {
      const isSame = isSameText(comment.text, content);
      if (!isSame) await change(comment.id, { content });
      if (states.get(comment.id) === place.status) return !isSame;
      await change(comment.id.split("/")[0] ?? "", { status: STATUS_NUMBER[place.status] });
      return true;
    },
    remove: (comment) => api({ method: "DELETE", path: `${all}/${comment.id}?${VERSION}`, mayBeGone: true }, done),
  };
}

/** https://learn.microsoft.com/javascript/api/azure-devops-extension-api/connectiondata */
function readUser(json: unknown): string {
  const user = wireObject(wireObject(json, "")["authenticatedUser"], "authenticatedUser");
  return requiredText(user, "id", "authenticatedUser").toLowerCase();
}

interface OwnThread {
  readonly comment: OwnComment;
  readonly status: string;
}

/** Threads come in one answer, without pages; oldest first by their ids. */
function readThreads(json: unknown, user: string): readonly OwnThread[] {
  const threads = wireList(wireObject(json, "")["value"], "value");
  return threads
    .map((value, index) => ({ thread: wireObject(value, `value[${index}]`), path: `value[${index}]` }))
    .flatMap(({ thread, path }) => {
      const id = wireId(thread["id"], `${path}.id`);
      const first = firstComment(thread, path);
      if (first === null || !isBy(first, user)) return [];
      const commentId = wireId(first["id"], `${path}.comments[0].id`);
      const text = optionalText(first, "content", `${path}.comments[0]`, Number.POSITIVE_INFINITY) ?? "";
      const status = optionalText(thread, "status", path) ?? "unknown";
      return [{ order: id, comment: { id: `${id}/comments/${commentId}`, text, url: null }, status }];
    })
    .sort((a, b) => a.order - b.order);
}

/** The comment that began a thread, unless it was deleted; others in the thread are answers. */
function firstComment(thread: JsonObject, path: string): JsonObject | null {
  if (thread["isDeleted"] === true) return null;
  const comments = wireList(thread["comments"], `${path}.comments`).filter(isJsonObject);
  const first = comments.find((comment) => (comment["parentCommentId"] ?? 0) === 0);
  return first === undefined || first["isDeleted"] === true ? null : first;
}

function isBy(comment: JsonObject, user: string): boolean {
  const author = comment["author"];
  return isJsonObject(author) && typeof author["id"] === "string" && author["id"].toLowerCase() === user;
}
