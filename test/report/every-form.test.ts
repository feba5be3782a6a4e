import { describe, expect, it } from "vitest";
import type { Target } from "../../src/model/desired.ts";
import type { PlanApp, PlanRow, ResultRow } from "../../src/model/plan.ts";
import { STATES, type State } from "../../src/model/reasons.ts";
import { createMetrics } from "../../src/controller/metrics.ts";
import { watchChanges } from "../../src/notify/change.ts";
import { messageOf } from "../../src/notify/message.ts";
import { stateOf } from "../../src/notify/state.ts";
import { driftDocument, planDocument, resultDocument } from "../../src/plan-file/document.ts";
import { renderJson } from "../../src/plan-file/write-json.ts";
import { applyExitCode, driftExitCode, judge, passOutcome, planExitCode } from "../../src/plan/convergence.ts";
import { createPeople } from "../../src/report/facts/people.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { renderStatusPage } from "../../src/report/page.ts";
import { preparePlan } from "../../src/report/page/status-view.ts";
import { renderText } from "../../src/report/text.ts";
import {
  app,
  AT,
  blocked,
  ended,
  header,
  held,
  hiddenGroup,
  install,
  outcome,
  plan,
  present,
  result,
  row,
  SEND,
  unreadable,
  upgrade,
} from "./builders.ts";

/** One plan or result, in every form in which it is told: none may contradict the one judgement. */

interface World {
  readonly name: string;
  readonly rows: readonly (PlanRow | ResultRow)[];
  readonly state: State;
  readonly targets?: readonly Target[];
  readonly apps?: readonly PlanApp[];
  readonly policySuspended?: boolean;
}

const read = row({ observed: present("2.4.0", [SEND]) });
const absent = { state: "absent", at: AT } as const;
const applied = ended(upgrade(), outcome("applied", null));

const WORLDS: readonly World[] = [
  { name: "nothing managed", rows: [], state: "as-desired" },
  { name: "as desired", rows: [read], state: "as-desired" },
  { name: "ahead", rows: [{ ...read, reason: "newer-than-offered", drift: ["ahead"] }], state: "as-desired" },
  { name: "protected only", rows: [held(upgrade(), "protected")], state: "held-as-meant" },
  { name: "app suspended", rows: [held(upgrade(), "suspended")], state: "held-as-meant" },
  { name: "policy suspended", rows: [held(upgrade(), "suspended")], policySuspended: true, state: "open" },
  { name: "next run", rows: [read, held(upgrade(), "next-run")], state: "waiting" },
  { name: "outside the window", rows: [held(upgrade(), "outside-window")], state: "waiting" },
  {
    name: "outside the window, and an unread user",
    rows: [held(upgrade(), "outside-window"), unreadable()],
    state: "unknown",
  },
  { name: "excepted", rows: [{ ...held(upgrade(), "excepted"), unaccepted: [] }], state: "held-as-meant" },
  { name: "left alone", rows: [row({ reason: "left-alone", drift: [] })], state: "held-as-meant" },
  { name: "acts", rows: [read, upgrade(), install()], state: "differs" },
  { name: "acts and blocked", rows: [upgrade(), blocked("permissions-not-approved")], state: "open" },
  {
    name: "consent narrower",
    rows: [row({ observed: present("2.4.0", []), drift: ["consent-narrower"] })],
    state: "differs",
  },
  { name: "over a limit", rows: [held(upgrade(), "removal-limit")], state: "open" },
  { name: "blocked without drift", rows: [blocked("user-not-found", { drift: [] })], state: "open" },
  { name: "unread user", rows: [read, unreadable()], state: "unknown" },
  {
    name: "not read yet",
    rows: [blocked("not-read-yet", { observed: { state: "unreadable", at: null }, drift: ["unknown"] })],
    state: "unknown",
  },
  { name: "unread target", rows: [read], targets: [hiddenGroup()], state: "unknown" },
  {
    name: "unread catalog",
    rows: [row({ reason: "not-installed", observed: absent })],
    apps: [app({ catalog: "unreadable", offered: null, lacking: null, unused: null })],
    state: "unknown",
  },
  {
    name: "unknown app",
    rows: [row({ reason: "not-installed", observed: absent })],
    apps: [app({ catalog: "not-in-catalog", offered: null, lacking: null, unused: null })],
    state: "open",
  },
  { name: "all applied", rows: [applied, ended(read, null)], state: "as-desired" },
  { name: "failed", rows: [applied, ended(upgrade(), outcome("failed", "refused"))], state: "open" },
  { name: "unverified", rows: [ended(upgrade(), outcome("unverified", "not-visible"))], state: "open" },
  { name: "not tried", rows: [ended(upgrade(), outcome("not-tried", "stopped"))], state: "open" },
  { name: "waiting left", rows: [applied, ended(held(upgrade(), "next-run"), null)], state: "waiting" },
];

