import { rowsOf } from "../facts/row-state.ts";
import type { PlanApp, PlanRow } from "../../model/plan.ts";
import type { Rows } from "../../model/rows.ts";
import { changeKey, groupRows } from "../facts/groups.ts";
import { printable } from "../facts/printable.ts";
import { count, installedVersion, permissionText, PREPOSITIONS } from "../facts/wording.ts";
import { limited, names, type Style, wrap, wrapList } from "./layout.ts";

/** What `apply` does: equal changes in one line each, with the consent they send and the people they concern. */
export function* changesSection(rows: Rows<PlanRow>, apps: readonly PlanApp[], style: Style): Generator<string> {
  const groups = groupRows(rowsOf(rows, "act"), (row) => [row.app, ...changeKey(row)]);
  if (groups.length === 0) return;
  yield style.title("Changes");
  yield* limited(groups, style, function* linesOf(group) {
    const { first } = group;
    const whom = `${PREPOSITIONS[first.action]} ${count(group.count, "user")}`;
    yield* changeLines(
      "  ",
      `${style.sign(first.action)} ${first.action} ${versionStep(first, apps)} ${whom}`,
      first,
      apps,
    );
    yield* wrapList("    ", "", names(group, style));
  });
}

/** From where to where: `expenses 2.1.0 -> 2.4.0`; for an install where to, for an uninstall where from. */
export function versionStep(row: PlanRow, apps: readonly PlanApp[]): string {
  const app = printable(row.app);
  const offered = printable(offeredBy(row, apps)?.version ?? "(version unknown)");
  switch (row.action) {
    case "install":
      return `${app} ${offered}`;
    case "upgrade":
      if (installedVersion(row) === offered) return `${app} ${offered} again, for its consent,`;
      return `${app} ${installedVersion(row)} -> ${offered}`;
    case "uninstall":
      return `${app} ${installedVersion(row)}`;
    case "reinstall":
      return `${app} ${offered}, for its consent,`;
    case "replace":
      return `${copyText(row)} with ${app} ${row.observed.state === "present" ? installedVersion(row) : offered}`;
    case null:
      return app;
  }
}

/** The change with the consent that goes with it, as one wrapped line. */
export function* changeLines(indent: string, head: string, row: PlanRow, apps: readonly PlanApp[]): Generator<string> {
  if (row.consent.length > 0) {
    yield* wrapList(indent, `${head}, with consent`, row.consent.map(permissionText));
  } else if (row.action === "uninstall" || row.action === "replace") {
    yield* wrap(indent, head);
  } else if ((offeredBy(row, apps)?.permissions?.length ?? 0) > 0) {
    yield* wrap(
      indent,
      `${head}, sending no consent: it requires delegated permissions only, and the token may not consent`,
    );
  } else {
    yield* wrap(indent, `${head}, without any consent`);
  }
}

/** `0d820ecd-… 1.4.0`: the earlier upload. */
function copyText({ replaced }: PlanRow): string {
  if (replaced === undefined) return "an earlier upload";
  return `${printable(replaced.id)} ${printable(replaced.version ?? "(version unknown)")}`;
}

function offeredBy(row: PlanRow, apps: readonly PlanApp[]): PlanApp["offered"] {
  return apps.find((app) => app.name === row.app)?.offered ?? null;
}
