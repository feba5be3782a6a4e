/** Signs that people take for each other, and what they are taken for. */
const TAKEN_FOR: readonly (readonly [sign: RegExp, as: string])[] = [
  [/-/g, ""],
  [/rn/g, "m"],
  [/vv/g, "w"],
  [/0/g, "o"],
  [/[1i]/g, "l"],
  [/5/g, "s"],
];

/** What a name looks like at a glance: two names that look the same name one tenant to a tired reader. */
export function looksLike(name: string): string {
  return TAKEN_FOR.reduce((text, [sign, as]) => text.replaceAll(sign, as), name.toLowerCase());
}