/** What the first line of each kind of report begins with. Nothing else may begin so. */
const WELL = {
  plan: /^Plan: (in sync|nothing is managed|nothing to change now, (\d+ rows? waits?|\d+ held as meant))(?!.*\d (open|not known))/,
  drift: /^Drift: (no drift|nothing is managed|as meant: |on plan: )/,
  result: /^Result: (converged|on plan)/,
} as const;
const PAGE_WELL =
  /^(Everything is as desired|Nothing is managed|Nothing to do: \d+ rows? (is|are) held as meant|On plan)/;

const NOBODY = createPeople({ showUsers: false, key: null });
const PLAIN = { color: false, rates: null };

function firstLine(pieces: Iterable<string>): string {
  return [...pieces].join("").split("\n")[0] ?? "";
}

describe.each(WORLDS)("$name: $state", ({ rows, state, targets = [], apps = [app()], policySuspended = false }) => {
  const isResult = rows.length > 0 && rows.every((one): one is ResultRow => "outcome" in one);
  const made = isResult ? result(rows, { targets, apps }) : plan(rows, { targets, apps });
  const setting = { policySuspended, applies: true };
  const judgement = judge(made, setting);
  const head = header({ limits: { ...header().limits, suspended: policySuspended } });
  const documents = isResult
    ? [resultDocument(result(rows, { targets, apps }), head, [])]
    : [planDocument(made, head, []), driftDocument(made, head, [])];
  const isWell = STATES.indexOf(state) <= STATES.indexOf("waiting");
  const pass = passOutcome(judgement, isResult);

  it("is judged so", () => expect(judgement.state).toBe(state));

  it.each(documents.map((document) => [document.kind, document] as const))(
    "%s: text, Markdown and JSON",
    (kind, document) => {
      const line = firstLine(renderText(document, PLAIN));
      const options = { rates: null, people: NOBODY, wholeAt: null, marker: null };
      expect(WELL[kind].test(line), line).toBe(isWell);
      const heading = firstLine(renderMarkdown(document, options)).replace("## ", "");
      expect(line.startsWith(heading), `${heading} | ${line}`).toBe(true);
      expect(JSON.parse([...renderJson(document)].join(""))).toMatchObject({ summary: { state } });
      const whole = `${[...renderText(document, PLAIN)].join("")}${[...renderMarkdown(document, options)].join("")}`;
      if (/no drift|none found|in sync, /.test(line))
        expect(whole).not.toMatch(/Differs from|Consent differs|all the same: /);
    },
  );

  it("the page", () => {
    const planned = preparePlan(made, head, [], 0, NOBODY, true);
    const page = [...renderStatusPage({ nowMs: 0, version: "0", planned, watching: null, people: NOBODY })].join("");
    const title = /<title>(.*) – TrueUp<\/title>/.exec(page)?.[1] ?? "";
    expect(PAGE_WELL.test(title), title).toBe(isWell);
    if (title.startsWith("Everything is as desired")) expect(page).toMatch(/>100 %<\/strong> as desired/);
  });

  it("exit codes and the controller's outcome", () => {
    const codes = [
      planExitCode(judgement, { detailed: true, strict: false }),
      driftExitCode(judgement, { strict: false }),
      pass.exitCode,
      ...(isResult ? [applyExitCode(judgement)] : []),
    ];
    expect(codes.map((code) => code === 0)).toEqual(codes.map(() => isWell));
    expect(pass.outcome === "converged").toBe(isWell);
  });

  it("metrics", async () => {
    const metrics = createMetrics({ nowMs: () => 0, build: { version: "0", node: "0" } });
    metrics.notePass(report());
    const text = await metrics.render();
    expect(text).toContain(`trueup_state{state="${state}"} 1`);
    expect(/^trueup_last_success_timestamp_seconds /m.test(text)).toBe(isWell);
  });

  it("a notification that something before it is over says that all is well only if it is", () => {
    const watch = watchChanges();
    const fine = { suspended: null, frozen: null, sourceProblem: null, storeTrouble: null };
    const before = { ...report(), plan: null, judgement: null, outcome: "failed", exitCode: 1 } as const;
    watch.note(stateOf(before, fine, NOBODY));
    const change = watch.note(stateOf(report(), fine, NOBODY));
    const title = change === null ? null : messageOf(change, "id", { tenantId: null, source: null, page: null }).title;
    expect(title === "All is well again", String(title)).toBe(isWell);
  });

  function report() {
    return {
      pass: { number: 1, trigger: "schedule", startedAtMs: 0, stop: new AbortController().signal },
      endedAtMs: 0,
      tookMs: 0,
      ...pass,
      judgement,
      commit: null,
      plan: made,
      summary: null,
      problem: null,
      traffic: {},
      budgetLeft: null,
    } as const;
  }
});
