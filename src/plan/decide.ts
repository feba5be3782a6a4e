import { InternalError } from "../errors.ts";
import { isNewerThanAll } from "../model/constraint.ts";
import { permissionsLacking } from "../model/permission.ts";
import { REASONS } from "../model/reasons.ts";
import { consentToSend, describePermissions, inSync, withOwnDrift } from "./consent.ts";
import {
  accountDetail,
  accountUnknown,
  act,
  blocked,
  conflictDetail,
  denialDetail,
  type Decision,
  lockDetail,
  nothing,
  otherCopiesDetail,
  rangeDetail,
  undecided,
  versionDetail,
} from "./decision.ts";
import type { RowFacts } from "./facts.ts";
import { withReplaced } from "./replacing.ts";
import {
  acceptedVersions,
  behind,
  compareToOffered,
  deniedBy,
  isBetterOffered,
  isInstalledAccepted,
  isOfferedAccepted,
  isPlainRange,
  knownRequirement,
  offered,
  offeredVersion,
  requirement,
} from "./versions.ts";

/** One line of the decision table. `decide` answers null when the line does not apply; the first that applies wins. */
interface Rule {
  /** The line's number, as `explain` shows it. */
  readonly number: number;
  /** What the line looks at that costs the most to know. A line of the directory needs nobody's installations read. */
  readonly needs: "directory" | "installations" | "catalog";
  /** The condition in words, for `explain`. */
  readonly when: string;
  readonly decide: (facts: RowFacts) => Decision | null;
}

