import { closeSync, openSync, readSync } from "node:fs";
import { stat } from "node:fs/promises";
import { StringDecoder } from "node:string_decoder";
import { approveEnvelope, refuseOtherSource } from "../approval/approve-envelope.ts";
import { approveExactly } from "../approval/approve-exactly.ts";
import type { Approved } from "../approval/approved.ts";
import { causeOf, UsageError } from "../errors.ts";
import type { DecidedPlan } from "../model/plan.ts";
import { type ApprovedPlan, type FileText, MOST_PLAN_BYTES, readPlanFile } from "../plan-file/read-plan-file.ts";

/** A plan that was reviewed, as a file that is open, and what it is an approval of. */
export interface ReviewedPlan {
  /** As given, for messages. */
  readonly name: string;
  readonly text: FileText;
  /** `exact`: of its rows. `envelope`: of its bounds. */
  readonly approves: "exact" | "envelope";
  readonly close: () => void;
}

/**
 * Opens the file that `--plan` names; what it holds is checked when the tenant is known. It stays open, so that it is the same
 * file whatever is put in its place.
 * @throws UsageError when it cannot be read, or is larger than any plan
 */
export async function openReviewedPlan(name: string, approves: ReviewedPlan["approves"]): Promise<ReviewedPlan> {
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
  const file = opened(name);
  return { name, text: () => textOf(file), approves, close: () => closeSync(file) };
}

function opened(name: string): number {
  try {
    return openSync(name, "r");
  } catch (error) {
    throw new UsageError(`${name} cannot be read: ${causeOf(error)}`, "make it readable for whoever runs trueup");
  }
}

const PIECE_BYTES = 65_536;

function* textOf(file: number): Generator<string> {
  const decoder = new StringDecoder("utf8");
  const buffer = Buffer.allocUnsafe(PIECE_BYTES);
  for (let [position, read] = [0, PIECE_BYTES]; read > 0; position += read) {
    read = readSync(file, buffer, 0, PIECE_BYTES, position);
    yield decoder.write(buffer.subarray(0, read));
  }
  yield decoder.end();
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
