import type { NetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import { shown } from "../rendering.ts";
import type { KubernetesObject } from "../schemas.ts";
import { selects, type Workload, workloadsOf } from "../workloads.ts";
import type { Rule } from "./rule.ts";

/** Names, and https. */
const OUT = new Set<unknown>([53, 443]);
/** Receivers of OTLP by HTTP: within the cluster only, as they are rarely asked by https. */
const OTLP = 4318;
/** PostgreSQL: in private networks only. */
const DATABASE = 5432;
const PRIVATE = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|f[cd])/;

/** Every pod is closed in both directions, and opened to names, https, receivers of telemetry, and whoever collects metrics. */
export const network: Rule = (objects) => {
  const policies = objects.filter((object) => object.kind === "NetworkPolicy");
  return [
    ...policies.flatMap((policy) => [...outProblems(policy), ...inProblems(policy, objects)]),
    ...workloadsOf(objects).flatMap((workload) => closedProblems(workload, policies)),
  ];
};

function closedProblems(workload: Workload, policies: readonly NetworkPolicy[]): readonly string[] {
  const closed = policies.filter((policy) => isOver(policy, workload)).flatMap(({ spec }) => spec?.policyTypes ?? []);
  return (["Ingress", "Egress"] as const)
    .filter((type) => !closed.includes(type))
    .map((type) => `${workload.name}: no NetworkPolicy for ${type} selects its pods`);
}

function outProblems(policy: NetworkPolicy): readonly string[] {
  return (policy.spec?.egress ?? []).flatMap(({ to = [], ports = [] }) => [
    ...(to.length > 0 && ports.length > 0
      ? []
      : [`${shown(policy)}: a rule for what goes out names no target or no port`]),
    ...ports
      .filter(({ port, endPort }) => !isOut(port, to) || endPort !== undefined)
      .map(
        ({ port }) =>
          `${shown(policy)}: port ${port ?? "any"} is neither names (53), https (443) nor a database in a private network (5432)`,
      ),
  ]);
}

type Peers = NonNullable<NonNullable<NonNullable<NetworkPolicy["spec"]>["egress"]>[number]["to"]>;

function isOut(port: unknown, to: Peers): boolean {
  const isWithin = to.every(
    ({ ipBlock, namespaceSelector }) => ipBlock === undefined && namespaceSelector !== undefined,
  );
  const isPrivate = to.every(({ ipBlock }) => ipBlock === undefined || PRIVATE.test(ipBlock.cidr));
  return OUT.has(port) || (port === OTLP && isWithin) || (port === DATABASE && isPrivate);
}

function inProblems(policy: NetworkPolicy, objects: readonly KubernetesObject[]): readonly string[] {
  const served = new Set<unknown>(
    workloadsOf(objects)
      .filter((workload) => isOver(policy, workload))
      .flatMap(({ containers }) => containers)
      .flatMap((container) => container.ports ?? [])
      .flatMap(({ name, containerPort }) => [name, containerPort]),
  );
  return (policy.spec?.ingress ?? []).flatMap(({ from = [], ports = [] }) => [
    ...(from.length > 0 && ports.length > 0
      ? []
      : [`${shown(policy)}: a rule for what comes in names nobody or no port`]),
    ...ports
      .filter(({ port, endPort }) => !served.has(port) || endPort !== undefined)
      .map(({ port }) => `${shown(policy)}: port ${port ?? "any"} is not one of the pods it is for`),
  ]);
}

function isOver({ metadata, spec }: NetworkPolicy, { namespace, labels }: Workload): boolean {
  return metadata?.namespace === namespace && selects(spec?.podSelector?.matchLabels, labels);
}
