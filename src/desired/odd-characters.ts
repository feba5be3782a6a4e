/** A character that a reader takes for another one, or does not see at all. */
export interface OddCharacter {
  /** Where in the text it stands, by UTF-16 code units. */
  readonly index: number;
  readonly character: string;
  /** `U+00A0 (no-break space)` */
  readonly description: string;
  /** What to do about it. */
  readonly advice: string;
}

const NAMES: Readonly<Record<string, string>> = {
  "\u00A0": "no-break space",
  "\u00AD": "soft hyphen",
  "\u200B": "zero width space",
  "\u200C": "zero width non-joiner",
  "\u200D": "zero width joiner",
  "\u200E": "left-to-right mark",
  "\u200F": "right-to-left mark",
  "\u202A": "left-to-right embedding",
  "\u202C": "pop directional formatting",
  "\u202F": "narrow no-break space",
  "\u2060": "word joiner",
  "\u3000": "ideographic space",
  "\uFEFF": "byte order mark",
  "\u2018": "left single quotation mark",
  "\u2019": "right single quotation mark",
  "\u201C": "left double quotation mark",
  "\u201D": "right double quotation mark",
  "\u201E": "low double quotation mark",
  "\u2010": "hyphen",
  "\u2011": "non-breaking hyphen",
  "\u2013": "en dash",
  "\u2014": "em dash",
};

/** What typographic characters look like. */
const PLAIN: Readonly<Record<string, string>> = {
  "\u2018": "'",
  "\u2019": "'",
  "\u201C": '"',
  "\u201D": '"',
  "\u201E": '"',
  "\u2010": "-",
  "\u2011": "-",
  "\u2013": "-",
  "\u2014": "-",
};

/** Blanks other than the plain one, what is invisible, combining marks, full-width forms, quotes and dashes of typography. */
const ODD =
  /(?![ \t\r\n])[\p{Zs}\p{Zl}\p{Zp}\p{Cf}\p{Cc}]|(?<=\p{L})[\u0300-\u036F]|[\uFF01-\uFF60\uFFE0-\uFFE6]|[\u2010\u2011\u2013\u2014\u2018\u2019\u201C-\u201E]| {2}/u;

/** The first character of a text that is odd in that way; null: there is none. Two blanks in a row count too. */
export function oddCharacter(text: string): OddCharacter | null {
  const found = ODD.exec(text);
  if (found === null) return null;
  const [character] = found;
  const { index } = found;
  if (character === "  ")
    return { index, character, description: "two blanks in a row", advice: "check that both are meant" };
  const description = `${codePoint(character)} (${nameOf(character)})`;
  const plain = plainForm(text, index, character);
  const advice = plain === "" ? "take it out" : `write ${plain === " " ? "a plain blank" : plain} instead`;
  return { index, character, description, advice };
}

function codePoint(character: string): string {
  return `U+${Number(character.codePointAt(0)).toString(16).toUpperCase().padStart(4, "0")}`;
}

function nameOf(character: string): string {
  const name = NAMES[character];
  if (name !== undefined) return name;
  if (/\p{M}/u.test(character)) return "a combining mark, which makes one letter of two characters";
  if (/[\uFF00-\uFFEF]/u.test(character)) return `full-width ${character.normalize("NFKC")}`;
  return /\p{Z}/u.test(character) ? "a blank that is not the plain one" : "invisible";
}

/** What the character should be; empty: nothing. */
function plainForm(text: string, index: number, character: string): string {
  const plain = PLAIN[character];
  if (plain !== undefined) return plain;
  if (/\p{M}/u.test(character))
    return `the letter ${text.slice(index - 1, index + 1).normalize("NFC")} as one character`;
  return /\p{C}/u.test(character) ? "" : character.normalize("NFKC");
}
