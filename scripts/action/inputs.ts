import { join } from "node:path";

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

export const COMMANDS = ["plan", "apply", "drift", "validate"] as const;
export const FAIL_ON = ["never", "error", "not-converged", "changes"] as const;

/** What the steps of `action.yml` hand over, checked. */
export interface Inputs {
  readonly command: (typeof COMMANDS)[number];
  readonly path: string;
  /** The revision or folder to compare with; null: none. */
  readonly base: string | null;
  /** The reviewed plan that `apply` is bound to; null: none. */
  readonly plan: string | null;
  readonly approval: "exact" | "envelope";
  readonly comment: "true" | "false" | "required";
  readonly marker: string;
  readonly failOn: (typeof FAIL_ON)[number];
  /** Further flags, each one argument. */
  readonly more: readonly string[];
  /** Where the JSON, the Markdown and the receipt go; made by the action. */
  readonly folder: string;
  /** Where the JSON goes. */
  readonly planFile: string;
}

/** Inputs come in variables with this prefix, and nothing of them reaches the processes that are started. */
export const PREFIX = "TRUEUP_ACTION_";

/**
 * Reads the inputs.
 * @throws Error that says which input is of no use
 */
export function readInputs(environment: Environment): Inputs {
  const input = (name: string): string => {
    const value = environment[`${PREFIX}${name}`] ?? "";
    if (name !== "ARGUMENTS" && /[\r\n\0]/.test(value)) throw new Error(`the input ${shown(name)} must be one line`);
    return value.trim();
  };
  const command = oneOf(input("COMMAND") || "plan", COMMANDS, "command");
  const path = input("PATH") || ".";
  const folder = join(environment["RUNNER_TEMP"] ?? ".", "trueup");
  const plan = input("PLAN") || null;
  if (plan !== null && command !== "apply") throw new Error("the input plan is for the command apply");
  return {
    command,
    path,
    base: input("BASE") || null,
    plan,
    approval: oneOf(input("APPROVAL") || "exact", ["exact", "envelope"] as const, "approval"),
    comment: oneOf(input("COMMENT") || "true", ["true", "false", "required"] as const, "comment"),
    marker: input("MARKER") || markerFor(path),
    failOn: oneOf(input("FAIL_ON") || (command === "apply" ? "not-converged" : "error"), FAIL_ON, "fail-on"),
    more: input("ARGUMENTS")
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== ""),
    folder,
    planFile: input("PLAN_FILE") || join(folder, command === "apply" ? "result.json" : `${command}.json`),
  };
}

/** The environment for `trueup`: without the inputs, and with the sign-in that they name. */
export function environmentFor(environment: Environment): Readonly<Record<string, string>> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && !name.startsWith(PREFIX)) passed[name] = value;
  }
  for (const name of ["AZURE_TENANT_ID", "AZURE_CLIENT_ID"]) {
    const given = environment[`${PREFIX}${name}`] ?? "";
    if (given !== "") passed[name] = given;
  }
  return passed;
}

/** Each desired state of a repository has a comment of its own, named after its path. */
function markerFor(path: string): string {
  const name = path
    .replaceAll(/[^A-Za-z0-9._/-]+/g, "-")
    .replaceAll(/-{2,}/g, "-")
    .slice(0, 64)
    .replaceAll(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
  return name === "" ? "default" : name;
}

function oneOf<Choice extends string>(value: string, choices: readonly Choice[], name: string): Choice {
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw new Error(`the input ${name} must be one of ${choices.join(", ")}, not "${value}"`);
  return choice;
}

function shown(name: string): string {
  return name.toLowerCase().replaceAll("_", "-");
}
