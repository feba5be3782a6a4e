import { optionalText, requiredText, wireList, wireObject } from "../http/shapes.ts";
import { isJsonObject, type JsonObject } from "../model/json-object.ts";
import { type Api, done, wireId } from "../forge/api.ts";
import { isSameText } from "./comment-text.ts";
import type { Comments, OwnComment } from "./destination.ts";
import { readOwn } from "./read-own.ts";

/** A pull request on GitHub. */
interface GitHubPlace {
  readonly owner: string;
  readonly repository: string;
  readonly pullRequest: number;
}

const SERVICE = "GitHub";
/** "Body is too long (maximum is 65536 characters)": https://github.com/telia-oss/github-pr-resource/issues/259 */
const LONGEST = 65_536;
const PAGE = 100;
/** More comments than that are no conversation. */
const MOST_PAGES = 100;

/**
 * The comments of a pull request, which GitHub keeps as those of an issue:
 * https://docs.github.com/rest/issues/comments. Whose token it is, is asked by GraphQL, since REST refuses the answer to
 * the token of a job: https://github.com/marocchino/sticky-pull-request-comment/pull/332
 * @param api at the root of REST
 * @param graphql at the endpoint of GraphQL
 */
export function githubComments(api: Api, graphql: Api, place: GitHubPlace): Comments {
  const repository = `/repos/${encodeURIComponent(place.owner)}/${encodeURIComponent(place.repository)}`;
  const all = `${repository}/issues/${place.pullRequest}/comments`;
  const one = (comment: OwnComment): string => `${repository}/issues/comments/${encodeURIComponent(comment.id)}`;
  return {
    service: SERVICE,
    longest: LONGEST,
    harmless: (text) => text,
    own: async () => {
      const login = await graphql({ method: "POST", path: "", body: WHO, repeatable: true }, readLogin);
      return readOwn(
        api,
        MOST_PAGES,
        (page) => `${all}?per_page=${PAGE}&page=${page}`,
        (json, header) => ({ own: readPage(json, login), more: hasNext(header("link")) }),
      );
    },
    create: (body) =>
      api({ method: "POST", path: all, body: { body } }, (json) => readComment(wireObject(json, ""), "")),
    update: async (comment, body) => {
      if (isSameText(comment.text, body)) return false;
      await api({ method: "PATCH", path: one(comment), body: { body }, mayBeGone: true }, done);
      return true;
    },
    remove: (comment) => api({ method: "DELETE", path: one(comment), mayBeGone: true }, done),
  };
}

const WHO = { query: "query { viewer { login } }" };

function readLogin(json: unknown): string {
  const data = wireObject(wireObject(json, "")["data"], "data");
  return requiredText(wireObject(data["viewer"], "data.viewer"), "login", "data.viewer").toLowerCase();
}

function readPage(json: unknown, login: string): readonly OwnComment[] {
  return wireList(json, "").flatMap((value, index) => {
    const path = `[${index}]`;
    const comment = wireObject(value, path);
    return authorOf(comment) === login ? [readComment(comment, path)] : [];
  });
}

/** Null for an account that is gone: its comments have no user. */
function authorOf(comment: JsonObject): string | null {
  const user = comment["user"];
  return isJsonObject(user) && typeof user["login"] === "string" ? user["login"].toLowerCase() : null;
}

function readComment(comment: JsonObject, path: string): OwnComment {
  return {
    id: String(wireId(comment["id"], `${path}.id`)),
    text: optionalText(comment, "body", path, Number.POSITIVE_INFINITY) ?? "",
    url: optionalText(comment, "html_url", path),
  };
}

/** Pages are counted here; the addresses in the header are not followed: https://www.rfc-editor.org/rfc/rfc8288 */
function hasNext(link: string | null): boolean {
  return link !== null && /;\s*rel="?next"?/.test(link);
}
