import { Buffer } from "node:buffer";
import { type Api, done, wireId } from "../forge/api.ts";
import { ForgeError } from "../forge/forge-error.ts";
import { optionalText, requiredText, wireList, wireObject } from "../http/shapes.ts";
import { isJsonObject, type JsonObject } from "../model/json-object.ts";
import type { Branch, ChangeRequest, Forge } from "./forge.ts";

/** A repository on GitHub. */
interface GitHubPlace {
  readonly owner: string;
  readonly repository: string;
  readonly baseBranch: string;
  readonly lockPath: string;
}

/** "Body is too long (maximum is 65536 characters)": https://github.com/telia-oss/github-pr-resource/issues/259 */
const LONGEST = 65_536;
const FILE_MODE = "100644";

/**
 * A repository with its pull requests: https://docs.github.com/rest/git, https://docs.github.com/rest/pulls. The commit is made of a
 * tree, so that one request moves the branch and nobody sees it half done.
 */
export function githubForge(api: Api, { owner, repository, baseBranch, lockPath }: GitHubPlace): Forge {
  const repo = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repository)}`;
  const headOf = (branch: string): Promise<string> =>
    api({ method: "GET", path: `${repo}/git/ref/${encodeURIComponent(`heads/${branch}`)}` }, readObject);
  const lockAt = (commit: string): Promise<string | null> =>
    unlessGone(() =>
      api({ method: "GET", path: `${repo}/contents/${encodePath(lockPath)}?ref=${commit}`, mayBeGone: true }, readFile),
    );
  const one = (number: number): string => `${repo}/pulls/${number}`;
  const refOf = (branch: string): string => `${repo}/git/refs/${encodeURIComponent(`heads/${branch}`)}`;
  return {
    service: "GitHub",
    request: "pull request",
    longest: LONGEST,
    harmless: (text) => text,
    base: async () => {
      const head = await headOf(baseBranch);
      return { head, lock: await lockAt(head) };
    },
    branches: (prefix) =>
      api({ method: "GET", path: `${repo}/git/matching-refs/${encodeURIComponent(`heads/${prefix}`)}` }, readBranches),
    ahead: async ({ head }, base) => {
      const compared = await api({ method: "GET", path: `${repo}/compare/${base}...${head}` }, readComparison);
      return { ...compared, lock: await lockAt(head) };
    },
    requests: (branch) =>
      api(
        {
          method: "GET",
          path: `${repo}/pulls?state=all&head=${encodeURIComponent(`${owner}:${branch}`)}&base=${encodeURIComponent(baseBranch)}&sort=created&direction=desc&per_page=100`,
        },
        (json) => readRequests(json, `${owner}/${repository}`),
      ),
    push: async ({ branch, base, over, message, text }) => {
      const { tree: baseTree } = await api({ method: "GET", path: `${repo}/git/commits/${base}` }, readCommit);
      const file = { path: lockPath, mode: FILE_MODE, type: "blob", content: text };
      const tree = await create(api, `${repo}/git/trees`, { base_tree: baseTree, tree: [file] });
      const sha = await create(api, `${repo}/git/commits`, { message, tree, parents: [base] });
      if (over === null) {
        await api({ method: "POST", path: `${repo}/git/refs`, body: { ref: `refs/heads/${branch}`, sha } }, done);
        return;
      }
      // GitHub cannot be told which commit is to be replaced, so the branch is looked at once more just before.
      if ((await headOf(branch)) !== over)
        throw new ForgeError("gone", `somebody moved the branch ${branch} meanwhile`, "the next run looks at it again");
      await api({ method: "PATCH", path: refOf(branch), body: { sha, force: true } }, done);
    },
    open: async (branch, { title, body }, labels) => {
      const request = await api(
        { method: "POST", path: `${repo}/pulls`, body: { title, head: branch, base: baseBranch, body } },
        (json) => readRequest(wireObject(json, ""), ""),
      );
      await api({ method: "POST", path: `${repo}/issues/${request.number}/labels`, body: { labels } }, done);
      return request;
    },
    edit: ({ number }, { title, body }) => api({ method: "PATCH", path: one(number), body: { title, body } }, done),
    label: ({ number }, labels) =>
      api({ method: "POST", path: `${repo}/issues/${number}/labels`, body: { labels }, repeatable: true }, done),
    unlabel: async ({ number }, label) => {
      const path = `${repo}/issues/${number}/labels/${encodeURIComponent(label)}`;
      await unlessGone(() => api({ method: "DELETE", path, mayBeGone: true }, done));
    },
    close: ({ number }, { title, body }) =>
      api({ method: "PATCH", path: one(number), body: { title, body, state: "closed" } }, done),
    deleteBranch: ({ name }) => api({ method: "DELETE", path: refOf(name) }, done),
  };
}

/** What is made twice is harmless: nothing leads to it. */
function create(api: Api, path: string, body: object): Promise<string> {
  return api({ method: "POST", path, body, repeatable: true }, (json) => requiredText(wireObject(json, ""), "sha", ""));
}

/** Null for what is not there. */
export async function unlessGone<Value>(call: () => Promise<Value>): Promise<Value | null> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ForgeError && error.problem === "gone") return null;
    throw error;
  }
}

function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

function readObject(json: unknown): string {
  return requiredText(wireObject(wireObject(json, "")["object"], "object"), "sha", "object");
}

function readCommit(json: unknown): { readonly tree: string } {
  return { tree: requiredText(wireObject(wireObject(json, "")["tree"], "tree"), "sha", "tree") };
}

function readFile(json: unknown): string {
  return decodeFile(wireObject(json, ""));
}

/** The bytes of a file, which services give in base64 with line breaks. */
export function decodeFile(file: JsonObject): string {
  const content = optionalText(file, "content", "", Number.POSITIVE_INFINITY) ?? "";
  return Buffer.from(content, "base64").toString("utf8");
}

function readBranches(json: unknown): readonly Branch[] {
  return wireList(json, "").map((value, index) => {
    const ref = wireObject(value, `[${index}]`);
    const name = requiredText(ref, "ref", `[${index}]`).replace(/^refs\/heads\//, "");
    return { name, head: readObject(ref) };
  });
}

function readComparison(json: unknown): { commits: number; message: string; files: readonly string[] } {
  const body = wireObject(json, "");
  const commits = wireList(body["commits"], "commits");
  const newest = commits.at(-1);
  const message = isJsonObject(newest)
    ? requiredText(wireObject(newest["commit"], "commits.commit"), "message", "commits.commit")
    : "";
  const files = wireList(body["files"] ?? [], "files").map((file, index) =>
    requiredText(wireObject(file, `files[${index}]`), "filename", `files[${index}]`),
  );
  return { commits: wireCount(body["ahead_by"], "ahead_by"), message, files };
}

function wireCount(value: unknown, path: string): number {
  return value === 0 ? 0 : wireId(value, path);
}

/** A fork of the same owner may have a branch of the same name. */
function readRequests(json: unknown, name: string): readonly ChangeRequest[] {
  return wireList(json, "").flatMap((value, index) => {
    const request = wireObject(value, `[${index}]`);
    const head = wireObject(request["head"], `[${index}].head`);
    const from = isJsonObject(head["repo"]) ? head["repo"]["full_name"] : null;
    const isOurs = typeof from === "string" && from.toLowerCase() === name.toLowerCase();
    return isOurs ? [readRequest(request, `[${index}]`)] : [];
  });
}

function readRequest(request: JsonObject, path: string): ChangeRequest {
  const labels = wireList(request["labels"] ?? [], `${path}.labels`).filter(isJsonObject);
  const isMerged = (request["merged_at"] ?? null) !== null;
  return {
    number: wireId(request["number"], `${path}.number`),
    state: request["state"] === "open" ? "open" : isMerged ? "merged" : "closed",
    title: optionalText(request, "title", path) ?? "",
    body: optionalText(request, "body", path, Number.POSITIVE_INFINITY) ?? "",
    labels: labels.map(({ name }) => (typeof name === "string" ? name : "")),
    url: optionalText(request, "html_url", path),
  };
}
