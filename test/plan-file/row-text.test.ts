import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../src/model/definition-digest.ts";
import type { PlanRow } from "../../src/model/plan.ts";
import { compact } from "../../src/plan-file/json-layout.ts";
import { type RowNotes, rowJson } from "../../src/plan-file/row-json.ts";
import { rowTexts } from "../../src/plan-file/row-text.ts";
import { CAMERA, install, outcome, present, row, SEND, unreadable, upgrade } from "../report/builders.ts";

const NOTES: RowNotes = { way: null, because: undefined, outcome: undefined };
const WAY = { at: [{ file: "a.yaml", line: 1, column: 1 }], todo: "mend it", owner: "@contoso/expenses" };

/** Names as people have them, and such as are escaped or look like what stands around them. */
const name = fc.oneof(
  fc.constantFrom(
    "adele",
    "",
    "Jürgen",
    '"',
    "\\",
    "##[error]",
    "##",
    "\u0085",
    "\u202E",
    "\uD800",
    '"user":0',
    '","observed":0',
  ),
  fc.string({ unit: "binary", maxLength: 8 }),
);
const shared = { drift: ["outdated"], consent: [CAMERA] } as const;
const rows: fc.Arbitrary<PlanRow> = fc
  .record({
    of: fc.constantFrom(
      row(),
      unreadable(),
      install(),
      upgrade({ observed: present("2.1.0", [SEND, CAMERA]) }),
      upgrade(shared),
      { ...upgrade(shared), verdict: "held", reason: "change-limit" } as const,
    ),
    own: fc.record({ id: fc.option(name), userPrincipalName: fc.option(name), asWritten: name }),
    detail: fc.option(name),
    version: fc.option(name),
    installationId: name,
  })
  .map(({ of, own: user, detail, version, installationId }) => {
    const made: PlanRow = { ...of, user, detail };
    return made.observed.state === "present"
      ? { ...made, observed: { ...made.observed, version, installationId } }
      : made;
  });
const notes: fc.Arbitrary<RowNotes> = fc.record({
  way: fc.constantFrom(null, WAY, { ...WAY, todo: null }),
  because: fc.constantFrom(undefined, null, "change", "drift"),
  outcome: fc.constantFrom(undefined, null, outcome("applied", null)),
});

/** Each row made into an object, and that into text. */
function oneByOne(given: readonly PlanRow[], notesOf: (row: PlanRow) => RowNotes) {
  return given.map((one) => {
    const json = rowJson(one, notesOf(one));
    return { text: compact(json), canonical: canonicalJson(json) };
  });
}

describe("the text of rows", () => {
  it("is that of each row as an object, in both forms", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(rows, notes), { maxLength: 12 }), (pairs) => {
        const noted = new Map(pairs);
        const notesOf = (one: PlanRow): RowNotes => noted.get(one) ?? NOTES;
        const given = pairs.map(([one]) => one);
        expect([...rowTexts(given, notesOf)]).toEqual(oneByOne(given, notesOf));
      }),
    );
  });

  it.each([
    [
      "details of rows that were decided as one",
      (index: number) => upgrade({ ...shared, detail: `since ${index % 40}` }),
    ],
    ["decisions", () => upgrade({ drift: ["outdated"] })],
    ["consents", () => row({ observed: present("2.4.0", [SEND]) })],
  ])("is the same however many %s there are", (_what, make) => {
    const given: readonly PlanRow[] = Array.from({ length: 2_100 }, (_, index) => make(index));
    expect([...rowTexts(given, () => NOTES)]).toEqual(oneByOne(given, () => NOTES));
  });
});
