import type { ErrorObject } from "ajv/dist/2020.js";
import { type Document, isMap, isNode, isSeq, LineCounter, parseDocument } from "yaml";
import { ConfigError } from "../errors.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fitting } from "./schema-check.ts";
import type { TenantFile } from "./schema.d.ts";

/** Keys and indexes that lead to a value. */
export type Path = readonly (string | number)[];

/** A tenant file that fits its schema, and where each value stands. */
export interface LocatedYaml {
  readonly value: TenantFile;
  /** A problem with the value at `path`, or with what holds it where there is no such value. */
  readonly problemAt: (path: Path, message: string) => Diagnostic;
}

/** @throws ConfigError with everything that is wrong with the text, each at its line */
export function parseLocatedYaml(text: string, file: string): LocatedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: "1.2", stringKeys: true, strict: true });
  const problemFrom = (offset: number, message: string): Diagnostic => {
    const { line, col } = lines.linePos(offset);
    const place = { file, line, column: col };
    return { code: "invalid-tenant", severity: "error", message, hint: null, ...place, related: [] };
  };
  const problemAt = (path: Path, message: string): Diagnostic => problemFrom(offsetOf(document, path), message);

  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    throw new ConfigError(broken.map(({ pos, message }) => problemFrom(pos[0], firstLine(message))));
  }
  const refused = (errors: readonly ErrorObject[]): Error =>
    new ConfigError(errors.map((error) => problemAt(...whatAjvFound(error))));
  return { value: fitting("tenant", document.toJS({ maxAliasCount: 0 }) ?? {}, refused), problemAt };
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
  const options = Array.isArray(allowed) ? `: ${allowed.map(String).join(", ")}` : "";
  return [path, `${where}${error.message ?? "is wrong"}${options}`];
}

/** Where the value begins; for a key of a map where the key does, and for what is missing where its holder does. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const [holder, key] = [document.getIn(path.slice(0, length - 1), true), String(path[length - 1])];
    const pair = isMap(holder) ? holder.items.find((item) => String(item.key) === key) : undefined;
    const place = isSeq(holder) ? holder.items[Number(key)] : pair?.key;
    if (isNode(place)) return place.range?.[0] ?? 0;
  }
  return document.contents?.range?.[0] ?? 0;
}

function firstLine(message: string): string {
  return message.split("\n")[0]?.replace(/(?: at line \d+, column \d+)?:$/, "") ?? "";
}
