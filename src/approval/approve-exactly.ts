import { samePermissions } from "../model/permission.ts";
import {
  type Action,
  type DecidedPlan,
  type DecidedRow,
  held,
  type Outcome,
  type PlanApp,
  type PlanRow,
  type RowObservation,
  rowKey,
} from "../model/plan.ts";
import { planRows } from "../model/plan-rows.ts";
import type { Rows } from "../model/rows.ts";
import { type OutcomeCode, REASONS } from "../model/reasons.ts";
import { isReviewedToAct } from "../plan-file/envelope.ts";
import { definitionDigest } from "../model/definition-digest.ts";
import type { ApprovedPlan } from "../plan-file/read-plan-file.ts";
import type { App, Row } from "../plan-file/schema.d.ts";
import { type Approved, bringsSomething, definitionChange, type SettledRow } from "./approved.ts";

/** How a row is no longer as it was reviewed. */
interface Difference {
  readonly code: Extract<OutcomeCode, "changed-since-plan" | "definition-changed">;
  /** What is different, for people. */
  readonly message: string;
}

/** A row with its app. */
interface RowOf<ItsRow, ItsApp> {
  readonly row: ItsRow;
  readonly app: ItsApp;
}

/**
 * What differs between a row now and as it was reviewed to act: definition, desired state, observation, then what would be
 * done. Null: nothing, though policy may hold it now.
 */
function differenceFrom(now: RowOf<DecidedRow, PlanApp>, reviewed: RowOf<Row, App>): Difference | null {
  const definition = definitionDifference(now, reviewed);
  if (definition !== null) return { code: "definition-changed", message: definition };
  const message =
    desiredDifference(now.row, reviewed.row) ??
    observedDifference(now.row.observed, reviewed.row.observed) ??
    copyDifference(now.row.replaced, reviewed.row.replaced) ??
    actionDifference(now.row, reviewed.row);
  return message === null ? null : { code: "changed-since-plan", message };
}

/** Whether what was reviewed is what there is already, and nothing else is wanted. */
function isAlreadyDone(now: RowOf<PlanRow, PlanApp>, reviewed: RowOf<Row, App>): boolean {
  const { row } = now;
  if (row.verdict !== "nothing" || now.app.id !== reviewed.app.id) return false;
  if (reviewed.row.action === "uninstall") return row.observed.state === "absent";
  // The app was as it should be beside an earlier upload, which is not there any more.
  if (reviewed.row.drift.join() === "old-copy") return observedDifference(row.observed, reviewed.row.observed) === null;
  if (row.observed.state !== "present" || row.observed.version !== reviewed.app.offered?.version) return false;
  const { consent } = row.observed;
  return (
    reviewed.row.consent.length === 0 ||
    consent.state === "unknown" ||
    samePermissions(consent.permissions, reviewed.row.consent)
  );
}

function definitionDifference(now: RowOf<DecidedRow, PlanApp>, { row, app }: RowOf<Row, App>): string | null {
  const { id, offered } = now.app;
  if (id !== app.id) return `reviewed for the catalog id ${app.id}, now it is ${id ?? "unknown"}`;
  if (row.action === "uninstall") return null;
  if (offered?.version !== app.offered?.version) {
    const meant = app.offered?.version ?? "without a version";
    return `reviewed ${meant}, now ${offered === null ? "nothing that could be told is offered" : `offered ${offered.version}`}`;
  }
  const isOnlyRemoval = now.row.verdict === "act" && !bringsSomething(now.row);
  if (isOnlyRemoval || offered === null || app.offered === null) return null;
  const { version, permissions, identity } = offered;
  if (permissions === null) return `what ${version} requires cannot be told now`;
  if (identity.state === "unknown")
    return `who gets the consent of ${version}, or whether it holds a bot, cannot be told now`;
  if (definitionDigest(offered) === app.offered.digest) return null;
  return `${version} ${definitionChange(offered, app.offered)} than reviewed`;
}

