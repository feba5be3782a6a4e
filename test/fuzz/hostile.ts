import type { Chance } from "./chance.ts";

/** What people, programs and attackers put where a name, a number or a list is expected. */
const TEXTS = [
  "",
  " ",
  "\u0000",
  "\u001b[2J\u001b[1;31mowned",
  "\u001b]8;;https://example.com\u0007click\u001b]8;;\u0007",
  "\u202Etxt.exe",
  "\u2028",
  "\uD800",
  "\r\n::set-output name=x::y",
  "__proto__",
  "constructor",
  "toString",
  "../../outside.csv",
  "/etc/passwd",
  "..\\..\\outside.csv",
  "file:///etc/passwd",
  "https://example.com/v1.0/users",
  "<script>alert(1)</script>",
  "[x](https://example.com)",
  "*alias",
  "&anchor",
  "!!js/function 'x'",
  "<<: *a",
  "2.10.0",
  "1e999",
  "999999999999999999999999",
  "-1",
  "0x1f",
  "null",
  "~",
  "yes",
  ">=2.3 <3",
  "latest",
  "{{{{",
  "[[[[",
  "]]]]",
  "? ",
  "- - - - ",
  "%YAML 1.1\n---\n",
  "\n---\n",
  "\n...\n",
  "\t",
  "\u{1F9D1}\u200D\u{1F4BB}",
  "é".normalize("NFD"),
] as const;

/** One of them, now and then a long one. */
export function hostileText(chance: Chance): string {
  const text = chance.pick(TEXTS);
  return chance.onceIn(50) ? text.repeat(1 + chance.number(2_000)) : text;
}

/** Any value that JSON can hold, of any shape but the one that is expected. */
export function hostileValue(chance: Chance, depth = 0): unknown {
  switch (chance.number(depth > 4 ? 6 : 9)) {
    case 0:
      return null;
    case 1:
      return chance.onceIn(2);
    case 2:
      return chance.pick([0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER, 429]);
    case 3:
    case 4:
    case 5:
      return hostileText(chance);
    case 6:
      return Array.from({ length: chance.number(4) }, () => hostileValue(chance, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: chance.number(4) }, () => [hostileText(chance), hostileValue(chance, depth + 1)]),
      );
  }
}
