import { createHash } from "node:crypto";
import type { Permission } from "../model/permission.ts";
import type { OfferedDefinition } from "../model/plan.ts";

/** One property of a document, whole or as the items of a list, which are never held in memory together. */
export type Member =
  | { readonly name: string; readonly value: unknown }
  | { readonly name: string; readonly items: () => Iterable<unknown> };

/**
 * The canonical form of JSON data, by RFC 8785 (https://www.rfc-editor.org/rfc/rfc8785): no white space, properties sorted
 * by UTF-16 code units, strings and numbers as `JSON.stringify` writes them. The same data give the same text, whatever
 * the order and the white space they came with. Goes as deep as the data, so check their depth first.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name])}`);
  return `{${members.join(",")}}`;
}

/** `sha256:` and the SHA-256 of the canonical form, as UTF-8, of an object with these properties. */
export function digestOfMembers(members: readonly Member[]): string {
  const hash = createHash("sha256").update("{");
  let separator = "";
  for (const member of members.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    hash.update(`${separator}${JSON.stringify(member.name)}:`);
    separator = ",";
    if ("value" in member) {
      hash.update(canonicalJson(member.value));
      continue;
    }
    let before = "[";
    for (const item of member.items()) {
      hash.update(before + canonicalJson(item));
      before = ",";
    }
    hash.update(before === "[" ? "[]" : "]");
  }
  return `sha256:${hash.update("}").digest("hex")}`;
}

/**
 * What identifies a definition: its version, exactly what it requires, who gets that, and whether it holds a bot, as the
 * digest of `{"bot":…,"clientAppId":…,"permissions":[{"type":…,"value":…}],"version":…}` with the permissions sorted by
 * type, then name. Null while any of it is unknown.
 */
export function definitionDigest({ version, permissions, identity }: OfferedDefinition): string | null {
  if (permissions === null || identity.state === "unknown") return null;
  const sorted = permissions.map(({ value, type }) => ({ value, type })).sort(byTypeThenValue);
  return digestOfMembers([
    { name: "version", value: version },
    { name: "permissions", value: sorted },
    { name: "clientAppId", value: identity.clientAppId },
    { name: "bot", value: identity.bot },
  ]);
}

function byTypeThenValue(a: Permission, b: Permission): number {
  const [left, right] = [`${a.type} ${a.value}`, `${b.type} ${b.value}`];
  return left < right ? -1 : left > right ? 1 : 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
