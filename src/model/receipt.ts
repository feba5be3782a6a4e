import type { SourceLocation } from "./diagnostic.ts";
import type { Permission } from "./permission.ts";
import type { Action, Outcome } from "./plan.ts";
import type { RolloutEvent } from "./rollout.ts";

/** By which line of git a permission was approved, and by which commit that line was written. */
export interface PermissionApproval extends Permission, Pick<SourceLocation, "file" | "line"> {
  /** Null where that cannot be told: no repository is at hand, or only the end of its history. */
  readonly commit: string | null;
  /** Why the commit is null, for people; only there. Receipts before 1.3 do not tell. */
  readonly commitUnknown?: string;
}

/** An app, by its name in the desired state and its catalog id. */
export interface ReceiptApp {
  readonly name: string;
  /** Null where it is not known. */
  readonly id: string | null;
}

interface CommonFacts {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Null where the token does not tell, or nobody signed in. */
  readonly tenantId: string | null;
  /** Of the desired state in use; null where it is in no git checkout. */
  readonly commit: string | null;
}

/** What a receipt says of one write, whoever the person was. */
export interface WriteFacts extends CommonFacts {
  readonly kind: "write";
  /** Of the earlier upload that a `replace` removes: its own id, under the name of the app that replaces it. */
  readonly app: ReceiptApp;
  /** Receipts before 1.4 may name `replace` or `reinstall`, which are two writes. */
  readonly action: Action;
  /** The action that this write is one of two of; null: it is one by itself. Receipts before 1.4 do not tell. */
  readonly partOf?: "replace" | "reinstall" | null;
  readonly from: string | null;
  readonly to: string | null;
  /** The earlier upload that a `replace` removes, on both of its writes; null for every other action. */
  readonly replaced: { readonly id: string; readonly version: string | null } | null;
  /** Exactly as it was sent. */
  readonly consent: readonly Permission[];
  /** The Entra application that the consent was sent for; null: none was sent. */
  readonly consentTo: string | null;
  /** One for each permission that was sent and stands in the desired state. */
  readonly approvals: readonly PermissionApproval[];
  /** Digest of the plan that was carried out; null: not known. */
  readonly plan: string | null;
  /** Digest of the definition that was brought; null for a removal. */
  readonly definition: string | null;
  /** How many requests were sent. */
  readonly sends: number;
  readonly outcome: Omit<Outcome, "at">;
  /** True: the run that wrote did not live to see the outcome, and a later one added this from the journal. */
  readonly recovered: boolean;
}

/** Something else that happened in the tenant, or to it, which a history has to name. */
export interface EventFacts extends CommonFacts {
  readonly kind: "event";
  readonly event: `rollout-${RolloutEvent["kind"]}` | "frozen" | "thawed";
  /** Null: every app, or none. */
  readonly app: ReceiptApp | null;
  /** Digest of the definition that it is about; null: none. */
  readonly definition: string | null;
  /** Who asked for it, and where; null: the run did it by its rules. */
  readonly by: string | null;
  /** For people. */
  readonly detail: string | null;
}

/** All that a receipt says but its place in the chain. */
export type ReceiptFacts = WriteFacts | EventFacts;

/** The place of a receipt in its chain. */
export interface ReceiptLink {
  /** From 1. */
  readonly number: number;
  /** `sha256:` and the SHA-256 of the receipt. */
  readonly digest: string;
}

/** Who a receipt is about; kept beside it, so that a person can be forgotten and the chain still holds. */
export interface ReceiptPerson {
  readonly id: string;
  readonly userPrincipalName: string | null;
  /** With it and the id the hash in the receipt can be computed. */
  readonly salt: string;
}

/** A receipt as it is kept. */
export interface KeptReceipt extends ReceiptLink {
  /** The JSON that the digest is of. */
  readonly text: string;
  /** Null: it is about nobody, or the person was forgotten. */
  readonly person: ReceiptPerson | null;
}
