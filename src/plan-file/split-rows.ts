const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const [OPENING_LIST, CLOSING_LIST, OPENING, CLOSING] = [0x5b, 0x5d, 0x7b, 0x7d];

/** How many brackets are open around the properties of the file, and around its rows. */
const IN_FILE = 1;
const IN_ROWS = 2;

/** The name of the list of rows, which may be written with escapes. */
const ROWS = /^(?:r|\\u0072)(?:o|\\u006[Ff])(?:w|\\u0077)(?:s|\\u0073)$/;
const LONGEST_NAME = 25;

const BLANK = /^[ \t\n\r]*$/;

/** Takes what is found beside the rows. */
export interface BesideRows {
  /** The next piece of the text without the rows: their list is empty in it. */
  readonly take: (text: string) => void;
  /** A list of rows begins. */
  readonly begin: () => void;
  /** So many brackets are open; throws where they are too many. */
  readonly opened: (levels: number) => void;
  /** So much of a row is there, and not yet its end; throws where that is too much. */
  readonly held: (characters: number) => void;
}

/**
 * Splits the JSON text of an object at the items of its list `rows`, and gives on the text of each, so that no more than one
 * of them is held. Only brackets, quotes and commas are looked at: whether what lies between is JSON, its parser says. Nothing
 * is parsed before its brackets were counted, since a text of nothing but brackets takes many times its size of memory.
 */
export function* splitRows(pieces: Iterable<string>, beside: BesideRows): Generator<string> {
  const place: Place = { depth: 0, inString: false, isEscaped: false, quoted: "", name: "" };
  /** What there is of the row; null: outside of the list. */
  let row: string | null = null;
  let isFirst = true;
  for (const piece of pieces) {
    let from = 0;
    for (let index = nextMark(place, piece, 0, beside); index < piece.length; ) {
      if (row === null) {
        if (piece.charCodeAt(index) === OPENING_LIST && place.depth === IN_ROWS && ROWS.test(place.name)) {
          beside.begin();
          beside.take(piece.slice(from, index + 1));
          [row, isFirst, from] = ["", true, index + 1];
        }
      } else {
        const isEnd = place.depth < IN_ROWS;
        const text: string = row + piece.slice(from, index);
        if (!isEnd || !isFirst || !BLANK.test(text)) yield text;
        [row, isFirst, from] = isEnd ? [null, false, index] : ["", false, index + 1];
      }
      index = nextMark(place, piece, index + 1, beside);
    }
    if (row === null) beside.take(piece.slice(from));
    else {
      row += piece.slice(from);
      beside.held(row.length);
    }
  }
}

/** Where in the text the splitter is. */
interface Place {
  depth: number;
  inString: boolean;
  isEscaped: boolean;
  /** The beginning of the last text in quotes among the properties of the file, as it is written. */
  quoted: string;
  /** What the property of the file is called that the place is in. */
  name: string;
}

/** Goes on to the next bracket or comma of the outer levels, or to the end of the piece, and gives its index. */
function nextMark(place: Place, piece: string, start: number, { opened }: BesideRows): number {
  for (let index = start; index < piece.length; index += 1) {
    if (place.inString) index = endOfString(place, piece, index);
    else
      switch (piece.charCodeAt(index)) {
        case QUOTE:
          place.inString = true;
          place.quoted = "";
          break;
        case COLON:
          if (place.depth === IN_FILE) place.name = place.quoted;
          break;
        case OPENING:
        case OPENING_LIST:
          place.depth += 1;
          opened(place.depth);
          if (place.depth <= IN_ROWS) return index;
          break;
        case CLOSING:
        case CLOSING_LIST:
          place.depth -= 1;
          if (place.depth < IN_ROWS) return index;
          break;
        case COMMA:
          if (place.depth <= IN_ROWS) return index;
      }
  }
  return piece.length;
}

/** Goes on to the quote that ends a text, or to the end of the piece, and gives its index. */
function endOfString(place: Place, piece: string, start: number): number {
  let { isEscaped } = place;
  let index = start;
  for (; index < piece.length; index += 1) {
    const code = piece.charCodeAt(index);
    if (isEscaped) isEscaped = false;
    else if (code === BACKSLASH) isEscaped = true;
    else if (code === QUOTE) break;
  }
  place.isEscaped = isEscaped;
  place.inString = index === piece.length;
  if (place.depth === IN_FILE) {
    const end = Math.min(index, start + LONGEST_NAME);
    place.quoted = (place.quoted + piece.slice(start, end)).slice(0, LONGEST_NAME);
  }
  return index;
}
