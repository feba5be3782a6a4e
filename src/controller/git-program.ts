import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { SourceError } from "../errors.ts";

/** Runs the `git` program. */
export interface Git {
  /**
   * @returns stdout, without white space at its ends
   * @throws SourceError with what git said
   */
  readonly run: (args: readonly string[]) => Promise<string>;
}

/** What a sign-in to the tenant is made of is nothing that git, its helpers or its hooks have to see. */
const NOT_FOR_GIT = /^(AZURE_|TRUEUP_|IDENTITY_|MSI_|ACTIONS_ID_TOKEN_)/;

const start = promisify(execFile);

/**
 * @param options.url where the repository is; a token is sent there and nowhere else
 * @param options.token for https, sent as the password of HTTP basic authentication; null: the usual credential helpers and keys
 * @param options.folder the repository on this machine
 * @param options.timeoutMs how long one command may take
 */
export function createGit(options: {
  readonly url: string;
  readonly token: string | null;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
}): Git {
  const env = { ...ownEnvironment(options.environment), ...configuration(options.url, options.token) };
  return {
    async run(args) {
      try {
        const { stdout } = await start("git", [...args], {
          cwd: options.folder,
          env,
          timeout: options.timeoutMs,
          killSignal: "SIGKILL",
          maxBuffer: 16_777_216,
        });
        return stdout.trim();
      } catch (error) {
        throw failure(args.find((arg) => !arg.startsWith("-")) ?? "", error, options.token);
      }
    },
  };
}

function ownEnvironment(environment: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) => !NOT_FOR_GIT.test(name) && !name.startsWith("GIT_CONFIG_"),
  );
  return Object.fromEntries(kept);
}

/**
 * Settings that hold whatever the machine's configuration says. They travel in the environment, since what is in arguments
 * is in the list of processes. Source: https://git-scm.com/docs/git-config#ENVIRONMENT
 */
function configuration(url: string, token: string | null): NodeJS.ProcessEnv {
  const settings: readonly (readonly [string, string])[] = [
    // What comes with a repository must not run anything here.
    ["core.hooksPath", "/dev/null"],
    ["core.fsmonitor", "false"],
    ["submodule.recurse", "false"],
    ["protocol.allow", "never"],
    ...["https", "http", "ssh", "git", "file"].map((name): readonly [string, string] => [
      `protocol.${name}.allow`,
      "always",
    ]),
    ["http.followRedirects", "false"],
    ...(token === null ? [] : [authorization(url, token)]),
  ];
  return {
    GIT_TERMINAL_PROMPT: "0",
    GIT_LFS_SKIP_SMUDGE: "1",
    LC_ALL: "C",
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(
      settings.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
}

/** Any name goes with a token at GitHub, GitLab and Azure DevOps; this one is what GitHub's documentation uses. */
function authorization(url: string, token: string): readonly [string, string] {
  const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
  return [`http.${new URL(url).origin}/.extraHeader`, `Authorization: Basic ${basic}`];
}

function failure(command: string, error: unknown, token: string | null): SourceError {
  if (property(error, "code") === "ENOENT") {
    return new SourceError("git cannot be run: it is not installed, or the folder of the repository is gone");
  }
  if (property(error, "killed") === true) return new SourceError(`git ${command} took too long and was ended`);
  const stderr = property(error, "stderr");
  const said = typeof stderr === "string" ? stderr.trim().replaceAll(/\s*\n\s*/g, "; ") : "";
  const text = `git ${command} failed: ${said === "" ? "it did not say why" : said.slice(-500)}`;
  return new SourceError(withoutSecrets(text, token), hintFor(said));
}

function property(error: unknown, name: string): unknown {
  return typeof error === "object" && error !== null ? Reflect.get(error, name) : undefined;
}

function withoutSecrets(text: string, token: string | null): string {
  const withoutCredentials = text.replaceAll(/\/\/[^/\s@]*@/g, "//…@");
  return token === null ? withoutCredentials : withoutCredentials.replaceAll(token, "…");
}

function hintFor(said: string): string | null {
  if (/could not read Username|Authentication failed|Permission denied|\b40[13]\b/.test(said)) {
    return "give a token in TRUEUP_GIT_TOKEN, a deploy key, or a credential helper; it needs to read only";
  }
  if (/couldn't find remote ref/.test(said)) return "look at --git-ref: a branch, a tag or a whole commit id";
  return null;
}
