import { describe, expect, it } from "vitest";
import { type Case, check } from "./agrees.ts";
import { PLAIN, type Situation } from "./situation.ts";
import {
  ACCOUNTS,
  APPROVED,
  CONSTRAINTS,
  createFactory,
  DENIED,
  ENSURES,
  FLAGS,
  IN_FORCE,
  INSTALLED,
  OFFERS,
  possible,
  RANKS,
  READINGS,
} from "./situations.ts";
import { isWhole } from "../share.ts";

// Where the properties of the plan draw worlds at random, this goes through all of them.

/** Everything about versions, permissions and consent, for one person who was read and has no other copy. */
function* everyComparison(): Generator<Situation> {
  for (const ensure of ENSURES)
    for (const accepted of CONSTRAINTS)
      for (const installed of INSTALLED)
        for (const offered of OFFERS)
          for (const inForce of installed === "absent" ? (["unknown"] as const) : IN_FORCE)
            for (const mayConsent of [true, false, "unknown"] as const)
              yield { ...PLAIN, ensure, accepted, installed, offered, inForce, mayConsent };
}

/** Everything about denied versions. */
function* everyDenial(): Generator<Situation> {
  for (const denied of DENIED)
    for (const ensure of ENSURES)
      for (const accepted of CONSTRAINTS)
        for (const installed of INSTALLED)
          for (const offered of OFFERS)
            for (const inForce of [[], [...UNAPPROVED]])
              yield { ...PLAIN, denied, ensure, accepted, installed, offered, inForce, mayConsent: true };
}

const UNAPPROVED: ReadonlySet<string> = new Set(["a:TeamsAppInstallation.Read.User"]);

/** Everything that can stand in the way, with everything about versions. */
function* everyObstacle(): Generator<Situation> {
  const offers = OFFERS.filter((offered) => typeof offered === "string" || SAMPLES.has(String(offered.requires)));
  for (const disagreeing of FLAGS)
    for (const targetUnread of FLAGS)
      for (const account of ACCOUNTS)
        for (const rank of RANKS)
          for (const reading of READINGS)
            for (const otherCopy of FLAGS) {
              const obstacles = { disagreeing, targetUnread, account, rank, reading, otherCopy };
              for (const ensure of ENSURES)
                for (const accepted of CONSTRAINTS)
                  for (const installed of INSTALLED)
                    for (const offered of offers)
                      yield { ...PLAIN, ...obstacles, ensure, accepted, installed, offered };
            }
}

/** A requirement that is approved, one that is not, and one that is not known. */
const SAMPLES: ReadonlySet<string> = new Set([
  "a:TeamsActivity.Send.User",
  "a:TeamsAppInstallation.Read.User",
  "unknown",
]);

/** One case in 43: no fact has so many values, so that each of them comes with every other. */
const STEP = isWhole ? 1 : 43;

function* casesOf(situations: Iterable<Situation>): Generator<Case> {
  const factsOf = createFactory();
  let index = 0;
  for (const given of situations) {
    index += 1;
    if (index % STEP !== 0) continue;
    const situation = possible({ ...given, approved: APPROVED });
    yield { situation, facts: factsOf(situation) };
  }
}

describe("every decision is the one of docs/decision-table.md, and none does what none may", () => {
  it("comparisons of versions, permissions and consent", () => {
    const { rows, wrong } = check(casesOf(everyComparison()));
    expect(wrong).toEqual(new Map());
    const installed = (INSTALLED.length - 1) * IN_FORCE.length + 1;
    expect(rows).toBe(Math.floor((ENSURES.length * CONSTRAINTS.length * OFFERS.length * 3 * installed) / STEP));
  });

  it("denied versions", () => {
    const { rows, wrong } = check(casesOf(everyDenial()));
    expect(wrong).toEqual(new Map());
    const all = DENIED.length * ENSURES.length * CONSTRAINTS.length * INSTALLED.length * OFFERS.length * 2;
    expect(rows).toBe(Math.floor(all / STEP));
  });

  it("behind every obstacle", () => {
    const { rows, wrong } = check(casesOf(everyObstacle()));
    expect(wrong).toEqual(new Map());
    const all = 2 * 2 * 5 * 3 * 4 * 2 * ENSURES.length * CONSTRAINTS.length * INSTALLED.length * (5 + 5 * SAMPLES.size);
    expect(rows).toBe(Math.floor(all / STEP));
  });
});
