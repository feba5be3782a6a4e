import { count, number } from "../facts/wording.ts";
import { tableHead, tableRow } from "./quoting.ts";

/** Something that is shown whole or not at all: a line of a table or a list, with the headings before it. */
export interface Piece {
  /** Whole lines, each with its line break. */
  readonly text: () => string;
  /** How many rows of the plan, or other things that {@link Section.things} names, it stands for. */
  readonly weight: number;
}

/** A part of a report. Whatever the size, its head and its foot are shown, so they have to be short. */
export interface Section {
  /** Whole lines, each with its line break; an empty one at the end. */
  readonly head: string;
  /** The most important first: the first ones are shown, as many as there is room for. */
  readonly pieces: readonly Piece[];
  /** Whole lines; what the head began and has to be ended. */
  readonly foot: string;
  /** What the weights of the pieces count, for example `row` and `rows`. */
  readonly things: readonly [one: string, many: string];
}

/** A section as far as it is shown. */
interface Fitted {
  readonly section: Section;
  readonly texts: string[];
  size: number;
}

/** What is kept for the line that says how much of a section is left out. */
const REMAINDER = 120;

/** No section takes more than this share, unless those after it leave it. */
const FIRST_SHARE = 0.4;

/**
 * As much of the sections as fits into `room` characters. The sections come in the order of their importance: each is
 * filled up to a share of the room, then each, in this order again, gets what is left.
 */
export function fit(sections: readonly Section[], room: number): { texts: readonly string[]; cut: boolean } {
  const fitted = sections.map((section): Fitted => ({ section, texts: [], size: 0 }));
  let left = room - sections.reduce((sum, { head, foot }) => sum + head.length + foot.length + REMAINDER, 0);
  for (const share of [FIRST_SHARE, 1]) {
    for (const one of fitted) left -= fill(one, Math.min(left, share * room - one.size));
  }
  return {
    texts: fitted.map(sectionText),
    cut: fitted.some(({ section, texts }) => texts.length < section.pieces.length),
  };
}

/** Adds pieces while they fit; gives back how much room they took. */
function fill(one: Fitted, room: number): number {
  let taken = 0;
  for (const piece of one.section.pieces.slice(one.texts.length)) {
    const text = piece.text();
    if (taken + text.length > room) break;
    one.texts.push(text);
    taken += text.length;
  }
  one.size += taken;
  return taken;
}

function sectionText({ section, texts }: Fitted): string {
  const { head, pieces, foot, things } = section;
  const rest = pieces.slice(texts.length);
  const ending = texts.length > 0 ? "\n" : "";
  return `${head}${texts.join("")}${ending}${remainder(rest, texts.length > 0, things)}${foot}`;
}

function remainder(rest: readonly Piece[], some: boolean, [one, many]: Section["things"]): string {
  if (rest.length === 0) return "";
  const weight = rest.reduce((sum, piece) => sum + piece.weight, 0);
  const lines = count(rest.length, some ? "more line" : "line");
  return `_Left out here for length: ${lines}, with ${count(weight, one, many)}._\n\n`;
}

/** A column of a table: its title, and what it says of an item. Numbers stand to the right. */
type Column<Item> = readonly [title: string, cell: (item: Item) => string | number];

/** Pieces that make one table: the first line that is shown brings the titles along. */
export function tablePieces<Item extends object>(
  items: readonly Item[],
  columns: readonly Column<Item>[],
  before = "",
): readonly Piece[] {
  const [first] = items;
  const titles = columns.map(([title]) => title);
  const numbers = first === undefined ? [] : columns.filter(([, cell]) => typeof cell(first) === "number");
  const head = `${before}${tableHead(
    titles,
    numbers.map(([title]) => title),
  )}`;
  return items.map((item, index) => ({
    text: () => {
      const cells = columns.map(([, cell]) => cell(item));
      const line = tableRow(cells.map((cell) => (typeof cell === "number" ? number(cell) : cell)));
      return index === 0 ? `${head}${line}` : line;
    },
    weight: "count" in item && typeof item.count === "number" ? item.count : 1,
  }));
}

/** A section that is one table; nothing when there is nothing to list. A group of rows counts as its rows. */
export function tableSection<Item extends object>(
  head: string,
  items: readonly Item[],
  columns: readonly Column<Item>[],
  things: Section["things"] = ["row", "rows"],
): readonly Section[] {
  return items.length === 0 ? [] : [{ head: `${head}\n\n`, pieces: tablePieces(items, columns), foot: "", things }];
}

/** A section that is a few lines, always shown whole. */
export function plainSection(head: string): Section {
  return { head: `${head}\n\n`, pieces: [], foot: "", things: ["row", "rows"] };
}

/** Sections that are closed together until somebody opens them. The title is ours, never data. */
export function foldedTogether(title: string, sections: readonly Section[]): readonly Section[] {
  const last = sections.length - 1;
  return sections.map((section, index) => ({
    ...section,
    head: `${index === 0 ? `<details>\n<summary>${title}</summary>\n\n` : ""}${section.head}`,
    foot: `${section.foot}${index === last ? "</details>\n\n" : ""}`,
  }));
}

/** A section that is closed until somebody opens it. The title is ours, never data. */
export function folded(title: string, pieces: readonly Piece[], things: Section["things"]): readonly Section[] {
  if (pieces.length === 0) return [];
  return [{ head: `<details>\n<summary>${title}</summary>\n\n`, pieces, foot: "</details>\n\n", things }];
}
