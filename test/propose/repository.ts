import { createHash } from "node:crypto";

interface Commit {
  readonly parents: readonly string[];
  readonly message: string;
  readonly files: ReadonlyMap<string, string>;
}

export interface StoredRequest {
  readonly number: number;
  readonly branch: string;
  state: "open" | "closed" | "merged";
  title: string;
  body: string;
  labels: string[];
  /** From a fork that has a branch of the same name. */
  readonly isOfFork: boolean;
}

/** A repository as all three services keep it: commits, branches, and requests to merge one into another. */
export interface StoredRepository {
  readonly commits: Map<string, Commit>;
  readonly branches: Map<string, string>;
  readonly requests: StoredRequest[];
  /** Somebody commits a file to a branch. */
  readonly commit: (branch: string, path: string, text: string, message: string) => string;
  readonly add: (commit: Commit) => string;
  readonly file: (commit: string, path: string) => string | null;
  /** What `head` has that `base` has not, the oldest first. */
  readonly ahead: (base: string, head: string) => readonly string[];
  readonly differing: (base: string, head: string) => readonly string[];
  readonly ask: (
    branch: string,
    title: string,
    body: string,
    labels: readonly string[],
    isOfFork?: boolean,
  ) => StoredRequest;
}

/** With a branch `main` that holds these files. */
export function createRepository(files: Readonly<Record<string, string>>): StoredRepository {
  const commits = new Map<string, Commit>();
  const branches = new Map<string, string>();
  const requests: StoredRequest[] = [];
  const add = (commit: Commit): string => {
    const id = createHash("sha1").update(`${commits.size} ${commit.message}`).digest("hex");
    commits.set(id, commit);
    return id;
  };
  const filesOf = (id: string): ReadonlyMap<string, string> => commits.get(id)?.files ?? new Map();
  const history = (id: string): readonly string[] => [id, ...(commits.get(id)?.parents ?? []).flatMap(history)];
  branches.set("main", add({ parents: [], message: "first", files: new Map(Object.entries(files)) }));
  const ahead = (base: string, head: string): readonly string[] => {
    const known = new Set(history(base));
    return history(head)
      .filter((id) => !known.has(id))
      .toReversed();
  };
  return {
    commits,
    branches,
    requests,
    add,
    ahead,
    file: (id, path) => filesOf(id).get(path) ?? null,
    commit: (branch, path, content, message) => {
      const head = branches.get(branch) ?? "";
      const id = add({ parents: [head], message, files: new Map([...filesOf(head), [path, content]]) });
      branches.set(branch, id);
      return id;
    },
    differing: (base, head) => {
      const [first] = ahead(base, head);
      const before = filesOf(first === undefined ? head : (commits.get(first)?.parents[0] ?? base));
      return [...filesOf(head)].filter(([path, content]) => before.get(path) !== content).map(([path]) => path);
    },
    ask: (branch, title, body, labels, isOfFork = false) => {
      const request: StoredRequest = {
        number: requests.length + 1,
        branch,
        state: "open",
        title,
        body,
        labels: [...labels],
        isOfFork,
      };
      requests.push(request);
      return request;
    },
  };
}

export function field(json: unknown, ...keys: readonly (string | number)[]): unknown {
  return keys.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    json,
  );
}

export function text(json: unknown, ...keys: readonly (string | number)[]): string {
  const value = field(json, ...keys);
  return typeof value === "string" ? value : "";
}

export function list(json: unknown, ...keys: readonly (string | number)[]): readonly unknown[] {
  const value = field(json, ...keys);
  return Array.isArray(value) ? value : [];
}
