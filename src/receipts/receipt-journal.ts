import { NO_JOURNAL, type Stage, type WriteJournal } from "../apply/journal.ts";
import { isoTime } from "../model/clock.ts";
import type { Permission } from "../model/permission.ts";
import { type KnownUser, versionStep } from "../model/plan.ts";
import type { EventFacts, KeptReceipt, PermissionApproval, ReceiptFacts, WriteFacts } from "../model/receipt.ts";
import type { RolloutEvent } from "../model/rollout.ts";
import { definitionDigest } from "../model/definition-digest.ts";
import { seal, newSalt } from "./chain.ts";
import type { ReceiptFile } from "./receipt-file.ts";
import type { ReceiptKeeper } from "./receipt-keeper.ts";

/** What every receipt of a run says of the run. */
export interface ReceiptRun {
  /** Null where the token does not tell. */
  readonly tenantId: string | null;
  /** Null where the desired state is in no git checkout. */
  readonly commit: string | null;
  /** Digest of the plan that is carried out; null: not known. */
  readonly plan: () => string | null;
  /** Where git approves what is sent; never rejects. */
  readonly approvals: (app: string, consent: readonly Permission[]) => Promise<readonly PermissionApproval[]>;
}

/**
 * A journal that leaves a receipt of each write and of each step of a rollout: in the store, where there is one, and as a
 * line of the file, where one was named. The file alone goes on with the chain that it holds.
 */
export function receiptJournal(
  run: ReceiptRun,
  keeper: ReceiptKeeper | null,
  file: Pick<ReceiptFile, "add" | "head"> | null,
): WriteJournal & Required<Pick<WriteJournal, "concludeWrite">> {
  const keep = async (facts: ReceiptFacts, user: KnownUser | null): Promise<void> => {
    const kept = (await keeper?.keep(facts, user)) ?? sealedFor(file, facts, user);
    if (kept !== null) file?.add(kept);
  };
  return {
    ...NO_JOURNAL,
    async intend({ at }, write) {
      if (keeper !== null) await keeper.intend(await writeFacts(run, write, isoTime(at)), write.user);
    },
    async concludeWrite(write, { at, status, code, message, requestId }, sends) {
      const outcome = { status, code, message, requestId };
      await keep({ ...(await writeFacts(run, write, at)), sends, outcome }, write.user);
    },
    noteRollout: (event) => keep(rolloutFacts(run, event), null),
  };
}

/** Without a store nobody remembers a salt, so each line has its own. */
function sealedFor(
  file: Pick<ReceiptFile, "head"> | null,
  facts: ReceiptFacts,
  user: KnownUser | null,
): KeptReceipt | null {
  if (file === null) return null;
  return seal(facts, user === null ? null : { ...user, salt: newSalt() }, file.head());
}

/** What is known when a write is about to be sent. */
async function writeFacts(run: ReceiptRun, write: Stage, at: string): Promise<WriteFacts> {
  const { app: name, on, action, consent, partOf } = write;
  const { offered } = on.app;
  const identity = offered?.identity;
  return {
    kind: "write",
    at,
    tenantId: run.tenantId,
    commit: run.commit,
    app: { name, id: on.catalogId },
    action,
    partOf: partOf?.action ?? null,
    ...versionStep(write),
    replaced: partOf?.action === "replace" ? { id: partOf.replaced.id, version: partOf.replaced.version } : null,
    consent: consent.map(({ value, type }) => ({ value, type })),
    consentTo: consent.length > 0 && identity?.state === "known" ? identity.clientAppId : null,
    approvals: await run.approvals(name, consent),
    plan: run.plan(),
    definition: action === "uninstall" || offered === null ? null : definitionDigest(offered),
    sends: 1,
    outcome: NOT_SEEN,
    recovered: false,
  };
}

/** What a receipt says when nothing replaces it. */
const NOT_SEEN = {
  status: "unverified",
  code: "stopped",
  message: "the run ended before it was known what became of the write",
  requestId: null,
} as const;

function rolloutFacts({ tenantId, commit }: ReceiptRun, event: RolloutEvent): EventFacts {
  const { kind, at, app, catalogId, digest, version, ring, halt, detail } = event;
  const about = [version, ring === null ? null : `ring ${ring}`, halt === null ? null : `halt ${halt}`, detail];
  return {
    kind: "event",
    at: isoTime(at),
    tenantId,
    commit,
    event: `rollout-${kind}`,
    app: { name: app, id: catalogId },
    definition: digest,
    by: null,
    detail: about.filter((part) => part !== null).join("; "),
  };
}
