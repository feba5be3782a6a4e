import { execFile } from "node:child_process";
import process from "node:process";
import { promisify } from "node:util";

/** Whether overlays can be rendered here, and why not, for people. */
export type Kustomize =
  | { readonly state: "usable"; readonly version: string; readonly render: (folder: string) => Promise<string> }
  | { readonly state: "unusable"; readonly why: string };

/** Components see what the generators of an overlay make since kustomize 5.1 (kubectl 1.31): https://github.com/kubernetes-sigs/kustomize/pull/5170 */
const OLDEST = [5, 1] as const;

const run = promisify(execFile);

/** Finds `kubectl`, and tries to install Debian's package of it where there is none and that is allowed. */
export async function findKustomize(say: (line: string) => void): Promise<Kustomize> {
  const found = (await versionOf()) ?? (await installed(say));
  if (found === null) return { state: "unusable", why: "there is no kubectl, and it cannot be installed here" };
  const tooOld = whyTooOld(found);
  if (tooOld !== null) return { state: "unusable", why: tooOld };
  return {
    state: "usable",
    version: found,
    render: async (folder) => (await run("kubectl", ["kustomize", folder], { maxBuffer: 67_108_864 })).stdout,
  };
}

/** Null for a version of kustomize that renders our overlays as they are meant. */
export function whyTooOld(version: string): string | null {
  const [major = 0, minor = 0] = (/^v?(\d+)\.(\d+)/.exec(version)?.slice(1) ?? []).map(Number);
  const isNewEnough = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
  return isNewEnough ? null : `kubectl has kustomize ${version}, and ${OLDEST.join(".")} is needed (kubectl 1.31)`;
}

/** The version of kustomize in `kubectl`; `0.0` for one that is too old to say it; null without `kubectl`. */
async function versionOf(): Promise<string | null> {
  try {
    const { stdout } = await run("kubectl", ["version", "--client", "--output=json"]);
    const answer: unknown = JSON.parse(stdout);
    const version: unknown =
      typeof answer === "object" && answer !== null ? Reflect.get(answer, "kustomizeVersion") : undefined;
    return typeof version === "string" ? version : "0.0 (too old to tell)";
  } catch {
    return null;
  }
}

async function installed(say: (line: string) => void): Promise<string | null> {
  if (process.getuid?.() !== 0) return null;
  say("there is no kubectl; installing the package kubernetes-client");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    await run("apt-get", ["update", "--quiet"], { env });
    await run("apt-get", ["install", "--yes", "--quiet", "--no-install-recommends", "kubernetes-client"], { env });
  } catch (error) {
    say(`  that failed: ${error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error)}`);
  }
  return versionOf();
}
