import { environmentOf } from "../invocation.ts";
import { shown } from "../rendering.ts";
import type { KubernetesObject } from "../schemas.ts";
import { type Workload, workloadsOf } from "../workloads.ts";
import { CLIENT_ID, TENANT_ID } from "./identity.ts";
import type { Rule } from "./rule.ts";

/** A tenant is a namespace: with one workload, and with an identity, a source and a time of the day of its own. */
export const isolation: Rule = (objects) => [
  ...outsideProblems(objects),
  ...crowdProblems(objects),
  ...sharedProblems(objects),
];

function outsideProblems(objects: readonly KubernetesObject[]): readonly string[] {
  const there = new Set(objects.filter(({ kind }) => kind === "Namespace").map(({ metadata }) => metadata?.name));
  return objects
    .filter(({ kind, metadata }) => kind !== "Namespace" && !there.has(metadata?.namespace))
    .map((object) => `${shown(object)}: it is in no namespace that is rendered with it`);
}

function crowdProblems(objects: readonly KubernetesObject[]): readonly string[] {
  const byNamespace = groupBy(workloadsOf(objects), ({ namespace }) => namespace);
  return objects.flatMap((object) => {
    if (object.kind !== "Namespace") return [];
    const names = (byNamespace.get(object.metadata?.name ?? "") ?? []).map(({ name }) => name);
    if (names.length === 1) return [];
    return [`${shown(object)}: it needs one CronJob or one Deployment, and has ${names.join(" and ") || "none"}`];
  });
}

function sharedProblems(objects: readonly KubernetesObject[]): readonly string[] {
  const facts = workloadsOf(objects).flatMap((workload) => factsOf(workload, objects));
  return [...groupBy(facts, ({ what, value }) => `${what} ${value}`)]
    .filter(([, same]) => same.length > 1)
    .map(([fact, same]) => `${same.map(({ owner }) => owner).join(" and ")} share the ${fact}`);
}

interface Fact {
  readonly owner: string;
  readonly what: string;
  readonly value: string;
}

function factsOf(workload: Workload, objects: readonly KubernetesObject[]): readonly Fact[] {
  const { object, namespace, pod, containers } = workload;
  const account = objects.find(
    ({ kind, metadata }) =>
      kind === "ServiceAccount" && metadata?.name === pod.serviceAccountName && metadata?.namespace === namespace,
  );
  const annotations = account?.metadata?.annotations ?? {};
  const source = containers
    .map((container) => environmentOf(container, namespace, objects))
    .map((environment) => [environment.get("SOURCE_URL"), environment.get("SOURCE_PATH")])
    .find(([url]) => url !== undefined);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["client id", annotations[CLIENT_ID]],
    ["tenant id", annotations[TENANT_ID]],
    ["schedule", object.kind === "CronJob" ? `${object.spec.schedule} ${object.spec.timeZone ?? ""}` : undefined],
    ["source", source?.join(" ")],
  ];
  return facts.flatMap(([what, value]) => (value === undefined ? [] : [{ owner: workload.name, what, value }]));
}

function groupBy<T>(values: readonly T[], key: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  return Map.groupBy(values, key);
}
