import type { RunningDigest } from "./digest.ts";

/**
 * The same JSON data, as text that does nothing where it is read. JSON allows control characters above U+007E and marks
 * that turn the direction of text as they are, and a terminal or an editor obeys them; a runner of pipelines obeys
 * `##[…]` and `##vso[…]` anywhere in a line. Escaped they are the same data and do nothing.
 */
export function inertJson(json: string): string {
  if (!MAY_BE_ALIVE.test(json)) return json;
  return json
    .replaceAll(/[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}]/gu, escaped)
    .replaceAll(/##(?=\[|vso\[)/gi, `#${escaped("#")}`);
}

/** Found without tables of Unicode: most lines hold nothing of the kind. */
const MAY_BE_ALIVE = /[^\n -~]|##/;

/** Whether text in quotes is its own JSON, and does nothing where that is read. */
export function needsNoEscape(text: string): boolean {
  return !ESCAPED_OR_ALIVE.test(text);
}

const ESCAPED_OR_ALIVE = /[^ !#-[\]-~]|##/;

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

/** One property of a document, and how it is set. */
export type Part =
  | { readonly name: string; readonly layout: "line" | "lines"; readonly value: object | string | null }
  | { readonly name: string; readonly layout: "list"; readonly items: () => Iterable<object> }
  | { readonly name: string; readonly layout: "rows"; readonly rows: () => Iterable<JsonText> };

/** JSON data as text: as it is written, and in the canonical form that the digest is taken of. */
export interface JsonText {
  readonly text: string;
  readonly canonical: string;
}

/** Text is given on in pieces of about this many characters. */
const PIECE = 65_536;

/** A property whose value stands on its line. */
export function oneLine(name: string, value: string | null): Part {
  return { name, layout: "line", value };
}

/** A property whose value takes a line for each of its own properties. */
export function manyLines(name: string, value: object): Part {
  return { name, layout: "lines", value };
}

/** A property with a line for each item; an item becomes JSON when its line is written. */
export function list<Item>(name: string, items: readonly Item[], toJson: (item: Item) => object): Part {
  return { name, layout: "list", items: () => Iterator.from(items).map(toJson) };
}

/** A property as text, in pieces; `digest` takes the rows in their canonical form. */
export function* partText(part: Part, digest?: RunningDigest): Generator<string> {
  yield `  ${compact(part.name)}: `;
  switch (part.layout) {
    case "line":
      yield compact(part.value);
      return;
    case "lines":
      yield spread(part.value).replaceAll("\n", "\n  ");
      return;
    case "list":
      yield* listText(Iterator.from(part.items()).map(compact));
      return;
    case "rows":
      yield* listText(digested(part.rows(), digest));
  }
}

function* digested(rows: Iterable<JsonText>, digest: RunningDigest | undefined): Generator<string> {
  for (const { text, canonical } of rows) {
    digest?.add(canonical);
    yield text;
  }
}

/** The items of a list, each of them JSON on one line, so that a million of them are never held as text. */
function* listText(items: Iterable<string>): Generator<string> {
  let [piece, separator] = ["", "[\n    "];
  for (const item of items) {
    piece += separator + item;
    separator = ",\n    ";
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  yield piece + (separator.startsWith("[") ? "[]" : "\n  ]");
}

/** JSON on one line. */
export function compact(value: object | string | null): string {
  return inertJson(JSON.stringify(value));
}

/** JSON with a line for each property. */
export function spread(value: object | string | null): string {
  return inertJson(JSON.stringify(value, null, 2));
}
