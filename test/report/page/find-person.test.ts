import { describe, expect, it } from "vitest";
import { findPerson } from "../../../src/report/page/person.ts";
import { blocked, row, user } from "../builders.ts";
import { COUNTED, NAMED, PSEUDONYMS } from "./views.ts";

const ADELE = user("adele");
const MEGAN = { ...user("megan"), asWritten: "5A0C-megan" };
const ROWS = [row({ user: ADELE }), blocked("unreadable", { user: MEGAN }), row({ user: ADELE, app: "onboarding" })];

describe("somebody is found", () => {
  it.each([
    { typed: "adele@contoso.com", rows: 2 },
    { typed: "  ADELE@Contoso.com ", rows: 2 },
    { typed: "id-of-adele", rows: 2 },
    { typed: "5a0c-MEGAN", rows: 1 },
  ])("by $typed, with all of their rows", ({ typed, rows }) => {
    const { found } = findPerson(ROWS, typed, NAMED);
    expect(found.map((person) => person.rows.length)).toEqual([rows]);
  });

  it.each(["", "   ", "nobody@contoso.com", "x".repeat(321)])("not by %j", (typed) => {
    expect(findPerson(ROWS, typed, NAMED)).toEqual({ found: [], similar: [] });
  });

  it("by their pseudonym, where people have them", () => {
    const pseudonym = PSEUDONYMS.label(MEGAN) ?? "";
    expect(findPerson(ROWS, pseudonym, PSEUDONYMS).found).toMatchObject([{ label: pseudonym, user: MEGAN }]);
    expect(findPerson(ROWS, pseudonym, COUNTED).found).toEqual([]);
  });
});

describe("without names", () => {
  it.each([
    ["pseudonyms", PSEUDONYMS],
    ["counts", COUNTED],
  ])("with %s, a name leads to no label, and a part of one to nobody", (_how, people) => {
    expect(findPerson(ROWS, "adele@contoso.com", people).found).toMatchObject([{ label: null }]);
    expect(findPerson(ROWS, "adele", people)).toEqual({ found: [], similar: [] });
  });

  it("with names, a part of one leads to those that are alike", () => {
    expect(findPerson(ROWS, "DELE", NAMED)).toEqual({ found: [], similar: ["adele@contoso.com"] });
  });
});
