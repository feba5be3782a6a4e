import { spawn } from "node:child_process";
import process from "node:process";
import { SourceError } from "../errors.ts";
import { propertyOf } from "../model/json-object.ts";

/** A setting of git and its value. */
type GitSetting = readonly [key: string, value: string];

/** What a program is given of the world: variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The first arguments of every git that is started. What comes with a repository, or with a commit of it, runs nothing:
 * as arguments these settings win over every file and variable.
 * https://git-scm.com/docs/git-config#SCOPES
 */
const HARMLESS: readonly string[] = [
  "core.hooksPath=/dev/null",
  // The name of a program that is asked what has changed: https://git-scm.com/docs/git-config#Documentation/git-config.txt-corefsmonitor
  "core.fsmonitor=false",
  // Other checkouts below this one would be moved along.
  "submodule.recurse=false",
  // Files of a commit can look like a repository, with settings of their author. From git 2.38 on this keeps git from using one that it
  // only came across: https://git-scm.com/docs/git-config#Documentation/git-config.txt-safebareRepository
  "safe.bareRepository=explicit",
].flatMap((setting) => ["-c", setting]);

/**
 * Without those that run a program which a setting names (`ext::`), and without `git://`, which nothing protects on its way.
 * The variable wins over every `protocol.<name>.allow`: https://git-scm.com/docs/git#Documentation/git.txt-GITALLOWPROTOCOL
 */
const PROTOCOLS = "file:http:https:ssh";

/** What a sign-in to the tenant is made of is nothing that git, its helpers or its hooks have to see. */
const NOT_FOR_GIT = /^(AZURE_|TRUEUP_|IDENTITY_|MSI_|ACTIONS_ID_TOKEN_)/;

/**
 * The environment of every git that is started: what it needs of `environment`, and `settings` besides those that are given
 * there already, such as which folders are safe. They travel in the environment, since what is in arguments is in the list
 * of processes, and cut at their first `=`: https://git-scm.com/docs/git-config#Documentation/git-config.txt-GITCONFIGCOUNT
 */
