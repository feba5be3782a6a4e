import { describe, expect, it } from "vitest";
import type { CatalogEntry } from "../../src/model/catalog.ts";
import type { Account, DesiredRow } from "../../src/model/desired.ts";
import type { UserObservation } from "../../src/model/observation.ts";
import type { Decision } from "../../src/plan/decision.ts";
import { decide } from "../../src/plan/decide.ts";
import { createDecider } from "../../src/plan/decide-once.ts";
import { appFacts, type RowFacts, rowFacts } from "../../src/plan/facts.ts";
import {
  app,
  AT,
  CAMERA,
  catalog,
  definition,
  installation,
  known,
  OTHER_CATALOG,
  read,
  READ,
  row,
  SEND,
  USER,
} from "./builders.ts";

const APP = app({ approved: [SEND] });
const OFFERED = appFacts(APP, catalog(definition("2.3.0", known(SEND)), definition("2.4.0", known(SEND))));
const NOT_THERE: CatalogEntry = { state: "not-in-catalog" };
/** The same for all, as the rows of one assignment share it. */
const { claim } = row({ version: "latest", ensure: "installed" });

function factsOf(observation: UserObservation, changed: Partial<DesiredRow> = {}, ofApp = OFFERED): RowFacts {
  const desired = { ...row({ app: APP }), claim, ...changed };
  return rowFacts(desired, ofApp, { users: new Map([[USER, observation]]), mayConsent: true });
}

function doubted(doubt: string): UserObservation {
  return { state: "read", installations: [], absenceProven: false, doubt, at: AT };
}

function account(told: Account): Partial<DesiredRow> {
  const like = row({ app: APP, account: told });
  return { user: like.user };
}

const [APPROVED, NOT_APPROVED, NARROWER] = [known(SEND), known(SEND, CAMERA), known()];
const TARGET = {
  kind: "group",
  role: "to",
  name: "Finance",
  id: null,
  state: "unreadable",
  members: null,
  detail: "refused",
  source: { file: "finance.yaml", line: 6, column: 9 },
} as const;

/** One claim of one app, for users who differ in everything else that a decision looks at. */
const USERS: Readonly<Record<string, RowFacts>> = {
  "in sync": factsOf(read(installation("2.4.0"))),
  "in sync, with consent as approved": factsOf(read(installation("2.4.0", { consent: APPROVED }))),
  "in sync, with more consent than is approved": factsOf(read(installation("2.4.0", { consent: NOT_APPROVED }))),
  "in sync, with less consent than is required": factsOf(read(installation("2.4.0", { consent: NARROWER }))),
  "not listed, with a doubt of its own": factsOf(doubted("one app has no id")),
  "not listed, with another doubt": factsOf(doubted("one app is there twice")),
  outdated: factsOf(read(installation("2.3.0"))),
  "outdated, with more consent than is approved": factsOf(read(installation("2.3.0", { consent: known(READ) }))),
  "of a version that cannot be compared": factsOf(read(installation("two"))),
  "of no version": factsOf(read(installation(null))),
  absent: factsOf(read()),
  "absent, as far as can be seen": factsOf({ state: "read", installations: [], absenceProven: false, at: AT }),
  unreadable: factsOf({ state: "unreadable", detail: "503", at: AT }),
  "not read yet": factsOf({ state: "not-read-yet" }),
  "with another copy beside": factsOf(read(installation("2.4.0"), installation("2.4.0", { appId: OTHER_CATALOG }))),
  "with another copy alone": factsOf(read(installation("2.4.0", { appId: OTHER_CATALOG }))),
  "perhaps held by a target that was not read": factsOf(read(installation("2.3.0")), { undecidedBy: [TARGET] }),
  "a guest": factsOf(read(installation("2.3.0")), account({ state: "ineligible", because: "guest" })),
  "nobody in the directory": factsOf(read(), account({ state: "not-found", detail: null })),
};

describe("a decision that is shared is the one that the row would have got by itself", () => {
  it.each(Object.keys(USERS))("after a user %s", (before) => {
    for (const [name, facts] of Object.entries(USERS)) {
      const decideOnce = createDecider();
      decideOnce(USERS[before] ?? facts);
      expect({ name, decision: decideOnce(facts) }).toEqual({ name, decision: decide(facts) });
    }
  });

  it("whatever came before, also where the catalog does not know the app", () => {
    const decideOnce = createDecider();
    const elsewhere = appFacts(APP, NOT_THERE);
    const both = Object.values(USERS).flatMap((facts) => [
      facts,
      rowFacts(facts.row, elsewhere, { users: new Map([[USER, facts.observation]]), mayConsent: true }),
    ]);
    for (const facts of [...both, ...both.toReversed()]) expect(decideOnce(facts)).toEqual(decide(facts));
  });
});

it("is not shared among users of whom some have an earlier upload that the app replaces", () => {
  const replacing = app({ approved: [SEND], replaces: { id: OTHER_CATALOG, removals: 5 } });
  const facts = appFacts(replacing, catalog(definition("2.4.0", known(SEND))));
  const old = installation("1.0.0", { id: "installation-0", appId: OTHER_CATALOG });
  const users = [read(installation("2.4.0")), read(installation("2.4.0"), old), read(), read(old)];
  const rows = users.map((user) => factsOf(user, { app: replacing }, facts));
  for (const order of [rows, rows.toReversed()]) {
    const decideOnce = createDecider();
    for (const one of order) expect(decideOnce(one)).toEqual(decide(one));
  }
});

function decideBoth(one: RowFacts, other: RowFacts): readonly [Decision, Decision] {
  const decideOnce = createDecider();
  return [decideOnce(one), decideOnce(other)];
}

describe("rows that differ in nothing that matters", () => {
  it.each<[string, () => UserObservation]>([
    ["are absent", () => read()],
    ["have the same version", () => read(installation("2.3.0"))],
    ["have the same version and the same consent", () => read(installation("2.3.0", { consent: APPROVED }))],
  ])("and %s have one decision between them", (_name, observation) => {
    const [one, other] = decideBoth(factsOf(observation()), factsOf(observation()));
    expect(other).toBe(one);
  });
});
