import type { Action, Plan, PlanRow } from "../model/plan.ts";
import type { PlanRows } from "../model/plan-rows.ts";
import {
  type Contradiction,
  notApproved,
  notAssigned,
  notManaged,
  notReadToTheEnd,
  notToBeRemoved,
  notToBeTouched,
} from "./contradictions.ts";
import { type Evidence, gatherEvidence, type ProofInputs } from "./evidence.ts";

/** One thing that was proved of a plan, or that was found not to hold. */
export interface Statement {
  /** What is claimed, in a sentence for people: lower case, no period. */
  readonly claim: string;
  readonly holds: boolean;
  /** Rows and targets that contradict it, each in a sentence that names it; the first few, then how many more. */
  readonly counterexamples: readonly string[];
}

/** What was claimed of a plan, and of which apps it does not hold. */
export interface Proof {
  readonly statements: readonly Statement[];
  /** Names of the apps of which a row contradicts a statement: no row of theirs may act. */
  readonly unproved: ReadonlySet<string>;
}

/**
 * Recomputes from the raw inputs whom and what the acting rows of a plan may touch. Shares no code with the stages that
 * made the plan: a mistake in one of them shows as a contradiction.
 */
export function prove(inputs: ProofInputs, plan: Plan): Proof {
  const evidence = gatherEvidence(inputs, plan);
  const unproved = new Set<string>();
  const statements =
    evidence.acting.length === 0
      ? [{ claim: "nothing is to be changed", holds: true, counterexamples: [] }]
      : statementsOf(evidence, unproved);
  return { statements, unproved };
}

interface Claim {
  readonly claim: (evidence: Evidence) => string;
  readonly contradiction: Contradiction;
}

const CLAIMS: readonly Claim[] = [
  {
    claim: ({ acting }) => {
      const people = countPeople(acting);
      return `${count(acting.length, "change")} for ${people === 1 ? "1 person" : `${people} people`}, each as the assignment that decides wants it`;
    },
    contradiction: notAssigned,
  },
  {
    claim: ({ acting }) =>
      `${count(new Set(acting.kinds().map(([{ app }]) => app)).size, "app")} changed, each in the desired state and as the catalog knows it`,
    contradiction: notManaged,
  },
  { claim: grantClaim, contradiction: notApproved },
  {
    claim: ({ acting }) => {
      const of = (action: Action) => acting.ofKinds((row) => row.action === action).length;
      const named = ([action, by]: readonly [Action, string]) =>
        of(action) === 0 ? [] : [`${count(of(action), "removal")}, each named by ${by}`];
      const removals = REMOVALS.flatMap(named);
      return removals.length === 0 ? "nothing is removed" : removals.join("; ");
    },
    contradiction: notToBeRemoved,
  },
  {
    claim: ({ hasExceptions }) =>
      hasExceptions
        ? "nobody protected, nothing suspended and nothing that an exception accepts is touched"
        : "nobody protected and nothing suspended is touched",
    contradiction: notToBeTouched,
  },
  {
    claim: () => "every group, list and exception that could decide a change was read to its end",
    contradiction: notReadToTheEnd,
  },
];

/** What removes something, and what has to name it. */
const REMOVALS: readonly (readonly [Action, string])[] = [
  ["uninstall", "ensure: absent"],
  ["replace", "replaces"],
  ["reinstall", "repairConsent: reinstall"],
];

function countPeople(rows: PlanRows<PlanRow>): number {
  const people = new Set<string | null>();
  rows.byKind(
    () => null,
    (_, { id }) => people.add(id),
  );
  return people.size;
}

function grantClaim({ acting }: Evidence): string {
  const granted = new Set(
    acting.kinds().flatMap(([{ consent }]) => consent.map(({ value, type }) => `${value} ${type}`)),
  );
  return granted.size === 0
    ? "no permission is granted, and none is required that nobody approved"
    : `${count(granted.size, "permission")} granted, all approved, and each app gets exactly what its offered version requires`;
}

const EXAMPLES_SHOWN = 5;

/** @param unproved takes up the apps whose rows contradict */
function statementsOf(evidence: Evidence, unproved: Set<string>): readonly Statement[] {
  const found = CLAIMS.map(({ contradiction }) => ({ contradiction, counterexamples: [] as string[], more: 0 }));
  for (const one of evidence.ofRows()) {
    for (const about of found) {
      const why = about.contradiction(one, evidence);
      if (why === null) continue;
      unproved.add(one.row.app);
      if (about.counterexamples.length < EXAMPLES_SHOWN) about.counterexamples.push(`${describe(one.row)}: ${why}`);
      else about.more += 1;
    }
  }
  return CLAIMS.map(({ claim }, index) => {
    const { counterexamples = [], more = 0 } = found[index] ?? {};
    const rest = more > 0 ? [`and ${more} more`] : [];
    return {
      claim: claim(evidence),
      holds: counterexamples.length === 0,
      counterexamples: [...counterexamples, ...rest],
    };
  });
}

function describe({ user, app, action }: PlanRow): string {
  return `${action ?? "change"} of ${app} for ${user.userPrincipalName ?? user.asWritten}`;
}

function count(amount: number, one: string): string {
  return `${amount} ${one}${amount === 1 ? "" : "s"}`;
}
