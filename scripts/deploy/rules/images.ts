import { workloadsOf } from "../workloads.ts";
import type { Rule } from "./rule.ts";

/** Every image is pinned to the version of this checkout, so that nothing changes by being started again. */
export function imagesOf(version: string): Rule {
  return (objects) =>
    workloadsOf(objects).flatMap(({ name, containers }) =>
      containers.flatMap(({ image = "" }) => {
        const tag = /:([\w.-]+)(@sha256:[0-9a-f]{64})?$/.exec(image)?.[1];
        if (tag === undefined) return [`${name}: the image ${image} has no tag`];
        if (tag === "latest") return [`${name}: the image ${image} is another one each day; give a version`];
        return tag === version ? [] : [`${name}: the image ${image} is not of version ${version}`];
      }),
    );
}
