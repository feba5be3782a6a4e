import { describe, expect, it } from "vitest";
import type { DecidedRow } from "../../src/model/plan.ts";
import { OUTCOME_CODES, type OutcomeCode, type Reason, REASONS } from "../../src/model/reasons.ts";
import { watchChanges } from "../../src/notify/change.ts";
import { messageOf } from "../../src/notify/message.ts";
import { stateOf } from "../../src/notify/state.ts";
import { isWorse, judge, passOutcome } from "../../src/plan/convergence.ts";
import { wayFinder, wayText } from "../../src/plan/way-out.ts";
import { driftDocument, planDocument, resultDocument } from "../../src/plan-file/document.ts";
import { renderJson } from "../../src/plan-file/write-json.ts";
import { createPeople } from "../../src/report/facts/people.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { renderStatusPage } from "../../src/report/page.ts";
import { preparePlan } from "../../src/report/page/status-view.ts";
import { renderText } from "../../src/report/text.ts";
import { app, blocked, ended, header, held, hiddenGroup, outcome, plan, result, upgrade } from "./builders.ts";

/** Every reason for which a row is held or blocked leads, in every form of output, to a place and to whoever is to be asked. */

const OWNER = "@contoso/expenses";
const POLICY = ["policy", "suspend", "maxChanges", "maxRemovals", "perRun", "perDay", "window"];
const at = (line: number) => ({ file: "policy.yaml", line, column: 3 });
const RULED_AT = {
  policy: Object.fromEntries(POLICY.map((key, index) => [key, at(index + 1)])),
  rollouts: new Map([["expenses", { file: "rollouts.yaml", line: 5, column: 3 }]]),
};

/** They say that nothing is to be done, and never hold or block. */
const SETTLED: readonly Reason[] = ["left-alone", "not-applicable", "not-installed", "in-sync", "newer-than-offered"];
/** Of the decision table; all others hold what would act. */
const HOLDS = Object.keys(REASONS).indexOf("unproved");
const CASES = Object.keys(REASONS)
  .filter(isReason)
  .filter((reason) => !SETTLED.includes(reason))
  .map((reason) => ({ reason, isHeld: Object.keys(REASONS).indexOf(reason) >= HOLDS }));

function isReason(name: string): name is Reason {
  return Object.hasOwn(REASONS, name);
}

const NOBODY = createPeople({ showUsers: false, key: null });
const SETTING = { policySuspended: false, applies: true };

