import { mkdir, mkdtemp, readdir, realpath, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { isAbsolute, join, normalize, relative, resolve, sep } from "node:path";
import { isLoopbackHost } from "../http/base-url.ts";
import { causeOf, errorCode, SourceError, UsageError } from "../errors.ts";
import type { LineOrigin } from "./blame.ts";
import { createRemoteHistory } from "./remote-history.ts";
import { createGit, type Git, hideCredentials } from "./git-program.ts";

/** Where the desired state is kept. */
export interface GitLocation {
  /** `https://`, `ssh://`, `git@host:path`, or a path of this machine; `http://` for loopback addresses only. */
  readonly url: string;
  /** A branch, a tag or a whole commit id. */
  readonly ref: string;
  /** The folder or file of the desired state in the repository; `.` is all of it. */
  readonly path: string;
  /** Only commits with a signature that git finds good are used. */
  readonly verifySignatures: boolean;
}

/** Where the ref is now. */
interface Fetched {
  /** The whole commit id. */
  readonly commit: string;
  /** The full name of the branch or tag; null where a commit is followed. */
  readonly ref: string | null;
}

/** A repository that is followed. */
export interface GitSource {
  /**
   * What the ref is at now.
   * @throws SourceError when it cannot be fetched, or is not signed as it has to be
   */
  readonly fetch: () => Promise<Fetched>;
  /**
   * The desired state at the commit that was fetched last, as files; those of an earlier one are deleted.
   * @returns its path
   * @throws SourceError
   */
  readonly checkOut: (commit: string) => Promise<string>;
  /**
   * The commit that wrote a line, as of the commit that is checked out; for this alone, history is fetched. Never rejects.
   * @param file a path below what `checkOut` gave
   */
  readonly whoWrote: (file: string, line: number, asOf: string) => Promise<LineOrigin>;
  /** Deletes what was fetched. */
  readonly discard: () => Promise<void>;
}

/** A fetch that takes longer is ended, and tried again at the next interval. */
const TIMEOUT_MS = 120_000;
/** Nobody waits so long to learn who wrote a line. */
const HISTORY_TIMEOUT_MS = 20_000;
const HEAD = "refs/trueup/head";
/**
 * Wins over what a commit says of its own files (`.gitattributes`): what is read are the bytes of the commit, and no filter,
 * encoding or line ending makes other ones of them. https://git-scm.com/docs/gitattributes#_description
 */
const AS_COMMITTED = "* -text -ident !eol !filter !working-tree-encoding\n";
const OURS = "repository-";
/** Nobody looks so rarely: what is as old as that was left behind by a process that was killed. */
const LEFT_BEHIND_MS = 7 * 86_400_000;

/**
 * Follows a repository without a history (`--depth 1`) until somebody asks who wrote a line of it, in a folder of its own below `workspace`, which is made if need be: no
 * other process uses it, and nobody else owns it. Nothing that comes with the repository runs here: no hooks, no submodules,
 * and none of the filters that it asks for.
 * @param options.stop aborted when nobody waits for it any more
 * @throws UsageError for a location that is refused
 */
export function createGitSource(
  location: GitLocation,
  options: {
    readonly workspace: string;
    readonly token: string | null;
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly stop: AbortSignal;
  },
): GitSource {
  refuseLocation(location, options.token);
  const { url } = location;
  const gitIn = createGit({ ...options, url, timeoutMs: TIMEOUT_MS });
  const whoWrote = createRemoteHistory(url, createGit({ ...options, url, timeoutMs: HISTORY_TIMEOUT_MS }));
  let folder: string | null = null;
  let followedRef: string | null = null;

  async function discard(): Promise<void> {
    if (folder !== null) await rm(folder, { recursive: true, force: true });
    folder = null;
  }

  /** What was fetched may have been deleted, or damaged by a full disk; it is a copy, and is made anew. */
  async function prepared(): Promise<string> {
    if (folder !== null && (await exists(join(folder, "git", "HEAD")))) {
      const now = new Date();
      await utimes(folder, now, now);
      return folder;
    }
    await mkdir(options.workspace, { recursive: true, mode: 0o700 });
    await deleteLeftBehind(options.workspace);
    folder = await mkdtemp(resolve(options.workspace, OURS));
    await mkdir(join(folder, "git", "info"), { recursive: true });
    await gitIn(join(folder, "git")).run(["init", "--quiet", "--bare", "."]);
    await writeFile(join(folder, "git", "info", "attributes"), AS_COMMITTED);
    return folder;
  }

  async function fetchHead(): Promise<Fetched> {
    const git = gitIn(join(await prepared(), "git"));
    const ref = await fullName(location, git);
    followedRef = ref ?? location.ref;
    const how = ["--quiet", "--depth=1", "--no-tags", "--no-write-fetch-head", "--end-of-options"];
    await git.run(["fetch", ...how, url, `+${followedRef}:${HEAD}`]);
    const commit = await git.run(["rev-parse", "--verify", "--quiet", `${HEAD}^{commit}`]);
    if (ref === null && commit !== location.ref)
      throw new SourceError(
        `${location.ref} is no commit there: it leads to ${commit}`,
        "give the id of the commit itself",
      );
    return { commit, ref };
  }

  return {
    async fetch() {
      const fetched = await asSourceError(() =>
        fetchHead().catch(async (error: unknown) => {
          // A process that was killed leaves locks behind, a full disk halves.
          if (options.stop.aborted || folder === null) throw error;
          await discard();
          return fetchHead();
        }),
      );
      if (location.verifySignatures) await verify(fetched.commit, gitIn(join(await prepared(), "git")));
      return fetched;
    },
    checkOut: (commit) =>
      asSourceError(async () => {
        const inside = await prepared();
        const files = join(inside, "files");
        // Written beside it first, so that a folder of that name is always whole.
        const part = await mkdtemp(join(inside, "part-"));
        const git = gitIn(join(inside, "git"));
        await git.run([`--work-tree=${part}`, "checkout", "--quiet", "--force", commit, "--", "."]);
        await rm(files, { recursive: true, force: true });
        await rename(part, files);
        return insideOf(files, location.path);
      }),
    async whoWrote(file, line, asOf) {
      if (folder === null || followedRef === null) return { commit: null, why: "nothing was fetched yet" };
      const files = await realpath(join(folder, "files")).catch(() => "");
      const path = relative(files, await realpath(file).catch(() => ""));
      if (files === "" || path.startsWith("..")) return { commit: null, why: "the file is not of the commit in use" };
      return whoWrote(join(folder, "history"), { ref: followedRef, commit: asOf, path, line });
    },
    discard,
  };
}

/** What the system says of a file is said of the workspace: nobody else has to mend it. */
async function asSourceError<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SourceError) throw error;
    throw new SourceError(
      `what git fetches cannot be kept: ${errorCode(error) === "EEXIST" ? "a file stands where the workspace should be" : causeOf(error)}`,
      "give --workspace a folder that can be written",
      { cause: error },
    );
  }
}

