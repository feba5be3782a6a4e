import { createHash } from "node:crypto";
import type { OfferedDefinition } from "./catalog.ts";
import { isJsonObject } from "./json-object.ts";
import { compareText } from "./order.ts";
import type { Permission } from "./permission.ts";

/**
 * The canonical form of JSON data, by RFC 8785 (https://www.rfc-editor.org/rfc/rfc8785): no white space, properties sorted
 * by UTF-16 code units, strings and numbers as `JSON.stringify` writes them. The same data give the same text, whatever
 * the order and the white space they came with. Goes as deep as the data, so check their depth first.
 */
export function canonicalJson(value: unknown): string {
  // One text that grows: most of what the digest of a large plan takes is here.
  let text = "";
  if (Array.isArray(value)) {
    for (const item of value) text += (text === "" ? "[" : ",") + canonicalJson(item);
    return text === "" ? "[]" : `${text}]`;
  }
  if (!isJsonObject(value)) return scalarJson(value);
  for (const name of Object.keys(value).sort()) {
    text += `${text === "" ? "{" : ","}${scalarJson(name)}:${canonicalJson(value[name])}`;
  }
  return text === "" ? "{}" : `${text}}`;
}

/** Text in which JSON escapes nothing. */
const PLAIN = /^[ !#-[\]-~]*$/;

function scalarJson(value: unknown): string {
  return typeof value === "string" && PLAIN.test(value) ? `"${value}"` : JSON.stringify(value);
}

/** What identifies a definition, where all of it is known. */
interface Identifying {
  readonly version: string;
  readonly permissions: readonly Permission[];
  readonly clientAppId: string | null;
  readonly bot: boolean;
}

/**
 * What identifies a definition: its version, exactly what it requires, who gets that, and whether it holds a bot, as the
 * digest of `{"bot":…,"clientAppId":…,"permissions":[{"type":…,"value":…}],"version":…}` with the permissions sorted by
 * type, then name.
 */
export function digestOf({ version, permissions, clientAppId, bot }: Identifying): string {
  const sorted = permissions.map(({ value, type }) => ({ value, type })).sort(byTypeThenValue);
  const text = canonicalJson({ version, permissions: sorted, clientAppId, bot });
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

/** As {@link digestOf}; null while any of it is unknown. */
export function definitionDigest({ version, permissions, identity }: OfferedDefinition): string | null {
  if (permissions === null || identity.state === "unknown") return null;
  const { clientAppId, bot } = identity;
  return digestOf({ version, permissions, clientAppId, bot });
}

/**
 * As {@link definitionDigest}, without who gets the consent: what is the same in tenants where each has a registration of its own.
 */
export function releaseDigest({ version, permissions, identity }: OfferedDefinition): string | null {
  if (permissions === null || identity.state === "unknown") return null;
  return digestOf({ version, permissions, clientAppId: null, bot: identity.bot });
}

function byTypeThenValue(a: Permission, b: Permission): number {
  return compareText(`${a.type} ${a.value}`, `${b.type} ${b.value}`);
}
