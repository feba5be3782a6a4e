import { createHash } from "node:crypto";
import { canonicalJson } from "../model/definition-digest.ts";

/** One property of a document, whole or as the items of a list. */
export type Member =
  | { readonly name: string; readonly value: unknown }
  | { readonly name: string; readonly items: () => Iterable<unknown> };

/** A digest that is taken while a long list is written or read, so that the list is gone through once and never held. */
export interface RunningDigest {
  /** Takes the next item of the list, in canonical form. */
  readonly add: (canonical: string) => void;
  /** `sha256:` and the SHA-256 of the canonical form of the whole object, as UTF-8. */
  readonly end: () => string;
}

/** Text is hashed in pieces of about this many characters. */
const PIECE = 65_536;

/** The digest of an object with these properties and a long list by the name of `list`. */
export function startDigest(members: readonly Member[], list: string): RunningDigest {
  const sorted = members.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const memberText = (member: Member): string => `${JSON.stringify(member.name)}:${valueText(member)}`;
  const before = sorted.filter(({ name }) => name < list).map((member) => `${memberText(member)},`);
  const hash = createHash("sha256").update(`{${before.join("")}${JSON.stringify(list)}:[`);
  let [pending, separator] = ["", ""];
  return {
    add(canonical) {
      pending += separator + canonical;
      separator = ",";
      if (pending.length < PIECE) return;
      hash.update(pending);
      pending = "";
    },
    end() {
      const after = sorted.filter(({ name }) => name > list).map((member) => `,${memberText(member)}`);
      return `sha256:${hash.update(`${pending}]${after.join("")}}`).digest("hex")}`;
    },
  };
}

function valueText(member: Member): string {
  return canonicalJson("value" in member ? member.value : [...member.items()]);
}
