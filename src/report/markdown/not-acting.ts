import type { Target } from "../../model/desired.ts";
import type { PlanException } from "../../model/exception.ts";
import type { PlanApp, PlanRow } from "../../model/plan.ts";
import { type Judgement, judgeRow, targetMove } from "../../plan/convergence.ts";
import { finishedLine, eachWayOnce, type WayOut, wayLead, wayText, wayFinder } from "../../plan/way-out.ts";
import { changeKey, type Group, groupTwice, type NestedGroup, situation } from "../facts/groups.ts";
import { howItStands } from "../facts/exceptions.ts";
import { countMoves, type TenantReport } from "../facts/headline.ts";
import { SENTENCE_LENGTH } from "../facts/inert.ts";
import { whoActs, rowsOf, why } from "../facts/row-state.ts";
import { REASONS } from "../../model/reasons.ts";
import { count, MOVES, number, TARGET_ROLES, TARGET_STATES } from "../facts/wording.ts";
import { appFinder, consentCell, versionAfter, versionBefore } from "./changes.ts";
import { type Section, tableSection } from "./layout.ts";
import { code, type Quoting } from "./quoting.ts";
import { inert } from "../facts/inert.ts";

/** How many of the cases of one reason are told apart. */
const CASES = 3;
/** How many places of one way are named. */
const PLACES_SHOWN = 5;
/** Of an advice that holds the name of an app. */
const ADVICE_LENGTH = 200;

/** Rows that policy holds back: what would happen to whom, why it does not, and who can let it. */
export function heldSection(document: TenantReport, quoting: Quoting): readonly Section[] {
  const { setting } = document.judgement;
  const held = rowsOf<"held", PlanRow>(document.rows, "held");
  if (held.length === 0) return [];
  const appOf = appFinder(document.apps);
  const find = wayFinder(document);
  const groups = byCount(
    groupTwice(
      held,
      (row) => [row.app, row.reason, situation(row.detail), ...changeKey(row)],
      (row) => [JSON.stringify(find(row))],
    ),
  );
  const moves = countMoves(held.map((row) => judgeRow(row, setting).move));
  return tableSection(
    `### Held back by policy: ${count(held.length, "row")}\n\nWho has to act: ${moves.join(", ")}`,
    groups,
    [
      ["app", ({ first }) => code(first.app)],
      ["users", (group) => group.count],
      ["held", ({ first }) => heldCell(first, appOf(first))],
      [
        "why, and what to do",
        ({ first, cases }) =>
          [
            `${why(first)}${aside(first.detail, quoting)}`,
            `who has to act: ${whoActs(first, setting, code)}`,
            ...wayCells(
              cases.map((one) => find(one.first)),
              quoting,
            ),
          ].join("<br>"),
      ],
    ],
  );
}

function heldCell(row: PlanRow, app: PlanApp | null): string {
  if (row.action === null) return "nothing";
  return `${row.action}, ${versionBefore(row)} → ${versionAfter(row, app)}<br>consent: ${consentCell(row, app)}`;
}

/** Where to go and what to do, a line each; at most as many as cases are told apart. */
export function wayCells(ways: readonly (WayOut | null)[], quoting: Quoting): readonly string[] {
  const joined = eachWayOnce(ways);
  const more = joined.length > CASES ? [`and ${count(joined.length - CASES, "other way", "other ways")}`] : [];
  return [...joined.slice(0, CASES).map((way) => wayCell(way, quoting)), ...more];
}

/** Deviations that somebody accepts: what for, until when, and who has to be asked. */
export function exceptionsSection(exceptions: readonly PlanException[], quoting: Quoting): readonly Section[] {
  if (exceptions.length === 0) return [];
  const due = exceptions.filter((one) => howItStands(one).isDue).length;
  const title = due === 0 ? "" : `, of which ${count(due, "needs", "need")} somebody to think about it`;
  return tableSection(`### Exceptions: ${exceptions.length}${title}`, exceptions, [
    ["app", ({ app }) => code(app)],
    ["how it stands", (exception) => howItStands(exception).standing],
    ["accepts", ({ accept }) => accept.join(", ")],
    ["owner", ({ owner }) => code(owner, SENTENCE_LENGTH)],
    ["reason", ({ reason }) => code(reason, SENTENCE_LENGTH)],
    ["where", ({ source }) => quoting.place(source)],
  ]);
}

function wayCell(way: WayOut, quoting: Quoting): string {
  const shown = way.at.slice(0, PLACES_SHOWN).map(quoting.place).join(", ");
  const more = way.at.length > PLACES_SHOWN ? ` and ${way.at.length - PLACES_SHOWN} more` : "";
  const todo = wayText({ ...way, at: [] });
  return `${wayLead(way)}: ${shown}${more}${todo === "" ? "" : `${shown === "" ? "" : ": "}${quoting.sentence(todo)}`}`;
}

