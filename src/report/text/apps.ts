import type { Permission } from "../../model/permission.ts";
import type { PlanApp, PlanRow } from "../../model/plan.ts";
import { printable } from "../printable.ts";
import type { Style } from "./style.ts";
import { permissionText } from "./wording.ts";
import { wrap, wrapList } from "./wrap.ts";

/** The apps about which there is something to say, with what they require against what is approved. */
export function* appsSection(apps: readonly PlanApp[], rows: readonly PlanRow[], style: Style): Generator<string> {
  const busy = new Set(rows.filter((row) => row.verdict !== "nothing").map((row) => row.app));
  const filtered = new Set(rows.map((row) => row.app));
  const shown = apps.filter((app) => busy.has(app.name) || (filtered.has(app.name) && isNoteworthy(app)));
  if (shown.length === 0) return;
  yield style.title("Apps");
  for (const app of shown) {
    yield* wrap("  ", appText(app));
    yield* permissionLines(app, style);
  }
}

function isNoteworthy({ lacking, unused }: PlanApp): boolean {
  return lacking === null || unused === null || lacking.length + unused.length > 0;
}

function appText(app: PlanApp): string {
  const called = app.displayName === null ? "" : ` "${printable(app.displayName).replaceAll('"', "'")}"`;
  const offer =
    app.offered === null ? "no version known to be offered" : `the catalog offers ${printable(app.offered.version)}`;
  const suspended = app.suspended ? "; suspended in the desired state" : "";
  return `${printable(app.name)}${called}: ${offer}${suspended}`;
}

function* permissionLines(app: PlanApp, style: Style): Generator<string> {
  const required = app.offered?.permissions ?? null;
  if (required === null) yield style.caution("    requires: not known, so nothing is installed or upgraded");
  else yield* permissions("requires:", required);
  for (const line of permissions("REQUIRED, BUT NOBODY APPROVED:", app.lacking ?? [])) yield style.bad(line);
  if (app.unused !== null && app.unused.length > 0) {
    yield* permissions("approved, but not required (can be taken off the list):", app.unused);
  }
}

function* permissions(lead: string, list: readonly Permission[]): Generator<string> {
  if (list.length > 0) yield* wrapList("    ", lead, list.map(permissionText));
}
