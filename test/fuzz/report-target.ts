import type { Diagnostic } from "../../src/model/diagnostic.ts";
import type { Permission } from "../../src/model/permission.ts";
import type { ActingRow, PlanApp, PlanRow, PlanUser, Result } from "../../src/model/plan.ts";
import { OUTCOME_CODES, type OutcomeCode, type Reason, REASONS } from "../../src/model/reasons.ts";
import { driftDocument, planDocument, type ReportHeader, resultDocument } from "../../src/plan-file/document.ts";
import { renderJson } from "../../src/plan-file/write-json.ts";
import { blockedAnnotations, diagnosticAnnotations, renderAnnotations } from "../../src/report/annotations.ts";
import { createPeople } from "../../src/report/facts/people.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { renderText } from "../../src/report/text.ts";
import {
  app,
  AT,
  blocked,
  ended,
  header,
  held,
  install,
  outcome,
  present,
  result,
  target,
  uninstall,
  upgrade,
} from "../report/builders.ts";
import { RATES } from "../report/worlds.ts";
import type { Chance } from "./chance.ts";
import { hostileText } from "./hostile.ts";
import { rawIn, type Target } from "./target.ts";
import { IDENTITY } from "../definitions.ts";

const PEOPLE = [createPeople({ showUsers: true, key: null }), createPeople({ showUsers: false, key: null })] as const;
const REASON_CODES = Object.keys(REASONS).filter((code): code is Reason => code in REASONS);
const OUTCOMES = Object.keys(OUTCOME_CODES).filter((code): code is OutcomeCode => code in OUTCOME_CODES);

/**
 * Reports in which every text that comes from the tenant, from files or from services is hostile: no form of output does
 * anything to a terminal, and JSON says exactly what it was given.
 */
export function reportTarget(): Target {
  return {
    tryOne(chance) {
      const shown = anyResult(chance);
      const facts = anyHeader(chance);
      const diagnostics = [anyDiagnostic(chance), anyDiagnostic(chance)];
      const documents = [
        planDocument(shown, facts, diagnostics),
        driftDocument(shown, facts, diagnostics),
        resultDocument(shown, facts, diagnostics),
      ];
      const people = chance.pick(PEOPLE);
      const outputs = documents.flatMap((document): readonly (readonly [string, Iterable<string>])[] => [
        [`text of a ${document.kind}`, renderText(document, { color: false, rates: RATES })],
        [`JSON of a ${document.kind}`, renderJson(document)],
        [
          `Markdown of a ${document.kind}`,
          renderMarkdown(document, { rates: RATES, people, wholeAt: null, marker: null }),
        ],
      ]);
      const remarks = [...diagnosticAnnotations(diagnostics), ...blockedAnnotations(shown.rows)];
      const all = [...outputs, ["annotations", lines(renderAnnotations(remarks, hostileText(chance)))] as const];
      for (const [name, pieces] of all) {
        const text = [...pieces].join("");
        const raw = rawIn(text);
        if (raw !== null) return Promise.resolve(`${raw} in the ${name}`);
        if (name.startsWith("JSON") && !saysAll(text, shown, facts))
          return Promise.resolve(`the ${name} says something else`);
      }
      return Promise.resolve(null);
    },
    close: () => Promise.resolve(),
  };
}

function* lines(texts: Iterable<string>): Generator<string> {
  for (const text of texts) yield `${text}\n`;
}

function saysAll(json: string, { apps }: Result, { source }: ReportHeader): boolean {
  const said: unknown = JSON.parse(json);
  if (typeof said !== "object" || said === null || !("apps" in said) || !("source" in said)) return false;
  const names: unknown = Array.isArray(said.apps)
    ? said.apps.map(({ displayName }: { displayName: unknown }) => displayName)
    : null;
  return (
    JSON.stringify(names) === JSON.stringify(apps.map(({ displayName }) => displayName)) &&
    JSON.stringify(said.source) === JSON.stringify(source)
  );
}

function anyResult(chance: Chance): Result {
  const apps = ["expenses", "onboarding"].map((name) => anyApp(name, chance));
  const rows = Array.from({ length: 1 + chance.number(6) }, () => {
    const row = anyRow(chance);
    const isApplied = chance.onceIn(3);
    const code = OUTCOMES[chance.number(OUTCOMES.length)] ?? "refused";
    const told = { message: hostileOrNull(chance), requestId: hostileOrNull(chance) };
    const how = isApplied
      ? outcome("applied", null, told)
      : outcome(chance.pick(["failed", "not-tried", "unverified"]), code, told);
    return ended(row, row.verdict === "act" ? how : null);
  });
  return result(rows, {
    apps,
    targets: [anyTarget(chance), anyTarget(chance)],
    filters: { apps: [], users: chance.onceIn(3) ? [hostileText(chance)] : [] },
  });
}

function anyRow(chance: Chance): PlanRow {
  const detail = hostileOrNull(chance);
  const changed = {
    user: { ...anyUser(chance), id: hostileText(chance) },
    app: chance.pick(["expenses", "onboarding"]),
    detail,
    consent: [anyPermission(chance)],
    observed: present(hostileText(chance), chance.onceIn(2) ? [anyPermission(chance)] : undefined),
    sources: [{ file: hostileText(chance), line: 1 + chance.number(9), column: 1 }],
  };
  const acting = chance.pick<ActingRow>([
    upgrade(changed),
    uninstall(changed),
    install({ ...changed, observed: { state: "absent", at: AT } }),
  ]);
  const reason = REASON_CODES[chance.number(REASON_CODES.length)] ?? "suspended";
  switch (chance.number(3)) {
    case 0:
      return acting;
    case 1:
      return held(acting, reason, detail);
    default:
      return blocked(reason, { ...changed, user: anyUser(chance) });
  }
}

function anyUser(chance: Chance): PlanUser {
  return { id: hostileOrNull(chance), userPrincipalName: hostileOrNull(chance), asWritten: hostileText(chance) };
}

function anyApp(name: string, chance: Chance): PlanApp {
  return app({
    name,
    id: hostileOrNull(chance),
    displayName: hostileOrNull(chance),
    offered: { version: hostileText(chance), permissions: [anyPermission(chance)], identity: IDENTITY },
    approved: [anyPermission(chance)],
    lacking: [anyPermission(chance)],
    unused: [anyPermission(chance)],
  });
}

function anyTarget(chance: Chance) {
  return target({
    kind: chance.pick(["group", "user", "usersFrom"]),
    name: hostileText(chance),
    id: hostileOrNull(chance),
    state: chance.pick(["read", "unreadable", "not-found", "ambiguous"]),
    detail: hostileOrNull(chance),
    source: { file: hostileText(chance), line: 4, column: 1 },
  });
}

function anyPermission(chance: Chance): Permission {
  return { value: hostileText(chance), type: chance.pick(["application", "delegated"]) };
}

function anyHeader(chance: Chance): ReportHeader {
  return header({
    tenantId: hostileOrNull(chance),
    source: { path: hostileText(chance), commit: hostileOrNull(chance), digest: "sha256:ab" },
  });
}

function anyDiagnostic(chance: Chance): Diagnostic {
  return {
    code: "empty-list",
    severity: chance.pick(["warning", "error"]),
    message: hostileText(chance),
    hint: hostileOrNull(chance),
    file: hostileOrNull(chance),
    line: 1,
    column: 1,
    related: [{ file: hostileText(chance), line: 1, column: 1, message: hostileText(chance) }],
  };
}

function hostileOrNull(chance: Chance): string | null {
  return chance.onceIn(4) ? null : hostileText(chance);
}
