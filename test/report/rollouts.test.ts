import { describe, expect, it } from "vitest";
import type { RolloutProgress } from "../../src/model/rollout.ts";
import { rolloutText } from "../../src/report/facts/rollouts.ts";
import { summarize } from "../../src/plan-file/summary.ts";
import { costLines } from "../../src/report/facts/cost.ts";
import { rolloutsSection as inMarkdown } from "../../src/report/markdown/rollouts.ts";
import { rolloutsSection } from "../../src/report/page/rollouts.ts";
import { renderRollouts, rolloutsJson } from "../../src/report/rollout.ts";
import { styleFor } from "../../src/report/text/layout.ts";
import { rolloutsSection as inText } from "../../src/report/text/rollouts.ts";

const NOW = Date.parse("2026-12-01T08:00:00Z");
const HOUR = 3_600_000;
const PLAIN = { color: false, columns: 80 };
const TELLING = { nowMs: NOW, timeZone: "Europe/Berlin" };
const DIGEST = `sha256:${"ab".repeat(32)}`;

function progress(facts: Partial<RolloutProgress>): RolloutProgress {
  return {
    app: "expenses",
    catalogId: "c",
    digest: DIGEST,
    version: "2.4.0",
    phase: "rolling",
    at: 1,
    rings: [
      { name: "it", isOpen: true, people: 20, done: 20, earliestAt: null },
      { name: "pilot", isOpen: true, people: 150, done: 150, earliestAt: null },
      { name: "early", isOpen: false, people: 1850, done: 0, earliestAt: NOW + 24 * HOUR },
      { name: "everyone", isOpen: false, people: 8000, done: 0, earliestAt: NOW + 72 * HOUR },
    ],
    until: null,
    detail: null,
    gates: [{ name: "refusals", verdict: "pass", detail: "1 of 170 refused" }],
    halt: null,
    warnings: [],
    rereads: null,
    course: [
      { at: NOW - 48 * HOUR, done: 20, of: 10_020 },
      { at: NOW, done: 170, of: 10_020 },
    ],
    ...facts,
  };
}

describe("a rollout in one line", () => {
  it.each<[Partial<RolloutProgress>, string]>([
    [
      { phase: "soaking", until: NOW + 24 * HOUR },
      "ring 2 of 4, pilot: 150 of 150 done, soaks until Wed 09:00, then 1,850 people",
    ],
    [
      { phase: "soaking", until: NOW + 240 * HOUR },
      "ring 2 of 4, pilot: 150 of 150 done, soaks until 2026-12-11 09:00 Europe/Berlin, then 1,850 people",
    ],
    [{ phase: "rolling" }, "ring 2 of 4, pilot: 150 of 150 done, then 1,850 people"],
    [
      { phase: "gate-pending", detail: "removals: too few people to tell" },
      "ring 2 of 4, pilot: 150 of 150 done, waits for removals: too few people to tell, then 1,850 people",
    ],
    [
      { phase: "gate-unreadable", detail: "signal desk: no whole answer within 10 s" },
      "ring 2 of 4, pilot: 150 of 150 done, CANNOT READ signal desk: no whole answer within 10 s, then 1,850 people",
    ],
    [
      { phase: "halted", detail: `refusals: 9 of 60 refused; it goes on with resume: ${DIGEST}/1 in git` },
      `ring 2 of 4, pilot: 150 of 150 done, HALTED: refusals: 9 of 60 refused; it goes on with resume: ${DIGEST}/1 in git`,
    ],
    [
      { phase: "not-aged", at: null, until: NOW + 3 * HOUR },
      "it begins at Tue 12:00, when the version is old enough, then 1,850 people",
    ],
    [{ phase: "done", at: 3 }, "done: 170 of 10,020 people have it"],
  ])("%o", (facts, expected) => {
    expect(rolloutText(progress(facts), TELLING)).toBe(expected);
  });
});

function shown(facts: Partial<RolloutProgress>): string {
  return rolloutsSection([progress(facts)], TELLING, String)?.text ?? "";
}

describe("rollouts on the page", () => {
  it("show rings, the course and the gates", () => {
    const page = shown({ phase: "soaking", until: NOW + 24 * HOUR });
    expect(page).toContain("150 of 150");
    expect(page).toContain('points="0,19.96 100,19.66"');
    expect(page).toContain("not before Wed 09:00");
    expect(page).toContain("passes: ");
  });

  it("let nothing be markup that came from elsewhere", () => {
    const gates = [{ name: "signal <b>", verdict: "unknown", detail: "<script>" }] as const;
    expect(shown({ gates, detail: "<i>", phase: "gate-unreadable" })).not.toMatch(/<script|<b>|<i>/);
  });

  it("say when everybody has it at the earliest, and what the numbers cannot tell, as the text does", () => {
    const warnings = ["ring it is too small to show any harm"];
    const told = ["at the earliest everyone has it on 2026-12-04 09:00 Europe/Berlin", ...warnings];
    for (const line of told) expect(shown({ warnings })).toContain(line);
    for (const line of told) expect(shown({ warnings, phase: "done" })).not.toContain(line);
  });

  it("are left out where there are none", () => {
    expect(rolloutsSection([], TELLING, String)).toBeNull();
  });
});

describe("the rings of a rollout without a store", () => {
  const rings = [{ name: "it", isOpen: false, people: null, done: null, earliestAt: null }];
  const unknown = progress({ phase: "without-store", at: null, rings, gates: [], course: [] });

  it("are not known in any form, which is not that nobody is in them", () => {
    const told = {
      text: [...renderRollouts({ rollouts: [unknown], calendars: null, telling: TELLING }, PLAIN)].join(""),
      markdown: inMarkdown([unknown], TELLING)
        .flatMap(({ pieces }) => pieces.map(({ text }) => text()))
        .join(""),
      page: rolloutsSection([unknown], TELLING, (text) => text)?.text ?? "",
    };
    for (const form of Object.values(told)) {
      expect(form).toContain("not known");
      expect(form).not.toMatch(/0 of 0|\| 0 \|/);
    }
  });
});

describe("what the removals gate will have read again", () => {
  const rereads = { upgraded: 1_600, others: 400, afterMs: 36 * HOUR };
  const line = "the removals gate reads up to 2,000 people again after 36 hours: 1,600 with the version, 400 without";

  it("is said in every form", () => {
    const rollouts = [progress({ rereads })];
    const text = [...inText(rollouts, TELLING, styleFor(false, 0))].join(" ").replaceAll(/\s+/g, " ");
    const markdown = JSON.stringify(inMarkdown(rollouts, TELLING));
    expect([text, markdown, shown({ rereads })].map((form) => form.includes(line))).toEqual([true, true, true]);
    expect(rolloutsJson({ rollouts, calendars: null, telling: TELLING })).toContain('"afterSeconds": 129600');
  });

  it("is part of the bill, also where nothing acts", () => {
    const rates = { readsPerSecond: 1, writesPerSecond: 1, removalsPerSecond: 1, readsDone: 3 };
    const document = { summary: summarize([]), rollouts: [progress({ rereads })] };
    expect(costLines(document, rates)).toEqual([
      "3 requests made for this plan",
      "later, for removals gates: up to 2,000 reads again",
    ]);
  });

  it("is nothing where the gate has nobody", () => {
    expect(shown({ rereads: { upgraded: 0, others: 0, afterMs: HOUR } })).not.toContain("again");
  });
});