function oneLine(text: string): string {
  return text
    .replaceAll(/<[^>]+>|`/g, "")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll(/\s+/g, " ");
}

describe.each(CASES)("$reason", ({ reason, isHeld }) => {
  const row: DecidedRow = isHeld ? held(upgrade(), reason) : blocked(reason);
  const targets = [hiddenGroup(), hiddenGroup({ role: "protected", source: at(9) })];
  const made = plan([row], { apps: [app({ owner: OWNER })], targets, ruledAt: RULED_AT });
  const way = wayFinder(made)(row);
  const text = way === null ? "" : wayText(way);
  const isOwners = row.move === "app-owner";

  it("has a place, and what to do there unless it goes on by itself or is meant so", () => {
    expect(text).toMatch(/^[\w./]+\.yaml:\d+/);
    const goesOn = !isWorse(REASONS[reason].state, "waiting") || row.move === "trueup";
    if (!goesOn) expect(way?.todo).not.toBeNull();
    expect(way?.owner).toBe(isOwners ? OWNER : null);
  });

  it.each([
    ["text of a plan", () => renderText(planDocument(made, header(), []), { color: false, rates: null, columns: 999 })],
    [
      "text of a drift report",
      () => renderText(driftDocument(made, header(), []), { color: false, rates: null, columns: 999 }),
    ],
    [
      "comment",
      () =>
        renderMarkdown(planDocument(made, header(), []), { rates: null, people: NOBODY, wholeAt: null, marker: null }),
    ],
    [
      "comment on drift",
      () =>
        renderMarkdown(driftDocument(made, header(), []), { rates: null, people: NOBODY, wholeAt: null, marker: null }),
    ],
    [
      "page",
      () =>
        renderStatusPage({
          nowMs: 0,
          version: "0",
          planned: preparePlan(made, header(), [], 0, NOBODY, true),
          watching: null,
          people: NOBODY,
        }),
    ],
  ] as const)("%s", (_form, render) => {
    const shown = oneLine([...render()].join(""));
    expect(shown).toContain(text);
    if (isOwners) expect(shown).toContain(OWNER);
  });

  it("JSON", () => {
    const { rows } = JSON.parse([...renderJson(planDocument(made, header(), []))].join(""));
    const places = way?.at.map(({ file, line }) => ({ file, line }));
    expect(rows[0].wayOut).toEqual({ at: places, todo: way?.todo, owner: way?.owner });
  });

  it("notification, where there is one", () => {
    const judgement = judge(made, SETTING);
    const report = {
      pass: { number: 1, trigger: "schedule", startedAtMs: 0, stop: new AbortController().signal },
      endedAtMs: 0,
      tookMs: 0,
      ...passOutcome(judgement, false),
      judgement,
      commit: null,
      plan: made,
      summary: null,
      problem: null,
      traffic: {},
      budgetLeft: null,
    } as const;
    const fine = { suspended: null, frozen: null, sourceProblem: null, storeTrouble: null };
    const change = watchChanges().note(stateOf(report, fine, NOBODY));
    if (change === null) throw new Error("an unread target is always said");
    const { lines, data } = messageOf(change, "id", { tenantId: null, source: null, page: null });
    const said = lines
      .map((line) => line.map((piece) => piece.text).join(""))
      .filter((line) => line.includes("expenses"));
    const needsSomebody =
      isWorse(REASONS[reason].state, "waiting") && (row.move !== "trueup" || reason === "unreadable");
    expect(said.length > 0 || reason === "backing-off").toBe(needsSomebody || reason === "backing-off");
    for (const line of said) expect(line).toContain(text);
    if (said.length > 0) expect(JSON.stringify(data)).toContain(JSON.stringify(text));
  });
});

describe.each(Object.keys(OUTCOME_CODES).filter(isOutcomeCode))("a row that failed as %s", (code) => {
  const row = ended(upgrade(), outcome("failed", code));
  const made = result([row], { apps: [app({ owner: OWNER })] });
  const { move, todo } = OUTCOME_CODES[code];
  const way = wayFinder(made)(row);
  const text = way === null ? null : wayText(way);

  it("has a place and something to do, unless a later run goes on by itself", () => {
    expect(way?.todo ?? null).toBe(todo);
    expect(todo === null).toBe(move === "trueup");
    if (text !== null) expect(text).toMatch(/^[\w./]+\.yaml:\d+: /);
    expect(way?.owner ?? null).toBe(move === "app-owner" ? OWNER : null);
    expect(wayFinder(made)(ended(upgrade(), outcome("applied", null)))).toBeNull();
    expect(wayFinder(made)(ended(upgrade(), null))).toBeNull();
  });

  it.each([
    ["text", () => renderText(resultDocument(made, header(), []), { color: false, rates: null, columns: 999 })],
    [
      "comment",
      () =>
        renderMarkdown(resultDocument(made, header(), []), {
          rates: null,
          people: NOBODY,
          wholeAt: null,
          marker: null,
        }),
    ],
    [
      "page",
      () =>
        renderStatusPage({
          nowMs: 0,
          version: "0",
          planned: preparePlan(made, header(), [], 0, NOBODY, true),
          watching: null,
          people: NOBODY,
        }),
    ],
    ["JSON", () => renderJson(resultDocument(made, header(), []))],
  ] as const)("%s", (form, render) => {
    const shown = [...render()].join("");
    if (form === "JSON") expect(JSON.parse(shown).rows[0].wayOut?.todo ?? null).toBe(todo);
    else if (text !== null) expect(oneLine(shown)).toContain(text);
    else expect(oneLine(shown).toLowerCase()).not.toContain("to do:");
  });
});

function isOutcomeCode(name: string): name is OutcomeCode {
  return Object.hasOwn(OUTCOME_CODES, name);
}
