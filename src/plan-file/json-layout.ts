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

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

/** One property of a document, and how it is set. */
export type Part =
  | { readonly name: string; readonly layout: "line" | "lines"; readonly value: object | string | null }
  | { readonly name: string; readonly layout: "list"; readonly items: () => Iterable<object> };

/** A property whose value stands on its line. */
export function oneLine(name: string, value: string | null): Part {
  return { name, layout: "line", value };
}

/** A property whose value takes a line for each of its own properties. */
export function manyLines(name: string, value: object): Part {
  return { name, layout: "lines", value };
}

/** A property with a line for each item; an item becomes JSON when its line is written, so that a million rows are never held as text. */
export function list<Item>(name: string, items: readonly Item[], toJson: (item: Item) => object): Part {
  return { name, layout: "list", items: () => Iterator.from(items).map(toJson) };
}

/** A property as text, in pieces. */
export function* partText(part: Part): Generator<string> {
  yield `  ${compact(part.name)}: `;
  switch (part.layout) {
    case "line":
      yield compact(part.value);
      return;
    case "lines":
      yield spread(part.value).replaceAll("\n", "\n  ");
      return;
    case "list":
      yield* listText(part.items());
  }
}

function* listText(items: Iterable<object>): Generator<string> {
  let separator = "[\n    ";
  for (const item of items) {
    yield `${separator}${compact(item)}`;
    separator = ",\n    ";
  }
  yield separator.startsWith("[") ? "[]" : "\n  ]";
}

/** JSON on one line. */
export function compact(value: object | string | null): string {
  return inertJson(JSON.stringify(value));
}

/** JSON with a line for each property. */
export function spread(value: object | string | null): string {
  return inertJson(JSON.stringify(value, null, 2));
}
