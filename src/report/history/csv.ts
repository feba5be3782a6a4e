import type { ReadReceipt } from "../../receipts/read-receipt.ts";
import { csvRow } from "../csv.ts";

const COLUMNS = [
  "number",
  "at",
  "kind",
  "user",
  "userId",
  "person",
  "app",
  "appId",
  "action",
  "from",
  "to",
  "consent",
  "consentTo",
  "approvedBy",
  "tenantId",
  "commit",
  "plan",
  "definition",
  "sends",
  "status",
  "code",
  "message",
  "requestId",
  "recovered",
  "by",
  "detail",
  "partOf",
] as const;

/** The first row. */
export function historyHeader(): string {
  return csvRow(COLUMNS);
}

/** One receipt as a row; of one that cannot be read the number alone. */
export function historyRow({ kept, facts, person }: ReadReceipt): string {
  const cells: Partial<Record<(typeof COLUMNS)[number], string | number | null>> = {
    number: kept.number,
    user: kept.person?.userPrincipalName ?? null,
    userId: kept.person?.id ?? null,
    person,
  };
  if (facts !== null) {
    const { at, kind, app, tenantId, commit, definition } = facts;
    Object.assign(cells, { at, kind, app: app?.name, appId: app?.id, tenantId, commit, definition });
  }
  if (facts?.kind === "write") {
    const { action, partOf, from, to, consent, consentTo, approvals, plan, sends, outcome, recovered } = facts;
    Object.assign(cells, { action, from, to, consentTo, plan, sends, ...outcome, recovered: recovered ? "yes" : "" });
    cells.partOf = partOf ?? null;
    cells.consent = consent.map(({ value, type }) => `${value} (${type})`).join("; ");
    cells.approvedBy = approvals.map((one) => `${one.value} ${one.file}:${one.line} ${one.commit ?? "?"}`).join("; ");
  }
  if (facts?.kind === "event") Object.assign(cells, { action: facts.event, by: facts.by, detail: facts.detail });
  return csvRow(COLUMNS.map((name) => cells[name] ?? null));
}