/** Rows that no action can mend until somebody changes something: why, what to write where, and whose move it is. */
export function blockedSection(document: TenantReport, quoting: Quoting): readonly Section[] {
  const { setting } = document.judgement;
  const blocked = rowsOf<"blocked", PlanRow>(document.rows, "blocked");
  const find = wayFinder(document);
  const groups = groupTwice(
    blocked,
    (row) => [row.app, row.reason],
    (row) => [situation(row.detail), find(row)?.todo ?? null],
  );
  const moves = countMoves(blocked.map((row) => judgeRow(row, setting).move));
  return tableSection(
    `### Blocked: ${count(blocked.length, "row")}\n\nWho has to act: ${moves.join(", ")}`,
    byCount(groups),
    [
      ["app", ({ first }) => code(first.app)],
      ["users", (group) => group.count],
      ["why", (group) => `${why(group.first)}${casesText(group, ({ detail }) => detail, quoting)}`],
      [
        "who has to act, and what to do",
        ({ first, cases }) =>
          [
            whoActs(first, setting, code),
            ...wayCells(
              cases.flatMap(({ shown }) => shown.map(find)),
              quoting,
            ),
          ].join("<br>"),
      ],
    ],
  );
}

/** Apps that somebody is to have and the catalog does not tell, where no row says so. */
export function untoldAppsSection({ apps, finished }: Judgement, quoting: Quoting): readonly Section[] {
  const done = finished.map((app) => ({ text: () => `- ${inert(finishedLine(app), ADVICE_LENGTH)}\n`, weight: 1 }));
  const notes: readonly Section[] =
    done.length === 0 ? [] : [{ head: "### Done\n\n", pieces: done, foot: "", things: ["app", "apps"] }];
  return [
    ...notes,
    ...tableSection(
      `### Not told by the catalog: ${count(apps.length, "app")}`,
      apps,
      [
        ["where", ({ app }) => quoting.place(app.source)],
        ["app", ({ app }) => code(app.name)],
        ["id", ({ app }) => code(app.id ?? app.manifestId ?? "")],
        ["who has to act", ({ move }) => MOVES[move]],
        [
          "why",
          ({ reason, todo }) => `${REASONS[reason].sentence}${todo === null ? "" : `; ${code(todo, ADVICE_LENGTH)}`}`,
        ],
      ],
      ["app", "apps"],
    ),
  ];
}

/** Groups, lists and users that were not read: any of them might hold anybody. */
export function targetsSection({ targets: unread }: Judgement, quoting: Quoting): readonly Section[] {
  const which = unread.length === 1 ? "which" : "each of which";
  return tableSection(
    `### Not read: ${count(unread.length, "target")}, ${which} might hold anybody`,
    unread,
    [
      ["where", ({ source }) => quoting.place(source)],
      ["target", (target) => targetName(target, quoting)],
      ["what happened", ({ state, detail }) => `${TARGET_STATES[state]}${aside(detail, quoting)}`],
      ["who has to act", (target) => MOVES[targetMove(target)]],
    ],
    ["target", "targets"],
  );
}

function targetName({ kind, role, name, id }: Target, quoting: Quoting): string {
  const before = TARGET_ROLES[role];
  if (kind === "everyone") return `${before}everyone`;
  if (kind !== "user") return `${before}${kind} ${code(name)}`;
  return `${before}user ${quoting.person({ id, userPrincipalName: name, asWritten: name }) ?? "(a person)"}`;
}

function aside(detail: string | null, quoting: Quoting): string {
  return detail === null ? "" : `: ${quoting.sentence(detail)}`;
}

/** The most frequent cases in their own words, each with how many people it concerns where there are several. */
export function casesText<Row extends PlanRow>(
  { cases, rest }: NestedGroup<Row>,
  words: (row: Row) => string | null,
  quoting: Quoting,
): string {
  const said = new Map<string, number>();
  for (const { first, count: users } of [...cases, ...rest]) {
    const text = words(first);
    if (text !== null) said.set(text, (said.get(text) ?? 0) + users);
  }
  if (said.size === 0) return "";
  const isOne = cases.length + rest.length === 1 || said.size === 1;
  const shown = [...said]
    .slice(0, CASES)
    .map(([text, users]) => (isOne ? quoting.sentence(text) : `${quoting.sentence(text)} (${number(users)})`));
  const more = said.size - shown.length;
  return `: ${shown.join(", ")}${more > 0 ? `, and ${count(more, "other case")}` : ""}`;
}

/** The most frequent first; where they are equal, in the order of the plan. */
export function byCount<Some extends Pick<Group<PlanRow>, "count">>(groups: readonly Some[]): readonly Some[] {
  return groups.toSorted((a, b) => b.count - a.count);
}
