import { join } from "node:path";
import { statSync } from "node:fs";
import { approvalKey } from "../desired/configuration.ts";
import { commitOfLine } from "../git/blame.ts";
import type { Permission } from "../model/permission.ts";
import type { PermissionApproval } from "../model/receipt.ts";
import type { ReceiptRun } from "../receipts/receipt-journal.ts";
import type { LoadedState } from "./desired-state.ts";

/** Finds where git approves what is sent, and by which commit; each permission of an app is looked for once. */
export function approvalsOf({
  loaded,
  path,
  commit,
}: Pick<LoadedState, "loaded" | "path" | "commit">): ReceiptRun["approvals"] {
  const found = new Map<string, Promise<PermissionApproval | null>>();
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  const find = async (key: string, permission: Permission): Promise<PermissionApproval | null> => {
    const place = loaded.approvedAt.get(key);
    if (place === undefined) return null;
    const { file, line } = place;
    const by = commit === null ? null : await commitOfLine(isFolder ? join(path, file) : path, line, commit);
    return { value: permission.value, type: permission.type, file, line, commit: by };
  };
  return async (app, consent) => {
    const all = consent.map((permission) => {
      const key = approvalKey(app, permission);
      const known = found.get(key) ?? find(key, permission);
      found.set(key, known);
      return known;
    });
    return (await Promise.all(all)).filter((one) => one !== null);
  };
}
