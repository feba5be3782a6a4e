/**
 * The same JSON data, as text that does nothing where it is read. JSON allows control characters above U+007E and marks
 * that turn the direction of text as they are, and a terminal or an editor obeys them; a runner of pipelines obeys
 * `##[…]` and `##vso[…]` anywhere in a line. Escaped they are the same data and do nothing.
 */
export function inertJson(json: string): string {
  return json
    .replaceAll(/[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}]/gu, escaped)
    .replaceAll(/##(?=\[|vso\[)/gi, `#${escaped("#")}`);
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}
