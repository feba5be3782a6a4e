// Renders overlays and checks what comes of them: node scripts/deploy/check.ts [FOLDER…]; without one, every overlay of this repository.
// Exit code 1 when anything is wrong, 0 also where nothing could be rendered, which is said.
import { readdirSync } from "node:fs";
import { basename } from "node:path";
import process from "node:process";
import { packageVersion } from "../../src/cli/version.ts";
import { findKustomize } from "./kustomize.ts";
import { problemsOf } from "./problems.ts";

const OVERLAYS = new URL("../../deploy/kubernetes/overlays/", import.meta.url).pathname;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function check(folders: readonly string[]): Promise<boolean> {
  const kustomize = await findKustomize(say);
  if (kustomize.state === "unusable") {
    for (const folder of folders) say(`NOT CHECKED: ${basename(folder)}: ${kustomize.why}`);
    return true;
  }
  let isGood = true;
  for (const folder of folders) {
    const problems = await problemsIn(() => kustomize.render(folder));
    say(`${problems.length === 0 ? "good" : "WRONG"} ${basename(folder)} (kustomize ${kustomize.version})`);
    for (const problem of problems) say(`  ${problem}`);
    isGood &&= problems.length === 0;
  }
  return isGood;
}

async function problemsIn(render: () => Promise<string>): Promise<readonly string[]> {
  try {
    return await problemsOf(await render(), packageVersion());
  } catch (error) {
    return [error instanceof Error ? error.message.trim() : String(error)];
  }
}

const given = process.argv.slice(2);
const folders = given.length > 0 ? given : readdirSync(OVERLAYS).map((name) => OVERLAYS + name);
if (!(await check(folders))) process.exitCode = 1;
