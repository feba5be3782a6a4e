import { isWireObject, optionalText, requiredText, wireList, wireObject, type WireObject } from "../http/shapes.ts";
import { type Api, readShape, goneIfNotFound, wireId } from "./api.ts";
import { CommentError } from "./comment-error.ts";
import { isSameText } from "./comment-text.ts";
import type { Comments, OwnComment } from "./destination.ts";

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
      const login = await readLogin(graphql);
      const own: OwnComment[] = [];
      for (let page = 1; page <= MOST_PAGES; page += 1) {
        const answer = await api({ method: "GET", path: `${all}?per_page=${PAGE}&page=${page}` });
        own.push(...readShape(SERVICE, () => readPage(answer.json, login)));
        if (!hasNext(answer.header("link"))) return own.sort((a, b) => Number(a.id) - Number(b.id));
      }
      throw new CommentError("unexpected-shape", `${SERVICE} shows more than ${MOST_PAGES} pages of comments`);
    },
    create: async (body) => {
      const { json } = await api({ method: "POST", path: all, body: { body } });
      return readShape(SERVICE, () => readComment(wireObject(json, ""), ""));
    },
    update: async (comment, body) => {
      if (isSameText(comment.text, body)) return false;
      await goneIfNotFound(api({ method: "PATCH", path: one(comment), body: { body } }));
      return true;
    },
    remove: async (comment) => {
      await goneIfNotFound(api({ method: "DELETE", path: one(comment) }));
    },
  };
}

async function readLogin(graphql: Api): Promise<string> {
  const body = { query: "query { viewer { login } }" };
  const { json } = await graphql({ method: "POST", path: "", body, repeatable: true });
  return readShape(SERVICE, () => {
    const data = wireObject(wireObject(json, "")["data"], "data");
    return requiredText(wireObject(data["viewer"], "data.viewer"), "login", "data.viewer").toLowerCase();
  });
}

function readPage(json: unknown, login: string): readonly OwnComment[] {
  return wireList(json, "").flatMap((value, index) => {
    const path = `[${index}]`;
    const comment = wireObject(value, path);
    return authorOf(comment) === login ? [readComment(comment, path)] : [];
  });
}

/** Null for an account that is gone: its comments have no user. */
function authorOf(comment: WireObject): string | null {
  const user = comment["user"];
  return isWireObject(user) && typeof user["login"] === "string" ? user["login"].toLowerCase() : null;
}

function readComment(comment: WireObject, path: string): OwnComment {
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
