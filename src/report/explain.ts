import type { Assignment, Rank, Target, User } from "../model/desired.ts";
import type { PlanRow } from "../model/plan.ts";
import { REASONS } from "../model/reasons.ts";
import { isSomebodysTurn, judgeRow, type Setting } from "../plan/convergence.ts";
import { type WayOut, wayLine } from "../plan/way-out.ts";
import type { ReadReceipt } from "../receipts/read-receipt.ts";
import { printable } from "./facts/printable.ts";
import { receiptLines } from "./history/text.ts";
import { whoActs } from "./facts/row-state.ts";
import { installedVersion, permissionText, place } from "./facts/wording.ts";
import { type Style, styleFor } from "./text/layout.ts";

/** Why one (user, app) pair is decided as it is. */
export interface Explanation {
  /** As asked for. */
  readonly userName: string;
  /** Null: nothing that the desired state reads shows such a user. */
  readonly user: User | null;
  readonly app: string;
  /** Every assignment of the app, sorted by file and line. */
  readonly assignments: readonly ExplainedAssignment[];
  /** The rules of the decision table up to the one that applies; empty without a row. */
  readonly considered: readonly { readonly number: number; readonly when: string }[];
  /** How the row is judged, and whom git names as owner of the app. */
  readonly setting: Setting;
  /** Where to go and what to do there; null: nothing is to be done, or no assignment counts. */
  readonly wayOut: WayOut | null;
  /** Which ring of the app's rollout they are in; null: it has none, or that cannot be told. */
  readonly ring: ExplainedRing | null;
  /** The decision; null when no assignment counts for the user. */
  readonly row: PlanRow | null;
  /** What was done here for the user and the app, the oldest first; null: no store tells. */
  readonly done: readonly ReadReceipt[] | null;
}

/** The ring of a rollout. */
interface ExplainedRing {
  readonly name: string;
  readonly number: number;
  readonly of: number;
  readonly isOpen: boolean;
  /** Said to people; null: nobody knows. */
  readonly opens: string | null;
  /** What lifts the halt that stands; null: none does. */
  readonly resume: string | null;
  readonly hasBegun: boolean;
}

/** How one assignment of the app stands to the user. */
export interface ExplainedAssignment {
  readonly assignment: Assignment;
  readonly rank: Rank | null;
  readonly standing: keyof typeof STANDINGS;
  readonly ways: readonly ExplainedWay[];
  readonly exceptions: readonly ExplainedWay[];
}

/** How one target of an assignment stands to the user. */
interface ExplainedWay {
  readonly target: Target;
  readonly holds: keyof typeof HOLDS;
}

const STANDINGS = {
  won: "decides",
  agrees: "is as strong and says the same, but comes later",
  conflicts: "is as strong as another that says something else",
  "lower-rank": "loses: another names the user more directly",
  "lower-priority": "loses: another has a higher priority",
  excepted: "does not count: the user is excepted",
  "does-not-reach": "does not reach the user",
} as const;

const HOLDS = {
  yes: "holds the user",
  no: "does not hold the user",
  unknown: "was not read to its end, so it might hold the user",
  "cannot-have-app": "does not hold accounts that cannot have the app",
} as const;

/** For people, line by line; each piece ends with a line break. */
export function* renderExplanation(explanation: Explanation, options: { readonly color: boolean }): Generator<string> {
  const style = styleFor(options.color);
  for (const line of lines(explanation, style)) yield `${line}\n`;
}

