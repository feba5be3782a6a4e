import { optionalText, wireList, wireObject } from "../http/shapes.ts";
import { type Api, done, wireId } from "../forge/api.ts";
import { withoutQuickActions } from "../forge/quick-actions.ts";
import { isSameText } from "./comment-text.ts";
import type { Comments, OwnComment } from "./destination.ts";
import { readOwn } from "./read-own.ts";

/** A merge request on GitLab. */
interface GitLabPlace {
  /** Id or path of the project that the merge request is for. */
  readonly project: string;
  readonly mergeRequest: number;
}

const SERVICE = "GitLab";
/**
 * GitLab documents "about 1 million characters, about 1 MB" (`doc/administration/instance_limits.md` of
 * https://gitlab.com/gitlab-org/gitlab): a UTF-16 code unit is three bytes at most.
 */
const LONGEST = 330_000;
const PAGE = 100;
/** GitLab keeps 5,000 comments of a merge request at most; the same page says so. Notes of the system come on top. */
const MOST_PAGES = 500;

/** The notes of a merge request: https://docs.gitlab.com/api/notes/#merge-requests */
export function gitlabComments(api: Api, place: GitLabPlace): Comments {
  const all = `/projects/${encodeURIComponent(place.project)}/merge_requests/${place.mergeRequest}/notes`;
  const one = (comment: OwnComment): string => `${all}/${encodeURIComponent(comment.id)}`;
  return {
    service: SERVICE,
    longest: LONGEST,
    harmless: withoutQuickActions,
    own: async () => {
      const user = await api({ method: "GET", path: "/user" }, (json) => wireId(wireObject(json, "")["id"], "id"));
      return readOwn(
        api,
        MOST_PAGES,
        (page) => `${all}?per_page=${PAGE}&page=${page}&sort=asc`,
        // https://docs.gitlab.com/api/rest/#pagination: empty on the last page.
        (json, header) => ({ own: readPage(json, user), more: (header("x-next-page") ?? "") !== "" }),
      );
    },
    create: (body) => api({ method: "POST", path: all, body: { body } }, (json) => readNote(json, "")),
    update: async (comment, body) => {
      if (isSameText(comment.text, body)) return false;
      await api({ method: "PUT", path: one(comment), body: { body }, mayBeGone: true }, done);
      return true;
    },
    remove: (comment) => api({ method: "DELETE", path: one(comment), mayBeGone: true }, done),
  };
}

function readPage(json: unknown, user: number): readonly OwnComment[] {
  return wireList(json, "").flatMap((value, index) => {
    const path = `[${index}]`;
    const note = wireObject(value, path);
    const author = wireObject(note["author"], `${path}.author`);
    const own = author["id"] === user && note["system"] !== true;
    return own ? [readNote(note, path)] : [];
  });
}

function readNote(value: unknown, path: string): OwnComment {
  const note = wireObject(value, path);
  return {
    id: String(wireId(note["id"], `${path}.id`)),
    text: optionalText(note, "body", path, Number.POSITIVE_INFINITY) ?? "",
    url: null,
  };
}
