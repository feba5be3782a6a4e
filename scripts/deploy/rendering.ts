import { parseAllDocuments } from "yaml";
import { judgeObject, type KubernetesObject } from "./schemas.ts";

/** What kustomize made of a folder. */
export interface Rendering {
  readonly objects: readonly KubernetesObject[];
  /** What is no YAML, or has not the shape of its kind; such objects are left out. */
  readonly problems: readonly string[];
}

/** Reads what kustomize wrote: YAML documents, one for each object. */
export function readRendering(text: string): Rendering {
  const objects: KubernetesObject[] = [];
  const problems: string[] = [];
  for (const [index, document] of [...parseAllDocuments(text, { version: "1.1" })].entries()) {
    const name = `document ${index + 1}`;
    problems.push(...document.errors.map(({ message }) => `${name}: ${message}`));
    if (document.errors.length > 0) continue;
    const value: unknown = document.toJS();
    const judged = judgeObject(value);
    if (judged.state === "valid") objects.push(judged.object);
    else problems.push(...judged.problems.map((problem) => `${name} (${shownKind(value)}): ${problem}`));
  }
  if (objects.length === 0 && problems.length === 0) problems.push("nothing was rendered");
  return { objects, problems };
}

/** `CronJob trueup of trueup-contoso`. */
export function shown(object: KubernetesObject): string {
  const { name = "without a name", namespace } = object.metadata ?? {};
  return `${object.kind} ${name}${namespace === undefined ? "" : ` of ${namespace}`}`;
}

function shownKind(value: unknown): string {
  const kind: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "kind") : undefined;
  return typeof kind === "string" ? kind : "without a kind";
}
