import { propertyOf } from "../model/json-object.ts";
import type { KeptReceipt, ReceiptFacts } from "../model/receipt.ts";

/** A receipt with what it says; `facts` null: it is none that this program can read. */
export interface ReadReceipt {
  readonly kept: KeptReceipt;
  readonly facts: ReceiptFacts | null;
  /** The salted hash of the person; null: it is about nobody. */
  readonly person: string | null;
}

/** Reads what a receipt says. Never throws: a text that was changed may hold anything. */
export function readReceipt(kept: KeptReceipt): ReadReceipt {
  try {
    const content: unknown = JSON.parse(kept.text);
    const person = propertyOf(content, "person");
    return { kept, facts: isFacts(content) ? content : null, person: typeof person === "string" ? person : null };
  } catch {
    return { kept, facts: null, person: null };
  }
}

function isFacts(content: unknown): content is ReceiptFacts {
  if (!isText(propertyOf(content, "at"))) return false;
  const app = propertyOf(content, "app");
  const outcome = propertyOf(content, "outcome");
  switch (propertyOf(content, "kind")) {
    case "event":
      return isText(propertyOf(content, "event")) && (app === null || isText(propertyOf(app, "name")));
    case "write":
      return (
        isText(propertyOf(app, "name")) &&
        isText(propertyOf(content, "action")) &&
        isText(propertyOf(outcome, "status")) &&
        isListOf(
          propertyOf(content, "consent"),
          (one) => isText(propertyOf(one, "value")) && isText(propertyOf(one, "type")),
        ) &&
        isListOf(
          propertyOf(content, "approvals"),
          (one) => isText(propertyOf(one, "file")) && isText(propertyOf(one, "value")),
        )
      );
    default:
      return false;
  }
}

function isListOf(value: unknown, isOne: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isOne);
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}
