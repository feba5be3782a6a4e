import type { KubernetesObject } from "../schemas.ts";

/** Looks at everything that was rendered together; gives what is wrong, a sentence each, that names the object. */
export type Rule = (objects: readonly KubernetesObject[]) => readonly string[] | Promise<readonly string[]>;
