import { receiptOfLine } from "../receipts/chain.ts";
import type { ReceiptFile } from "../receipts/receipt-file.ts";
import type { StoredReceipts } from "../store/store.ts";

/**
 * Called when the lease is held, before anything is written: leaves the receipts of runs that were killed, and brings store and
 * file together. A file that is a copy of the chain is brought up to its end, and so is a store that was put back from an older
 * copy; a store that holds nothing goes on where the file ends. `notice` is told where the two are different chains.
 */
export async function beginReceipts(
  stored: StoredReceipts | null,
  file: ReceiptFile | null,
  notice: (line: string) => void,
): Promise<void> {
  const head = file?.head() ?? null;
  if (stored !== null && file !== null && head !== null) {
    await stored.goOnFrom(head);
    const own = await stored.head();
    const isBehind = own !== null && own.number < head.number;
    const copy = isBehind ? file.lines().flatMap((line) => receiptOfLine(line) ?? []) : [];
    const taken = await stored.takeOver(copy);
    if (taken > 0)
      notice(
        `warning: the store lacked the last ${taken === 1 ? "receipt" : `${taken} receipts`} of the receipt file, as one that was put back from an older copy does; it has them again`,
      );
  }
  const recovered = (await stored?.recover()) ?? [];
  if (stored === null || file === null) return;
  if (head === null) {
    for (const receipt of recovered) file.add(receipt);
    return;
  }
  try {
    const before = await stored.before();
    const hasSame =
      before?.digest === head.digest || (await first(stored.after(head.number - 1)))?.digest === head.digest;
    if (hasSame) for await (const receipt of stored.after(head.number)) file.add(receipt);
    else
      notice(
        `warning: the receipt file ends with receipt ${head.number} of another chain than that of the store; what is added now begins a new one`,
      );
  } catch {
    // The store does not answer, which it says by itself; the file goes on with its own chain.
  }
}

async function first<Item>(items: AsyncIterable<Item>): Promise<Item | undefined> {
  for await (const item of items) return item;
  return undefined;
}
