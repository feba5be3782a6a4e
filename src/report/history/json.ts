import { inertJson } from "../../plan-file/json-layout.ts";
import type { ReadReceipt } from "../../receipts/read-receipt.ts";

/** What moves by semantic versioning when the JSON of a history changes. */
export const HISTORY_FORMAT = "1.1";

/** One receipt, as it is kept, with who it is about where the store still knows it. */
export function receiptJson({ kept, facts }: ReadReceipt): string {
  const { text, digest, person, number } = kept;
  const user = person === null ? null : { id: person.id, userPrincipalName: person.userPrincipalName };
  const beside = JSON.stringify({ user, digest });
  if (facts === null) return inertJson(JSON.stringify({ number, unreadable: true, digest }));
  return inertJson(`${text.slice(0, -1)},${beside.slice(1)}`);
}
