import { join } from "node:path";
import { statSync } from "node:fs";
import { approvalKey } from "../desired/configuration.ts";
import { commitOfLine } from "../git/blame.ts";
import type { Permission } from "../model/permission.ts";
import type { PermissionApproval } from "../model/receipt.ts";
import type { ReceiptRun } from "../receipts/receipt-journal.ts";
import type { LoadedState } from "./desired-state.ts";

/**
 * Finds where git approves what is sent, and by which commit; each permission of an app is looked for once.
 * @param notice told once of each reason for which git does not know the commit
 */
export function approvalsOf(
  { loaded, path, commit, whoWrote }: Pick<LoadedState, "loaded" | "path" | "commit" | "whoWrote">,
  notice: (line: string) => void,
): ReceiptRun["approvals"] {
  const found = new Map<string, Promise<PermissionApproval | null>>();
  const said = new Set<string>();
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  const originOf =
    whoWrote ??
    ((file: string, line: number, asOf: string) => commitOfLine(isFolder ? join(path, file) : path, line, asOf));
  const find = async (key: string, app: string, permission: Permission): Promise<PermissionApproval | null> => {
    const place = loaded.approvedAt.get(key);
    if (place === undefined) return null;
    const { file, line } = place;
    const approval = { value: permission.value, type: permission.type, file, line };
    if (commit === null) return { ...approval, commit, commitUnknown: NOT_COMMITTED };
    const origin = await originOf(file, line, commit);
    if (origin.commit !== null) return { ...approval, commit: origin.commit };
    if (!said.has(origin.why))
      notice(
        `warning: receipts will not name the commit that approved ${permission.value} of ${app} (${file}:${line}): ${origin.why}`,
      );
    said.add(origin.why);
    return { ...approval, commit: null, commitUnknown: origin.why };
  };
  return async (app, consent) => {
    const all = consent.map((permission) => {
      const key = approvalKey(app, permission);
      const known = found.get(key) ?? find(key, app, permission);
      found.set(key, known);
      return known;
    });
    return (await Promise.all(all)).filter((one) => one !== null);
  };
}

const NOT_COMMITTED = "the desired state is in no git checkout, or has changes that are not committed";
