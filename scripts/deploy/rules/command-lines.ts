import { parseSchedule } from "../../../src/controller/schedule.ts";
import { environmentOf, expand, type Invocation, isWorker, parseInvocation } from "../invocation.ts";
import { groundOf, type Ground } from "../mounts.ts";
import type { KubernetesObject } from "../schemas.ts";
import { type Workload, workloadsOf } from "../workloads.ts";
import type { Rule } from "./rule.ts";

/** The real command line accepts all arguments, and every path in them is where it has to be. */
export const commandLines: Rule = async (objects) => {
  const problems = await Promise.all(workloadsOf(objects).map((workload) => problemsOf(workload, objects)));
  return problems.flat();
};

/** What a workload runs, where it can be understood. */
export async function invocationOf(
  { containers, namespace }: Workload,
  objects: readonly KubernetesObject[],
): Promise<Invocation | string> {
  const [container] = containers;
  if (container === undefined) return "it has no container";
  return parseInvocation(expand(container.args ?? [], environmentOf(container, namespace, objects)));
}

async function problemsOf(workload: Workload, objects: readonly KubernetesObject[]): Promise<readonly string[]> {
  const { name, namespace, pod, containers } = workload;
  const invocation = await invocationOf(workload, objects);
  if (typeof invocation === "string") return [`${name}: trueup refuses its arguments: ${invocation}`];
  return containers.flatMap((container) => {
    const environment = environmentOf(container, namespace, objects);
    const unresolved = expand(container.args ?? [], environment).filter((arg) => arg.includes("$("));
    const misplaced = pathsOf(invocation, environment).filter(
      ({ path, on }) => !on.includes(groundOf(path ?? "", container, pod)),
    );
    return [
      ...(container.command === undefined ? [] : [`${name}: command replaces the entry point of the image`]),
      ...unresolved.map((arg) => `${name}: no ConfigMap holds what ${arg} stands for`),
      ...misplaced.map(
        ({ what, path, on }) => `${name}: ${what} (${path ?? "not set"}) has to be on: ${on.join(", ")}`,
      ),
      ...scheduleProblems(invocation).map((problem) => `${name}: ${problem}`),
    ];
  });
}

interface Place {
  readonly what: string;
  readonly path: string | undefined;
  readonly on: readonly Ground[];
}

function pathsOf(invocation: Invocation, environment: ReadonlyMap<string, string>): readonly Place[] {
  const { flags, positional } = invocation;
  const { gitUrl, workspace, suspendFile } = flags;
  const fromGit = gitUrl !== undefined;
  return [
    // That of workers is a database, whose address is a secret.
    ...(isWorker(invocation)
      ? []
      : [{ what: "TRUEUP_STORE", path: environment.get("TRUEUP_STORE"), on: ["claim"] } as const]),
    { what: "HOME", path: environment.get("HOME"), on: ["scratch", "claim"] },
    ...(fromGit ? [{ what: "--workspace", path: text(workspace), on: ["scratch", "claim"] } as const] : []),
    ...(fromGit ? [] : [{ what: "PATH", path: positional[0], on: ["config-map", "other"] } as const]),
    ...(suspendFile === undefined
      ? []
      : [{ what: "--suspend-file", path: text(suspendFile), on: ["config-map"] } as const]),
  ];
}

function scheduleProblems({ flags }: Invocation): readonly string[] {
  const { schedule, timeZone } = flags;
  if (typeof schedule !== "string") return [];
  try {
    parseSchedule(schedule, text(timeZone) ?? "UTC");
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
