import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import type { PassReport } from "../../src/controller/pass-report.ts";
import { createStatusPage } from "../../src/controller/status-page.ts";
import type { Plan } from "../../src/model/plan.ts";
import { contentSecurityPolicy } from "../../src/report/page/styles.ts";
import { createVirtualClock } from "../fakes/clock.ts";
import { AT, blocked, header, people, plan, row, upgrade } from "../report/builders.ts";
import { COUNTED } from "../report/page/views.ts";

const START_MS = Date.parse(AT);
const FINE = {
  suspended: null,
  frozen: null,
  sourceProblem: null,
  storeTrouble: null,
  unheard: null,
  knowledge: null,
  now: "waiting for the next pass",
};

function statusPage() {
  return createStatusPage({
    clock: createVirtualClock(START_MS),
    version: "0.1.0",
    corrects: true,
    source: () => "teams",
    schedule: null,
    people: () => COUNTED,
  });
}

function report(number: number, made: Plan | null, changed: Partial<PassReport> = {}): PassReport {
  return {
    pass: { number, trigger: "schedule", startedAtMs: START_MS, stop: new AbortController().signal },
    endedAtMs: START_MS + 1000,
    tookMs: 1000,
    outcome: "converged",
    exitCode: 0,
    commit: null,
    plan: made,
    judgement: null,
    summary: null,
    problem: null,
    traffic: {},
    budgetLeft: null,
    ...changed,
  };
}

function titleOf({ html }: { readonly html: string }): string {
  return /<title>(.*) – TrueUp<\/title>/.exec(html)?.[1] ?? "";
}

describe("the status page of a controller", () => {
  it("shows the last plan that could be made, and that a later pass failed", () => {
    const page = statusPage();
    expect(titleOf(page.render(null, FINE))).toBe("No plan yet: the first pass has not ended");
    page.noteRun({ header: header(), diagnostics: [] });
    page.notePass(report(1, plan([blocked("user-not-found")])));
    expect(titleOf(page.render(null, FINE))).toBe("1 row waits for somebody to act");
    page.notePass(report(2, plan([row()])));
    page.notePass(report(3, null, { outcome: "failed", problem: "Graph answered 503" }));
    const last = page.render(null, FINE);
    expect(titleOf(last)).toBe("Everything is as desired, but consent was not read for 1 row");
    expect(last.html).toContain("The last pass failed: Graph answered 503");
    expect(last.contentSecurityPolicy).toBe(contentSecurityPolicy());
  });

  it("takes tenant and commit from the run that made the plan, not from a later one that made none", () => {
    const page = statusPage();
    page.noteRun({ header: header({ tenantId: "the first tenant" }), diagnostics: [] });
    page.notePass(report(1, plan([row()])));
    page.noteRun({ header: header({ tenantId: "another tenant" }), diagnostics: [] });
    page.notePass(report(2, null, { outcome: "failed" }));
    expect(page.render(null, FINE).html).toContain("the first tenant");
    expect(page.render(null, FINE).html).not.toContain("another tenant");
  });

  it("answers for a name", () => {
    const page = statusPage();
    page.noteRun({ header: header(), diagnostics: [] });
    page.notePass(report(1, plan([row()])));
    expect(page.render("adele@contoso.com", FINE).html).toContain("The person you asked for");
  });

  it("keeps 50 passes and one plan: 1,000 plans leave memory as it was", () => {
    const page = statusPage();
    const users = people(100);
    const pass = (number: number): void => {
      page.noteRun({ header: header(), diagnostics: [] });
      page.notePass(report(number, plan(users.map((user) => upgrade({ user, detail: `pass ${number}` })))));
      if (number % 100 === 0) page.render(null, FINE);
    };
    for (let number = 1; number <= 100; number += 1) pass(number);
    const before = heapInUse();
    for (let number = 101; number <= 1_100; number += 1) pass(number);
    // One such plan has some 30 kB, so that 1,000 of them would have 30 MB.
    expect(heapInUse() - before).toBeLessThan(10 * 1024 * 1024);
    const { html } = page.render(null, FINE);
    expect(html.match(/<th scope="row">[\d,]+<\/th>/g)).toHaveLength(50);
    expect(html).toContain('<th scope="row">1,100</th>');
  });
});

/** Bytes that are in use once all that is not has been given back. */
function heapInUse(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return process.memoryUsage().heapUsed;
}
