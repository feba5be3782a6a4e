import type { KubernetesObject } from "../schemas.ts";
import { type Workload, workloadsOf } from "../workloads.ts";
import type { Rule } from "./rule.ts";

/** What a pod refers to by name, rendered together with it. Secrets are made by hand, so they have to be optional. */
export const references: Rule = (objects) =>
  workloadsOf(objects).flatMap((workload) =>
    [...referencesOf(workload)].flatMap(({ kind, name, key, optional }) => {
      const found = objects.find(
        (object) =>
          object.kind === kind && object.metadata?.name === name && object.metadata?.namespace === workload.namespace,
      );
      const isHeld = key === null || (found?.kind === "ConfigMap" && found.data?.[key] !== undefined);
      if (optional || (found !== undefined && isHeld)) return [];
      const what = found === undefined ? `${kind} ${name}` : `the key ${key ?? ""} in ${kind} ${name}`;
      return [`${workload.name}: there is no ${what}`];
    }),
  );

interface Reference {
  readonly kind: KubernetesObject["kind"];
  readonly name: string | undefined;
  /** Null: the whole object is meant. */
  readonly key: string | null;
  readonly optional: boolean;
}

function* referencesOf({ pod, containers }: Workload): Generator<Reference> {
  yield { kind: "ServiceAccount", name: pod.serviceAccountName, key: null, optional: false };
  for (const { persistentVolumeClaim: claim, configMap, secret } of pod.volumes ?? []) {
    if (claim !== undefined) yield whole("PersistentVolumeClaim", claim.claimName, false);
    if (configMap !== undefined) yield whole("ConfigMap", configMap.name, configMap.optional);
    if (secret !== undefined) yield whole("Secret", secret.secretName, secret.optional);
  }
  for (const { env = [], envFrom = [] } of containers) {
    for (const { valueFrom } of env) {
      const { configMapKeyRef: inMap, secretKeyRef: inSecret } = valueFrom ?? {};
      if (inMap !== undefined) yield { ...whole("ConfigMap", inMap.name, inMap.optional), key: inMap.key };
      if (inSecret !== undefined) yield whole("Secret", inSecret.name, inSecret.optional);
    }
    for (const { configMapRef, secretRef } of envFrom) {
      if (configMapRef !== undefined) yield whole("ConfigMap", configMapRef.name, configMapRef.optional);
      if (secretRef !== undefined) yield whole("Secret", secretRef.name, secretRef.optional);
    }
  }
}

function whole(kind: Reference["kind"], name: string | undefined, optional: boolean | undefined): Reference {
  return { kind, name, key: null, optional: optional === true };
}
