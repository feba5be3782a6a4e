import { CommanderError } from "commander";
import type { IContainer } from "kubernetes-models/v1/Container";
import { createProgram } from "../../src/cli/program.ts";
import type { KubernetesObject } from "./schemas.ts";

/** A command line, as the program itself understands it. */
export interface Invocation {
  readonly command: string;
  /** Positional arguments. */
  readonly positional: readonly string[];
  /** As commander gives them, defaults included. */
  readonly flags: Readonly<Record<string, unknown>>;
}

/** Whether it makes the passes of a fleet, together with others like it. */
export function isWorker({ command, positional }: Invocation): boolean {
  return command === "fleet" && positional[0] === "work";
}

/** A container's environment, with what stands in ConfigMaps of the rendering; secrets are not known. */
export function environmentOf(
  container: IContainer,
  namespace: string,
  objects: readonly KubernetesObject[],
): ReadonlyMap<string, string> {
  const found = (container.env ?? []).flatMap(({ name, value, valueFrom }): readonly (readonly [string, string])[] => {
    if (value !== undefined) return [[name, value]];
    const reference = valueFrom?.configMapKeyRef;
    const held = objects.find(
      ({ kind, metadata }) =>
        kind === "ConfigMap" && metadata?.name === reference?.name && metadata?.namespace === namespace,
    );
    const text = held?.kind === "ConfigMap" ? held.data?.[reference?.key ?? ""] : undefined;
    return text === undefined ? [] : [[name, text]];
  });
  return new Map(found);
}

/** Puts variables in for `$(NAME)`, as Kubernetes does: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ */
export function expand(args: readonly string[], environment: ReadonlyMap<string, string>): readonly string[] {
  return args.map((arg) =>
    arg.replaceAll(/\$\(([A-Za-z_][A-Za-z0-9_]*)\)/g, (whole, name: string) => environment.get(name) ?? whole),
  );
}

/** Has the real command line read the arguments; what it refuses is a text for people. Nothing is run. */
export async function parseInvocation(args: readonly string[]): Promise<Invocation | string> {
  let ran = false;
  const program = await createProgram("0", () => {
    ran = true;
    return Promise.resolve();
  });
  let said = "";
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void (said += text),
      writeErr: (text) => void (said += text),
    });
  }
  try {
    await program.parseAsync(["node", "trueup", ...args]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return said.split("\n")[0]?.replace(/^error: /, "") ?? error.message;
  }
  const [name] = program.args;
  const command = program.commands.find((one) => one.name() === name);
  if (!ran || command === undefined) return "they name no command";
  return { command: command.name(), positional: command.args, flags: command.opts() };
}
