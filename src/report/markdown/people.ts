import type { PlanApp, PlanRow, ResultRow } from "../../model/plan.ts";
import { changeKey } from "../text/changes.ts";
import { type Group, groupRows } from "../text/groups.ts";
import { count } from "../text/wording.ts";
import { versionAfter, versionBefore } from "./changes.ts";
import { code } from "./inert.ts";
import { folded, type Section } from "./layout.ts";
import type { Quoting } from "./quoting.ts";

/** A row, or one with the outcome it came to. */
type AnyRow = PlanRow & Partial<Pick<ResultRow, "outcome">>;

/**
 * Whom each line of the tables concerns, the first ten of each. Where people are only counted it is about the writes that
 * a support case would name, and left out where there are none.
 */
export function peopleSection(rows: readonly AnyRow[], apps: readonly PlanApp[], quoting: Quoting): readonly Section[] {
  const found = new Map(apps.map((app) => [app.name, app]));
  const groups = groupRows(rows, (row) => [
    row.app,
    row.verdict,
    row.reason,
    row.outcome?.status ?? null,
    row.outcome?.code ?? null,
    ...changeKey(row),
  ]);
  const pieces = groups.flatMap((group) => {
    const { first } = group;
    if (group.shown.every((row) => quoting.person(row.user) === null && requestId(row) === null)) return [];
    const lead = `${code(first.app)} ${whatOf(first, found.get(first.app) ?? null)}`;
    return [
      { text: () => `- ${lead}, ${count(group.count, "user")}: ${membersText(group, quoting)}\n`, weight: group.count },
    ];
  });
  return folded("Whom it concerns", pieces, ["row", "rows"]);
}

function whatOf(row: AnyRow, app: PlanApp | null): string {
  const ended = row.outcome === undefined || row.outcome === null ? "" : ` ${row.outcome.status}`;
  const reason = row.reason === null ? "" : ` (${row.reason})`;
  if (row.action === null) return `${row.verdict}${reason}`;
  const step = `${row.action}, ${versionBefore(row)} → ${versionAfter(row, app)}`;
  return `${row.verdict === "held" ? `held${reason} ` : ""}${step}${ended}`;
}

function membersText(group: Group<AnyRow>, quoting: Quoting): string {
  const shown = group.shown.map((row) => {
    const request = requestId(row);
    const said = [quoting.person(row.user), request === null ? null : `request id ${code(request)}`];
    return said.filter((part) => part !== null).join(" ");
  });
  const more = group.count - shown.length;
  return `${shown.filter((part) => part !== "").join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function requestId(row: AnyRow): string | null {
  return row.outcome?.requestId ?? null;
}