async function deleteLeftBehind(workspace: string): Promise<void> {
  for (const name of await readdir(workspace)) {
    const left = join(workspace, name);
    const found = name.startsWith(OURS) ? await stat(left).catch(() => null) : null;
    if (found !== null && Date.now() - found.mtimeMs > LEFT_BEHIND_MS) await rm(left, { recursive: true, force: true });
  }
}

/**
 * A name that fits a branch and a tag is the branch: whoever may push a tag must not choose what is followed.
 * @returns null for a commit id
 */
async function fullName({ url, ref }: GitLocation, git: Git): Promise<string | null> {
  if (/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(ref)) return null;
  if (ref.startsWith("refs/")) return ref;
  const names = [`refs/heads/${ref}`, `refs/tags/${ref}`];
  const listed = await git.run(["ls-remote", "--quiet", "--end-of-options", url, ...names]);
  const there = new Set(listed.split("\n").map((line) => line.split("\t")[1]));
  const found = names.find((name) => there.has(name));
  if (found !== undefined) return found;
  throw new SourceError(
    `the repository has no branch and no tag ${ref}`,
    "look at --git-ref: a branch, a tag or a whole commit id",
  );
}

async function verify(commit: string, git: Git): Promise<void> {
  try {
    await git.run(["verify-commit", commit]);
  } catch (error) {
    throw new SourceError(
      `commit ${commit.slice(0, 12)} has no signature that git finds good`,
      "sign it, and tell git here whom to trust: gpg.ssh.allowedSignersFile, or the keys of gpg",
      { cause: error },
    );
  }
}

