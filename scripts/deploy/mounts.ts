import type { IContainer } from "kubernetes-models/v1/Container";
import type { IPodSpec } from "kubernetes-models/v1/PodSpec";

/** What a path inside a container stands on. */
export type Ground = "claim" | "scratch" | "config-map" | "other" | "image";

/** Finds the volume below a path. */
export function groundOf(path: string, container: IContainer, pod: IPodSpec): Ground {
  const mount = (container.volumeMounts ?? [])
    .filter(({ mountPath }) => path === mountPath || path.startsWith(`${mountPath}/`))
    .toSorted((a, b) => b.mountPath.length - a.mountPath.length)[0];
  const volume = pod.volumes?.find(({ name }) => name === mount?.name);
  if (volume === undefined) return "image";
  if (volume.persistentVolumeClaim !== undefined) return "claim";
  if (volume.emptyDir !== undefined) return "scratch";
  return volume.configMap === undefined ? "other" : "config-map";
}
