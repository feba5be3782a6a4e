import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CODES } from "../../src/desired/problem.ts";
import type { Diagnostic } from "../../src/model/diagnostic.ts";
import {
  APPS,
  CATALOG_ID,
  configurationOf,
  loadFiles,
  MANIFEST_ID,
  USER_ID,
  withHeader,
  withoutPlaces,
} from "./folder.ts";
import { shareOf } from "../share.ts";

const VALID = withHeader(`tenant: ${USER_ID}
apps:
  expenses:
    manifestId: ${MANIFEST_ID}
    permissions:
      - TeamsActivity.Send.User
      - { value: CameraStream.Read.User, type: delegated }
  onboarding: { catalogId: ${CATALOG_ID}, suspend: true }
assignments:
  - app: expenses
    version: ">=2.3 <3"
    ensure: installed
    to:
      - group: Finance
      - usersFrom: lists/x.csv
    except:
      - user: adele@contoso.com
    priority: 3
users:
  megan@contoso.com: { expenses: "2.x", onboarding: { ensure: absent } }
policy:
  sections: { apps: ["**"] }
  protectedUsers: [ceo@contoso.com]
  maxChanges: "20%"
`);

const TOKENS = VALID.split(/(\s+|[:{}[\],"])/).filter((token) => token !== "");
const STRANGE = [
  "__proto__",
  "null",
  "1.10",
  "true",
  "- ",
  "{",
  "[",
  "]",
  '"',
  "&a",
  "*a",
  "!!str",
  "%YAML 1.1",
  "\n",
  "\t",
  "\u0000",
  "\u{1F600}",
  "|",
  "? ",
  "---",
  "<<",
  "#",
];

const anyPlace = fc.nat(TOKENS.length - 1);
const anyEdit = fc.oneof(
  anyPlace.map((place) => (tokens: string[]) => void tokens.splice(place, 1)),
  anyPlace.map((place) => (tokens: string[]) => void tokens.splice(place, 0, tokens[place] ?? "")),
  fc.tuple(anyPlace, anyPlace).map(
    ([from, to]) =>
      (tokens: string[]) =>
        void tokens.splice(to, 1, tokens[from] ?? ""),
  ),
  fc.tuple(anyPlace, fc.oneof(fc.constantFrom(...STRANGE), fc.string({ unit: "binary", maxLength: 4 }))).map(
    ([place, text]) =>
      (tokens: string[]) =>
        void tokens.splice(place, 0, text),
  ),
  anyPlace.map((place) => (tokens: string[]) => void tokens.splice(place)),
);

/** The valid document after a few edits. Several go into one folder, since each load compiles the schema anew. */
const anyDocument = fc.array(anyEdit, { minLength: 1, maxLength: 4 }).map((edits) => {
  const tokens = [...TOKENS];
  for (const edit of edits) edit(tokens);
  return tokens.join("");
});

/** Whether a place is in a file, its end included, or is no place at all. */
function isPlaceIn(files: ReadonlyMap<string, string>, { file, line, column }: Diagnostic): boolean {
  if (file === null || line === null || column === null) return file === null && line === null && column === null;
  const text = files.get(file);
  // Of a file that could not be read, the start stands for the whole.
  if (text === undefined) return line === 1 && column === 1;
  const lines = text.split("\n");
  return column >= 1 && column <= (lines[line - 1]?.length ?? -1) + 1;
}

describe("bad input gets a list of errors, never an exception", () => {
  it("whatever is changed in a valid document", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyDocument, { minLength: 1, maxLength: 20 }), async (documents) => {
        const { configuration, diagnostics, files } = await loadFiles({
          "lists/x.csv": "alex@contoso.com\n",
          ...Object.fromEntries(documents.map((text, index) => [index === 0 ? "policy.yaml" : `${index}.yaml`, text])),
        });
        const errors = diagnostics.filter(({ severity }) => severity === "error");
        expect(configuration === null).toBe(errors.length > 0);
        for (const diagnostic of diagnostics) {
          expect(CODES).toHaveProperty(diagnostic.code);
          expect(diagnostic.message).not.toMatch(/\n|undefined|\[object|Error:/);
          expect(isPlaceIn(files, diagnostic)).toBe(true);
        }
      }),
      { numRuns: shareOf(20) },
    );
  });

  it("whatever the bytes", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 30 }),
        async (contents) => {
          const { diagnostics } = await loadFiles(
            Object.fromEntries(contents.map((bytes, index) => [`${index}.yaml`, bytes])),
          );
          const files = new Set(diagnostics.map(({ file }) => file));
          expect(files.size).toBe(contents.length);
        },
      ),
      { numRuns: shareOf(15) },
    );
  });
});

function sorted(assignments: readonly unknown[]): readonly string[] {
  return assignments.map((assignment) => JSON.stringify(withoutPlaces(assignment))).sort();
}

describe("a folder is the union of its files", () => {
  const ASSIGNMENTS = [
    "- { app: expenses, version: latest, to: [{ group: Finance }] }",
    '- { app: expenses, version: "2.x", to: [{ everyone: true }], priority: 2 }',
    "- { app: onboarding, ensure: absent, to: [{ user: adele@contoso.com }] }",
    "- { app: onboarding, version: latest, ensure: installed, to: [{ group: Sales }], except: [{ user: a@contoso.com }] }",
  ];

  it("so the same lines in other files and in another order say the same, but for places", async () => {
    const whole = configurationOf(
      await loadFiles({ "all.yaml": withHeader(`${APPS}assignments:\n${ASSIGNMENTS.join("\n")}\n`) }),
    );
    const anySplit = fc.tuple(
      fc.shuffledSubarray(ASSIGNMENTS, { minLength: ASSIGNMENTS.length }),
      fc.array(fc.constantFrom("a.yaml", "m/b.yml", "z/z/c.yaml"), { minLength: 4, maxLength: 4 }),
      fc.constantFrom("a-apps.yaml", "zz-apps.yaml"),
    );
    await fc.assert(
      fc.asyncProperty(anySplit, async ([lines, places, apps]) => {
        const parts: Record<string, string> = { [apps]: withHeader(APPS) };
        for (const [index, path] of places.entries()) {
          parts[path] = `${parts[path] ?? withHeader("assignments:\n")}${lines[index] ?? ""}\n`;
        }
        const split = configurationOf(await loadFiles(parts));
        expect(sorted(split.assignments)).toEqual(sorted(whole.assignments));
        expect(withoutPlaces({ ...split, assignments: [] })).toEqual(withoutPlaces({ ...whole, assignments: [] }));
      }),
      { numRuns: shareOf(15) },
    );
  });
});
