import type { IContainer } from "kubernetes-models/v1/Container";
import { nodeOptionsOf } from "../../../src/session/heap-need.ts";
import { workloadsOf } from "../workloads.ts";
import type { Rule } from "./rule.ts";

/**
 * The heap fits into the limit, with what Node takes beside it: a larger one is killed by the cluster without a word, and one
 * that Node chooses by itself ends large tenants early.
 */
export const memory: Rule = (objects) =>
  workloadsOf(objects).flatMap(({ name, containers }) =>
    containers.filter(isOurs).flatMap((container) => {
      const problem = problemOf(container);
      return problem === null ? [] : [`${name}, container ${container.name}: ${problem}`];
    }),
  );

/** Whatever else runs in the pod has other needs. */
function isOurs({ image = "" }: IContainer): boolean {
  return /(?:^|\/)trueup[:@]/.test(image);
}

function problemOf({ env = [], resources }: IContainer): string | null {
  const limitMb = megabytes(String(resources?.limits?.["memory"] ?? ""));
  if (limitMb === null) return "the limit for memory has to be whole Mi or Gi";
  const options = env.find(({ name }) => name === "NODE_OPTIONS")?.value ?? "";
  const right = nodeOptionsOf(limitMb);
  return options === right ? null : `NODE_OPTIONS has to be ${right} for its limit of memory`;
}

function megabytes(quantity: string): number | null {
  const [, amount, unit] = /^(\d+)(Mi|Gi)$/.exec(quantity) ?? [];
  return amount === undefined ? null : Number(amount) * (unit === "Gi" ? 1024 : 1);
}