/** The decision table, complete: the last rule always applies. */
const RULES: readonly Rule[] = [
  {
    number: 1,
    needs: "directory",
    when: "the winning assignments disagree",
    decide: ({ row }) =>
      row.claim.kind === "conflict"
        ? blocked("conflicting-assignments", [], conflictDetail(row.claim.assignments))
        : null,
  },
  {
    number: 2,
    needs: "directory",
    when: "a target that could decide this was not read to its end",
    decide: ({ row }) => (row.undecidedBy.length > 0 ? undecided(row.undecidedBy) : null),
  },
  {
    number: 2,
    needs: "directory",
    when: "the app is to be left as it is",
    decide: ({ ensure }) => (ensure === "leave" ? nothing("left-alone") : null),
  },
  {
    number: 3,
    needs: "directory",
    when: "the directory has no such user",
    decide: ({ row, ensure }) => {
      const { account } = row.user;
      if (account.state !== "not-found") return null;
      return ensure === "absent" ? nothing("not-installed") : blocked("user-not-found", [], account.detail);
    },
  },
  {
    number: 4,
    needs: "directory",
    when: "the account cannot have the app, or that is unknown",
    decide: decideByAccount,
  },
  { number: 5, needs: "installations", when: "the user's installations were not read", decide: decideByObservation },
  {
    number: 5,
    needs: "installations",
    when: "the app is not installed, and whether the account can have it is unknown",
    decide: ({ row: { user }, ensure, installed }) =>
      user.account.state === "unknown" && ensure !== "absent" && installed.own === null
        ? accountUnknown(user.account.detail)
        : null,
  },
  {
    number: 6,
    needs: "installations",
    when: "another copy of the app is installed",
    decide: (facts) => {
      if (facts.installed.otherCopies.length === 0) return null;
      const asFound = decide({ ...facts, installed: { ...facts.installed, otherCopies: [] } });
      return blocked("other-copy-installed", asFound.drift, otherCopiesDetail(facts));
    },
  },
  { number: 7, needs: "installations", when: "the app is to be absent", decide: decideRemoval },
  {
    number: 8,
    needs: "installations",
    when: "the app is not installed, and is only to be upgraded",
    decide: ({ installed, ensure, isUnfinished }) =>
      installed.own === null && installed.replaced === null && ensure === "upgraded" && !isUnfinished
        ? nothing("not-installed")
        : null,
  },
  {
    number: 9,
    needs: "installations",
    when: "the installed version is not comparable",
    decide: ({ installed, version }) =>
      installed.own !== null && version === null
        ? blocked("version-not-comparable", ["unknown"], versionDetail(installed.own.version))
        : null,
  },
  {
    number: 10,
    needs: "installations",
    when: "a plain range, and the installed version is in it, and is not denied where a better one is offered",
    decide: (facts) =>
      isPlainRange(facts) && isInstalledAccepted(facts) && !isBetterOffered(facts) ? inSync(facts) : null,
  },
  {
    number: 11,
    needs: "catalog",
    when: "the catalog offers nothing that could be told",
    decide: ({ app, installed }) =>
      app.offer.state === "none"
        ? blocked(app.offer.reason, [installed.own === null ? "missing" : "unknown"], app.offer.detail)
        : null,
  },
  {
    number: 12,
    needs: "catalog",
    when: "latest, and the installed version is accepted and newer than the offered one",
    decide: (facts) =>
      isInstalledAccepted(facts) && compareToOffered(facts) > 0
        ? nothing("newer-than-offered", ["ahead"], rangeDetail(facts))
        : null,
  },
  {
    number: 13,
    needs: "catalog",
    when: "latest, and the installed version is accepted and is the offered one, or the offered one is not accepted",
    decide: (facts) =>
      isInstalledAccepted(facts) && (compareToOffered(facts) === 0 || !isOfferedAccepted(facts)) ? inSync(facts) : null,
  },
  {
    number: 14,
    needs: "catalog",
    when: "the installed version is newer than every accepted one",
    decide: (facts) =>
      facts.version !== null && isNewerThanAll(acceptedVersions(facts), facts.version)
        ? blocked("cannot-downgrade", ["ahead"], rangeDetail(facts))
        : null,
  },
  {
    number: 15,
    needs: "catalog",
    when: "the offered version is not accepted",
    decide: (facts) => {
      if (isOfferedAccepted(facts)) return null;
      const past = isNewerThanAll(acceptedVersions(facts), offeredVersion(facts));
      return blocked(past ? "version-past-range" : "version-not-offered", behind(facts), rangeDetail(facts));
    },
  },
  {
    number: 16,
    needs: "catalog",
    when: "the installed version is newer than the offered one",
    decide: (facts) =>
      facts.version !== null && compareToOffered(facts) > 0
        ? blocked("cannot-downgrade", ["ahead"], rangeDetail(facts))
        : null,
  },
  {
    number: 16,
    needs: "catalog",
    when: "the offered version is denied",
    decide: (facts) => {
      const { version } = offered(facts);
      const denied = deniedBy(facts, version);
      return denied === null ? null : blocked("denied-version", behind(facts), denialDetail(version.text, denied));
    },
  },
  {
    number: 17,
    needs: "catalog",
    when: "what the offered version requires is unknown",
    decide: (facts) =>
      requirement(facts) === null ? blocked("permissions-unknown", behind(facts), unknownDetail(facts)) : null,
  },
  {
    number: 17,
    needs: "catalog",
    when: "the consent would go to another Entra application than the approved one",
    decide: (facts) => {
      const { clientAppId: approved } = facts.app.app;
      const { clientAppId } = knownRequirement(facts);
      if (approved === null || clientAppId === approved) return null;
      const detail = `approved ${approved}, ${offeredVersion(facts).text} has ${clientAppId ?? "none"}`;
      return blocked("identity-not-approved", behind(facts), detail);
    },
  },
  {
    number: 17,
    needs: "catalog",
    when: "the lock file does not hold the offered definition",
    decide: (facts) => {
      const { lock } = facts.app;
      return lock.state === "no-lock" || lock.state === "same"
        ? null
        : blocked("definition-not-locked", behind(facts), lockDetail(lock));
    },
  },
  {
    number: 18,
    needs: "catalog",
    when: "the offered version requires permissions that are not approved",
    decide: (facts) => {
      const lacking = permissionsLacking(knownRequirement(facts).permissions, facts.app.app.approved);
      if (lacking.length === 0) return null;
      const detail = `${offeredVersion(facts).text} requires ${describePermissions(lacking)}`;
      return blocked("permissions-not-approved", behind(facts), detail);
    },
  },
  {
    number: 19,
    needs: "catalog",
    when: "the offered version is accepted, approved, and newer than what is installed",
    decide: (facts) => {
      const consent = consentToSend(knownRequirement(facts).permissions, facts.mayConsent);
      return act(facts.installed.own === null ? "install" : "upgrade", behind(facts), consent);
    },
  },
];

/** The decision about one row, before policy: the first rule that applies, and what is to be said of its consent. */
export function decide(facts: RowFacts): Decision {
  return ruleFor(facts).decision;
}

/** The rule that decides a row, with its decision. */
function ruleFor(facts: RowFacts): Ruled {
  const { rule, decision } = firstOf(RULES, facts);
  return { rule, decision: withReplaced(withRepair(withOwnDrift(decision, facts), facts), facts) };
}

