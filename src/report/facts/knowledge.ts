import type { AuditTally, MissRate } from "../../model/events.ts";
import type { Certainty } from "../../plan-file/summary.ts";
import { count, number } from "./wording.ts";

/** How sure a report is, in one line; null where nobody tells of changes. */
export function certaintyLine(certainty: Certainty | null): string | null {
  if (certainty === null || certainty.rows === 0) return null;
  // Rounded down: what is not known must not look as if it were.
  const share = (Math.floor((1000 * certainty.known) / certainty.rows) / 10).toFixed(1);
  return `${share} % of rows known within 24 h; ${auditWords(certainty.audit, certainty.rate)}`;
}

/** `0 misses in 14,300 audited`, and what that says of a day. */
export function auditWords({ audited, misses }: AuditTally, rate: MissRate | null): string {
  if (audited === 0 || rate === null) return "nobody was audited yet";
  const found = `${count(misses, "miss", "misses")} in ${number(audited)} audited`;
  return `${found}: of 1,000 people, ${range(rate)} change something unheard in a day`;
}

function range({ lowest, highest }: MissRate): string {
  const [least, most] = [1000 * lowest, 1000 * highest];
  if (most < 0.1) return "fewer than 0.1";
  return least < 0.1 ? `at most ${most.toFixed(1)}` : `${least.toFixed(1)} to ${most.toFixed(1)}`;
}
