import type { PlanApp, PlanRow } from "../../model/plan.ts";
import { type Move, type Reason, REASONS } from "../../model/reasons.ts";
import { printable } from "../printable.ts";
import { changeKey, changeLines, versionStep } from "./changes.ts";
import { groupTwice, names, otherCases } from "./groups.ts";
import type { Style } from "./style.ts";
import { count, MOVES } from "./wording.ts";
import { wrap, wrapList } from "./wrap.ts";

/** Rows that policy holds back: why, who can let them through, and what would then happen, consent included. */
export function* heldSection(
  rows: readonly PlanRow[],
  apps: readonly PlanApp[],
  policySuspended: boolean,
  style: Style,
): Generator<string> {
  const held = rows.filter((row) => row.verdict === "held");
  if (held.length === 0) return;
  yield style.caution(`Held back by policy: ${count(held.length, "row")}`);
  for (const cause of groupTwice(held, (row) => [row.app, row.reason, row.action, row.detail], changeKey)) {
    const { first } = cause;
    const what = `${first.action ?? "change"} of ${printable(first.app)}`;
    yield* wrap("  ", `${what} held for ${count(cause.count, "user")}: ${why(first)}${detailText(first)}`);
    yield* wrap("    ", `who has to act: ${MOVES[heldMove(first, policySuspended)]}${wayOut(first.reason)}`);
    for (const group of cause.cases) {
      const step = `would ${group.first.action ?? "change"} ${versionStep(group.first, apps)}`;
      yield* changeLines("    ", step, group.first, apps);
      yield* wrapList("      ", "", names(group));
    }
    yield* otherCases(cause.rest);
  }
}

/** Rows that no action can mend until somebody changes something: why, whose move it is, and each case with its people. */
export function* blockedSection(rows: readonly PlanRow[], style: Style): Generator<string> {
  const blocked = rows.filter((row) => row.verdict === "blocked");
  if (blocked.length === 0) return;
  yield style.bad(`Blocked: ${count(blocked.length, "row")}`);
  for (const cause of groupTwice(
    blocked,
    (row) => [row.app, row.reason],
    (row) => [row.detail],
  )) {
    const { first } = cause;
    yield* wrap("  ", `${printable(first.app)} blocked for ${count(cause.count, "user")}: ${why(first)}`);
    yield `    who has to act: ${MOVES[first.move]}`;
    for (const group of cause.cases) {
      const { detail } = group.first;
      if (detail !== null) yield* wrap("    ", printable(detail));
      yield* wrapList(detail === null ? "    " : "      ", "", names(group));
    }
    yield* otherCases(cause.rest);
  }
}

/** A suspended app is as somebody meant it; a suspended policy stops everything until its owner lets it go on. */
export function heldMove(row: PlanRow, policySuspended: boolean): Move {
  return row.reason === "suspended" && policySuspended ? "assignment-owner" : row.move;
}

/** The reason in words; the sentence alone, without this row's own values. */
export function why(row: PlanRow): string {
  return row.reason === null ? "no reason was given" : REASONS[row.reason].sentence;
}

function detailText({ detail }: PlanRow): string {
  return detail === null ? "" : ` (${printable(detail)})`;
}

/** What whoever reads this can do at once, where there is something. */
function wayOut(reason: Reason | null): string {
  return reason === "change-limit" ? "; --max-changes allows more for one run" : "";
}
