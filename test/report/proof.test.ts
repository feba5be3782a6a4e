import { describe, expect, it } from "vitest";
import { DEFAULT_REVIEW, planDocument } from "../../src/plan-file/document.ts";
import { renderJson } from "../../src/plan-file/write-json.ts";
import { renderText } from "../../src/report/text.ts";
import { styleFor } from "../../src/report/text/layout.ts";
import { proofSection } from "../../src/report/text/plan.ts";
import { header, plan, upgrade } from "./builders.ts";

const HOLDS = { claim: "1 change for 1 person", holds: true, counterexamples: [] };
const BROKEN = {
  claim: "1 permission granted, all approved",
  holds: false,
  counterexamples: ["upgrade of expenses for adele@contoso.com: it would grant\u001B[2J nothing", "and 3 more"],
};

describe("the proof of a plan", () => {
  it("is a list of statements", () => {
    expect([...proofSection([HOLDS], styleFor(false))]).toEqual([
      "Proof of reach, computed apart from the plan",
      "  1 change for 1 person",
    ]);
  });

  it("that failed says so, with what contradicts it, and obeys nothing", () => {
    expect([...proofSection([HOLDS, BROKEN], styleFor(false))]).toEqual([
      "PROOF OF REACH FAILED",
      "  1 change for 1 person",
      "  NOT SO: 1 permission granted, all approved",
      "    upgrade of expenses for adele@contoso.com: it would grant\uFFFD[2J nothing",
      "    and 3 more",
    ]);
  });

  it("is at the end of the text, before the closing line", () => {
    const document = planDocument(plan([upgrade()]), header(), [], { ...DEFAULT_REVIEW, proof: [HOLDS] });
    const text = [...renderText(document, { color: false, rates: null })].join("");
    expect(text).toMatch(/\n\nProof of reach, .*\n {2}1 change for 1 person\n\nThis is a plan: .*\nIn all: .*\n$/);
  });

  it.each([
    ["a list", [HOLDS, BROKEN]],
    ["null where nobody proved anything", null],
  ])("is in the JSON: %s", (_name, proof) => {
    const document = planDocument(plan([upgrade()]), header(), [], { ...DEFAULT_REVIEW, proof });
    expect(JSON.parse([...renderJson(document)].join(""))).toMatchObject({ proof });
  });
});
