import { type RowOf, rowsOf } from "../facts/row-state.ts";
import type { Permission } from "../../model/permission.ts";
import type { PlanApp, PlanRow } from "../../model/plan.ts";
import type { Rows } from "../../model/rows.ts";
import { changeKey, type Group, groupRows, total } from "../facts/groups.ts";
import { count } from "../facts/wording.ts";
import { type Piece, type Section, tablePieces } from "./layout.ts";
import { code } from "./quoting.ts";

/** How many permissions are named in one cell. */
const PERMISSIONS_NAMED = 8;

/** What `apply` does: a table for each app, equal changes in one line each. The one place that lists rows that act. */
export function changesSection(rows: Rows<PlanRow>, apps: readonly PlanApp[], title = "Changes"): readonly Section[] {
  const acting = rowsOf(rows, "act");
  return changeTables(`### ${title}: ${count(acting.length, "row")}\n\n`, acting, apps);
}

/**
 * Equal changes in one line each, in a table for each app; nothing when there are none.
 * @param consentOf what is said of the consent; by default, what the action sends
 */
export function changeTables(
  head: string,
  rows: Rows<RowOf<"act">>,
  apps: readonly PlanApp[],
  consentOf = consentCell,
): readonly Section[] {
  const groups = groupRows(rows, (row) => [row.app, ...changeKey(row)]);
  if (groups.length === 0) return [];
  const byApp = [...Map.groupBy(groups, ({ first }) => first.app)];
  const appOf = appFinder(apps);
  const pieces = byApp.flatMap(([name, changes], index) =>
    appPieces(index === 0 ? "" : "\n", name, appOf({ app: name }), changes, consentOf),
  );
  return [{ head, pieces, foot: "", things: ["row", "rows"] }];
}

function appPieces(
  gap: string,
  name: string,
  app: PlanApp | null,
  changes: readonly Group<RowOf<"act">>[],
  consentOf: typeof consentCell,
): readonly Piece[] {
  return tablePieces(
    changes,
    [
      ["action", ({ first }) => first.action],
      ["from", ({ first }) => versionBefore(first)],
      ["to", ({ first }) => versionAfter(first, app)],
      ["users", (change) => change.count],
      ["consent sent", ({ first }) => consentOf(first, app)],
    ],
    `${gap}#### ${appTitle(name, app)}: ${count(total(changes), "row")}\n\n`,
  );
}

/** Finds the app of a row. */
export function appFinder(apps: readonly PlanApp[]): (of: Pick<PlanRow, "app">) => PlanApp | null {
  const found = new Map(apps.map((app) => [app.name, app]));
  return ({ app }) => found.get(app) ?? null;
}

/** The name in the repository, then what the catalog calls it. */
export function appTitle(name: string, app: PlanApp | null): string {
  const displayName = app?.displayName ?? null;
  return displayName === null ? code(name) : `${code(name)} (${code(displayName)})`;
}

/** The version that is installed now. */
export function versionBefore({ observed, replaced }: PlanRow): string {
  if (replaced !== undefined) return `${code(replaced.id)} ${code(replaced.version ?? "version not known")}`;
  if (observed.state === "absent") return "not installed";
  if (observed.state !== "present") return "not known";
  return observed.version === null ? "version not known" : code(observed.version);
}

/** The version that the row's action leads to. */
export function versionAfter(row: PlanRow, app: PlanApp | null): string {
  if (row.action === "uninstall") return "removed";
  const version = app?.offered?.version ?? null;
  return version === null ? "version not known" : code(version);
}

/** The consent that the row's action sends, or why it sends none. */
export function consentCell(row: PlanRow, app: PlanApp | null): string {
  if (row.consent.length > 0) return permissionList(row.consent);
  if (row.action === "uninstall" || row.action === "replace") return "–";
  const required = app?.offered?.permissions?.length ?? 0;
  return required > 0 ? "none sent: it requires delegated permissions only, and the token may not consent" : "none";
}

/** The first permissions, each with its type, then how many more there are. */
export function permissionList(permissions: readonly Permission[]): string {
  const named = permissions.slice(0, PERMISSIONS_NAMED).map(({ value, type }) => `${code(value)} (${type})`);
  const more = permissions.length - named.length;
  return more > 0 ? `${named.join(", ")} and ${more} more` : named.join(", ");
}
