import type { PlanRow } from "../../model/plan.ts";
import { type Group, total } from "../facts/groups.ts";
import { printable } from "../facts/printable.ts";
import { count } from "../facts/wording.ts";

/** What a line means, so that colour can say it too. Without colour each gives the text back as it is. */
export interface Style {
  readonly title: (text: string) => string;
  readonly good: (text: string) => string;
  readonly caution: (text: string) => string;
  readonly bad: (text: string) => string;
}

/** The codes are "Select Graphic Rendition" of ECMA-48, in the eight colours that every terminal has. */
export function styleFor(color: boolean): Style {
  const paint = (code: number) => (text: string) => (color ? `\u001B[${code}m${text}\u001B[0m` : text);
  return { title: paint(1), good: paint(32), caution: paint(33), bad: paint(31) };
}

const WIDTH = 98;

/**
 * Sets pieces one after the other with blanks between, in lines of at most 98 columns. A piece is never broken, so a
 * longer one makes a longer line. Lines after the first are two columns deeper.
 */
export function* wrapPieces(indent: string, pieces: readonly string[]): Generator<string> {
  let line = "";
  let lead = indent;
  for (const piece of pieces) {
    if (line !== "" && lead.length + line.length + 1 + piece.length > WIDTH) {
      yield lead + line;
      line = "";
      lead = `${indent}  `;
    }
    line += line === "" ? piece : ` ${piece}`;
  }
  if (line !== "") yield lead + line;
}

/** As {@link wrapPieces}, for running text: it may break at any blank. */
export function wrap(indent: string, text: string): Generator<string> {
  return wrapPieces(indent, text.split(" "));
}

/** `lead first, second, third`, breaking only between items. */
export function wrapList(indent: string, lead: string, items: readonly string[]): Generator<string> {
  const pieces = items.map((item, index) => (index < items.length - 1 ? `${item},` : item));
  return wrapPieces(indent, lead === "" ? pieces : [lead, ...pieces]);
}

/** How many cases are not told apart, and how many people they concern. */
export function* otherCases(rest: readonly Group<PlanRow>[]): Generator<string> {
  if (rest.length > 0) yield `    and ${count(rest.length, "other case")} with ${count(total(rest), "user")}`;
}

/** The principal name, or what the desired state calls the user where the directory gave none. */
export function personName({ user }: PlanRow): string {
  return printable(user.userPrincipalName ?? user.asWritten);
}

/** Up to ten names, then how many more there are. */
export function names(group: Group<PlanRow>): readonly string[] {
  const shown = group.shown.map(personName);
  const more = group.count - shown.length;
  const last = shown.at(-1);
  return more > 0 && last !== undefined ? [...shown.slice(0, -1), `${last} and ${more} more`] : shown;
}
