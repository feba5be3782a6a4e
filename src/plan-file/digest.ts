import { createHash } from "node:crypto";
import { canonicalJson } from "../model/definition-digest.ts";

/** One property of a document, whole or as the items of a list, which are never held in memory together. */
export type Member =
  | { readonly name: string; readonly value: unknown }
  | { readonly name: string; readonly items: () => Iterable<unknown> };

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