interface Ruled {
  readonly rule: Rule;
  readonly decision: Decision;
}

/** The first rule that applies; the last one always does. */
function firstOf(rules: readonly Rule[], facts: RowFacts): Ruled {
  for (const rule of rules) {
    const decision = rule.decide(facts);
    if (decision !== null) return { rule, decision };
  }
  throw new InternalError("the last rule of the decision table applies always");
}

/** For `explain`: every rule up to the one that decides, in order; the last of them applies. */
export function rulesConsidered(facts: RowFacts): readonly Rule[] {
  return RULES.slice(0, RULES.indexOf(ruleFor(facts).rule) + 1);
}

/** Whether the row is decided by what git and the directory say, so that the user need not be read for it. */
export function isDecidedWithoutLooking(facts: RowFacts): boolean {
  return RULES.some((rule) => rule.needs === "directory" && rule.decide(facts) !== null);
}

function decideByAccount({ row, ensure }: RowFacts): Decision | null {
  const { account } = row.user;
  if (ensure === "absent" && account.state !== "unreadable") return null;
  switch (account.state) {
    case "ineligible":
      return row.claim.rank === 0
        ? blocked("user-not-eligible", [], accountDetail(account.because))
        : nothing("not-applicable", [], accountDetail(account.because));
    case "unknown":
      // Whoever has the app already can have it: the plans matter only where it is not installed, which the next rule sees.
      return account.plansOnly && ensure === "upgraded" ? null : accountUnknown(account.detail);
    case "unreadable":
      return blocked("unreadable", ["unknown"], account.detail);
    case "eligible":
    case "not-found":
      return null;
  }
}

/**
 * Where consent is narrower than the installed version requires and nothing else is to be done, the app is brought anew,
 * as far as the rules for bringing it allow that. With `report`, what would cure it is said.
 */
function withRepair(decision: Decision, facts: RowFacts): Decision {
  if (decision.verdict !== "nothing" || !decision.drift.includes("consent-narrower")) return decision;
  const { repairConsent } = facts.app.app;
  if (repairConsent === "report") return { ...decision, detail: "repairConsent: upgrade or reinstall may cure it" };
  const anew = bringAnew(facts);
  if (anew.verdict === "blocked") {
    return { ...decision, detail: `repairConsent cannot act: ${anew.detail ?? REASONS[anew.reason].sentence}` };
  }
  if (anew.consent.length === 0) {
    return { ...decision, detail: "repairConsent cannot act: the token may not grant consent" };
  }
  return act(repairConsent, decision.drift, anew.consent);
}

/** What the rules about what is offered say, were the installed version not accepted already. */
function bringAnew(facts: RowFacts): Decision {
  return firstOf(
    RULES.filter(({ number }) => number === 11 || number >= 15),
    facts,
  ).decision;
}

function decideByObservation(facts: RowFacts): Decision | null {
  const { observation, installed } = facts;
  switch (observation.state) {
    case "unreadable":
      return blocked(
        observation.refused === true ? "installations-refused" : "unreadable",
        ["unknown"],
        observation.detail,
      );
    case "not-read-yet":
      return blocked("not-read-yet", ["unknown"]);
    case "read":
      if (observation.absenceProven || (installed.own !== null && !mayHideCopy(facts))) return null;
      return observation.doubt === undefined
        ? blocked("installations-hidden", ["unknown"])
        : blocked("unreadable", ["unknown"], observation.doubt);
  }
}

/** Whether an earlier upload, which the app replaces, may be there without being listed. */
function mayHideCopy({ app, ensure, installed }: RowFacts): boolean {
  return app.app.replaces !== null && installed.replaced === null && ensure !== "absent";
}

function decideRemoval({ ensure, installed, app }: RowFacts): Decision | null {
  if (ensure !== "absent") return null;
  if (installed.own === null) return nothing("not-installed");
  if (!installed.readingOnly) return act("uninstall", ["unwanted"], []);
  const { offer } = app;
  if (offer.state === "offered") throw new InternalError(`${app.app.name} is offered without a catalog id`);
  return blocked(offer.reason, ["unwanted"], offer.detail);
}

/** Why the offered definition is unknown, where more can be told than the versions. */
function unknownDetail(facts: RowFacts): string {
  const { version, identity, required } = offered(facts);
  return identity.state === "unknown" && required.state === "known"
    ? `${version.text}: ${identity.detail}`
    : rangeDetail(facts);
}
