import { workloadsOf } from "../workloads.ts";
import type { Rule } from "./rule.ts";

/** Every mount has its volume, and every volume is mounted; a file of a ConfigMap mounted by subPath would never change. */
export const volumes: Rule = (objects) =>
  workloadsOf(objects).flatMap(({ name, pod, containers }) => {
    const mounts = containers.flatMap(({ volumeMounts = [] }) => volumeMounts);
    const there = new Set((pod.volumes ?? []).map((volume) => volume.name));
    const used = new Set(mounts.map((mount) => mount.name));
    return [
      ...[...used].filter((volume) => !there.has(volume)).map((volume) => `${name}: there is no volume ${volume}`),
      ...[...there].filter((volume) => !used.has(volume)).map((volume) => `${name}: nothing mounts ${volume}`),
      ...mounts
        .filter(({ subPath }) => subPath !== undefined)
        .map(({ mountPath }) => `${name}: ${mountPath} is mounted by subPath, so changes never reach it`),
    ];
  });
