import { execFile } from "node:child_process";
import process from "node:process";
import { promisify } from "node:util";
import { environmentOfGit, type GitSetting, HARMLESS } from "../controller/git-harmless.ts";

const run = promisify(execFile);

/**
 * Pipelines hold more than what signs in to a tenant, and git reads here what is on this machine. A partial clone whose helper
 * needs such a variable cannot fetch what it lacks, and says so.
 */
const SECRET = /TOKEN|SECRET|PASSWORD/i;

/**
 * Runs `git` in a checkout that holds what somebody proposes: nothing of it is run, and no secret is in its environment.
 * @returns stdout without the line break at its end
 * @throws what `execFile` throws, with `stderr`
 */
export async function localGit(
  cwd: string,
  args: readonly string[],
  { settings = [], index }: { readonly settings?: readonly GitSetting[]; readonly index?: string } = {},
): Promise<string> {
  const { stdout } = await run("git", [...HARMLESS, ...args], {
    cwd,
    env: { ...environmentOfGit(withoutSecrets(), settings), ...(index === undefined ? {} : { GIT_INDEX_FILE: index }) },
    maxBuffer: 16_777_216,
  });
  return stdout.replace(/\n$/, "");
}

function withoutSecrets(): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !SECRET.test(name)));
}
