import type { DefinitionIdentity } from "../model/catalog.ts";
import { canonicalJson, definitionDigest } from "../model/definition-digest.ts";
import { rowKey } from "../model/plan.ts";
import type { Limit } from "../model/policy.ts";
import { envelopeOf, isReviewedToAct } from "./envelope.ts";
import { watchRepeats } from "./repeated.ts";
import type { App, Offered, Plan, Row } from "./schema.d.ts";
import { envelopeJson } from "./write-json.ts";

/**
 * What is wrong with a file that fits the schema and has the right digest, which anybody can compute: each fact that the
 * file holds twice has to agree with itself, and a row that acts has to hold all that acting needs. Null: nothing.
 * @param rows those of the file, each time from the first
 */
export function contradiction(file: Plan, rows: () => Iterable<Row>): string | null {
  const found = checkRows(file, rows);
  return appContradiction(file) ?? found;
}

function appContradiction({ apps }: Plan): string | null {
  const names = new Set<string>();
  for (const { name, offered } of apps) {
    if (names.has(name)) return `it holds the app "${name}" twice`;
    names.add(name);
    if (offered === null) continue;
    if (definitionDigest({ ...offered, identity: identityOf(offered) }) !== offered.digest)
      return `the digest of the definition of "${name}" is not that of its content`;
  }
  return null;
}

function identityOf({ clientAppId, bot }: Offered): DefinitionIdentity {
  return bot === null
    ? { state: "unknown", detail: "the file does not hold it" }
    : { state: "known", clientAppId, bot };
}

/** Goes through the rows once, and once more where two seem to be about the same. */
function checkRows({ apps, envelope }: Plan, rows: () => Iterable<Row>): string | null {
  const byName = new Map(apps.map((app) => [app.name, app]));
  const repeats = watchRepeats();
  let [count, wrong]: [number, string | null] = [0, null];
  const watched = Iterator.from(rows()).map((row) => {
    count += 1;
    wrong ??= rowContradiction(row, byName.get(row.app), count);
    repeats.add(rowKey(row));
    return [row, 1] as const;
  });
  const made = envelopeJson(envelopeOf(watched, limitFrom(envelope.slack)));
  wrong ??= repeatedRow(rows, repeats.suspects());
  if (wrong !== null) return wrong;
  return canonicalJson(made) === canonicalJson(envelope) ? null : "its envelope is not the one that its rows make";
}

function rowContradiction(row: Row, app: App | undefined, number: number): string | null {
  if (app === undefined) return `row ${number} is about the app "${row.app}", which it does not hold`;
  return isReviewedToAct(row) && !canAct(row, app)
    ? `row ${number} is to act, and does not hold what its action needs`
    : null;
}

function repeatedRow(rows: () => Iterable<Row>, isSuspect: ((key: string) => boolean) | null): string | null {
  if (isSuspect === null) return null;
  const keys = new Set<string>();
  for (const row of rows()) {
    const key = rowKey(row);
    if (keys.has(key)) return `it holds two rows for the user ${row.user.asWritten} and the app "${row.app}"`;
    if (isSuspect(key)) keys.add(key);
  }
  return null;
}

function canAct({ user, verdict, action, reason, observed, consent, replaced }: Row, { id, offered }: App): boolean {
  if (user.id === null || id === null || action === null) return false;
  if (verdict === "act" && reason !== null) return false;
  switch (action) {
    case "install":
      return observed.state === "absent" && offered?.digest != null;
    case "upgrade":
      return observed.state === "present" && offered?.digest != null;
    case "uninstall":
      return observed.state === "present" && consent.length === 0;
    case "replace":
      return replaced !== undefined && (observed.state === "present" || offered?.digest != null);
    case "reinstall":
      return observed.state === "present" && consent.length > 0 && offered?.digest != null;
  }
}

function limitFrom(written: number | string): Limit {
  return typeof written === "number"
    ? { kind: "count", count: written }
    : { kind: "percent", percent: Number.parseFloat(written) };
}
