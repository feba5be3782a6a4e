import { readFile, stat } from "node:fs/promises";
import { approveEnvelope, refuseOtherSource } from "../approval/approve-envelope.ts";
import { approveExactly } from "../approval/approve-exactly.ts";
import type { Approved } from "../approval/approved.ts";
import { UsageError } from "../errors.ts";
import type { DecidedPlan } from "../model/plan.ts";
import { type ApprovedPlan, MOST_PLAN_BYTES, readPlanFile } from "../plan-file/read-plan-file.ts";

/** A plan that was reviewed, as text, and what it is an approval of. */
export interface ReviewedPlan {
  /** As given, for messages. */
  readonly name: string;
  readonly text: string;
  /** `exact`: of its rows. `envelope`: of its bounds. */
  readonly approves: "exact" | "envelope";
}

/**
 * Reads the file that `--plan` names; what it holds is checked when the tenant is known.
 * @throws UsageError when it cannot be read, or is larger than any plan
 */
export async function readReviewedPlan(name: string, approves: ReviewedPlan["approves"]): Promise<ReviewedPlan> {
  const found = await stat(name).catch(() => null);
  if (found === null || !found.isFile()) {
    throw new UsageError(`there is no file ${name} to apply`, "make one with: trueup plan --out FILE");
  }
  if (found.size > MOST_PLAN_BYTES) {
    throw new UsageError(
      `${name} is larger than any plan (${found.size} bytes)`,
      "plan less at once, for example with --app NAME",
    );
  }
  return { name, text: await readFile(name, "utf8"), approves };
}

/** What a reviewed plan allows. */
interface Approval {
  readonly approved: ApprovedPlan;
  readonly restrict: (plan: DecidedPlan) => Approved;
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
