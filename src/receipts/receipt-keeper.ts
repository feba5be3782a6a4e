import type { KnownUser } from "../model/plan.ts";
import type { KeptReceipt, ReceiptFacts, ReceiptLink, WriteFacts } from "../model/receipt.ts";

/** Where the chain of receipts of a tenant is kept. Nothing here rejects: what cannot be kept is said elsewhere, once. */
export interface ReceiptKeeper {
  /**
   * Adds a receipt at the end of the chain, whichever process added the last one. For a write it takes the place of what
   * {@link ReceiptKeeper.intend} noted. Gives it as it was kept; null: it was not.
   *
   * Whoever does something that a history has to name calls this with `EventFacts`: the opening, promotion, halt or resume of a
   * rollout (done by the journal's `noteRollout`), a freeze, a thaw.
   */
  readonly keep: (facts: ReceiptFacts, user: KnownUser | null) => Promise<KeptReceipt | null>;
  /** Notes a write that is about to be sent, so that a later run can leave its receipt should this one be killed. */
  readonly intend: (facts: WriteFacts, user: KnownUser) => Promise<void>;
  /** Leaves the receipts of writes whose run was killed; gives them. Only for whoever holds the lease: their runs are over. */
  readonly recover: () => Promise<readonly KeptReceipt[]>;
  /** The last receipt; null: there is none, or the store does not tell. */
  readonly head: () => Promise<ReceiptLink | null>;
  /** Goes on with a chain that was kept elsewhere, where this one holds nothing yet. */
  readonly goOnFrom: (link: ReceiptLink) => Promise<void>;
  /** Takes over what follows the last receipt here in a copy of the same chain, as far as the copy is whole; gives how many. */
  readonly takeOver: (copy: Iterable<KeptReceipt>) => Promise<number>;
}