function refuseLocation({ url, ref, path }: GitLocation, token: string | null): void {
  const isHttp = /^https?:/i.test(url);
  const shown = hideCredentials(url);
  if (url.startsWith("-") || /^[a-z][a-z0-9+.-]*::/i.test(url)) {
    throw new UsageError(
      `--git-url ${shown} is not the address of a repository`,
      "give https://, ssh:// or git@host:path",
    );
  }
  if (isHttp && !URL.canParse(url)) throw new UsageError("--git-url is not a URL that can be read");
  if (/\p{Cc}/u.test(url)) throw new UsageError("--git-url holds a character that cannot be seen");
  if (holdsCredentials(url)) {
    throw new UsageError(
      "--git-url must hold no credentials: no password, no token, and nothing behind a question mark or semicolon",
      "give a token in TRUEUP_GIT_TOKEN, or over ssh a deploy key",
    );
  }
  if (/^http:/i.test(url) && !isLoopbackHost(new URL(url).hostname)) {
    throw new UsageError(`--git-url must be https: ${shown}`, "plain http is for loopback addresses only");
  }
  if (/^git:\/\//i.test(url)) {
    throw new UsageError(
      "--git-url must be https or ssh: nothing protects what git:// sends, and nobody knows who sends it",
      "give the https address of the same repository",
    );
  }
  if (token !== null && !isHttp) {
    throw new UsageError("TRUEUP_GIT_TOKEN is for https addresses only", "over ssh, give a deploy key");
  }
  if (!/^[A-Za-z0-9_][A-Za-z0-9_./-]*$/.test(ref) || ref.includes("..") || ref.endsWith("/")) {
    throw new UsageError(`--git-ref "${ref}" is no name of a branch, tag or commit`);
  }
  if (isAbsolute(path) || normalize(path).split(sep).includes("..")) {
    throw new UsageError(`--git-path ${path} leads out of the repository`, "give a path inside of it");
  }
}

/**
 * A name alone is one of ssh; over http it may be a token. What is behind `?` or `#` means nothing to git, and is often a token; so
 * is a parameter of the path, and a name with a password that slipped into it. Written in percent, it is the same.
 */
function holdsCredentials(url: string): boolean {
  const address = /^([a-z][a-z0-9+.-]*):\/\/([^/]*)(.*)$/is.exec(url);
  // `https:/` is no address to git, which takes what is before the colon for a machine.
  if (address === null)
    return /^https?:/i.test(url) || /^[^/@]*:[^/@]*@/.test(unescaped(url)) || TOKEN.test(unescaped(url));
  const [, scheme = "", authority = "", rest = ""] = address;
  const user = unescaped(authority.slice(0, Math.max(0, authority.lastIndexOf("@"))));
  const isNameAllowed = !/^https?$/i.test(scheme);
  if (/[?#]/.test(authority + rest) || isSecretPath(rest)) return true;
  return isNameAllowed ? user.includes(":") : authority.includes("@");
}

/** How the tokens of GitHub and GitLab begin. https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/ */
const TOKEN = /(^|[/:@])(gh[opsur]_|github_pat_|glpat-|gldt-|glrt-)[\w-]{16,}/i;

function isSecretPath(path: string): boolean {
  const plain = unescaped(path);
  const hasParameter = /[;&?#][^/]*=/.test(plain);
  const hasPassword = /(^|\/)[^/:@]+:[^/@]*@/.test(plain);
  return TOKEN.test(plain) || hasParameter || hasPassword;
}

/** Without percent signs that stand for something else, however often that was done. */
function unescaped(text: string): string {
  const once = text.replaceAll(/%([0-9a-f]{2})/gi, (_all, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return once === text ? text : unescaped(once);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** @throws SourceError where the path is missing, or a link in the repository leads out of it */
async function insideOf(files: string, path: string): Promise<string> {
  const asked = join(files, path);
  if (!(await exists(asked)))
    throw new SourceError(`the repository has no ${path} at this commit`, "look at --git-path");
  const [root, real] = [await realpath(files), await realpath(asked)];
  if (real !== root && !real.startsWith(root + sep)) {
    throw new SourceError(`${path} leads out of the repository`, "it is a link; give the folder itself");
  }
  return real;
}
