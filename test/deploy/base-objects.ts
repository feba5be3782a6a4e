import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { problemsOf } from "../../scripts/deploy/problems.ts";

const KUBERNETES = new URL("../../deploy/kubernetes/", import.meta.url).pathname;

/** The version that our own objects are of. */
export const VERSION = "0.1.0";

/** A parsed object that may be changed. */
export type Plain = Record<string, unknown>;

/** The tenants of these tests: what `tenant.env` says in a folder of `overlays/tenants`. */
export type Tenant = "contoso" | "fabrikam";

/** The committed objects of a base for one tenant, put together without kustomize. */
export function objectsOf(base: "cronjob" | "deployment", tenant: Tenant = "contoso"): Plain[] {
  const namespace = `trueup-${tenant}`;
  const settings = settingsOf(tenant);
  const objects = ["common", base].flatMap((folder) => readFolder(join(KUBERNETES, "base", folder)));
  objects.push(configMap("trueup-tenant", settings), configMap("trueup-desired-state", { "policy.yaml": "…" }));
  for (const object of objects) {
    if (object["kind"] === "Namespace") plant(object, "/metadata/name", namespace);
    else plant(object, "/metadata/namespace", namespace);
    if (object["kind"] === "ServiceAccount") {
      plant(object, "/metadata/annotations/azure.workload.identity~1client-id", settings["client-id"]);
      plant(object, "/metadata/annotations/azure.workload.identity~1tenant-id", settings["tenant-id"]);
    }
    if (object["kind"] === "CronJob") {
      plant(object, "/spec/schedule", settings["schedule"]);
      plant(object, "/spec/jobTemplate/spec/template/metadata/labels/app.kubernetes.io~1name", "trueup");
    }
    if (object["kind"] === "Deployment") {
      plant(object, "/spec/template/metadata/labels/app.kubernetes.io~1name", "trueup");
    }
  }
  return objects;
}

/** Puts a value where a JSON pointer leads (RFC 6901; `-` is the end of a list); undefined takes out what is there. */
export function plant(object: Plain, pointer: string, value: unknown): void {
  const names = pointer
    .split("/")
    .slice(1)
    .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = names.pop() ?? "";
  let at: unknown = object;
  for (const name of names) {
    const parent = at;
    if (!isContainer(parent)) throw new Error(`nothing at ${pointer}`);
    at = Reflect.get(parent, name) ?? {};
    Reflect.set(parent, name, at);
  }
  if (!isContainer(at)) throw new Error(`nothing at ${pointer}`);
  if (Array.isArray(at) && last === "-") at.push(value);
  else if (value === undefined) Reflect.deleteProperty(at, last);
  else Reflect.set(at, last, value);
}

/** What the check says about objects. */
export function problemsWith(objects: readonly Plain[]): Promise<readonly string[]> {
  return problemsOf(objects.map((object) => stringify(object)).join("---\n"), VERSION);
}

/** The settings of a tenant, as kustomize reads them from an env file. */
export function settingsOf(tenant: Tenant): Readonly<Record<string, string>> {
  const text = readFileSync(join(KUBERNETES, "overlays/tenants", tenant, "tenant.env"), "utf8");
  const lines = text.split("\n").filter((line) => line !== "");
  return Object.fromEntries(lines.map((line) => [line.split("=")[0] ?? "", line.slice(line.indexOf("=") + 1)]));
}

/** Read once, since each test plants one mistake of its own. */
const committed = new Map<string, Plain[]>();

function readFolder(folder: string): Plain[] {
  const objects = committed.get(folder) ?? parseFolder(folder);
  committed.set(folder, objects);
  return structuredClone(objects);
}

function parseFolder(folder: string): Plain[] {
  return readdirSync(folder)
    .filter((name) => name !== "kustomization.yaml")
    .map((name) => {
      const object: unknown = parse(readFileSync(join(folder, name), "utf8"));
      if (!isPlain(object)) throw new Error(`${name} holds no object`);
      return object;
    });
}

function configMap(name: string, data: Readonly<Record<string, string>>): Plain {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data: { ...data } };
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isPlain(value: unknown): value is Plain {
  return isContainer(value) && !Array.isArray(value);
}
