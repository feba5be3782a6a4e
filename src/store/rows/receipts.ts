import type { KeptReceipt, ReceiptLink, WriteFacts } from "../../model/receipt.ts";
import type { Row } from "./row.ts";

/** Under which key of `meta` the receipt stands that came before the first one that is kept. */
export const BEFORE_KEY = "receipts_before";

/** What is not there, or was not written by this program, gives texts whose digest is wrong: that is shown, and not hidden. */
export function receiptOf({ number, digest, text, user_id: id, name, salt }: Row): KeptReceipt {
  const userPrincipalName = typeof name === "string" ? name : null;
  const isKnown = typeof id === "string" && typeof salt === "string";
  return {
    number: Number(number),
    digest: String(digest),
    text: String(text),
    person: isKnown ? { id, userPrincipalName, salt } : null,
  };
}

/** Null: this program wrote no such text. */
export function linkOf(text: unknown): ReceiptLink | null {
  if (typeof text !== "string") return null;
  const link: unknown = JSON.parse(text);
  if (typeof link !== "object" || link === null) return null;
  const [number, digest] = [Reflect.get(link, "number"), Reflect.get(link, "digest")];
  return typeof number === "number" && typeof digest === "string" ? { number, digest } : null;
}

/** What this program noted before it wrote; anything else counts as nothing. */
export function factsIn(text: unknown): WriteFacts | null {
  const facts: unknown = JSON.parse(String(text));
  return isWriteFacts(facts) ? facts : null;
}

function isWriteFacts(value: unknown): value is WriteFacts {
  if (typeof value !== "object" || value === null) return false;
  const app: unknown = Reflect.get(value, "app");
  const hasApp = typeof app === "object" && app !== null && typeof Reflect.get(app, "id") === "string";
  return hasApp && Reflect.get(value, "kind") === "write" && typeof Reflect.get(value, "at") === "string";
}
