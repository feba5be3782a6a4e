import type { Target } from "../../model/desired.ts";
import type { Move } from "../../model/reasons.ts";
import { printable } from "../printable.ts";
import { unreadTargets } from "../unread.ts";
import type { Style } from "./style.ts";
import { count, MOVES, place } from "./wording.ts";
import { wrap } from "./wrap.ts";

/** How many targets are listed; the rest are counted. */
const LISTED = 50;

/** Groups, lists and users that were not read, with their place in the files: any of them might hold anybody. */
export function* targetsSection(targets: readonly Target[], style: Style): Generator<string> {
  const unread = unreadTargets(targets);
  if (unread.length === 0) return;
  const which = unread.length === 1 ? "which" : "each of which";
  yield style.bad(`Not read: ${count(unread.length, "target")}, ${which} might hold anybody`);
  for (const target of unread.slice(0, LISTED)) {
    yield* wrap("  ", targetText(target));
    yield `    who has to act: ${MOVES[targetMove(target)]}`;
  }
  if (unread.length > LISTED) yield `  and ${unread.length - LISTED} more`;
}

/**
 * Whose turn it is: a name that fits nothing or two things is for whoever wrote it, a failed read for the
 * administrator of the directory.
 */
export function targetMove({ state }: Target): Move {
  return state === "unreadable" ? "directory-admin" : "assignment-owner";
}

function targetText(target: Target): string {
  const name = target.kind === "everyone" ? "everyone" : `${target.kind} "${printable(target.name)}"`;
  const detail = target.detail === null ? "" : `: ${printable(target.detail)}`;
  return `${place(target.source)}: ${ROLES[target.role]}${name} ${STATES[target.state]}${detail}`;
}

/** What goes before a target that is no plain one. */
export const ROLES: Readonly<Record<Target["role"], string>> = { to: "", except: "except ", protected: "protected " };

/** What became of a target. */
export const STATES: Readonly<Record<Target["state"], string>> = {
  read: "was read",
  unreadable: "could not be read to its end",
  "not-found": "was not found in the directory",
  ambiguous: "fits more than one entry of the directory",
};
