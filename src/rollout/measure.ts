import type { Outcome } from "../model/plan.ts";
import { OUTCOME_CODES } from "../model/reasons.ts";
import type { RolloutState } from "../model/rollout.ts";
import type { Counted } from "../model/sequential-test.ts";
import { type Measured, NOTHING_MEASURED } from "./gates.ts";
import type { RolloutOutcome } from "./ports.ts";
import type { Tried } from "./tally.ts";

type Ended = Pick<Outcome, "status" | "code">;

/** Came back as something else than planned. */
function isOtherwise({ code }: Ended): boolean {
  return code === "other-version" || code === "consent-mismatch";
}

/** One more change that has come to an end. What was never sent, or was found made, is no try. */
export function countOutcome(measured: Measured, ended: Ended, sends: number): Measured {
  if (sends === 0 || ended.status === "not-tried") return measured;
  const isRefused = ended.status === "failed" && !isOtherwise(ended);
  return {
    ...measured,
    tries: measured.tries + 1,
    refused: measured.refused + (isRefused ? 1 : 0),
    succeeded: measured.succeeded + (ended.status === "applied" ? 1 : 0),
    otherwise: measured.otherwise + (isOtherwise(ended) ? 1 : 0),
    unverified: measured.unverified + (ended.status === "unverified" ? 1 : 0),
  };
}

/** What the outcomes of a version come to. `hasIt`: whoever has it by now, so that a change that was not visible is. */
export function measureOutcomes(
  outcomes: readonly RolloutOutcome[],
  { measuredSince }: Pick<RolloutState, "measuredSince">,
  hasIt: (userId: string) => boolean,
): { readonly measured: Measured; readonly tried: Tried; readonly lastTriedAt: number | null } {
  const applied = new Set<string>();
  const last = new Map<string, RolloutOutcome>();
  let measured: Measured = NOTHING_MEASURED;
  for (const outcome of outcomes) {
    if (outcome.sends === 0) continue;
    if (outcome.status === "applied") applied.add(outcome.userId);
    last.set(outcome.userId, outcome);
    if (outcome.at >= measuredSince) measured = countOutcome(measured, outcome, outcome.sends);
  }
  const ends = [...last.values()];
  const unverified = ends.filter(({ status, userId }) => status === "unverified" && !hasIt(userId)).length;
  const refused = new Set(ends.filter(isForOthers).map(({ userId }) => userId));
  return {
    measured: { ...measured, unverified },
    tried: { applied, refused },
    lastTriedAt: outcomes.findLast(({ sends }) => sends > 0)?.at ?? null,
  };
}

/** Refused by what somebody else has to mend, so that trying again leads to nothing. */
function isForOthers({ status, code }: RolloutOutcome): boolean {
  return status === "failed" && code !== null && OUTCOME_CODES[code].move !== "trueup";
}

/** The same with what is known of removals. */
export function withRemovals(
  measured: Measured,
  removals: { readonly upgraded: Counted; readonly control: Counted; readonly uncounted: number } | null,
): Measured {
  return removals === null ? measured : { ...measured, ...removals };
}
