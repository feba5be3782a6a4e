import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { DRIFT_FACTS, OUTCOME_CODES, REASONS, STATES } from "../../src/model/reasons.ts";
import { planDocument, type ReportDocument, resultDocument, validationDocument } from "../../src/plan-file/document.ts";
import { renderJson } from "../../src/plan-file/write-json.ts";
import { MOVES } from "../../src/report/facts/wording.ts";
import {
  AT,
  ended,
  forEach,
  header,
  outcome,
  people,
  plan,
  result,
  row,
  unreadable,
  upgrade,
  WARNING,
} from "../report/builders.ts";
import { DRIFTS, PLANS, RESULTS } from "../report/worlds.ts";

const WORLDS: Readonly<Record<string, ReportDocument>> = {
  ...PLANS,
  ...DRIFTS,
  ...RESULTS,
  validation: validationDocument(AT, [
    WARNING,
    { ...WARNING, severity: "error", hint: null, file: null, line: null, column: null, related: [] },
  ]),
  "validation-clean": validationDocument(AT, []),
};
/** Some of each kind are read by people in a review; of the others only the shape matters. */
const REVIEWED = [
  "plan-one-upgrade",
  "plan-everything-blocked",
  "plan-hostile-names",
  "plan-no-rows",
  "drift-known",
  "result-each-outcome",
  "validation",
];

const schemaText = readFileSync(new URL("../../schemas/plan.schema.json", import.meta.url), "utf8");

const validate = new Ajv2020({ strict: true, allErrors: true }).compile(JSON.parse(schemaText));

function json(document: ReportDocument): string {
  return [...renderJson(document)].join("");
}

describe("JSON", () => {
  it.each(Object.entries(WORLDS).filter(([name]) => REVIEWED.includes(name)))(
    "%s is as agreed",
    async (name, document) => {
      await expect(json(document)).toMatchFileSnapshot(`golden/${name}.json`);
    },
  );

  it.each(Object.entries(WORLDS))("%s follows the schema", (_name, document) => {
    validate(JSON.parse(json(document)));
    expect(validate.errors ?? []).toEqual([]);
  });

  it("has the properties of the contract, in its order", () => {
    const document: unknown = JSON.parse(json(planDocument(plan([upgrade()]), header(), [])));
    expect(Object.keys(Object(document))).toEqual([
      "formatVersion",
      "kind",
      "createdAt",
      "expiresAt",
      "tenantId",
      "filters",
      "limits",
      "source",
      "summary",
      "observations",
      "envelope",
      "apps",
      "targets",
      "rollouts",
      "exceptions",
      "rows",
      "base",
      "proof",
      "diagnostics",
      "digest",
    ]);
  });

  it("writes one row per line", () => {
    const lines = json(planDocument(plan(forEach(people(20), row())), header(), [])).split("\n");
    expect(lines.filter((line) => line.startsWith('    {"user":'))).toHaveLength(20);
  });

  it("gives the same bytes whatever the order of properties it is given", () => {
    const rows = [upgrade(), unreadable(), row()];
    const reversed = rows.map((one) => ({ ...row(), ...Object.fromEntries(Object.entries(one).toReversed()) }));
    expect(json(planDocument(plan(reversed), header(), []))).toBe(json(planDocument(plan(rows), header(), [])));
  });

  it("writes null outcomes for rows that were not to act", () => {
    const document = resultDocument(
      result([ended(row(), null), ended(upgrade(), outcome("applied", null))]),
      header(),
      [],
    );
    expect(JSON.parse(json(document))).toMatchObject({ rows: [{ outcome: null }, { outcome: { status: "applied" } }] });
  });

  it("keeps hostile names as data, and obeys none of them", () => {
    const hostile = 'a\u001B[31m\u009B1m\u202E\u2028"\n\u{E0041}\uD800';
    const document = planDocument(plan([row({ detail: hostile })]), header(), []);
    expect(json(document).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    expect(JSON.parse(json(document))).toMatchObject({ rows: [{ detail: hostile }] });
  });
});

describe("what a runner of pipelines obeys anywhere in a line", () => {
  it.each([
    ["a command", "##[error]forged"],
    ["a command of Azure Pipelines", "##vso[task.setvariable variable=x]y"],
    ["the same in capitals", "##VSO[task.complete]"],
    ["one behind more of its marks", "####[group]x"],
    ["two of them", "##[a]##vso[b]"],
  ])("%s is the same data and no command", (_name, text) => {
    const document = planDocument(
      plan([upgrade({ detail: text })], { filters: { apps: [text], users: [] } }),
      header({ source: { ...header().source, path: text } }),
      [{ ...WARNING, message: text, file: text }],
    );
    expect(json(document)).not.toMatch(/##(vso)?\[/i);
    expect(JSON.parse(json(document))).toMatchObject({
      filters: { apps: [text] },
      source: { path: text },
      rows: [{ detail: text }],
      diagnostics: [{ message: text, file: text }],
    });
  });
});

describe("the schema's closed sets are those of the code", () => {
  it.each([
    ["reason", Object.keys(REASONS)],
    ["driftFact", Object.keys(DRIFT_FACTS)],
    ["outcomeCode", Object.keys(OUTCOME_CODES)],
    ["state", STATES],
    ["move", Object.keys(MOVES).filter((move) => move !== "applier")],
    ["outcomeStatus", ["applied", "already-done", "unverified", "failed", "not-tried"]],
  ])("%s", (name, codes) => {
    const schema: { $defs: Record<string, { enum?: string[] }> } = JSON.parse(schemaText);
    expect([...(schema.$defs[name]?.enum ?? [])].sort()).toEqual([...codes].sort());
  });
});