function desiredDifference({ desired: now }: PlanRow, { desired: reviewed }: Row): string | null {
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

function copyDifference(now: PlanRow["replaced"], reviewed: Row["replaced"]): string | null {
  if (now?.installationId === reviewed?.installationId) return null;
  if (now === undefined) return "the earlier upload is not installed any more";
  return reviewed === undefined ? "an earlier upload is installed now" : "the earlier upload was installed anew";
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

function actionDifference(now: PlanRow, reviewed: Row): string | null {
  if (now.verdict === "nothing" || now.verdict === "blocked") {
    const { sentence } = REASONS[now.reason];
    return now.detail === null ? sentence : `${sentence}: ${now.detail}`;
  }
  if (now.action !== reviewed.action) return `to ${now.action} now, reviewed was to ${reviewed.action}`;
  return samePermissions(now.consent, reviewed.consent) ? null : "another consent would be sent";
}

/**
 * Lets only rows act that were reviewed to act, and are still exactly as they were reviewed. Anything else that would act
 * is held (`not-in-plan`); rows that were reviewed to act and are different now are `settled`. Rows that policy holds now
 * stay held for its reason. An approval takes away, and never adds: nothing acts that the fresh plan would not do.
 * @param fresh made of live data, and gated
 * @param sourceDigest the digest of the desired state now; another one than reviewed is noted, and the rows decide
 * @throws UsageError where the reviewed plan is not what it was when it was checked
 */
export function approveExactly(fresh: DecidedPlan, approved: ApprovedPlan, sourceDigest: string): Approved {
  const apps = new Map(fresh.apps.map((app) => [app.name, app]));
  const place = placesIn(fresh.rows);
  const compared = fresh.rows.map((): DecidedRow | null => null);
  const settled: SettledRow[] = [];
  const gone: SettledRow[] = [];
  for (const before of approved.rows()) {
    const index = place(rowKey(before));
    const row = index < 0 ? undefined : fresh.rows.at(index);
    const app = row === undefined ? undefined : apps.get(row.app);
    const reviewed = actingOf(approved, before);
    if (reviewed !== null && app === undefined) gone.push(goneRow(reviewed));
    if (row === undefined) continue;
    if (reviewed === null || app === undefined) {
      if (row.verdict === "act") compared[index] = held(row, "not-in-plan", asReviewed(before));
      continue;
    }
    const finding = findingFor({ row, app }, reviewed);
    if (finding !== null) settled.push({ row: endedRow(row, reviewed), finding });
    compared[index] = finding === null || row.verdict !== "act" ? row : held(row, "not-in-plan", finding.message);
  }
  const rows = planRows(fresh.rows).revised((row, index) => compared[index] ?? unreviewed(row));
  return {
    plan: { ...fresh, rows },
    settled: [...settled, ...gone],
    notes: notesOn(rows, gone, approved, sourceDigest),
  };
}

function unreviewed(row: DecidedRow): DecidedRow {
  return row.verdict === "act" ? held(row, "not-in-plan", "the reviewed plan has no such row") : row;
}

/**
 * Finds where a row is by its key; -1: nowhere. They are asked for in about the order in which they are held, so that each is
 * mostly the one after the last, and an index of a million is made only where it is not.
 */
function placesIn(rows: Rows<DecidedRow>): (key: string) => number {
  let next = 0;
  let index: ReadonlyMap<string, number> | null = null;
  return (key) => {
    const expected = rows.at(next);
    if (expected === undefined || rowKey(expected) !== key) {
      index ??= new Map(rows.map((row, place) => [rowKey(row), place]));
      const found = index.get(key);
      if (found === undefined) return -1;
      next = found;
    }
    next += 1;
    return next - 1;
  };
}

/** A row that was reviewed to act. */
interface Reviewed extends RowOf<Row, App> {
  readonly action: Action;
}

function actingOf(approved: ApprovedPlan, row: Row): Reviewed | null {
  if (row.action === null || !isReviewedToAct(row)) return null;
  const app = approved.apps.get(row.app);
  return app === undefined ? null : { row, app, action: row.action };
}

function findingFor(now: RowOf<DecidedRow, PlanApp>, reviewed: RowOf<Row, App>): Omit<Outcome, "at"> | null {
  if (isAlreadyDone(now, reviewed)) return { status: "already-done", code: null, message: null, requestId: null };
  const difference = differenceFrom(now, reviewed);
  return difference === null ? null : { status: "not-tried", ...difference, requestId: null };
}

/** What was reviewed to be done, with what is seen now. */
function endedRow(now: PlanRow, { row, action }: Reviewed): PlanRow {
  return { ...now, verdict: "act", action, consent: row.consent, reason: null, detail: null, move: "trueup" };
}

function goneRow({ row, action }: Reviewed): SettledRow {
  const sources = row.sources.map((place) => ({ ...place, column: 1 }));
  return {
    row: { ...row, verdict: "act", action, reason: null, sources },
    finding: {
      status: "not-tried",
      code: "changed-since-plan",
      message: "no assignment is known to reach the user any more",
      requestId: null,
    },
  };
}

function asReviewed(row: Row): string {
  const reason = row.reason === null ? "" : `: ${REASONS[row.reason].sentence}`;
  return `reviewed as ${row.verdict}${reason}`;
}

function notesOn(
  rows: Rows<PlanRow>,
  gone: readonly SettledRow[],
  { source }: ApprovedPlan,
  sourceDigest: string,
): readonly string[] {
  const notReviewed = rows.filter(({ reason }) => reason === "not-in-plan").length;
  return [
    ...(source.digest === sourceDigest
      ? []
      : ["the desired state is not the one that was reviewed; only what is the same in both is carried out"]),
    ...(notReviewed === 0
      ? []
      : [`held, as the reviewed plan does not hold them: ${notReviewed} of the changes that are due now`]),
    ...(gone.length === 0
      ? []
      : [`not tried, as no assignment is known to reach the user any more: ${gone.length} of the reviewed changes`]),
  ];
}
