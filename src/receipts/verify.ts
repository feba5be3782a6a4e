import type { KeptReceipt, ReceiptLink } from "../model/receipt.ts";
import { faultOf } from "./chain.ts";

/** What came of looking through a chain. */
export interface Verification {
  readonly receipts: number;
  /** The first and the last receipt that were looked at; null: there is none. */
  readonly first: ReceiptLink | null;
  readonly head: ReceiptLink | null;
  /** The first place where it does not hold; null: it holds. */
  readonly broken: { readonly number: number; readonly why: string } | null;
}

/**
 * Looks through a chain up to the first place where it does not hold.
 * @param before the receipt before the first one; null: it begins with the first. `unknown`: what is there is the end of a chain
 * @param anchor a receipt that has to be in it, as it was kept elsewhere; null: none
 */
export async function verifyChain(
  receipts: Iterable<KeptReceipt> | AsyncIterable<KeptReceipt>,
  before: ReceiptLink | null | "unknown",
  anchor: ReceiptLink | null,
): Promise<Verification> {
  let previous = before;
  let first: ReceiptLink | null = null;
  let head = before === "unknown" ? null : before;
  let count = 0;
  let anchored = anchor === null || sameLink(head, anchor);
  for await (const one of receipts) {
    const link = { number: one.number, digest: one.digest };
    const why = faultOf(one, previous) ?? otherThan(link, anchor);
    if (why !== null) return { receipts: count, first, head, broken: { number: one.number, why } };
    count += 1;
    first ??= link;
    head = link;
    previous = link;
    anchored ||= sameLink(link, anchor);
  }
  const why = anchored || anchor === null ? null : whyNotThere(anchor, first, head);
  return {
    receipts: count,
    first,
    head,
    broken: anchor === null || why === null ? null : { number: anchor.number, why },
  };
}

function otherThan(link: ReceiptLink, anchor: ReceiptLink | null): string | null {
  if (anchor === null || link.number !== anchor.number || link.digest === anchor.digest) return null;
  return `it is another one than the anchor names: ${link.digest}; so it is where a store was put back from an older copy and went on`;
}

function whyNotThere({ number }: ReceiptLink, first: ReceiptLink | null, head: ReceiptLink | null): string {
  if (head === null || number > head.number)
    return `the anchor names it, and the chain ends with receipt ${head?.number ?? 0}: its end was cut off, or the store was put back from an older copy`;
  return `the anchor names it, and it was deleted since it is too old: what is kept begins with receipt ${first?.number ?? head.number}`;
}

function sameLink(a: ReceiptLink | null, b: ReceiptLink | null): boolean {
  return a !== null && b !== null && a.number === b.number && a.digest === b.digest;
}

/** `sha256:…/41`, as it is kept elsewhere. */
export function anchorText({ number, digest }: ReceiptLink): string {
  return `${digest}/${number}`;
}

/** Null for a text that is no anchor. */
export function parseAnchor(text: string): ReceiptLink | null {
  const match = /^(sha256:[0-9a-f]{64})\/([1-9]\d{0,14})$/.exec(text);
  return match?.[1] === undefined ? null : { digest: match[1], number: Number(match[2]) };
}
