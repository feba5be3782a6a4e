import { samePermissions } from "../model/permission.ts";
import type { PlanApp, PlanRow, RowObservation } from "../model/plan.ts";
import { type OutcomeCode, REASONS } from "../model/reasons.ts";
import { definitionDigest } from "../report/digest.ts";
import type { PlanFileApp, PlanFileRow } from "./plan-file.ts";

/** How a row is no longer as it was reviewed. */
export interface Difference {
  readonly code: Extract<OutcomeCode, "changed-since-plan" | "definition-changed">;
  /** What is different, for people. */
  readonly message: string;
}

/** A row with its app. */
export interface RowOf<Row, App> {
  readonly row: Row;
  readonly app: App;
}

/**
 * What differs between a row now and as it was reviewed to act: definition, desired state, observation, then what would be
 * done. Null: nothing, though policy may hold it now.
 */
export function differenceFrom(
  now: RowOf<PlanRow, PlanApp>,
  reviewed: RowOf<PlanFileRow, PlanFileApp>,
): Difference | null {
  const definition = definitionDifference(now.app, reviewed);
  if (definition !== null) return { code: "definition-changed", message: definition };
  const message =
    desiredDifference(now.row, reviewed.row) ??
    observedDifference(now.row.observed, reviewed.row.observed) ??
    actionDifference(now.row, reviewed.row);
  return message === null ? null : { code: "changed-since-plan", message };
}

/** Whether what was reviewed is what there is already, and nothing else is wanted. */
export function isAlreadyDone(now: RowOf<PlanRow, PlanApp>, reviewed: RowOf<PlanFileRow, PlanFileApp>): boolean {
  const { row } = now;
  if (row.verdict !== "nothing" || now.app.id !== reviewed.app.id) return false;
  if (reviewed.row.action === "uninstall") return row.observed.state === "absent";
  if (row.observed.state !== "present" || row.observed.version !== reviewed.app.offered?.version) return false;
  const { consent } = row.observed;
  return (
    reviewed.row.consent.length === 0 ||
    consent.state === "unknown" ||
    samePermissions(consent.permissions, reviewed.row.consent)
  );
}

function definitionDifference(now: PlanApp, { row, app }: RowOf<PlanFileRow, PlanFileApp>): string | null {
  if (now.id !== app.id) return `reviewed for the catalog id ${app.id}, now it is ${now.id ?? "unknown"}`;
  if (row.action === "uninstall") return null;
  if (now.offered === null) return `reviewed ${app.offered?.version}, now nothing that could be told is offered`;
  const { version, permissions } = now.offered;
  if (version !== app.offered?.version) return `reviewed ${app.offered?.version}, now offered ${version}`;
  if (permissions === null) return `what ${version} requires cannot be told now`;
  if (definitionDigest(version, permissions) === app.offered.digest) return null;
  return `${version} now requires other permissions than reviewed`;
}

function desiredDifference({ desired: now }: PlanRow, { desired: reviewed }: PlanFileRow): string | null {
  if (now?.ensure === reviewed?.ensure && now?.version === reviewed?.version) return null;
  return `the desired state says ${wish(now)} now, reviewed was ${wish(reviewed)}`;
}

function wish(desired: PlanRow["desired"]): string {
  if (desired === null) return "different things at once";
  return desired.version === null ? desired.ensure : `${desired.ensure} ${desired.version}`;
}

function observedDifference(now: RowObservation, reviewed: RowObservation): string | null {
  if (now.state === "present" && reviewed.state === "present") {
    if (now.version !== reviewed.version) return `installed is ${seen(now)} now, reviewed was ${seen(reviewed)}`;
    if (now.installationId !== reviewed.installationId) return "the app was installed anew";
    const knownBoth = now.consent.state === "known" && reviewed.consent.state === "known";
    return knownBoth && !samePermissions(now.consent.permissions, reviewed.consent.permissions)
      ? "another consent is in force"
      : null;
  }
  return now.state === reviewed.state ? null : `${seen(now)} now, reviewed was ${seen(reviewed)}`;
}

function seen(observed: RowObservation): string {
  switch (observed.state) {
    case "present":
      return observed.version ?? "an unknown version";
    case "absent":
      return "not installed";
    case "unreadable":
      return "not readable";
    case "not-observed":
      return "not looked at";
  }
}

function actionDifference(now: PlanRow, reviewed: PlanFileRow): string | null {
  if (now.verdict === "nothing" || now.verdict === "blocked") {
    const sentence = now.reason === null ? "nothing is to be done" : REASONS[now.reason].sentence;
    return now.detail === null ? sentence : `${sentence}: ${now.detail}`;
  }
  if (now.action !== reviewed.action) return `to ${now.action} now, reviewed was to ${reviewed.action}`;
  return samePermissions(now.consent, reviewed.consent) ? null : "another consent would be sent";
}
