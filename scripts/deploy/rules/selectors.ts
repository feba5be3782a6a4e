import type { Service } from "kubernetes-models/v1/Service";
import { shown } from "../rendering.ts";
import { selects, type Workload, workloadsOf } from "../workloads.ts";
import type { Rule } from "./rule.ts";

/** A Deployment finds its own pods, and a Service pods and a port of theirs. */
export const selectors: Rule = (objects) => {
  const workloads = workloadsOf(objects);
  return [
    ...workloads.flatMap(({ name, object, labels }) =>
      object.kind === "CronJob" || selects(object.spec?.selector.matchLabels, labels)
        ? []
        : [`${name}: its selector does not match the labels of its pods`],
    ),
    ...objects.flatMap((object) => (object.kind === "Service" ? serviceProblems(object, workloads) : [])),
  ];
};

function serviceProblems(service: Service, workloads: readonly Workload[]): readonly string[] {
  const { selector, ports = [] } = service.spec ?? {};
  const selected = workloads.filter(
    ({ namespace, labels }) => namespace === service.metadata?.namespace && selects(selector, labels),
  );
  if (selected.length === 0) return [`${shown(service)}: it selects no pods`];
  const offered = new Set<unknown>(
    selected
      .flatMap(({ containers }) => containers)
      .flatMap((container) => container.ports ?? [])
      .flatMap(({ name, containerPort }) => [name, containerPort]),
  );
  return ports
    .filter(({ port, targetPort }) => !offered.has(targetPort ?? port))
    .map(({ port, targetPort }) => `${shown(service)}: no container has the port ${targetPort ?? port}`);
}
