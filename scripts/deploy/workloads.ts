import type { CronJob } from "kubernetes-models/batch/v1/CronJob";
import type { Deployment } from "kubernetes-models/apps/v1/Deployment";
import type { ICronJob } from "kubernetes-models/batch/v1/CronJob";
import type { IContainer } from "kubernetes-models/v1/Container";
import type { IPodSpec } from "kubernetes-models/v1/PodSpec";
import { shown } from "./rendering.ts";
import type { KubernetesObject } from "./schemas.ts";

/** Something that makes pods. */
export interface Workload {
  readonly object: CronJob | Deployment;
  /** For people. */
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly pod: IPodSpec;
  /** Of the pod, those that run before others included. */
  readonly containers: readonly IContainer[];
}

/** Everything in a rendering that makes pods. */
export function workloadsOf(objects: readonly KubernetesObject[]): readonly Workload[] {
  return objects.flatMap((object) => {
    if (object.kind !== "CronJob" && object.kind !== "Deployment") return [];
    const template = object.kind === "CronJob" ? jobOf(object)?.template : object.spec?.template;
    const pod = template?.spec;
    if (pod === undefined) return [];
    return [
      {
        object,
        name: shown(object),
        namespace: object.metadata?.namespace ?? "",
        labels: template?.metadata?.labels ?? {},
        pod,
        containers: [...(pod.initContainers ?? []), ...pod.containers],
      },
    ];
  });
}

/** The job that a CronJob makes each time. */
export function jobOf(cronJob: ICronJob) {
  return cronJob.spec.jobTemplate.spec;
}

/** Whether everything that a selector asks for is among the labels; one that asks for nothing selects nothing here. */
export function selects(
  selector: Readonly<Record<string, string>> | undefined,
  labels: Readonly<Record<string, string>>,
): boolean {
  const asked = Object.entries(selector ?? {});
  return asked.length > 0 && asked.every(([name, value]) => labels[name] === value);
}
