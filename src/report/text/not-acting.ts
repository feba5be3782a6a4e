import type { Target } from "../../model/desired.ts";
import type { PlanRow } from "../../model/plan.ts";
import { REASONS } from "../../model/reasons.ts";
import { type Judgement, targetMove } from "../../plan/convergence.ts";
import { eachWayOnce, finishedLine, flagText, type WayOut, wayLine, wayFinder } from "../../plan/way-out.ts";
import { changeKey, groupTwice, situation } from "../facts/groups.ts";
import type { TenantReport } from "../facts/headline.ts";
import { printable } from "../facts/printable.ts";
import { whoActs, rowsOf, why } from "../facts/row-state.ts";
import { count, MOVES, number, place, TARGET_ROLES, TARGET_STATES } from "../facts/wording.ts";
import { changeLines, versionStep } from "./changes.ts";
import { casesOf, limited, names, type Style, wrap, wrapList } from "./layout.ts";

/** What rows are held alike for. */
function causeOf(row: PlanRow): readonly (string | null)[] {
  return [row.app, row.reason, row.action, situation(row.detail)];
}

/** Rows that policy holds back: why, who can let them through, and what would then happen, consent included. */
export function* heldSection(document: TenantReport, style: Style): Generator<string> {
  const {
    rows,
    apps,
    judgement: { setting },
  } = document;
  const held = rowsOf<"held", PlanRow>(rows, "held");
  if (held.length === 0) return;
  yield style.caution(`Held back by policy: ${count(held.length, "row")}`);
  const causes = groupTwice(held, causeOf, changeKey);
  const find = wayFinder(document);
  // In the same order, since their outer keys are the same.
  const byWay = groupTwice(held, causeOf, (row) => [JSON.stringify(find(row))]);
  const ways = new Map(causes.map((one, index) => [one, byWay[index]?.cases ?? []]));
  yield* limited(inRingOrder(causes), style, function* linesOf(cause) {
    const { first } = cause;
    const { detail } = first;
    const what =
      first.action === null
        ? `${printable(first.app)} left as it is`
        : `${first.action} of ${printable(first.app)} held`;
    yield* wrap(
      "  ",
      `${what} for ${count(cause.count, "user")}: ${why(first)}${detail === null ? "" : ` (${example(detail, cause.count)})`}`,
    );
    yield* wrap(
      "    ",
      `who has to act: ${[whoActs(first, setting), flagText(first)].filter((part) => part !== null).join("; ")}`,
    );
    const leads = (ways.get(cause) ?? []).map((group) => find(group.first));
    yield* wayLines(leads, style);
    yield* casesOf(cause, style, function* caseLines(group) {
      const step = `would ${group.first.action} ${versionStep(group.first, apps)}`;
      if (group.first.action !== null) yield* changeLines("    ", step, group.first, apps);
      yield* wrapList("      ", "", names(group, style));
    });
  });
}

/** The rings of an app in the order in which they open; everything else where it is. */
function inRingOrder<Cause extends { readonly first: PlanRow }>(causes: readonly Cause[]): readonly Cause[] {
  const byApp = [...Map.groupBy(causes, ({ first }) => first.app).values()];
  return byApp.flatMap((ofApp) => ofApp.toSorted((a, b) => ringNumber(a.first) - ringNumber(b.first)));
}

/** Which ring the row waits for, as its detail says; 0: for none. */
function ringNumber({ detail }: PlanRow): number {
  return Number(/^ring .* \((\d+) of \d+\)/.exec(detail ?? "")?.[1] ?? 0);
}

/** Rows that no action can mend until somebody changes something: why, whose move it is, and each case with its people. */
export function* blockedSection(document: TenantReport, style: Style): Generator<string> {
  const { setting } = document.judgement;
  const blocked = rowsOf<"blocked", PlanRow>(document.rows, "blocked");
  if (blocked.length === 0) return;
  yield style.bad(`Blocked: ${count(blocked.length, "row")}`);
  const find = wayFinder(document);
  const causes = groupTwice(
    blocked,
    (row) => [row.app, row.reason],
    (row) => [situation(row.detail), find(row)?.todo ?? null],
  );
  yield* limited(causes, style, function* linesOf(cause) {
    const { first } = cause;
    yield* wrap("  ", `${printable(first.app)} blocked for ${count(cause.count, "user")}: ${why(first)}`);
    yield `    who has to act: ${whoActs(first, setting)}`;
    yield* casesOf(cause, style, function* caseLines(group) {
      const { detail } = group.first;
      if (detail !== null) yield* wrap("    ", example(detail, group.count));
      yield* wayLines(group.shown.map(find), style);
      yield* wrapList("      ", "", names(group, style));
    });
  });
}

/** Where to go and what to do, each once; a summary leaves out where nothing is to be done. */
export function* wayLines(ways: readonly (WayOut | null)[], { shown }: Style): Generator<string> {
  for (const way of eachWayOnce(ways)) {
    if (shown.people > 0 || way.todo !== null) yield* wrap("    ", printable(wayLine(way)));
  }
}

/** Apps that somebody is to have and the catalog does not tell, where no row says so. */
export function* untoldAppsSection({ apps, finished }: Judgement, style: Style): Generator<string> {
  for (const app of finished) yield* wrap("", `note: ${printable(finishedLine(app))}`);
  if (apps.length === 0) return;
  yield style.bad(`Not told by the catalog: ${count(apps.length, "app")}`);
  for (const { app, reason, move, todo } of apps) {
    const id = app.id ?? app.manifestId ?? "no id";
    yield* wrap("  ", `${place(app.source)}: ${printable(app.name)} (${printable(id)}): ${REASONS[reason].sentence}`);
    if (todo !== null) yield* wrap("    ", `to do: ${printable(todo)}`);
    yield `    who has to act: ${MOVES[move]}`;
  }
}

/** Where it differs from row to row, one of them. */
function example(detail: string, rows: number): string {
  return `${rows > 1 && situation(detail) !== detail ? "for example: " : ""}${printable(detail)}`;
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
  if (unread.length > LISTED) yield `  and ${number(unread.length - LISTED)} more`;
}

function targetText(target: Target): string {
  const name = target.kind === "everyone" ? "everyone" : `${target.kind} "${printable(target.name)}"`;
  const detail = target.detail === null ? "" : `: ${printable(target.detail)}`;
  return `${place(target.source)}: ${TARGET_ROLES[target.role]}${name} ${TARGET_STATES[target.state]}${detail}`;
}
