import { hash, randomBytes } from "node:crypto";
import { isJsonObject, parseJsonObject } from "../model/json-object.ts";
import type { KeptReceipt, ReceiptFacts, ReceiptLink, ReceiptPerson } from "../model/receipt.ts";

// Receipts form a chain: each holds the digest of the one before, so that none can be changed, taken out or put in without
// all later ones showing it. Whoever keeps the last digest elsewhere (the anchor) sees also when the end is cut off.
// A person stands in it as a salted hash. Without the salt nobody can tell whose it is, and nothing that is hashed changes.

/** The version of the text; `schemas/receipt.schema.json` says what moves it. */
const FORMAT_VERSION = "1.4";

/** A salt for a person who has none yet. */
export function newSalt(): string {
  return randomBytes(16).toString("hex");
}

/** How a receipt names a person. */
export function personHash({ salt, id }: Pick<ReceiptPerson, "salt" | "id">): string {
  return sha256(`${salt}\n${id.toLowerCase()}`);
}

/** The receipt that follows `previous`; null: it is the first of its chain. */
export function seal(facts: ReceiptFacts, person: ReceiptPerson | null, previous: ReceiptLink | null): KeptReceipt {
  const { kind, at, tenantId, commit, ...rest } = facts;
  const number = (previous?.number ?? 0) + 1;
  const who = kind === "write" ? { person: person === null ? null : personHash(person) } : {};
  const place = { formatVersion: FORMAT_VERSION, number, previous: previous?.digest ?? null };
  const text = JSON.stringify({ ...place, kind, at, tenantId, commit, ...who, ...rest });
  return { number, digest: sha256(text), text, person };
}

/** What is wrong with a receipt as the one after `previous`, for people; null: nothing. `previous` null: it has to be the first of its chain; `unknown`: it may follow anything. */
export function faultOf(
  { number, digest, text, person }: KeptReceipt,
  before: ReceiptLink | null | "unknown",
): string | null {
  if (sha256(text) !== digest) return "it was changed after it was written: its digest is another one";
  const content = parseJsonObject(text);
  if (content === null || content["number"] !== number) return "its number is not the one it was written with";
  if (before === null && content["previous"] !== null) return "the receipts before it are missing";
  const previous = before === "unknown" ? null : before;
  if (previous !== null && number !== previous.number + 1) return missing(previous.number + 1, number);
  if (previous !== null && content["previous"] !== previous.digest)
    return `it does not follow receipt ${previous.number}: one of the two was put in place of another`;
  if (person !== null && content["person"] !== personHash(person))
    return "the person that is kept beside it is not the one that it was written for";
  return null;
}

function missing(from: number, found: number): string {
  const last = found - 1;
  if (last < from) return `it stands after receipt ${from - 1}, which is out of order`;
  return from === last ? `receipt ${from} before it is missing` : `receipts ${from} to ${last} before it are missing`;
}

/** A receipt with the person beside it, as a line of a file. */
export function receiptLine({ text, digest, person }: KeptReceipt): string {
  const user = person === null ? null : { id: person.id, userPrincipalName: person.userPrincipalName };
  const beside = person === null ? { digest } : { user, salt: person.salt, digest };
  return `${text.slice(0, -1)},${JSON.stringify(beside).slice(1)}`;
}

/**
 * The receipt that a line of a file holds; null: none with a place in a chain. What stands beside it may have been taken out.
 * Its order of properties is that of the text, so that the digest can be computed again.
 */
export function receiptOfLine(line: string): KeptReceipt | null {
  const value = parseJsonObject(line);
  if (value === null) return null;
  const { user, salt, digest, ...content } = value;
  const number = content["number"];
  if (typeof digest !== "string" || typeof number !== "number") return null;
  const person =
    isJsonObject(user) && typeof user["id"] === "string" && typeof salt === "string"
      ? { ...personIn(user), salt }
      : null;
  return { number, digest, text: JSON.stringify(content), person };
}

function personIn({ id, userPrincipalName: name }: Readonly<Record<string, unknown>>) {
  return { id: String(id), userPrincipalName: typeof name === "string" ? name : null };
}

function sha256(text: string): string {
  return `sha256:${hash("sha256", text)}`;
}
