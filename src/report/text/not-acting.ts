import type { Target } from "../../model/desired.ts";
import type { PlanRow } from "../../model/plan.ts";
import type { Reason } from "../../model/reasons.ts";
import { type Judgement, judgeRow, targetMove } from "../../plan/convergence.ts";
import { changeKey, groupTwice, situation } from "../facts/groups.ts";
import type { TenantReport } from "../facts/headline.ts";
import { printable } from "../facts/printable.ts";
import { why } from "../facts/row-state.ts";
import { count, MOVES, place, TARGET_ROLES, TARGET_STATES } from "../facts/wording.ts";
import { changeLines, versionStep } from "./changes.ts";
import { names, otherCases, type Style, wrap, wrapList } from "./layout.ts";

/** Rows that policy holds back: why, who can let them through, and what would then happen, consent included. */
export function* heldSection(
  { rows, apps, judgement: { setting } }: Pick<TenantReport, "rows" | "apps" | "judgement">,
  style: Style,
): Generator<string> {
  const held = rows.filter((row) => row.verdict === "held");
  if (held.length === 0) return;
  yield style.caution(`Held back by policy: ${count(held.length, "row")}`);
  for (const cause of groupTwice(held, (row) => [row.app, row.reason, row.action, situation(row.detail)], changeKey)) {
    const { first } = cause;
    const what = `${first.action ?? "change"} of ${printable(first.app)}`;
    yield* wrap("  ", `${what} held for ${count(cause.count, "user")}: ${why(first)}${detailText(first)}`);
    yield* wrap("    ", `who has to act: ${MOVES[judgeRow(first, setting).move]}${wayOut(first.reason)}`);
    for (const group of cause.cases) {
      const step = `would ${group.first.action ?? "change"} ${versionStep(group.first, apps)}`;
      yield* changeLines("    ", step, group.first, apps);
      yield* wrapList("      ", "", names(group));
    }
    yield* otherCases(cause.rest);
  }
}

/** Rows that no action can mend until somebody changes something: why, whose move it is, and each case with its people. */
export function* blockedSection(
  { rows, judgement: { setting } }: Pick<TenantReport, "rows" | "judgement">,
  style: Style,
): Generator<string> {
  const blocked = rows.filter((row) => row.verdict === "blocked");
  if (blocked.length === 0) return;
  yield style.bad(`Blocked: ${count(blocked.length, "row")}`);
  for (const cause of groupTwice(
    blocked,
    (row) => [row.app, row.reason],
    (row) => [situation(row.detail)],
  )) {
    const { first } = cause;
    yield* wrap("  ", `${printable(first.app)} blocked for ${count(cause.count, "user")}: ${why(first)}`);
    yield `    who has to act: ${MOVES[judgeRow(first, setting).move]}`;
    for (const group of cause.cases) {
      const { detail } = group.first;
      if (detail !== null) yield* wrap("    ", printable(detail));
      yield* wrapList(detail === null ? "    " : "      ", "", names(group));
    }
    yield* otherCases(cause.rest);
  }
}

function detailText({ detail }: PlanRow): string {
  return detail === null ? "" : ` (${printable(detail)})`;
}

/** What whoever reads this can do at once, where there is something. */
function wayOut(reason: Reason | null): string {
  return reason === "change-limit" ? "; --max-changes allows more for one run" : "";
}

/** How many targets are listed; the rest are counted. */
const LISTED = 50;

/** Groups, lists and users that were not read, with their place in the files: any of them might hold anybody. */
export function* targetsSection({ targets: unread }: Judgement, style: Style): Generator<string> {
  if (unread.length === 0) return;
  const which = unread.length === 1 ? "which" : "each of which";
  yield style.bad(`Not read: ${count(unread.length, "target")}, ${which} might hold anybody`);
  for (const target of unread.slice(0, LISTED)) {
    yield* wrap("  ", targetText(target));
    yield `    who has to act: ${MOVES[targetMove(target)]}`;
  }
  if (unread.length > LISTED) yield `  and ${unread.length - LISTED} more`;
}

function targetText(target: Target): string {
  const name = target.kind === "everyone" ? "everyone" : `${target.kind} "${printable(target.name)}"`;
  const detail = target.detail === null ? "" : `: ${printable(target.detail)}`;
  return `${place(target.source)}: ${TARGET_ROLES[target.role]}${name} ${TARGET_STATES[target.state]}${detail}`;
}
