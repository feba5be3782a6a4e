import { InternalError } from "../errors.ts";
import type { Permission } from "../model/permission.ts";
import type { PlanApp, PlanRow } from "../model/plan.ts";
import { parseVersion, type Version } from "../model/version.ts";

/** What a row's action writes, with everything that the write needs. */
export type Change =
  | { readonly action: "install"; readonly version: Version; readonly consent: readonly Permission[] }
  | {
      readonly action: "upgrade";
      readonly installationId: string;
      /** As it was seen; null where Graph gave none. */
      readonly versionBefore: string | null;
      readonly version: Version;
      readonly consent: readonly Permission[];
    }
  | { readonly action: "uninstall"; readonly installationId: string };

/** A row that acts, as it is carried out. */
export interface ActingRow {
  readonly row: PlanRow;
  readonly app: PlanApp;
  readonly userId: string;
  /** Graph: `teamsApp.id` */
  readonly catalogId: string;
  readonly change: Change;
}

/**
 * The row with what its write needs.
 * @throws InternalError where the plan lacks it: then the plan is a mistake of this program
 */
export function actingRow(row: PlanRow, app: PlanApp | undefined): ActingRow {
  const change = app === undefined ? null : changeOf(row, app);
  if (app === undefined || app.id === null || row.user.id === null || change === null) {
    throw new InternalError(`the plan lacks what the ${row.action ?? "action"} of ${row.app} needs`);
  }
  return { row, app, userId: row.user.id, catalogId: app.id, change };
}

function changeOf({ action, observed, consent }: PlanRow, { offered }: PlanApp): Change | null {
  const version = offered === null ? null : parseVersion(offered.version);
  if (action === "install") return version === null ? null : { action, version, consent };
  if (observed.state !== "present") return null;
  const { installationId } = observed;
  if (action === "uninstall") return { action, installationId };
  if (action !== "upgrade" || version === null) return null;
  return { action, installationId, versionBefore: observed.version, version, consent };
}
