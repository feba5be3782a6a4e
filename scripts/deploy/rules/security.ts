import type { IContainer } from "kubernetes-models/v1/Container";
import type { IPodSpec } from "kubernetes-models/v1/PodSpec";
import { groundOf } from "../mounts.ts";
import { shown } from "../rendering.ts";
import { workloadsOf } from "../workloads.ts";
import type { Rule } from "./rule.ts";

/** The user of the image; a number, so that the cluster can see that it is not root. */
const USER = 10001;

/**
 * Nothing runs as root, gains rights, writes to its image, or holds a token of the cluster, and everything has its bounds.
 * More than the profile `restricted` asks for: https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export const security: Rule = (objects) => [
  ...workloadsOf(objects).flatMap(({ name, pod, containers }) => [
    ...podProblems(pod).map((problem) => `${name}: ${problem}`),
    ...containers.flatMap((container) =>
      containerProblems(container, pod).map((problem) => `${name}, container ${container.name}: ${problem}`),
    ),
  ]),
  ...objects
    .filter((object) => object.kind === "ServiceAccount" && object.automountServiceAccountToken !== false)
    .map((object) => `${shown(object)}: automountServiceAccountToken has to be false`),
];

function podProblems(pod: IPodSpec): readonly string[] {
  const { securityContext: context } = pod;
  const hostVolumes = (pod.volumes ?? []).filter(({ hostPath }) => hostPath !== undefined);
  return failing([
    [context?.runAsNonRoot === true, "runAsNonRoot has to be true"],
    [context?.runAsUser === USER && context.runAsGroup === USER, `runAsUser and runAsGroup have to be ${USER}`],
    [context?.fsGroup === USER, `fsGroup has to be ${USER}, or the store cannot be written`],
    [context?.seccompProfile?.type === "RuntimeDefault", "seccompProfile has to be RuntimeDefault"],
    [pod.automountServiceAccountToken === false, "automountServiceAccountToken has to be false"],
    [pod.hostNetwork !== true && pod.hostPID !== true && pod.hostIPC !== true, "nothing of the host may be shared"],
    [hostVolumes.length === 0, "no folder of the host may be mounted"],
  ]);
}

function containerProblems(container: IContainer, pod: IPodSpec): readonly string[] {
  const { securityContext: context, resources } = container;
  const { requests = {}, limits = {} } = resources ?? {};
  return [
    ...failing([
      [context?.allowPrivilegeEscalation === false, "allowPrivilegeEscalation has to be false"],
      [context?.privileged !== true, "it may not be privileged"],
      [context?.readOnlyRootFilesystem === true, "readOnlyRootFilesystem has to be true"],
      [context?.capabilities?.drop?.includes("ALL") === true, "capabilities have to drop ALL"],
      [(context?.capabilities?.add ?? []).length === 0, "no capability may be added"],
      [context?.runAsUser === undefined && context?.runAsNonRoot !== false, "it runs as the user of the pod"],
      [requests["cpu"] !== undefined && requests["memory"] !== undefined, "it has to request cpu and memory"],
      [limits["memory"] !== undefined, "it needs a limit for memory"],
      [groundOf("/tmp", container, pod) === "scratch", "/tmp has to be an emptyDir"],
    ]),
    ...(container.volumeMounts ?? [])
      .filter(({ mountPath, readOnly }) => readOnly !== true && !isWritable(mountPath, container, pod))
      .map(({ mountPath }) => `${mountPath} has to be mounted readOnly`),
  ];
}

function isWritable(path: string, container: IContainer, pod: IPodSpec): boolean {
  const ground = groundOf(path, container, pod);
  return ground === "claim" || ground === "scratch";
}

function failing(checks: readonly (readonly [holds: boolean, problem: string])[]): readonly string[] {
  return checks.filter(([holds]) => !holds).map(([, problem]) => problem);
}
