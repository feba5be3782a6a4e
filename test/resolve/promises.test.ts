import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Configuration } from "../../src/desired/configuration.ts";
import type { DesiredRow } from "../../src/model/desired.ts";
import { explainPair } from "../../src/resolve/explain.ts";
import { resolve } from "../../src/resolve/resolve.ts";
import { type Dials, directoryOf, person, type Tenant, type TenantGroup } from "../fakes/directory.ts";
import { type AssignmentText, configuration, NO_FILTERS } from "./configurations.ts";
import { expectedRows } from "./oracle.ts";
import { shareOf } from "../share.ts";

const USER_IDS = [1, 2, 3, 4, 5, 6].map((n) => `11111111-1111-4111-8111-00000000000${n}`);
const GROUP_IDS = ["g-a", "g-b", "g-c"];

const upn = (id: string): string => `user${id.at(-1)}@contoso.com`;

const anyUser = fc.constantFrom(...USER_IDS);
const anyName = fc.tuple(anyUser, fc.boolean(), fc.boolean()).map(([id, byName, loud]) => {
  const name = byName ? upn(id) : id;
  return loud ? name.toUpperCase() : name;
});
const anyGroup = fc.constantFrom("Group g-a", "Group g-b", "GROUP G-C");
const anyEntry = fc.oneof(
  anyName.map((name) => `user: ${name}`),
  anyGroup.map((name) => `group: ${name}`),
  fc.array(anyName, { minLength: 1, maxLength: 3 }),
);

const anyAssignment: fc.Arbitrary<AssignmentText> = fc.record({
  app: fc.constantFrom("expenses", "onboarding"),
  ensure: fc.constantFrom("upgraded", "absent"),
  version: fc.constantFrom("2.x", "3.x"),
  priority: fc.integer({ min: 0, max: 2 }),
  to: fc.array(fc.oneof({ weight: 4, arbitrary: anyEntry }, { weight: 1, arbitrary: fc.constant("everyone") }), {
    minLength: 1,
    maxLength: 3,
  }),
  except: fc.array(anyEntry, { maxLength: 2 }),
});

const anyConfiguration = fc.array(anyAssignment, { minLength: 1, maxLength: 6 }).map((texts) => configuration(texts));

/** Groups are never empty: in `except` that is an error, which has its own tests. */
const anyTenant: fc.Arbitrary<Tenant> = fc.record({
  users: fc.tuple(
    ...USER_IDS.map((id) =>
      fc
        .constantFrom({}, {}, {}, { userType: "Guest" }, { accountEnabled: false }, { assignedPlans: [] })
        .map((changes) => person(id, { userPrincipalName: upn(id), ...changes })),
    ),
  ),
  groups: fc.tuple(
    ...GROUP_IDS.map((id) =>
      fc.record<TenantGroup>({
        id: fc.constant(id),
        displayName: fc.constant(`Group ${id}`),
        members: fc.uniqueArray(anyUser, { minLength: 1 }),
        nested: fc.array(fc.constantFrom(...GROUP_IDS), { maxLength: 1 }),
      }),
    ),
  ),
});

const anyDials: fc.Arbitrary<Dials> = fc
  .record({
    lookups: fc.uniqueArray(fc.oneof(anyUser, anyUser.map(upn)), { maxLength: 3 }),
    hidden: fc.uniqueArray(fc.constantFrom(...GROUP_IDS), { maxLength: 1 }),
    torn: fc.uniqueArray(fc.constantFrom(...GROUP_IDS), { maxLength: 2 }),
    searches: fc.uniqueArray(fc.constantFrom("group g-a", "group g-b"), { maxLength: 1 }),
    everyonePages: fc.option(fc.integer({ min: 0, max: 2 }), { nil: null }),
    nameless: fc.boolean(),
    stateless: fc.boolean(),
  })
  .map(({ lookups, hidden, torn, searches, everyonePages, nameless, stateless }) => ({
    failingLookups: new Set(lookups),
    hiddenGroups: new Set(hidden),
    groupFailsAfterPages: new Map(torn.map((id) => [id, 1])),
    failingGroupSearches: new Set(searches),
    ...(everyonePages === null ? {} : { everyoneFailsAfterPages: everyonePages }),
    withheld: stateless ? ["accountEnabled" as const] : [],
    withheldInGroups: nameless ? ["userPrincipalName" as const] : [],
  }));

async function resolved(wanted: Configuration, tenant: Tenant, dials: Dials = {}) {
  return resolve(wanted, directoryOf({ ...tenant, dials }), NO_FILTERS);
}

