import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What one start of `git` was given. */
export interface GitCall {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** A program called `git` that writes down what it is given, and then is the real one. */
export interface GitStandIn {
  /** The value of PATH with which it is found first. */
  readonly path: string;
  /** Every start so far, in order. */
  readonly calls: () => Promise<readonly GitCall[]>;
}

/**
 * @param folder where it is made
 * @param instead what it does (a shell script) in place of being the real git; the arguments are still there
 */
export async function gitStandIn(folder: string, instead: string | null = null): Promise<GitStandIn> {
  const bin = await mkdir(join(folder, "stand-in"), { recursive: true }).then(() => join(folder, "stand-in"));
  const written = join(folder, "stand-in-calls");
  await mkdir(written);
  const script = [
    "#!/bin/sh",
    `call='${written}'/$(printf %04d "$(ls '${written}' | wc -l)")`,
    'mkdir "$call" && env > "$call/environment"',
    `for arg do printf '%s\\0' "$arg"; done > "$call/args"`,
    instead ?? `exec '${realGit()}' "$@"`,
  ];
  await writeFile(join(bin, "git"), `${script.join("\n")}\n`, { mode: 0o755 });
  return {
    path: `${bin}:${process.env["PATH"] ?? ""}`,
    async calls() {
      return Promise.all((await readdir(written)).sort().map((name) => callIn(join(written, name))));
    },
  };
}

/** To be given as `instead`: a git from before 2.38, which does not know `safe.bareRepository`. */
export function olderGit(): string {
  return [
    'for arg do shift; case "$arg" in safe.bareRepository=*) arg=not.known=;; esac; set -- "$@" "$arg"; done',
    `exec '${realGit()}' "$@"`,
  ].join("\n");
}

function realGit(): string {
  return execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
}

async function callIn(folder: string): Promise<GitCall> {
  const args = (await readFile(join(folder, "args"), "utf8")).split("\0").slice(0, -1);
  const lines = (await readFile(join(folder, "environment"), "utf8")).split("\n");
  const variables = lines.flatMap((line) => {
    const [, name, value] = /^([^=]+)=(.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value]];
  });
  return { args, environment: Object.fromEntries(variables) };
}

/** The settings that git was given in its environment, last ones winning. */
export function settingsIn({ environment }: GitCall): Readonly<Record<string, string>> {
  const count = Number(environment["GIT_CONFIG_COUNT"] ?? "0");
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      environment[`GIT_CONFIG_KEY_${index}`] ?? "",
      environment[`GIT_CONFIG_VALUE_${index}`] ?? "",
    ]),
  );
}

/** Variables with secrets, as a pipeline or a pod has them: none of them is for git. */
export const SECRETS: Readonly<Record<string, string>> = {
  AZURE_CLIENT_SECRET: "secret-of-the-app",
  AZURE_CLIENT_CERTIFICATE_PASSWORD: "secret-of-the-certificate",
  AZURE_FEDERATED_TOKEN_FILE: "/secret-of-the-pod",
  TRUEUP_ACCESS_TOKEN: "secret-of-the-tenant",
  TRUEUP_GIT_TOKEN: "secret-of-the-repository",
  TRUEUP_PSEUDONYM_KEY: "secret-of-the-names",
  IDENTITY_HEADER: "secret-of-the-machine",
  MSI_SECRET: "secret-of-the-older-machine",
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: "secret-of-the-job",
};
