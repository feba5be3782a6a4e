import type { Claim } from "../model/desired.ts";
import { decide } from "./decide.ts";
import type { Decision } from "./decision.ts";
import type { AppFacts, RowFacts } from "./facts.ts";

/** Decides a row; rows that differ in nothing that matters get the same decision, as one object. */
export type DecideRow = (facts: RowFacts) => Decision;

/**
 * A tenant has few claims and few installed versions, however many users it has. Where nothing else can matter (an
 * eligible user who was read, targets read to their end, no other copy, a consent that is not known), the decision follows
 * from claim and installed version, and is made once for each pair of them.
 */
export function createDecider(): DecideRow {
  const known = new Map<AppFacts, Map<Claim, Map<string, Decision>>>();
  return (facts) => {
    const what = whatMatters(facts);
    if (what === null) return decide(facts);
    const ofClaim = ensured(
      ensured(known, facts.app, () => new Map<Claim, Map<string, Decision>>()),
      facts.row.claim,
      () => new Map<string, Decision>(),
    );
    return ensured(ofClaim, what, () => decide(facts));
  };
}

/** What is installed, as one text; null where something else matters as well. */
function whatMatters({ row, observation, installed }: RowFacts): string | null {
  if (row.user.account.state !== "eligible" || row.undecidedBy.length > 0) return null;
  if (observation.state !== "read" || installed.otherCopies.length > 0) return null;
  const { own, readingOnly } = installed;
  if (own === null) return observation.absenceProven ? "absent" : "perhaps absent";
  if (own.consent.state === "known" || own.version === null || readingOnly) return null;
  return `installed ${own.version}`;
}

function ensured<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
