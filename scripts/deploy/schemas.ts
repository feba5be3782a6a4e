import { Deployment } from "kubernetes-models/apps/v1/Deployment";
import { CronJob } from "kubernetes-models/batch/v1/CronJob";
import { NetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import { ConfigMap } from "kubernetes-models/v1/ConfigMap";
import { Namespace } from "kubernetes-models/v1/Namespace";
import { PersistentVolumeClaim } from "kubernetes-models/v1/PersistentVolumeClaim";
import { Secret } from "kubernetes-models/v1/Secret";
import { Service } from "kubernetes-models/v1/Service";
import { ServiceAccount } from "kubernetes-models/v1/ServiceAccount";

/** An object of a rendering, of a kind that is used here. */
export type KubernetesObject =
  | ConfigMap
  | CronJob
  | Deployment
  | Namespace
  | NetworkPolicy
  | PersistentVolumeClaim
  | Secret
  | Service
  | ServiceAccount;

/** An object that has the shape of its kind, or what is wrong with it. */
export type Judged =
  | { readonly state: "valid"; readonly object: KubernetesObject }
  | { readonly state: "refused"; readonly problems: readonly string[] };

const KINDS: readonly ((value: unknown) => Judged | null)[] = [
  kind(ConfigMap),
  kind(CronJob),
  kind(Deployment),
  kind(Namespace),
  kind(NetworkPolicy),
  kind(PersistentVolumeClaim),
  kind(Secret),
  kind(Service),
  kind(ServiceAccount),
];

/** Checks a parsed document against the schema that Kubernetes publishes for its kind, and for fields that the kind has not. */
export function judgeObject(value: unknown): Judged {
  for (const judge of KINDS) {
    const judged = judge(value);
    if (judged !== null) return judged;
  }
  return {
    state: "refused",
    problems: ["is of no kind that is used here; add its schema to scripts/deploy/schemas.ts"],
  };
}

interface Model<T, O> {
  readonly is: (value: unknown) => value is T;
  new (data: T): O;
}

function kind<T, O extends KubernetesObject>(model: Model<T, O>): (value: unknown) => Judged | null {
  return (value) => {
    if (!model.is(value)) return null;
    const object = new model(value);
    const seen: Seen = new Map();
    try {
      object.validate.call(watched(object, "", seen));
    } catch (error) {
      return { state: "refused", problems: [error instanceof Error ? error.message : String(error)] };
    }
    const unknown = [...unseen(object, "", seen)];
    if (unknown.length === 0) return { state: "valid", object };
    return { state: "refused", problems: unknown.map((path) => `${path} is no field that Kubernetes knows`) };
  };
}

/** Which fields of the object at a path were looked at. */
type Seen = Map<string, Set<string>>;

/**
 * The published schemas let unknown fields pass, so a misspelt one would be dropped in the cluster without a word. A
 * validator looks at each field it knows; what it never looked at is unknown.
 */
function watched<T extends object>(target: T, path: string, seen: Seen): T {
  const fields = new Set<string>();
  seen.set(path, fields);
  return new Proxy(target, {
    get(object, field) {
      const value: unknown = Reflect.get(object, field);
      if (typeof field !== "string") return value;
      fields.add(field);
      return isContainer(value) ? watched(value, `${path}/${field}`, seen) : value;
    },
  });
}

function* unseen(value: object, path: string, seen: Seen): Generator<string> {
  const fields = seen.get(path) ?? new Set();
  for (const [field, inner] of Object.entries(value)) {
    if (!fields.has(field)) yield `${path}/${field}`;
    else if (isContainer(inner)) yield* unseen(inner, `${path}/${field}`, seen);
  }
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
