import { InternalError } from "../errors.ts";
import type { Action, PlanApp, PlanRow } from "../model/plan.ts";
import { parseVersion, type Version } from "../model/version.ts";

// What a row that acts, and its app, are sure to have. A plan in which one of them is missing is a mistake of this program.

/** @throws InternalError */
export function actionOf(row: PlanRow): Action {
  if (row.action === null) throw new InternalError("a row without an action was to act");
  return row.action;
}

/** @throws InternalError */
export function userIdOf(row: PlanRow): string {
  if (row.user.id === null) throw new InternalError("a row without a user id was to act");
  return row.user.id;
}

/** @throws InternalError */
export function catalogIdOf(app: PlanApp): string {
  if (app.id === null) throw new InternalError(`${app.name} was to act without a catalog id`);
  return app.id;
}

/** The installation that an upgrade or an uninstall changes. @throws InternalError */
export function installationIdOf(row: PlanRow): string {
  if (row.observed.state !== "present") throw new InternalError("an app that is not installed was to be changed");
  return row.observed.installationId;
}

/** The version that an install or an upgrade brings. @throws InternalError */
export function plannedVersionOf({ name, offered }: PlanApp): Version {
  if (offered === null) throw new InternalError(`${name} was to be written without a version to expect`);
  const version = parseVersion(offered.version);
  if (version === null) throw new InternalError(`${name} was to be brought to a version that does not compare`);
  return version;
}
