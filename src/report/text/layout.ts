import { wrapAnsi } from "fast-wrap-ansi";
import type { Action, PlanRow } from "../../model/plan.ts";
import { type Group, type NestedGroup, total } from "../facts/groups.ts";
import { printable } from "../facts/printable.ts";
import { count } from "../facts/wording.ts";

/** What a line means, so that colour can say it too. Without colour each gives the text back as it is. */
export interface Style {
  readonly title: (text: string) => string;
  readonly good: (text: string) => string;
  readonly caution: (text: string) => string;
  readonly bad: (text: string) => string;
  /** The sign of an action, in its colour: what comes, what alters, what goes. */
  readonly sign: (action: Action) => string;
  /** How much of each section is shown. */
  readonly shown: { readonly groups: number; readonly cases: number; readonly people: number };
}

/** More rows than this with something to say, and a plan is told as a summary that fits a screen. */
const BRIEF_FROM = 500;

/**
 * Of a large plan each section shows its largest groups and no names; the rest is counted.
 * The codes are "Select Graphic Rendition" of ECMA-48, in the eight colours that every terminal has.
 */
export function styleFor(color: boolean, rows = 0): Style {
  const paint = (code: number) => (text: string) => (color ? `\u001B[${code}m${text}\u001B[0m` : text);
  const shown =
    rows > BRIEF_FROM
      ? { groups: 3, cases: 1, people: 0 }
      : { groups: Number.POSITIVE_INFINITY, cases: 10, people: 10 };
  const [good, caution, bad] = [paint(32), paint(33), paint(31)];
  const signs = { "+": good("+"), "~": caution("~"), "-": bad("-") };
  return { title: paint(1), good, caution, bad, sign: (action) => signs[SIGNS[action]], shown };
}

const SIGNS = {
  install: "+",
  upgrade: "~",
  replace: "~",
  reinstall: "~",
  uninstall: "-",
} as const satisfies Record<Action, "+" | "~" | "-">;

/** How wide text is where there is no terminal, or it does not tell. */
export const USUAL_COLUMNS = 80;

/** Narrower than this, nothing can be read whatever is done. */
const LEAST_COLUMNS = 20;

/** Stands for a blank at which a line must not break, until the line is set. No text can hold it: it is no character. */
const GLUE = "\uFFFE";

/** What {@link styleFor} puts before a line. */
const CODES = new RegExp(String.raw`^((?:\u001B\[\d+m)*)( *)(.*)$`, "s");

/**
 * A line as it stands in a terminal of so many columns, measured as terminals do: broken at blanks, with everything after the
 * first line two columns deeper. A word that is longer than a line makes a longer line.
 */
export function setLine(line: string, columns: number): readonly string[] {
  const [, codes = "", indent = "", text = ""] = CODES.exec(line) ?? [];
  const room = Math.max(LEAST_COLUMNS, columns - indent.length - 2);
  // No character takes more than two columns.
  if (text.length * 2 <= room) return [line.replaceAll(GLUE, " ")];
  const [first = "", ...more] = wrapAnsi(codes + text, room, { hard: false }).split("\n");
  return [indent + first, ...more.map((next) => `${indent}  ${next}`)].map((one) => one.replaceAll(GLUE, " "));
}

/** A line of a file, or the caret below it: neither means anything once it is broken. */
const QUOTED = /^ *\d* \| /;

/** A text as it fits a terminal of so many columns, or none: lines that are wider are broken as {@link setLine} does. */
export function fitted(text: string, columns: number | null): string {
  if (columns === null) return text;
  const fit = (line: string): string =>
    QUOTED.test(line) || !wrapAnsi(line, columns, { trim: false }).includes("\n")
      ? line
      : setLine(line, columns).join("\n");
  return text.split("\n").map(fit).join("\n");
}

/** Pieces one after the other, with blanks between. A piece is never broken. */
export function* wrapPieces(indent: string, pieces: readonly string[]): Generator<string> {
  if (pieces.length > 0) yield indent + pieces.map((piece) => piece.replaceAll(" ", GLUE)).join(" ");
}

/** Running text, which may break at any blank. */
export function* wrap(indent: string, text: string): Generator<string> {
  if (text !== "") yield indent + text;
}

/** `lead first, second, third`, breaking only between items. */
export function wrapList(indent: string, lead: string, items: readonly string[]): Generator<string> {
  const pieces = items.map((item, index) => (index < items.length - 1 ? `${item},` : item));
  return wrapPieces(indent, lead === "" ? pieces : [...lead.split(" "), ...pieces]);
}

/** The groups that are shown, the largest where not all are; then how many others there are, and how many users they hold. */
export function* limited<Some extends { readonly count: number }>(
  groups: readonly Some[],
  { shown }: Style,
  linesOf: (group: Some) => Iterable<string>,
): Generator<string> {
  const isCut = groups.length > shown.groups;
  const sorted = isCut ? groups.toSorted((a, b) => b.count - a.count) : groups;
  for (const group of sorted.slice(0, shown.groups)) yield* linesOf(group);
  if (isCut)
    yield `  and ${count(groups.length - shown.groups, "other")} with ${count(total(sorted.slice(shown.groups)), "user")}`;
}

/** The cases of a cause that are told apart; then how many others there are, and how many users they hold. */
export function* casesOf<Row extends PlanRow>(
  { cases, rest }: NestedGroup<Row>,
  { shown }: Style,
  linesOf: (group: Group<Row>) => Iterable<string>,
): Generator<string> {
  for (const group of cases.slice(0, shown.cases)) yield* linesOf(group);
  const left = [...cases.slice(shown.cases), ...rest];
  if (left.length > 0) yield `    and ${count(left.length, "other case")} with ${count(total(left), "user")}`;
}

/** The principal name, or what the desired state calls the user where the directory gave none. */
export function personName({ user }: PlanRow): string {
  return printable(user.userPrincipalName ?? user.asWritten);
}

/** Up to ten names, then how many more there are; none where people are only counted. */
export function names(group: Group<PlanRow>, { shown }: Style): readonly string[] {
  const named = group.shown.slice(0, shown.people).map(personName);
  const more = group.count - named.length;
  const last = named.at(-1);
  return more > 0 && last !== undefined ? [...named.slice(0, -1), `${last} and ${more} more`] : named;
}