function* lines(explanation: Explanation, style: Style): Iterable<string> {
  const { userName, user, app, row } = explanation;
  yield style.title(`${printable(app)} for ${printable(user?.userPrincipalName ?? userName)}`);
  yield "";
  yield style.title("Assignments of the app");
  if (explanation.assignments.length === 0) yield "  none";
  for (const assignment of explanation.assignments) yield* assignmentLines(assignment, style);
  yield "";
  if (row === null) {
    yield `No assignment counts for this user, so TrueUp does not manage ${printable(app)} for them and never touches it.`;
    yield* doneLines(explanation.done, style);
    return;
  }
  yield style.title("Rules, in order; the first that applies decides");
  const last = explanation.considered.at(-1);
  for (const rule of explanation.considered) {
    const line = `  ${String(rule.number).padStart(2)}  ${rule === last ? "yes" : "no "}  ${rule.when}`;
    yield rule === last ? style.title(line) : line;
  }
  yield "";
  yield* decisionLines(row, explanation, style);
  if (explanation.ring !== null) yield* ringLines(explanation.ring, style);
  yield* doneLines(explanation.done, style);
}

function* doneLines(done: Explanation["done"], style: Style): Iterable<string> {
  yield "";
  yield style.title("Done and granted by TrueUp");
  if (done === null) yield "  that cannot be told, since there is no store of this tenant";
  else if (done.length === 0) yield "  nothing that the store still knows of";
  else for (const receipt of done) for (const line of receiptLines(receipt)) yield `  ${line}`;
}

function* ringLines(
  { name, number, of, isOpen, opens, resume, hasBegun }: ExplainedRing,
  style: Style,
): Iterable<string> {
  yield "";
  yield style.title(`Ring of the rollout: ${printable(name)}, ${number} of ${of}`);
  if (resume !== null) yield `  the rollout is halted; it goes on with ${resume} in git`;
  else if (isOpen) yield "  it is open";
  else if (opens !== null) yield `  it opens at ${opens} at the earliest`;
  if (!hasBegun) yield "  the rollout has not begun; a ring with atLeast may reach further when it does";
}

function* assignmentLines(
  { assignment, standing, ways, exceptions }: ExplainedAssignment,
  style: Style,
): Iterable<string> {
  const version = assignment.version === null ? "" : ` "${printable(assignment.version.text)}"`;
  const priority = assignment.priority === 0 ? "" : `, priority ${assignment.priority}`;
  const head = `  ${place(assignment.source)}  ${assignment.ensure}${version}${priority}: ${STANDINGS[standing]}`;
  yield standing === "won" ? style.title(head) : head;
  for (const way of ways) yield `      to ${targetText(way)}`;
  for (const way of exceptions) yield `      except ${targetText(way)}`;
}

function targetText({ target, holds }: ExplainedWay): string {
  const name = target.kind === "everyone" ? "everyone" : `${target.kind} "${printable(target.name)}"`;
  const why = holds === "unknown" && target.detail !== null ? ` (${printable(target.detail)})` : "";
  return `${name} (${place(target.source)}): ${HOLDS[holds]}${why}`;
}

function* decisionLines(row: PlanRow, { setting, wayOut }: Explanation, style: Style): Iterable<string> {
  yield `Installed: ${installedText(row)}`;
  yield `Drift: ${row.drift.length === 0 ? "none" : row.drift.join(", ")}`;
  const action = row.action === null ? "" : `: ${row.action}`;
  yield style.title(`Verdict: ${row.verdict}${action}`);
  if (row.reason !== null) yield `  because ${REASONS[row.reason].sentence} (${row.reason})`;
  if (row.detail !== null) yield `  ${printable(row.detail)}`;
  if (row.consent.length > 0) yield `  with consent: ${row.consent.map(permissionText).join(", ")}`;
  if (isSomebodysTurn(row, judgeRow(row, setting))) yield `  who has to act: ${whoActs(row, setting)}`;
  if (wayOut !== null) yield `  ${printable(wayLine(wayOut))}`;
  if (row.verdict === "act") {
    yield "  Limits (maxDue, maxChanges, maxRemovals, perRun, perDay) count over all users and may hold it; trueup plan shows that.";
  }
}

function installedText(row: PlanRow): string {
  switch (row.observed.state) {
    case "present":
      return `${installedVersion(row)}, read at ${row.observed.at}`;
    case "absent":
      return `no, read at ${row.observed.at}`;
    case "unreadable":
      return "could not be read";
    case "not-observed":
      return "not read, since the decision does not need it";
  }
}
