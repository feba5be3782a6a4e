import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { missRate } from "../../src/events/miss-rate.ts";
import { isoTime } from "../../src/model/clock.ts";
import type { Knowledge } from "../../src/model/events.ts";
import { driftDocument } from "../../src/plan-file/document.ts";
import { certaintyOf } from "../../src/plan-file/summary.ts";
import { renderJson } from "../../src/plan-file/write-json.ts";
import { auditWords, certaintyLine } from "../../src/report/facts/knowledge.ts";
import { createPeople } from "../../src/report/facts/people.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { renderText } from "../../src/report/text.ts";
import { header, plan, present, row, unreadable } from "./builders.ts";

const schemaText = readFileSync(new URL("../../schemas/plan.schema.json", import.meta.url), "utf8");
const validate = new Ajv2020({ strict: true }).compile(JSON.parse(schemaText));
const NOBODY = createPeople({ showUsers: false, key: "0123456789abcdef" });
const IN_MARKDOWN = { rates: null, people: NOBODY, wholeAt: null, marker: null };
const HOUR = 60 * 60_000;
const NOW = Date.parse("2026-03-10T00:00:00Z");
const AUDIT = { audited: 14_300, misses: 0, exposureMs: 14_300 * 7 * 24 * HOUR };
const seen = (hours: number) => ({ ...row(), observed: { ...present("2.4.0"), at: isoTime(NOW - hours * HOUR) } });
const APPS = [{ name: row().app, id: "A" }];

function knowledge(sinceHours: number | null, endsMs = NOW + HOUR): Knowledge {
  const own = { appId: "a", id: "1", url: "", sinceMs: NOW - (sinceHours ?? 0) * HOUR, expiresAtMs: endsMs };
  return { subscriptions: sinceHours === null ? [] : [own], audit: AUDIT, rate: missRate(AUDIT) };
}

describe("a row is known within a day", () => {
  it.each([
    ["that was read within it", 23, knowledge(null), 1],
    ["not, that was read before", 25, knowledge(null), 0],
    ["that was read since changes are told", 100, knowledge(120), 1],
    ["not, that was read before changes were told", 100, knowledge(90), 0],
    ["not, where the subscription has ended", 100, knowledge(120, NOW), 0],
  ])("%s", (_name, hours, known, count) => {
    const certainty = certaintyOf({ rows: [seen(hours)], apps: APPS }, { createdAt: isoTime(NOW), knowledge: known });
    expect(certainty).toMatchObject({ known: count, rows: 1 });
  });

  it("not, that could not be read; and nothing is said where nobody tells of changes", () => {
    const unread = { rows: [unreadable()], apps: APPS };
    expect(certaintyOf(unread, { createdAt: isoTime(NOW), knowledge: knowledge(120) })).toMatchObject({
      known: 0,
      rows: 1,
    });
    expect(certaintyOf(unread, { createdAt: isoTime(NOW) })).toBeNull();
    expect(certaintyLine(null)).toBeNull();
  });
});

describe("how sure a report is, in words", () => {
  it("rounds down, and says how often a change went by unheard", () => {
    const certainty = { known: 9_879, rows: 10_000, audit: AUDIT, rate: missRate(AUDIT) };
    expect(certaintyLine(certainty)).toBe(
      "98.7 % of rows known within 24 h; 0 misses in 14,300 audited: of 1,000 people, fewer than 0.1 change something unheard in a day",
    );
  });

  it.each([
    [{ audited: 0, misses: 0, exposureMs: 0 }, "nobody was audited yet"],
    [
      { audited: 1_000, misses: 1, exposureMs: 1_000 * 24 * HOUR },
      "1 miss in 1,000 audited: of 1,000 people, at most 5.6 change something unheard in a day",
    ],
  ])("%j", (audit, words) => {
    expect(auditWords(audit, missRate(audit))).toBe(words);
  });
});

describe("a drift report of a tenant whose changes are told", () => {
  const known = header({ knowledge: { ...knowledge(120), rate: missRate(AUDIT) } });
  const document = driftDocument(plan([row()]), known, []);

  it("says in JSON how many rows are known, and how much is missed", () => {
    const json: unknown = JSON.parse([...renderJson(document)].join(""));
    expect(json).toMatchObject({
      certainty: {
        rows: 1,
        known: 1,
        audited: 14_300,
        misses: 0,
        missesPerUserDay: { estimate: 0, lowest: 0, highest: expect.closeTo(0.0000369, 6) },
      },
    });
    expect(validate(json)).toBe(true);
  });

  it.each([
    ["text", [...renderText(document, { color: false, rates: null })].join("")],
    ["Markdown", [...renderMarkdown(document, IN_MARKDOWN)].join("")],
  ])("says it in %s", (_form, text) => {
    expect(text.replaceAll(/\s+/g, " ")).toContain("100.0 % of rows known within 24 h; 0 misses in 14,300 audited");
  });
});
