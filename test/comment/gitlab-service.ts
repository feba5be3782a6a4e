import { type Arrived, type Reply, type Service, startService, textOf } from "./service.ts";

/** A note as GitLab keeps it. */
export interface GitLabNote {
  readonly id: number;
  readonly author: number;
  readonly system: boolean;
  body: string;
}

/**
 * The part of GitLab that notes need. Its contract (https://docs.gitlab.com/api/notes/, https://docs.gitlab.com/api/rest/):
 * - `PRIVATE-TOKEN` with a known token, else 401 `{"message":"401 Unauthorized"}`; a job's own token is not accepted there;
 * - `GET /user` says whose token it is;
 * - `GET …/merge_requests/IID/notes` gives 20 notes a page or `per_page` up to 100, the page after it in `X-Next-Page`, empty on the last;
 * - `POST` there makes a note (201), `PUT` and `DELETE` at `…/notes/ID` change (200) and remove it (204); a note of somebody else
 *   is 403 for a token below the role Maintainer;
 * - a text over 1,000,000 characters is 400; lines that begin with a known quick action are carried out and not kept, as
 *   `lib/gitlab/quick_actions/extractor.rb` of https://gitlab.com/gitlab-org/gitlab does outside code blocks;
 * - a token without rights in the project gets 404, since GitLab hides what one may not see.
 */
export interface GitLabService extends Service {
  readonly notes: GitLabNote[];
  /** Quick actions that were carried out. */
  readonly carriedOut: string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly add: (author: number, body: string, system?: boolean) => void;
}

export const GITLAB_TOKEN = "glpat-9Zk3vS1xTq8uWc5yB2nM";
export const GITLAB_BOT = 501;
const NOTES = "/api/v4/projects/42/merge_requests/7/notes";
const QUICK_ACTION = /^\/(merge|approve|close|label)\b[^\n]*\n?/gim;

/** Merge request 7 of project 42. */
export async function startGitLab(
  options: { readonly isMember: boolean } = { isMember: true },
): Promise<GitLabService> {
  const notes: GitLabNote[] = [];
  const carriedOut: string[] = [];
  let lastId = 300;
  const add = (author: number, body: string, system = false): GitLabNote => {
    lastId += 1;
    const note = { id: lastId, author, body, system };
    notes.push(note);
    return note;
  };
  const service = await startService((request) => {
    if (request.headers["private-token"] !== GITLAB_TOKEN)
      return { status: 401, body: { message: "401 Unauthorized" } };
    const { method, path } = request;
    if (path === "/api/v4/user") return { status: 200, body: { id: GITLAB_BOT, username: "project_42_bot" } };
    if (!options.isMember) return { status: 404, body: { message: "404 Project Not Found" } };
    if (path === NOTES) return method === "GET" ? listed(request) : created(request);
    const index = notes.findIndex((candidate) => path === `${NOTES}/${candidate.id}`);
    const note = notes[index];
    if (note === undefined) return { status: 404, body: { message: "404 Not found" } };
    if (note.author !== GITLAB_BOT) return { status: 403, body: { message: "403 Forbidden" } };
    if (method === "DELETE") {
      notes.splice(index, 1);
      return { status: 204 };
    }
    note.body = obey(textOf(request.json, "body"));
    return { status: 200, body: wire(note) };
  });

  function listed({ query }: Arrived): Reply {
    const size = Math.min(100, Number(query.get("per_page") ?? 20));
    const page = Number(query.get("page") ?? 1);
    const ordered = query.get("sort") === "asc" ? notes : notes.toReversed();
    const next = notes.length > page * size ? String(page + 1) : "";
    return {
      status: 200,
      headers: { "x-next-page": next },
      body: ordered.slice((page - 1) * size, page * size).map(wire),
    };
  }

  function created(request: Arrived): Reply {
    const body = textOf(request.json, "body");
    if (Array.from(body).length > 1_000_000) return { status: 400, body: { message: { note: ["is too long"] } } };
    return { status: 201, body: wire(add(GITLAB_BOT, obey(body))) };
  }

  function obey(body: string): string {
    return body.replaceAll("\r", "").replaceAll(QUICK_ACTION, (action) => {
      carriedOut.push(action.trim());
      return "";
    });
  }

  const environment = {
    CI_API_V4_URL: `${service.url}/api/v4`,
    CI_PROJECT_ID: "42",
    CI_MERGE_REQUEST_IID: "7",
    CI_JOB_URL: "https://gitlab.com/contoso/teams-apps/-/jobs/99",
    TRUEUP_COMMENT_TOKEN: GITLAB_TOKEN,
  };
  return Object.assign(service, {
    notes,
    carriedOut,
    environment,
    add: (author: number, body: string, system?: boolean) => void add(author, body, system),
  });
}

function wire({ id, author, body, system }: GitLabNote): object {
  return { id, body, system, author: { id: author, username: `user${author}` }, noteable_type: "MergeRequest" };
}
