import { describe, expect, it } from "vitest";
import type { Observed } from "../../src/model/observation.ts";
import { decide } from "../../src/plan/decide.ts";
import type { Decision } from "../../src/plan/decision.ts";
import type { RowFacts } from "../../src/plan/facts.ts";
import { NEVER } from "./never.ts";
import { grant, rule, type Ruling, type Situation } from "./rules.ts";
import {
  ACCOUNTS,
  APPROVED,
  CONSTRAINTS,
  DENIED,
  createFactory,
  ENSURES,
  FLAGS,
  IN_FORCE,
  INSTALLED,
  OFFERS,
  RANKS,
  READINGS,
  WITHOUT_OFFER,
} from "./situations.ts";

// Where the properties of the plan draw worlds at random, this goes through all of them.

interface Case {
  readonly situation: Situation;
  readonly facts: RowFacts;
  readonly mayConsent: Observed["mayConsent"];
}

type MakeCase = (given: Situation, version: string, rank: 0 | 1 | 2, mayConsent: Observed["mayConsent"]) => Case;

/** Everything about versions, permissions and consent, for one person who was read and has no other copy. */
function* everyComparison(make: MakeCase): Generator<Case> {
  for (const ensure of ENSURES)
    for (const { text, accepted } of CONSTRAINTS)
      for (const installed of INSTALLED)
        for (const offered of OFFERS)
          for (const inForce of installed === "absent" ? (["unknown"] as const) : IN_FORCE)
            for (const mayConsent of [true, false, "unknown"] as const)
              yield make({ ...PLAIN, ensure, accepted, installed, offered, inForce }, text, 1, mayConsent);
}

/** Everything about denied versions. */
function* everyDenial(make: MakeCase): Generator<Case> {
  for (const denied of DENIED)
    for (const ensure of ENSURES)
      for (const { text, accepted } of CONSTRAINTS)
        for (const installed of INSTALLED)
          for (const offered of OFFERS)
            for (const inForce of [[], [...UNAPPROVED]])
              yield make({ ...PLAIN, denied, ensure, accepted, installed, offered, inForce }, text, 1, true);
}

const UNAPPROVED: ReadonlySet<string> = new Set(["a:TeamsAppInstallation.Read.User"]);

/** Everything that can stand in the way, with everything about versions. */
function* everyObstacle(make: MakeCase): Generator<Case> {
  const offers = OFFERS.filter((offered) => typeof offered === "string" || SAMPLES.has(String(offered.requires)));
  for (const disagreeing of FLAGS)
    for (const targetUnread of FLAGS)
      for (const account of ACCOUNTS)
        for (const rank of RANKS)
          for (const reading of READINGS)
            for (const otherCopy of FLAGS) {
              const obstacles = { disagreeing, targetUnread, account, namedDirectly: rank === 0, reading, otherCopy };
              for (const ensure of ENSURES)
                for (const { text, accepted } of CONSTRAINTS)
                  for (const installed of INSTALLED)
                    for (const offered of offers)
                      yield make(
                        { ...PLAIN, ...obstacles, ensure, accepted, installed, offered },
                        text,
                        rank,
                        "unknown",
                      );
            }
}

/** A requirement that is approved, one that is not, and one that is not known. */
const SAMPLES: ReadonlySet<string> = new Set([
  "a:TeamsActivity.Send.User",
  "a:TeamsAppInstallation.Read.User",
  "unknown",
]);

const PLAIN: Situation = {
  disagreeing: false,
  targetUnread: false,
  account: "eligible",
  namedDirectly: false,
  ensure: "upgraded",
  reading: "whole",
  otherCopy: false,
  installed: "absent",
  readingOnly: false,
  accepted: { latest: true, has: () => true, highest: Number.POSITIVE_INFINITY },
  offered: "unreadable",
  denied: new Set(),
  approved: APPROVED,
  inForce: "unknown",
};

/** Offers without which the catalog's id of the app is not known. */
const WITHOUT_ID: ReadonlySet<unknown> = new Set(WITHOUT_OFFER.slice(0, 3));

function caseMaker(): MakeCase {
  const factsOf = createFactory();
  return (given, version, rank, mayConsent) => {
    const readingOnly = WITHOUT_ID.has(given.offered);
    // Without the catalog's id no copy can be told from the app itself.
    const situation = { ...given, readingOnly, otherCopy: given.otherCopy && !readingOnly };
    return { situation, mayConsent, facts: factsOf(situation, version, rank, mayConsent) };
  };
}

/** Whether the code decides a case as the second statement of the rules does, and grants what it has to. */
function agrees({ situation, mayConsent }: Case, decision: Decision): boolean {
  const due = rule(situation);
  if (decision.verdict !== due.verdict || (decision.action ?? decision.reason) !== due.why) return false;
  const sent = decision.consent.map(({ value, type }) => `${type === "delegated" ? "d" : "a"}:${value}`);
  return sent.sort().join() === [...dueGrant(situation, due, mayConsent !== false)].sort().join();
}

function dueGrant({ offered }: Situation, { verdict, why }: Ruling, mayConsent: boolean): readonly string[] {
  if (verdict !== "act" || why === "uninstall") return [];
  if (typeof offered === "string" || offered.requires === "unknown") return ["nothing may be granted on unknown"];
  return grant(offered.requires, mayConsent);
}

/** Decides every case; what was found wrong, the first case of each kind. */
function check(cases: Iterable<Case>): { readonly checked: number; readonly wrong: ReadonlyMap<string, string> } {
  const wrong = new Map<string, string>();
  let checked = 0;
  const note = (what: string, { situation }: Case, decision: Decision): void => {
    if (!wrong.has(what)) wrong.set(what, `${JSON.stringify(situation)} -> ${JSON.stringify(decision)}`);
  };
  for (const one of cases) {
    checked += 1;
    const decision = decide(one.facts);
    if (!agrees(one, decision)) note("differs from the table", one, decision);
    for (const { name, is } of NEVER) if (is(one.situation, decision)) note(name, one, decision);
  }
  return { checked, wrong };
}

describe("every decision agrees with a second statement of the table, and none does what none may", () => {
  it("comparisons of versions, permissions and consent", () => {
    const { checked, wrong } = check(everyComparison(caseMaker()));
    expect(wrong).toEqual(new Map());
    expect(checked).toBe(
      ENSURES.length * CONSTRAINTS.length * OFFERS.length * 3 * ((INSTALLED.length - 1) * IN_FORCE.length + 1),
    );
  });

  it("denied versions", () => {
    const { checked, wrong } = check(everyDenial(caseMaker()));
    expect(wrong).toEqual(new Map());
    expect(checked).toBe(DENIED.length * ENSURES.length * CONSTRAINTS.length * INSTALLED.length * OFFERS.length * 2);
  });

  it("behind every obstacle", () => {
    const { checked, wrong } = check(everyObstacle(caseMaker()));
    expect(wrong).toEqual(new Map());
    expect(checked).toBe(
      2 * 2 * 5 * 3 * 4 * 2 * ENSURES.length * CONSTRAINTS.length * INSTALLED.length * (5 + 5 * SAMPLES.size),
    );
  }, 120_000);
});
