import type { PlanRow } from "../../model/plan.ts";
import { type Grant, grantsOf } from "../text/consent.ts";
import { count } from "../text/wording.ts";
import { code, tableHead, tableRow } from "./inert.ts";
import { type Section, tablePieces } from "./layout.ts";

/**
 * What is granted that was not before, one line for each app and permission. Where the consent in force is not known the
 * permission counts as possibly new, never as old.
 */
export function consentSection(rows: readonly PlanRow[]): readonly Section[] {
  const acting = rows.filter((row) => row.verdict === "act");
  if (acting.length === 0) return [];
  const grants = grantsOf(acting);
  const perhapsNew = grants.filter((grant) => grant.fresh + grant.unsure > 0);
  if (grants.length === 0) return [sentence("No consent is sent with any change.")];
  if (perhapsNew.length === 0) {
    return [sentence("No new consent: every permission that is sent is in force already.")];
  }
  const apps = new Set(perhapsNew.map(({ app }) => app)).size;
  const title = `${count(perhapsNew.length, "permission")} of ${count(apps, "app")}`;
  return [
    {
      head:
        `### NEW CONSENT: ${title}\n\n` +
        "Approved in the desired state; the apps do not have it yet, or may not have it. " +
        "_Perhaps new_: what is in force for these people is not known.\n\n",
      pieces: tablePieces(tableHead(TITLES, COUNTS), perhapsNew, grantRow, () => 1),
      foot: "",
      things: ["permission", "permissions"],
    },
  ];
}

const COUNTS = ["new for", "perhaps new for", "in force already for"];
const TITLES = ["app", "permission", "type", ...COUNTS];

function grantRow({ app, permission, fresh, unsure, inForce }: Grant): string {
  const counts = [fresh, unsure, inForce].map((people) => (people === 0 ? "–" : count(people, "user")));
  return tableRow([code(app), code(permission.value), permission.type, ...counts]);
}

function sentence(head: string): Section {
  return { head: `${head}\n\n`, pieces: [], foot: "", things: ["row", "rows"] };
}
