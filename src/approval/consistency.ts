import { limitAsWritten } from "../report/document.ts";
import { canonicalJson, definitionDigest } from "../report/digest.ts";
import { envelopeOf } from "../report/envelope.ts";
import type { Limit } from "../model/policy.ts";
import { type PlanFile, type PlanFileApp, type PlanFileRow, rowKey } from "./plan-file.ts";

/**
 * What is wrong with a file that fits the schema and has the right digest, which anybody can compute: each fact that the
 * file holds twice has to agree with itself, and a row that acts has to hold all that acting needs. Null: nothing.
 */
export function contradiction(file: PlanFile): string | null {
  return appContradiction(file) ?? rowContradiction(file) ?? envelopeContradiction(file);
}

function appContradiction({ apps }: PlanFile): string | null {
  const names = new Set<string>();
  for (const { name, offered } of apps) {
    if (names.has(name)) return `it holds the app "${name}" twice`;
    names.add(name);
    if (offered === null) continue;
    const digest = offered.permissions === null ? null : definitionDigest(offered.version, offered.permissions);
    if (digest !== offered.digest) return `the digest of the definition of "${name}" is not that of its content`;
  }
  return null;
}

function rowContradiction({ apps, rows }: PlanFile): string | null {
  const byName = new Map(apps.map((app) => [app.name, app]));
  const keys = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const app = byName.get(row.app);
    if (app === undefined) return `row ${index + 1} is about the app "${row.app}", which it does not hold`;
    const key = rowKey(row);
    if (keys.has(key)) return `it holds two rows for the user ${row.user.asWritten} and the app "${row.app}"`;
    keys.add(key);
    if (row.verdict === "act" && !canAct(row, app)) {
      return `row ${index + 1} is to act, and does not hold what its action needs`;
    }
  }
  return null;
}

function canAct({ user, action, reason, observed, consent }: PlanFileRow, { id, offered }: PlanFileApp): boolean {
  if (user.id === null || id === null || action === null || reason !== null) return false;
  switch (action) {
    case "install":
      return observed.state === "absent" && offered?.digest != null;
    case "upgrade":
      return observed.state === "present" && offered?.digest != null;
    case "uninstall":
      return observed.state === "present" && consent.length === 0;
  }
}

function envelopeContradiction({ envelope, rows }: PlanFile): string | null {
  const made = envelopeOf(rows, limitFrom(envelope.slack));
  const asWritten = { slack: limitAsWritten(made.slack), apps: made.apps };
  return canonicalJson(asWritten) === canonicalJson(envelope) ? null : "its envelope is not the one that its rows make";
}

function limitFrom(written: number | string): Limit {
  return typeof written === "number"
    ? { kind: "count", count: written }
    : { kind: "percent", percent: Number.parseFloat(written) };
}
