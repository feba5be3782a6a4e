import { mkdir, mkdtemp, readdir, realpath, rename, rm, stat } from "node:fs/promises";
import { isAbsolute, join, normalize, resolve, sep } from "node:path";
import { isLoopbackHost } from "../http/base-url.ts";
import { SourceError, UsageError } from "../errors.ts";
import { createGit } from "./git-program.ts";

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

/** One commit of the desired state, as files. */
interface Revision {
  /** The whole commit id. */
  readonly commit: string;
  /** The desired state at that commit, on this machine. */
  readonly path: string;
}

/** A repository that is followed. */
export interface GitSource {
  /**
   * The commit that the ref is at now.
   * @throws SourceError when it cannot be fetched, or is not signed as it has to be
   */
  readonly fetch: () => Promise<string>;
  /**
   * The files of a commit that was fetched. Folders of other commits but `keep` are deleted.
   * @throws SourceError
   */
  readonly checkOut: (commit: string, keep: readonly string[]) => Promise<Revision>;
}

/** A fetch that takes longer is ended, and tried again at the next interval. */
const TIMEOUT_MS = 120_000;
const HEAD = "refs/trueup/head";

/**
 * Follows a repository without a history (`--depth 1`), in a folder of its own below `workspace`, which is made if need be.
 * Nothing that comes with the repository runs here: no hooks, no submodules, and none of the filters that it asks for.
 * @throws UsageError for a location that is refused
 */
export function createGitSource(
  location: GitLocation,
  options: {
    readonly workspace: string;
    readonly token: string | null;
    readonly environment: Readonly<Record<string, string | undefined>>;
  },
): GitSource {
  refuseLocation(location, options.token);
  const folder = resolve(options.workspace, "repository");
  const commits = resolve(options.workspace, "commits");
  const git = createGit({
    url: location.url,
    token: options.token,
    folder,
    environment: options.environment,
    timeoutMs: TIMEOUT_MS,
  });

  async function prepare(): Promise<void> {
    await mkdir(commits, { recursive: true, mode: 0o700 });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await refuseForeign();
    if (!(await exists(join(folder, "HEAD")))) await git.run(["init", "--quiet", "--bare", "."]);
  }

  /**
   * Whoever owns a repository chooses its settings. Git asks for the owner where it finds one, but not where it is told:
   * https://git-scm.com/docs/git-config#Documentation/git-config.txt-safedirectory
   */
  async function refuseForeign(): Promise<void> {
    const ours = await mkdtemp(resolve(options.workspace, ".ours-"));
    const owners = new Set([(await stat(ours)).uid, (await stat(folder)).uid]);
    await rm(ours, { recursive: true });
    if (owners.size === 1) return;
    throw new SourceError(`${folder} belongs to another user`, "give --workspace a folder of your own");
  }

  return {
    async fetch() {
      const commit = await fetchHead().catch(async () => {
        // A process that was killed leaves locks behind, another user a repository. What is here is a copy, so it is made anew, once.
        await rm(folder, { recursive: true, force: true });
        return fetchHead();
      });
      if (location.verifySignatures) await verify(commit);
      return commit;
    },
    async checkOut(commit, keep) {
      await prepare();
      await deleteOthers(new Set([commit, ...keep]));
      const files = join(commits, commit);
      if (!(await exists(files))) await writeFiles(commit, files);
      return { commit, path: await insideOf(files, location.path) };
    },
  };

  async function fetchHead(): Promise<string> {
    await prepare();
    const how = ["--quiet", "--depth=1", "--no-tags", "--no-write-fetch-head", "--end-of-options"];
    await git.run(["fetch", ...how, location.url, `+${location.ref}:${HEAD}`]);
    return git.run(["rev-parse", "--verify", "--quiet", `${HEAD}^{commit}`]);
  }

  async function verify(commit: string): Promise<void> {
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

  /** Into a folder beside it first, so that a folder of that name is always whole. */
  async function writeFiles(commit: string, files: string): Promise<void> {
    const part = await mkdtemp(join(commits, ".part-"));
    await git.runWithoutFilters([`--work-tree=${part}`, "checkout", "--quiet", "--force", commit, "--", "."]);
    await rename(part, files);
  }

  async function deleteOthers(kept: ReadonlySet<string>): Promise<void> {
    for (const name of await readdir(commits)) {
      if (!kept.has(name)) await rm(join(commits, name), { recursive: true, force: true });
    }
  }
}

function refuseLocation({ url, ref, path }: GitLocation, token: string | null): void {
  const isHttp = /^https?:/i.test(url);
  if (url.startsWith("-") || /^[a-z][a-z0-9+.-]*::/i.test(url)) {
    throw new UsageError(
      `--git-url ${url} is not the address of a repository`,
      "give https://, ssh:// or git@host:path",
    );
  }
  if (isHttp && !URL.canParse(url)) throw new UsageError("--git-url is not a URL that can be read");
  if (isHttp && (new URL(url).username !== "" || new URL(url).password !== "")) {
    throw new UsageError("--git-url must hold no credentials", "give a token in TRUEUP_GIT_TOKEN");
  }
  if (/^http:/i.test(url) && !isLoopbackHost(new URL(url).hostname)) {
    throw new UsageError(`--git-url must be https: ${url}`, "plain http is for loopback addresses only");
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
    throw new UsageError(`--git-ref ${ref} is no name of a branch, tag or commit`);
  }
  if (isAbsolute(path) || normalize(path).split(sep).includes("..")) {
    throw new UsageError(`--git-path ${path} leads out of the repository`, "give a path inside of it");
  }
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
