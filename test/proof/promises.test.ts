import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Plan, PlanRow } from "../../src/model/plan.ts";
import { prove } from "../../src/proof/prove.ts";
import { type Dials, person, type Tenant } from "../fakes/directory.ts";
import type { AssignmentText } from "../resolve/configurations.ts";
import { planned, SEND, world, type World } from "./world.ts";
import { shareOf } from "../share.ts";

const USERS = [1, 2, 3, 4, 5, 6].map((n) => `11111111-1111-4111-8111-00000000000${n}`);
const GROUPS = ["g-a", "g-b", "g-c"];

const upn = (id: string): string => `user${id.at(-1)}@contoso.com`;

const anyUser = fc.constantFrom(...USERS);
const anyName = fc.tuple(anyUser, fc.boolean(), fc.boolean()).map(([id, byName, loud]) => {
  const name = byName ? upn(id) : id;
  return loud ? name.toUpperCase() : name;
});
const anyGroup = fc.constantFrom("Group g-a", "GROUP G-B", "g-c", "group of nobody");
const anyEntry = fc.oneof(
  anyName.map((name) => `user: ${name}`),
  anyGroup.map((name) => `group: ${name}`),
  fc.array(anyName, { minLength: 1, maxLength: 3 }),
);
const anyAssignment: fc.Arbitrary<AssignmentText> = fc.record({
  app: fc.constantFrom("expenses", "onboarding"),
  ensure: fc.constantFrom("upgraded", "installed", "absent"),
  version: fc.constantFrom("latest", "latest 2.x", "3.x"),
  priority: fc.integer({ min: 0, max: 2 }),
  to: fc.array(fc.oneof({ weight: 3, arbitrary: anyEntry }, { weight: 1, arbitrary: fc.constant("everyone") }), {
    minLength: 1,
    maxLength: 3,
  }),
  except: fc.array(anyEntry, { maxLength: 1 }),
});

const anyDials: fc.Arbitrary<Dials> = fc
  .record({
    lookups: fc.uniqueArray(fc.oneof(anyUser, anyUser.map(upn)), { maxLength: 2 }),
    hidden: fc.uniqueArray(fc.constantFrom(...GROUPS), { maxLength: 1 }),
    torn: fc.uniqueArray(fc.constantFrom(...GROUPS), { maxLength: 1 }),
    everyonePages: fc.option(fc.integer({ min: 0, max: 2 }), { nil: null }),
    nameless: fc.boolean(),
    untyped: fc.boolean(),
  })
  .map(({ lookups, hidden, torn, everyonePages, nameless, untyped }) => ({
    failingLookups: new Set(lookups),
    hiddenGroups: new Set(hidden),
    groupFailsAfterPages: new Map(torn.map((id) => [id, 1])),
    ...(everyonePages === null ? {} : { everyoneFailsAfterPages: everyonePages }),
    withheld: untyped ? ["userType" as const] : [],
    withheldInGroups: nameless ? ["userPrincipalName" as const] : [],
  }));

const anyTenant: fc.Arbitrary<Tenant> = fc.record({
  users: fc.tuple(
    ...USERS.map((id) =>
      fc
        .constantFrom({}, {}, {}, { userType: "Guest" }, { accountEnabled: false }, { assignedPlans: [] })
        .map((changes) => person(id, { userPrincipalName: upn(id), ...changes })),
    ),
  ),
  groups: fc.tuple(
    ...GROUPS.map((id) =>
      fc.record({
        id: fc.constant(id),
        displayName: fc.constant(`Group ${id}`),
        members: fc.uniqueArray(anyUser, { minLength: 1 }),
      }),
    ),
  ),
  dials: fc.oneof(fc.constant({}), anyDials),
});

const anyWorld: fc.Arbitrary<World> = fc
  .record({
    tenant: anyTenant,
    assignments: fc.array(anyAssignment, { minLength: 1, maxLength: 5 }),
    protectedUsers: fc.array(
      fc.oneof(
        anyName.map((name) => `user: ${name}`),
        fc.constant("group: Group g-a"),
      ),
      { maxLength: 1 },
    ),
  })
  .map(world);

describe("promises", () => {
  it("whatever can be read or not, what the planner makes stands the proof", async () => {
    let changes = 0;
    await fc.assert(
      fc.asyncProperty(anyWorld, async (any) => {
        const { inputs, plan } = await planned(any);
        changes += plan.rows.filter(({ verdict }) => verdict === "act").length;
        expect(prove(inputs, plan).statements.filter(({ holds }) => !holds)).toEqual([]);
      }),
      { numRuns: shareOf(1000) },
    );
    expect(changes, "there was something to prove").toBeGreaterThan(shareOf(500));
  });

  it("whoever is added to a plan that does not have them is found", async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, anyUser, fc.constantFrom("upgrade", "uninstall"), async (any, id, action) => {
        const { inputs, plan } = await planned(any);
        fc.pre(!plan.rows.some(({ user, app }) => app === "expenses" && user.id?.toLowerCase() === id));
        const added: PlanRow = { ...acting(id, action), desired: wishes(plan, action) };
        expect(prove(inputs, { ...plan, rows: [...plan.rows, added] }).unproved).toEqual(new Set(["expenses"]));
      }),
      { numRuns: shareOf(400) },
    );
  });

  it("a row that targets leave undecided, or policy holds, is found when it acts", async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, async (any) => {
        const { inputs, plan } = await planned(any);
        const all = [...plan.rows];
        const held = all.find(({ reason }) => HELD.has(reason ?? ""));
        fc.pre(held !== undefined);
        const action = held.desired?.ensure === "absent" ? "uninstall" : "upgrade";
        const rows = all.map((row) => (row === held ? { ...acting(held.user.id, action), ...decided(held) } : row));
        expect(prove(inputs, { ...plan, rows }).unproved).toContain(held.app);
      }),
      { numRuns: shareOf(400) },
    );
  });
});

const HELD = new Set(["targets-unreadable", "protected", "protected-unresolved", "conflicting-assignments"]);

function acting(id: string | null, action: "upgrade" | "uninstall"): PlanRow {
  return {
    user: { id, userPrincipalName: null, asWritten: id ?? "nobody" },
    app: "expenses",
    desired: null,
    observed: {
      state: "present",
      version: "2.1.0",
      installationId: `expenses of ${id}`,
      consent: { state: "unknown" },
      at: "2026-01-01T00:00:00.000Z",
    },
    drift: [],
    verdict: "act",
    action,
    reason: null,
    detail: null,
    move: "trueup",
    consent: action === "upgrade" ? [SEND] : [],
    sources: [],
  };
}

function decided({ app, user, desired }: PlanRow) {
  return { app, user, desired };
}

/** What some row of the plan wants already, so that the row that is added says nothing unheard of. */
function wishes({ rows }: Plan, action: "upgrade" | "uninstall"): PlanRow["desired"] {
  const like = rows.find(({ desired }) => (desired?.ensure === "absent") === (action === "uninstall"));
  return like?.desired ?? { ensure: "upgraded", version: "latest" };
}
