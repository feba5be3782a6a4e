import { UsageError } from "../errors.ts";
import { samePermissions } from "../model/permission.ts";
import { type ActingRow, type DecidedPlan, held } from "../model/plan.ts";
import { reviseActing } from "../model/plan-rows.ts";
import { definitionDigest } from "../model/definition-digest.ts";
import type { ApprovedPlan } from "../plan-file/read-plan-file.ts";
import type { App, Bounds } from "../plan-file/schema.d.ts";
import { type Approved, bringsSomething, definitionChange } from "./approved.ts";

/**
 * Lets a fresh plan act inside the bounds of a reviewed one, whoever the people are: apps, definitions and kinds of action
 * that it acts on, and of each kind no more than it allows. Anything outside is held (`outside-envelope`); over a bound all
 * of that kind are, never "the first N". The bounds hold for one run, so a run after it may act up to them again, until
 * the plan expires.
 * @param fresh made of live data, and gated
 * @throws UsageError as {@link refuseOtherSource}
 */
export function approveEnvelope(fresh: DecidedPlan, approved: ApprovedPlan, sourceDigest: string): Approved {
  refuseOtherSource(approved, sourceDigest);
  const inside = holdOutside(fresh, approved);
  const plan = holdOverBounds(inside, approved.bounds);
  const outside = plan.rows.filter(({ reason }) => reason === "outside-envelope").length;
  const notes =
    outside === 0 ? [] : [`held, as they are outside the reviewed envelope: ${outside} of the changes due now`];
  return { plan, settled: [], notes };
}

/**
 * Bounds say how many, and git says who, so an envelope holds for the reviewed desired state only. To be asked as soon as
 * the desired state is loaded, before an hour of reading.
 * @throws UsageError when the desired state is another one
 */
export function refuseOtherSource({ source }: Pick<ApprovedPlan, "source">, sourceDigest: string): void {
  if (source.digest === sourceDigest) return;
  throw new UsageError(
    `the desired state is ${sourceDigest}, and the plan was reviewed for ${source.digest}`,
    "an envelope holds for the reviewed desired state only: review a new plan, or apply this one without --envelope",
  );
}

/** Rows whose app, definition or kind of action the envelope does not know. */
function holdOutside(fresh: DecidedPlan, { apps, bounds }: ApprovedPlan): DecidedPlan {
  return reviseActing(fresh, (row) => {
    const detail = whatIsOutside(row, bounds.get(row.app), apps.get(row.app));
    return detail === null ? row : held(row, "outside-envelope", detail);
  });
}

function whatIsOutside(row: ActingRow, bounds: Bounds | undefined, reviewed: App | undefined): string | null {
  if (bounds === undefined || reviewed === undefined) return `the envelope does not hold ${row.app}`;
  const { action, on } = row;
  if (bounds[action] === 0) return `the envelope holds no ${action} of ${row.app}`;
  if (on.catalogId !== reviewed.id)
    return `the envelope is for the catalog id ${reviewed.id}, now it is ${on.catalogId}`;
  if (!bringsSomething(row)) return null;
  const [offered, meant] = [on.app.offered, reviewed.offered];
  if (offered === null || meant === null) return "the envelope holds no version";
  if (offered.version !== meant.version)
    return `the envelope holds ${meant.version}, now offered is ${offered.version}`;
  const { version, permissions } = offered;
  if (permissions === null || meant.digest === null || definitionDigest(offered) !== meant.digest) {
    return `${version} ${definitionChange(offered, meant)} than the envelope holds`;
  }
  return row.consent.length === 0 || samePermissions(row.consent, permissions)
    ? null
    : "another consent would be sent than the envelope holds";
}

function holdOverBounds(plan: DecidedPlan, bounds: ApprovedPlan["bounds"]): DecidedPlan {
  const due = new Map<string, number>();
  for (const row of plan.rows) {
    if (row.verdict === "act") due.set(kindOf(row), (due.get(kindOf(row)) ?? 0) + 1);
  }
  return reviseActing(plan, (row) => {
    const [wanted, allowed] = [due.get(kindOf(row)) ?? 0, bounds.get(row.app)?.[row.action] ?? 0];
    if (wanted <= allowed) return row;
    return held(
      row,
      "outside-envelope",
      `${row.action} of ${row.app} is due ${wanted} times, the envelope allows ${allowed}`,
    );
  });
}

function kindOf({ app, action }: ActingRow): string {
  return `${action} ${app}`;
}
