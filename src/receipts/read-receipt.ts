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
    const person = field(content, "person");
    return { kept, facts: isFacts(content) ? content : null, person: typeof person === "string" ? person : null };
  } catch {
    return { kept, facts: null, person: null };
  }
}

function isFacts(content: unknown): content is ReceiptFacts {
  if (!isText(field(content, "at"))) return false;
  const app = field(content, "app");
  const outcome = field(content, "outcome");
  switch (field(content, "kind")) {
    case "event":
      return isText(field(content, "event")) && (app === null || isText(field(app, "name")));
    case "write":
      return (
        isText(field(app, "name")) &&
        isText(field(content, "action")) &&
        isText(field(outcome, "status")) &&
        isListOf(field(content, "consent"), (one) => isText(field(one, "value")) && isText(field(one, "type"))) &&
        isListOf(field(content, "approvals"), (one) => isText(field(one, "file")) && isText(field(one, "value")))
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

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
