import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { isMap, isNode, isPair, LineCounter, type Node, parseDocument } from "yaml";
import { ConfigError } from "../errors.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { isRegularExpression } from "./faults.ts";

/** Keys and indexes that lead to a value. */
export type Path = readonly (string | number)[];

/** A YAML document that fits its schema, and where each value stands. */
export interface LocatedYaml<Value> {
  readonly value: Value;
  /** A problem with the value at `path`, or with what holds it where there is no such value. */
  readonly problemAt: (path: Path, message: string) => Diagnostic;
}

/** @throws ConfigError with everything that is wrong with the text, each at its line */
export function parseLocatedYaml<Value>(text: string, file: string, schema: object): LocatedYaml<Value> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: "1.2", stringKeys: true, strict: true });
  const problemFrom = (offset: number, message: string): Diagnostic => {
    const { line, col } = lines.linePos(offset);
    const place = { file, line, column: col };
    return { code: "invalid-tenant", severity: "error", message, hint: null, ...place, related: [] };
  };
  const problemAt = (path: Path, message: string): Diagnostic =>
    problemFrom(offsetOf(document.contents, path), message);

  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    throw new ConfigError(broken.map(({ pos, message }) => problemFrom(pos[0], firstLine(message))));
  }
  const value: unknown = document.toJS({ maxAliasCount: 0 }) ?? {};
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, formats: { regex: isRegularExpression } });
  const fits = ajv.compile<Value>(schema);
  if (fits(value)) return { value, problemAt };
  throw new ConfigError((fits.errors ?? []).map((error) => problemAt(...whatAjvFound(error))));
}

function whatAjvFound(error: ErrorObject): [path: Path, message: string] {
  const path = error.instancePath
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  const where = path.length === 0 ? "" : `${path.join(".")}: `;
  const extra: unknown = error.params["additionalProperty"];
  if (typeof extra === "string") return [[...path, extra], `${where}there is no key "${extra}" here`];
  const allowed: unknown = error.params["allowedValues"];
  const options = Array.isArray(allowed) ? `: ${allowed.join(", ")}` : "";
  return [path, `${where}${error.message ?? "is wrong"}${options}`];
}

/** Where the value begins; for a key of a map where the key does, and for what is missing where its holder does. */
function offsetOf(root: unknown, path: Path): number {
  let node: unknown = root;
  let offset = startOf(root);
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && String(item.key) === String(key));
      if (pair === undefined) return offset;
      offset = startOf(pair.key);
      node = pair.value;
    } else {
      const items: unknown = typeof node === "object" && node !== null && "items" in node ? node.items : [];
      const item: unknown = Array.isArray(items) ? items[Number(key)] : undefined;
      if (item === undefined) return offset;
      node = item;
      offset = startOf(item);
    }
  }
  return offset;
}

function startOf(node: unknown): number {
  return isNode(node) ? rangeStart(node) : 0;
}

function rangeStart(node: Node): number {
  return node.range?.[0] ?? 0;
}

function firstLine(message: string): string {
  return message.split("\n")[0]?.replace(/(?: at line \d+, column \d+)?:$/, "") ?? "";
}
