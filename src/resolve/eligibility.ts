import { InternalError } from "../errors.ts";
import type { Account } from "../model/desired.ts";
import type { AssignedPlan, DirectoryUser } from "./directory.ts";

/**
 * The three things that keep an account from having Teams apps; null where the directory did not say.
 * Kept instead of the properties themselves, since plans of 100,000 accounts are large.
 */
export interface AccountFacts {
  readonly guest: boolean | null;
  readonly disabled: boolean | null;
  readonly withoutTeamsPlan: boolean | null;
}

/**
 * Service plans that give Teams although their `service` may have another name. From Microsoft's licence list as
 * published in https://github.com/KelvinTegelaar/CIPP (`src/data/M365Licenses.json`).
 */
const TEAMS_SERVICE_PLANS: ReadonlyMap<string, string> = new Map([
  ["57ff2da0-773e-42df-b2af-ffb7a2317929", "TEAMS1"],
  ["304767db-7d23-49e8-a945-4a7eb65f9f28", "TEAMS_GOV"],
  ["9953b155-8aef-4c56-92f3-72b0487fce41", "TEAMS_AR_GCCHIGH"],
  ["fd500458-c24c-478e-856c-a6067a8376cd", "TEAMS_AR_DOD"],
  ["4fa4026d-ce74-4962-a151-8e96d57ea8e4", "TEAMS_FREE"],
  ["42a3ec34-28ba-46b6-992f-db53a675ac5b", "MCO_TEAMS_IW"],
]);

const TEAMS_SERVICE_PREFIX = "teamspaceapi";

/** Values of `capabilityStatus` (https://learn.microsoft.com/graph/api/resources/assignedplan) with which a plan can be used. */
const USABLE_STATUSES: ReadonlySet<string> = new Set(["enabled", "warning"]);

/** What one answer of the directory says about an account. A `userType` that is neither `Member` nor `Guest` says nothing. */
export function accountFacts(user: DirectoryUser): AccountFacts {
  const disabled = user.accountEnabled === null ? null : !user.accountEnabled;
  const withoutTeamsPlan = user.assignedPlans === null ? null : lacksTeamsPlan(user.assignedPlans);
  return shared({ guest: isGuest(user), disabled, withoutTeamsPlan });
}

type Answer = AccountFacts[keyof AccountFacts];

/** One object for all accounts of which the same is known. */
function shared({ guest, disabled, withoutTeamsPlan }: AccountFacts): AccountFacts {
  const place = [guest, disabled, withoutTeamsPlan].reduce<number>((sum, one) => 3 * sum + ANSWERS.indexOf(one), 0);
  const known = ALL_FACTS[place];
  if (known === undefined) throw new InternalError(`there are no account facts at ${place}`);
  return known;
}

const ANSWERS: readonly Answer[] = [true, false, null];
const ALL_FACTS: readonly AccountFacts[] = ANSWERS.flatMap((guest) =>
  ANSWERS.flatMap((disabled) => ANSWERS.map((withoutTeamsPlan) => ({ guest, disabled, withoutTeamsPlan }))),
);

/**
 * Accounts made before September 2014 have no type (facts 17): where the answer held the account's other properties, the
 * principal name tells. Where it held none of them, the type was hidden rather than missing.
 */
function isGuest({ userType, userPrincipalName, accountEnabled, assignedPlans }: DirectoryUser): boolean | null {
  const type = userType?.toLowerCase() ?? null;
  if (type !== null) return type === "guest" ? true : type === "member" ? false : null;
  if (userPrincipalName === null || (accountEnabled === null && assignedPlans === null)) return null;
  return userPrincipalName.toUpperCase().includes("#EXT#");
}

/** Whether no answer held anything about the account, as where the token's role shows names only. */
export function isHidden({ guest, disabled, withoutTeamsPlan }: AccountFacts): boolean {
  return guest === null && disabled === null && withoutTeamsPlan === null;
}

/**
 * Joins what two answers say about one account, in any order. What only one of them knows is known; where they
 * differ, as after a change that has not reached every replica, the one that keeps apps away counts.
 */
export function mergeAccountFacts(a: AccountFacts, b: AccountFacts): AccountFacts {
  return shared({
    guest: either(a.guest, b.guest),
    disabled: either(a.disabled, b.disabled),
    withoutTeamsPlan: either(a.withoutTeamsPlan, b.withoutTeamsPlan),
  });
}

/** One for all: most of a million people are. */
const ELIGIBLE: Account = { state: "eligible" };

/** Whether the account can have Teams apps. One known obstacle decides; otherwise everything has to be known. */
export function accountOf(facts: AccountFacts): Account {
  if (facts.guest === true) return { state: "ineligible", because: "guest" };
  if (facts.disabled === true) return { state: "ineligible", because: "disabled" };
  if (facts.withoutTeamsPlan === true) return { state: "ineligible", because: "no-teams-plan" };
  const missing = [
    facts.guest === null ? "userType" : null,
    facts.disabled === null ? "accountEnabled" : null,
    facts.withoutTeamsPlan === null ? "assignedPlans" : null,
  ].filter((property) => property !== null);
  if (missing.length === 0) return ELIGIBLE;
  const plansOnly = missing.length === 1 && missing[0] === "assignedPlans";
  return { state: "unknown", detail: `the directory did not give a usable ${missing.join(", ")}`, plansOnly };
}

function either(a: Answer, b: Answer): Answer {
  if (a === null) return b;
  if (b === null) return a;
  return a || b;
}

/** Null: a plan might be a usable Teams plan, but the answer lacks what would tell. */
function lacksTeamsPlan(plans: readonly AssignedPlan[]): boolean | null {
  const usable = plans.map(isUsableTeamsPlan);
  if (usable.includes(true)) return false;
  return usable.includes(null) ? null : true;
}

function isUsableTeamsPlan(plan: AssignedPlan): boolean | null {
  const teams = isTeamsPlan(plan);
  const active = plan.capabilityStatus === null ? null : USABLE_STATUSES.has(plan.capabilityStatus.toLowerCase());
  if (teams === false || active === false) return false;
  return teams === null || active === null ? null : true;
}

function isTeamsPlan(plan: AssignedPlan): boolean | null {
  if (plan.service?.toLowerCase().startsWith(TEAMS_SERVICE_PREFIX) === true) return true;
  if (plan.servicePlanId !== null && TEAMS_SERVICE_PLANS.has(plan.servicePlanId.toLowerCase())) return true;
  return plan.service === null || plan.servicePlanId === null ? null : false;
}