function describePair({ user, app, claim }: DesiredRow): readonly [string, string] {
  const wish =
    claim.kind === "won"
      ? `${claim.assignment.ensure} ${claim.assignment.version?.text ?? "-"} ${claim.assignment.source.line}`
      : `conflict ${claim.assignments.map(({ source }) => source.line).join(" ")}`;
  return [`${user.id ?? user.asWritten} / ${app.name}`, `${claim.rank} ${wish}`];
}

describe("promises", () => {
  it("every pair that an assignment reaches has exactly one row, won as the rules say; nobody else has one", async () => {
    await fc.assert(
      fc.asyncProperty(anyConfiguration, anyTenant, async (wanted, tenant) => {
        const { desired } = await resolved(wanted, tenant);
        const pairs = desired.rows.map(describePair);
        expect(new Map(pairs)).toEqual(expectedRows(wanted, tenant));
        expect(new Set(pairs.map(([pair]) => pair)).size).toBe(desired.rows.length);
        expect(desired.rows.flatMap(({ undecidedBy }) => undecidedBy)).toEqual([]);
      }),
      { numRuns: shareOf(300) },
    );
  });

  it("whatever could not be read never leaves a row decided that it could have decided", async () => {
    await fc.assert(
      fc.asyncProperty(anyConfiguration, anyTenant, anyDials, async (wanted, tenant, dials) => {
        const truth = expectedRows(wanted, tenant);
        const { desired } = await resolved(wanted, tenant, dials);
        // Whether a user without an id or one whose account is unknown is acted on is not asked: the decision blocks both.
        const decided = desired.rows.filter(({ user, undecidedBy }) => user.id !== null && undecidedBy.length === 0);
        for (const [pair, won] of decided.filter(isCertain).map(describePair)) {
          expect([pair, truth.get(pair)]).toEqual([pair, won]);
        }
      }),
      { numRuns: shareOf(600) },
    );
  });

  it("the order of assignments, targets, users and members does not change the result", async () => {
    const shuffled = fc
      .tuple(anyConfiguration, anyTenant, anyDials)
      .chain(([wanted, tenant, dials]) =>
        fc.tuple(
          fc.constant([wanted, tenant, dials] as const),
          fc.shuffledSubarray([...wanted.assignments], { minLength: wanted.assignments.length }),
          fc.shuffledSubarray([...tenant.groups], { minLength: tenant.groups.length }),
          fc.shuffledSubarray([...tenant.users], { minLength: tenant.users.length }),
        ),
      );
    await fc.assert(
      fc.asyncProperty(shuffled, async ([[wanted, tenant, dials], assignments, groups, users]) => {
        // Pages that fail show other members in another order, and so are no part of this promise.
        const steady: Dials = { ...dials, groupFailsAfterPages: new Map(), everyoneFailsAfterPages: 0 };
        const reversed = assignments.map((assignment) => ({ ...assignment, to: assignment.to.toReversed() }));
        const first = await resolved(wanted, tenant, steady);
        const second = await resolved({ ...wanted, assignments: reversed }, { users, groups }, steady);
        expect(second.desired).toEqual(first.desired);
        expect(second.policy).toEqual(first.policy);
        expect(second.diagnostics).toEqual(first.diagnostics);
      }),
      { numRuns: shareOf(150) },
    );
  });

  it("explaining a pair says what its row says", async () => {
    await fc.assert(
      fc.asyncProperty(anyConfiguration, anyTenant, anyDials, async (wanted, tenant, dials) => {
        const { desired, membership } = await resolved(wanted, tenant, dials);
        for (const { user, app, claim, undecidedBy } of desired.rows) {
          expect(explainPair(membership, user.id ?? user.asWritten, app.name)).toMatchObject({
            user,
            app,
            claim,
            undecidedBy,
          });
        }
      }),
      { numRuns: shareOf(150) },
    );
  });

  it("the users of three apps share their user and claim objects", async () => {
    const amount = shareOf(100_000);
    const users = Array.from({ length: amount }, (_, index) => person(`user-${index}`));
    const members = users.map(({ id }) => id);
    const groups = [{ id: "g-all", displayName: "All", members }];
    const texts = ["a", "b", "c"].map((app): AssignmentText => ({ app, to: ["group: All"], except: ["user: user-7"] }));
    const directory = directoryOf({ users, groups, pageSize: 999 });
    const { desired } = await resolve(configuration(texts, [], ["a", "b", "c"]), directory, NO_FILTERS);
    expect(desired.rows).toHaveLength(3 * (amount - 1));
    expect(new Set(desired.rows.map(({ claim }) => claim)).size).toBe(3);
    expect(new Set(desired.rows.map(({ user }) => user)).size).toBe(amount - 1);
  });
});

function isCertain({ user, claim }: DesiredRow): boolean {
  const removes = claim.kind === "won" && claim.assignment.ensure === "absent";
  return removes || user.account.state === "eligible" || user.account.state === "ineligible";
}
