import { describe, expect, it } from "vitest";
import { readSources, readText } from "./repository.ts";

const PAGE = "docs/architecture.md";
const MOST_WORDS = 50;

/** Words that were given up, since another one says it better or says something else. */
const RETIRED = ["hopelessness", "patience", "standing", "mentions", "ways", "wanted", "memory"];

const codes = readSources().map(({ path }) => ({ path, code: withoutComments(readText(path)) }));

/** Text as lower-case words: `readBack`, `read-back` and "read back" are the same. */
function wordsIn(text: string): string {
  const words = text.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").match(/[A-Za-z]+/g) ?? [];
  return ` ${words.join(" ").toLowerCase()} `;
}

function withoutComments(code: string): string {
  return code.replaceAll(/\/\*[^]*?\*\//g, "").replaceAll(/(^|\s)\/\/.*$/gm, "");
}

function holds(words: string, word: string): boolean {
  return words.includes(` ${word} `) || words.includes(` ${word}s `);
}

describe(`the words of ${PAGE}`, () => {
  const section = /^## Words\n([^]*?)^## /m.exec(readText(PAGE))?.[1] ?? "";
  const glossary = section
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(2)
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .map(([, word = "", sentence = ""]) => ({ word, sentence }));
  const everything = wordsIn(codes.map(({ path, code }) => `${path} ${code}`).join(" "));

  it(`are at most ${MOST_WORDS}, each of them once`, () => {
    expect(glossary.length).toBeGreaterThan(0);
    expect(glossary.length).toBeLessThanOrEqual(MOST_WORDS);
    expect(new Set(glossary.map(({ word }) => word)).size).toBe(glossary.length);
  });

  it.each(glossary)("$word is a word of the code, and said in one sentence", ({ word, sentence }) => {
    expect(holds(everything, wordsIn(word).trim())).toBe(true);
    expect(sentence).toMatch(/^[A-Z`][^.]*\.$/);
  });
});

describe("a word that was given up", () => {
  const exported = /^export (?:default )?(?:async )?(?:function\*?|const|let|class|interface|type) (\w+)/gm;
  const names = codes.flatMap(({ path, code }) => [
    { name: path, words: wordsIn(path.replace(/^.*\//, "")) },
    ...[...code.matchAll(exported)].map(([, name = ""]) => ({ name: `${path}: ${name}`, words: wordsIn(name) })),
  ]);

  it.each(RETIRED)("%s is in no name of a file and no exported name", (word) => {
    const found = names.filter(({ words }) => words.includes(` ${word} `)).map(({ name }) => name);
    expect(found).toEqual([]);
  });
});
