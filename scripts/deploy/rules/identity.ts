import { shown } from "../rendering.ts";
import { workloadsOf } from "../workloads.ts";
import type { Rule } from "./rule.ts";

const GUID = /^(?!0{8}-)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LABEL = "azure.workload.identity/use";

/** The annotation that says which app registration a service account acts as. */
export const CLIENT_ID = "azure.workload.identity/client-id";
/** The annotation that says in which tenant. */
export const TENANT_ID = "azure.workload.identity/tenant-id";

/** What workload identity needs to put the variables of the sign-in into a pod, and no placeholder among it. */
export const identity: Rule = (objects) => [
  ...workloadsOf(objects).flatMap(({ name, labels }) =>
    labels[LABEL] === "true" ? [] : [`${name}: its pods lack the label ${LABEL}: "true"`],
  ),
  ...objects.flatMap((object) =>
    object.kind === "ServiceAccount"
      ? [CLIENT_ID, TENANT_ID]
          .filter((annotation) => !GUID.test(object.metadata?.annotations?.[annotation] ?? ""))
          .map((annotation) => `${shown(object)}: the annotation ${annotation} has to be a GUID of your tenant`)
      : [],
  ),
];
