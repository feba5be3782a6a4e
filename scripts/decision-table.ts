import { readFile } from "node:fs/promises";

/** A row of a table of Markdown: its cells, without code marks. */
type Cells = readonly string[];

const GLUE = new Set(["and", "or", "not", "(", ")"]);

/** The tables of docs/decision-table.md as TypeScript: the second engine of the model check. */
export async function decisionTable(root: URL): Promise<string> {
  const page = await readFile(new URL("docs/decision-table.md", root), "utf8");
  const words = new Map(tableUnder(page, "Words").map(([word = "", , standsFor = ""]) => [word, standsFor]));
  const condition = (text: string): string => `(is) => ${asCode(text, words)}`;
  const facts = [...words].filter(([, standsFor]) => standsFor === "").map(([word]) => JSON.stringify(word));
  const lines = tableUnder(page, "Lines").map(([number, said = "", when = "", verdict, why, drift]) =>
    entry({ number: Number(number), said, verdict, why, drift }, condition(when)),
  );
  const added = tableUnder(page, "Drift of what stays").map(([drift, when = ""]) => entry({ drift }, condition(when)));
  const steps = ["Consent that is to be repaired", "An earlier upload that the app replaces"].map((heading) =>
    tableUnder(page, heading).map(([said, when = "", verdict, why, drift, consent]) =>
      entry({ said, verdict, why, drift, consent }, condition(when)),
    ),
  );
  const ofHolds = new Map(tableUnder(page, "Holds", 1).map(([word = ""]) => [word, ""]));
  const holds = tableUnder(page, "Holds").map(([number, said, when = "", reason]) =>
    entry({ number: Number(number), said, reason }, `(is) => ${asCode(when, ofHolds)}`),
  );
  return [
    "// Made from docs/decision-table.md by `npm run generate`; do not edit.",
    'import type { Added, Hold, Line, Step } from "./lines.ts";',
    "",
    "/** What somebody has to be able to say of a row, so that the table can be asked. */",
    `export type Word =\n${facts.map((word) => `  | ${word}`).join("\n")};`,
    "",
    `export const LINES: readonly Line[] = [\n${lines.join("")}];`,
    "",
    `export const ADDED: readonly Added[] = [\n${added.join("")}];`,
    "",
    ...["REPAIR", "REPLACE"].map((name, at) => `export const ${name}: readonly Step[] = [\n${steps[at]?.join("")}];\n`),
    `/** What somebody has to be able to say of a row that would act. */\nexport type HoldWord =\n${[...ofHolds.keys()].map((word) => `  | ${JSON.stringify(word)}`).join("\n")};\n`,
    `export const HOLDS: readonly Hold[] = [\n${holds.join("")}];\n`,
  ].join("\n");
}

function entry(cells: Readonly<Record<string, string | number | undefined>>, applies: string): string {
  return `  { ${JSON.stringify(cells).slice(1, -1)}, applies: ${applies} },\n`;
}

/** The cells of a table under a heading of the page, the first where no other is asked for. */
function tableUnder(page: string, heading: string, which = 0): readonly Cells[] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0];
  const tables = section?.split("\n\n").filter((part) => part.trim().startsWith("|")) ?? [];
  const rows = tables[which]?.trim().split("\n") ?? [];
  if (rows.length < 3) throw new Error(`docs/decision-table.md has no table under "${heading}"`);
  return rows.slice(2).map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("`", "")),
  );
}

/**
 * A condition of the page as an expression. Words that stand for others are written out.
 * @throws Error for a word that the page does not explain
 */
function asCode(condition: string, words: ReadonlyMap<string, string>): string {
  const parts = condition
    .replaceAll(/([()])/g, " $1 ")
    .trim()
    .split(/\s+/);
  const code: string[] = [];
  let word: string[] = [];
  const endWord = (): void => {
    if (word.length === 0) return;
    const said = word.join(" ");
    const standsFor = words.get(said);
    if (standsFor === undefined) throw new Error(`docs/decision-table.md does not explain "${said}"`);
    code.push(standsFor === "" ? `is(${JSON.stringify(said)})` : `(${asCode(standsFor, words)})`);
    word = [];
  };
  for (const part of parts) {
    if (!GLUE.has(part)) word.push(part);
    // "no such user and not read yet": a word may hold "not", never begin with it.
    else if (part === "not" && word.length > 0) word.push(part);
    else {
      endWord();
      code.push({ and: " && ", or: " || ", not: "!" }[part] ?? part);
    }
  }
  endWord();
  return code.join("");
}
