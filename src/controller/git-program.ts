import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { SourceError } from "../errors.ts";
import {
  type Environment,
  environmentOfGit,
  type GitSetting,
  HARMLESS,
  LIST_SETTINGS,
  withoutFilters,
} from "./git-harmless.ts";

/** Runs the `git` program. */
export interface Git {
  /**
   * @returns stdout, without white space at its ends
   * @throws SourceError with what git said
   */
  readonly run: (args: readonly string[]) => Promise<string>;
  /** The same, and no filter that this machine's configuration knows is run on files that it writes. */
  readonly runWithoutFilters: (args: readonly string[]) => Promise<string>;
}

/** A token is for the address that was given, and not for one that its server names. */
const WHERE_TOLD = ["-c", "http.followRedirects=false"];

const start = promisify(execFile);

/**
 * @param options.url where the repository is; a token is sent there and nowhere else
 * @param options.token for https, sent as the password of HTTP basic authentication; null: the usual credential helpers and keys
 * @param options.folder the bare repository on this machine, as an absolute path
 * @param options.timeoutMs how long one command may take
 */
export function createGit(options: {
  readonly url: string;
  readonly token: string | null;
  readonly folder: string;
  readonly environment: Environment;
  readonly timeoutMs: number;
}): Git {
  const own = options.token === null ? [] : [authorization(options.url, options.token)];
  return {
    run: (args) => run(args, own),
    async runWithoutFilters(args) {
      return run(args, [...own, ...withoutFilters(await run(LIST_SETTINGS, own))]);
    },
  };

  async function run(args: readonly string[], settings: readonly GitSetting[]): Promise<string> {
    try {
      const { stdout } = await start("git", [...HARMLESS, ...WHERE_TOLD, ...args], {
        cwd: options.folder,
        // Named, since git may be told not to use a bare repository that it finds, and would use another one further up.
        env: {
          ...environmentOfGit(options.environment, settings),
          GIT_DIR: options.folder,
          GIT_TERMINAL_PROMPT: "0",
          LC_ALL: "C",
        },
        timeout: options.timeoutMs,
        killSignal: "SIGKILL",
        maxBuffer: 16_777_216,
      });
      return stdout.trim();
    } catch (error) {
      throw failure(args.find((arg) => !arg.startsWith("-")) ?? "", error, options.token);
    }
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
  if (property(error, "code") === "ENOENT") {
    return new SourceError("git cannot be run: it is not installed, or the folder of the repository is gone");
  }
  if (property(error, "killed") === true) return new SourceError(`git ${command} took too long and was ended`);
  const stderr = property(error, "stderr");
  const whole = typeof stderr === "string" ? stderr.trim().replaceAll(/\s*\n\s*/g, "; ") : "";
  // Before it is cut, which could leave half of a token that nothing would recognize.
  const said = withoutSecrets(whole, token);
  return new SourceError(
    `git ${command} failed: ${said === "" ? "it did not say why" : said.slice(-500)}`,
    hintFor(said),
  );
}

function property(error: unknown, name: string): unknown {
  return typeof error === "object" && error !== null ? Reflect.get(error, name) : undefined;
}

function withoutSecrets(text: string, token: string | null): string {
  const withoutCredentials = text.replaceAll(/\/\/[^/\s@]*@/g, "//…@");
  if (token === null) return withoutCredentials;
  return withoutCredentials.replaceAll(token, "…").replaceAll(encoded(token), "…");
}

function hintFor(said: string): string | null {
  if (/could not read Username|Authentication failed|Permission denied|\b40[13]\b/.test(said)) {
    return "give a token in TRUEUP_GIT_TOKEN, a deploy key, or a credential helper; it needs to read only";
  }
  if (/couldn't find remote ref/.test(said)) return "look at --git-ref: a branch, a tag or a whole commit id";
  return null;
}