function environmentOfGit(environment: Environment, settings: readonly GitSetting[]): Environment {
  const kept = Object.entries(environment).filter(([name]) => !NOT_FOR_GIT.test(name));
  const given = Number(environment["GIT_CONFIG_COUNT"] ?? "0");
  const numbered = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${given + index}`, key],
    [`GIT_CONFIG_VALUE_${given + index}`, value],
  ]);
  return {
    ...Object.fromEntries(kept),
    GIT_ALLOW_PROTOCOL: PROTOCOLS,
    GIT_LFS_SKIP_SMUDGE: "1",
    GIT_CONFIG_COUNT: String(given + settings.length),
    ...Object.fromEntries(numbered),
  };
}

/** What to ask git for, to tell {@link withoutFilters}. */
export const LIST_SETTINGS: readonly string[] = ["config", "--null", "--name-only", "--list"];

/**
 * Settings by which no filter that this machine knows is run on files that git writes. A commit says which of them it wants
 * (`.gitattributes`), and a desired state is what is in the commit, not what a program here makes of it.
 * https://git-scm.com/docs/gitattributes#_filter
 *
 * @param listed what git answered to {@link LIST_SETTINGS}
 */
export function withoutFilters(listed: string): readonly GitSetting[] {
  const filters = new Set(listed.split("\0").flatMap((key) => /^(filter\..+)\.[^.]+$/s.exec(key)?.[1] ?? []));
  return [...filters].flatMap((filter): readonly GitSetting[] => [
    [`${filter}.smudge`, ""],
    [`${filter}.process`, ""],
    [`${filter}.required`, "false"],
  ]);
}

/** Runs the `git` program. */
export interface Git {
  /**
   * @returns stdout, without white space at its ends
   * @throws SourceError with what git said
   */
  readonly run: (args: readonly string[]) => Promise<string>;
}

/** A token is for the address that was given, and not for one that its server names. */
const WHERE_TOLD = ["-c", "http.followRedirects=false"];

/**
 * @param options.url where the repository is; a token is sent there and nowhere else
 * @param options.token for https, sent as the password of HTTP basic authentication; null: the usual credential helpers and keys
 * @param options.timeoutMs how long one command may take
 * @param options.stop aborted when nobody waits any more: what runs is ended
 */
export function createGit(options: {
  readonly url: string;
  readonly token: string | null;
  readonly environment: Environment;
  readonly timeoutMs: number;
  readonly stop: AbortSignal;
}): (folder: string) => Git {
  const own = options.token === null ? [] : [authorization(options.url, options.token)];
  return (folder) => ({
    async run(args) {
      const env = {
        ...environmentOfGit(options.environment, own),
        // Named, since git may be told not to use a bare repository that it finds, and would use another one further up.
        GIT_DIR: folder,
        GIT_TERMINAL_PROMPT: "0",
        LC_ALL: "C",
      };
      try {
        return (await runGit([...WHERE_TOLD, ...args], { ...options, cwd: folder, env })).trim();
      } catch (error) {
        throw failure(args.find((arg) => !arg.startsWith("-")) ?? "", error, options.token);
      }
    },
  });
}

/** How git ended when it did not end well. */
class GitError extends Error {
  readonly stderr: string;
  readonly because: "missing" | "late" | "stopped" | "failed";

  constructor(because: GitError["because"], stderr: string, options?: ErrorOptions) {
    super(stderr.trim() === "" ? `git ${because}` : stderr.trim(), options);
    this.stderr = stderr;
    this.because = because;
  }
}

const MOST_OUTPUT = 16_777_216;

/**
 * Runs git in a group of processes of its own, which is ended whole: git leaves the talking to helpers, and those to ssh.
 * @returns stdout
 * @throws GitError
 */
function runGit(
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env: Environment;
    readonly timeoutMs?: number;
    readonly stop?: AbortSignal;
  },
): Promise<string> {
  const { cwd, env, timeoutMs, stop } = options;
  return new Promise((resolve, reject) => {
    if (stop?.aborted === true) throw new GitError("stopped", "");
    const child = spawn("git", [...HARMLESS, ...args], { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const said = { stdout: "", stderr: "" };
    let ended: GitError["because"] | null = null;
    const end = (because: GitError["because"]): void => {
      ended ??= because;
      if (child.pid !== undefined) endGroup(child.pid);
    };
    const onStop = (): void => end("stopped");
    const onExit = (): void => end("stopped");
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => end("late"), timeoutMs);
    stop?.addEventListener("abort", onStop);
    process.once("exit", onExit);
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (chunk: string) => {
        said[stream] += chunk;
        if (said[stream].length > MOST_OUTPUT) end("failed");
      });
    }
    const over = (): void => {
      clearTimeout(timer);
      stop?.removeEventListener("abort", onStop);
      process.off("exit", onExit);
    };
    child.once("error", (error) => {
      over();
      const isMissing = propertyOf(error, "code") === "ENOENT";
      reject(new GitError(isMissing ? "missing" : "failed", error.message, { cause: error }));
    });
    child.once("close", (code) => {
      over();
      if (ended === null && code === 0) resolve(said.stdout);
      else reject(new GitError(ended ?? "failed", said.stderr));
    });
  });
}

/** https://man7.org/linux/man-pages/man2/kill.2.html; Windows has no groups, and ends the one process. */
function endGroup(pid: number): void {
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

/** Any name goes with a token at GitHub, GitLab and Azure DevOps; this one is what GitHub's documentation uses. */
function authorization(url: string, token: string): GitSetting {
  return [`http.${new URL(url).origin}/.extraHeader`, `Authorization: Basic ${encoded(token)}`];
}

function encoded(token: string): string {
  return Buffer.from(`x-access-token:${token}`).toString("base64");
}

function failure(command: string, error: unknown, token: string | null): SourceError {
  const { because, stderr } = error instanceof GitError ? error : new GitError("failed", String(error));
  switch (because) {
    case "missing":
      return new SourceError("git cannot be run: it is not installed, or the folder of the repository is gone");
    case "late":
      return new SourceError(`git ${command} took too long and was ended`);
    case "stopped":
      return new SourceError(`git ${command} was ended, since nobody waits for it any more`);
    case "failed":
  }
  // Before it is cut, which could leave half of a token that nothing would recognize.
  const said = withoutSecrets(stderr.trim().replaceAll(/\s*\n\s*/g, "; "), token);
  return new SourceError(
    `git ${command} failed: ${said === "" ? "it did not say why" : said.slice(-500)}`,
    hintFor(said),
  );
}

function withoutSecrets(text: string, token: string | null): string {
  const withoutCredentials = hideCredentials(text);
  if (token === null) return withoutCredentials;
  return withoutCredentials.replaceAll(token, "…").replaceAll(encoded(token), "…");
}

/** What stands before the host of an address, or behind its path, may be a password, in whatever text it is. */
export function hideCredentials(text: string): string {
  return text
    .replaceAll(/\/\/[^/\s]*@/g, "//…@")
    .replaceAll(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s?#'"]*)[?#][^\s'"]*/gi, "$1?…");
}

function hintFor(said: string): string | null {
  if (/could not read Username|Authentication failed|Permission denied|\b40[13]\b/.test(said)) {
    return "give a token in TRUEUP_GIT_TOKEN, a deploy key, or a credential helper; it needs to read only";
  }
  if (/couldn't find remote ref/.test(said)) return "look at --git-ref: a branch, a tag or a whole commit id";
  return null;
}

/**
 * Pipelines hold more than what signs in to a tenant, and git reads here what is on this machine. A partial clone whose helper
 * needs such a variable cannot fetch what it lacks, and says so.
 */
const SECRET = /TOKEN|SECRET|PASSWORD/i;

/**
 * Runs `git` in a checkout that holds what somebody proposes: nothing of it is run, and no secret is in its environment.
 * @returns stdout without the line break at its end
 * @throws an error with `stderr`, in which git says why
 */
export async function localGit(
  cwd: string,
  args: readonly string[],
  options: {
    readonly settings?: readonly GitSetting[];
    readonly index?: string;
    /** How long it may take; without it as long as it takes. */
    readonly timeoutMs?: number;
  } = {},
): Promise<string> {
  const { settings = [], index, timeoutMs } = options;
  const env = {
    ...environmentOfGit(withoutSecretVariables(), settings),
    ...(index === undefined ? {} : { GIT_INDEX_FILE: index }),
  };
  return (await runGit(args, { cwd, env, ...(timeoutMs === undefined ? {} : { timeoutMs }) })).replace(/\n$/, "");
}

function withoutSecretVariables(): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !SECRET.test(name)));
}
