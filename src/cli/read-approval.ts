import { approveEnvelope, refuseOtherSource } from "../approval/approve-envelope.ts";
import { approveExactly } from "../approval/approve-exactly.ts";
import type { Approved } from "../approval/approved.ts";
import type { ApprovedPlan } from "../approval/plan-file.ts";
import { readPlanFile } from "../approval/read-plan-file.ts";
import type { Plan } from "../model/plan.ts";
import type { ReviewedPlan } from "./plan-to-apply.ts";

/** What a reviewed plan allows. */
export interface Approval {
  readonly approved: ApprovedPlan;
  readonly restrict: (plan: Plan) => Approved;
}

/**
 * Reads the plan that was reviewed; null where there is none.
 * @throws UsageError when the file is no approval of this desired state in this tenant, now
 */
export function readApproval(
  reviewed: ReviewedPlan | null,
  sourceDigest: string,
  tenantId: string | null,
  nowMs: number,
): Approval | null {
  if (reviewed === null) return null;
  const approved = readPlanFile(reviewed.text, { name: reviewed.name, nowMs, tenantId });
  if (reviewed.approves === "exact") {
    return { approved, restrict: (plan) => approveExactly(plan, approved, sourceDigest) };
  }
  refuseOtherSource(approved, sourceDigest);
  return { approved, restrict: (plan) => approveEnvelope(plan, approved, sourceDigest) };
}
