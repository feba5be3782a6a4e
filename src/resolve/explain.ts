import { InternalError, UsageError } from "../errors.ts";
import type { App, Assignment, Claim, Rank, Target, User } from "../model/desired.ts";
import { keyOf } from "./identities.ts";
import { type AssignedUsers, type Membership, type Reach, reachOf } from "./membership.ts";
import { foldCase } from "./person.ts";
import { doubtsAbout, type PairDecision, decidePair } from "./precedence.ts";
import type { ResolvedTarget } from "./targets.ts";

/** Why one (user, app) pair is decided as it is. */
export interface PairExplanation {
  /** Null: neither the desired state nor anything it reads shows such a user. */
  readonly user: User | null;
  readonly app: App;
  /** As in the pair's row; null when no assignment counts for the user, and so there is no row. */
  readonly claim: Claim | null;
  readonly undecidedBy: readonly Target[];
  /** Every assignment of the app, sorted by file and line. */
  readonly assignments: readonly AssignmentClaim[];
}

/** What one assignment says about the pair. */
interface AssignmentClaim {
  readonly assignment: Assignment;
  /** Its best rank; null when no target is known to hold the user. */
  readonly rank: Rank | null;
  readonly standing: AssignmentStanding;
  /** Every `to` target. */
  readonly ways: readonly TargetMatch[];
  /** Every `except` entry. */
  readonly exceptions: readonly TargetMatch[];
}

/**
 * `won`: it decides. `agrees`: as strong, and says the same, but comes later in the files. `conflicts`: as strong as
 * another that says something else. The others lost or take no part.
 */
type AssignmentStanding =
  | "won"
  | "agrees"
  | "conflicts"
  | "lower-rank"
  | "lower-priority"
  | "excepted"
  | "does-not-reach";

/** One target and the user. */
interface TargetMatch {
  readonly target: Target;
  readonly rank: Rank;
  /** `unknown`: the target was not read to its end. `cannot-have-app`: everyone, but the account is not one that can have the app. */
  readonly holds: "yes" | "no" | "unknown" | "cannot-have-app";
}

/** A name that the directory does not have, with the nearest one that it has, or how users are named. */
function noSuchUser(userName: string, meant: string | null): UsageError {
  return new UsageError(`the directory has no user "${userName}"`, meant ?? "write a principal name or an object id");
}

/**
 * Tells how every assignment of an app stands to a user, by the rules that made the rows.
 * @param userName principal name, object id or the text in the desired state, without case
 * @throws UsageError for a name that nobody has, unless an assignment is to reach it
 * @throws InternalError for an app that the membership does not have; `resolve` refuses its name before
 */
export function explainPair(membership: Membership, userName: string, appName: string): PairExplanation {
  const app = membership.apps.get(appName);
  if (app === undefined) throw new InternalError(`no app "${appName}" was resolved`);
  const { identities } = membership;
  const key = keyOf(identities, userName);
  const user = key === null ? null : (identities.users.get(key) ?? null);
  const meant = identities.notFound.get(foldCase(userName));
  if (user === null && meant !== undefined) throw noSuchUser(userName, meant);
  const reaches = app.assigned.map((by): Reach => (key === null ? unreached(by) : reachOf(by, key)));
  const standing = decidePair(app, reaches, doubtsAbout(user));
  return {
    user,
    app: app.app,
    claim: standing?.claim ?? null,
    undecidedBy: standing?.undecidedBy ?? [],
    assignments: reaches.map((reach) => assignmentClaim(reach, key, user, standing)),
  };
}

function unreached(by: AssignedUsers): Reach {
  return { by, rank: null, excepted: false };
}

function assignmentClaim(
  reach: Reach,
  key: string | null,
  user: User | null,
  standing: PairDecision | null,
): AssignmentClaim {
  const { by, rank } = reach;
  const way = (resolved: ResolvedTarget): TargetMatch => ({
    target: resolved.target,
    rank: resolved.rank,
    holds: holds(resolved, key, user),
  });
  return {
    assignment: by.assignment,
    rank,
    standing: howItStandsAssignment(reach, standing),
    ways: by.to.map(way),
    exceptions: by.except.map(way),
  };
}

function howItStandsAssignment({ by, rank, excepted }: Reach, standing: PairDecision | null): AssignmentStanding {
  if (rank === null) return "does-not-reach";
  if (excepted || standing === null) return "excepted";
  const { claim, tied, strength } = standing;
  if (!tied.includes(by.assignment)) return rank > strength.rank ? "lower-rank" : "lower-priority";
  if (claim.kind === "conflict") return "conflicts";
  return claim.assignment === by.assignment ? "won" : "agrees";
}

function holds({ target, users, open }: ResolvedTarget, key: string | null, user: User | null): TargetMatch["holds"] {
  if (key !== null && users.has(key)) return "yes";
  if (target.kind === "everyone" && user?.account.state === "ineligible") return "cannot-have-app";
  if (open === "nobody") return "no";
  return open === "anybody" || doubtsAbout(user).nameless ? "unknown" : "no";
}
