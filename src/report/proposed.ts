import type { Proposed } from "../propose/propose.ts";
import { printable } from "./facts/printable.ts";
import { count } from "./facts/wording.ts";

/** What became of each proposal, a line for an app, the count last. */
export function* renderProposed(proposed: readonly Proposed[]): Generator<string> {
  for (const one of proposed) yield `${printable(proposedText(one))}\n`;
  const open = proposed.filter(({ kind }) => kind === "opened" || kind === "updated" || kind === "unchanged").length;
  yield `${count(open, "proposal is open", "proposals are open")}\n`;
}

/** `expenses: opened https://…`, or why nothing was done. */
export function proposedText(one: Proposed): string {
  if (one.kind === "left") return `${one.app}: ${one.why}`;
  return `${one.app}: ${one.kind}${one.url === null ? "" : ` ${one.url}`}`;
}
