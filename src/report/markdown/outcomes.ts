import type { PlanApp, ResultRow } from "../../model/plan.ts";
import { changeKey } from "../text/changes.ts";
import { groupTwice, total } from "../text/groups.ts";
import { codeSentence, outcomeMove, rowsEnded, TITLES } from "../text/outcomes.ts";
import { count, MOVES } from "../text/wording.ts";
import { changeTables, consentCell, permissionList, versionAfter, versionBefore } from "./changes.ts";
import { code, tableHead, tableRow } from "./inert.ts";
import { type Section, tablePieces } from "./layout.ts";
import { byCount, casesText } from "./not-acting.ts";
import type { Quoting } from "./quoting.ts";

/** Rows that are not known to be done: what was tried, why it is so, and whose move it is. */
export function openSection(
  rows: readonly ResultRow[],
  apps: readonly PlanApp[],
  status: "unverified" | "failed" | "not-tried",
  quoting: Quoting,
): readonly Section[] {
  const groups = byCount(
    groupTwice(
      rowsEnded(rows, status),
      (row) => [row.app, row.outcome?.code ?? null, ...changeKey(row)],
      (row) => [row.outcome?.message ?? null],
    ),
  );
  if (groups.length === 0) return [];
  const found = new Map(apps.map((app) => [app.name, app]));
  const consent = status === "not-tried" ? [] : ["consent sent"];
  return [
    {
      head: `### ${TITLES[status]}: ${count(total(groups), "row")}\n\n`,
      pieces: tablePieces(
        tableHead(["app", "action", "from", "to", "users", ...consent, "why", "who has to act"], ["users"]),
        groups,
        (group) => {
          const { first } = group;
          const sent = first.consent.length === 0 ? "none" : permissionList(first.consent);
          return tableRow([
            code(first.app),
            first.action ?? "change",
            versionBefore(first),
            versionAfter(first, found.get(first.app) ?? null),
            `${group.count}`,
            ...consent.map(() => sent),
            `${codeSentence(first.outcome)}${casesText(group, ({ outcome }) => outcome?.message ?? null, quoting)}`,
            MOVES[outcomeMove(first)],
          ]);
        },
        (group) => group.count,
      ),
      foot: "",
      things: ["row", "rows"],
    },
  ];
}

/** What is known to be done: a table for each app. */
export function doneSection(
  rows: readonly ResultRow[],
  apps: readonly PlanApp[],
  status: "applied" | "already-done",
): readonly Section[] {
  const done = rowsEnded(rows, status);
  const how = status === "applied" ? "Done, and read back" : "Already done, and read back";
  // Nothing was sent for a row that was found done.
  const consentOf = status === "applied" ? consentCell : () => "none";
  return changeTables(`### ${how}: ${count(done.length, "row")}\n\n`, done, apps, consentOf);
}
