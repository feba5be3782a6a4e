import * as fc from "fast-check";
import semver from "semver";
import { describe, expect, it } from "vitest";
import type { CatalogEntry } from "../../src/model/catalog.ts";
import type { Account, DesiredRow, Ensure, Target } from "../../src/model/desired.ts";
import type { UserObservation } from "../../src/model/observation.ts";
import type { Permission, PermissionKnowledge } from "../../src/model/permission.ts";
import type { PlanRow } from "../../src/model/plan.ts";
import { plan, usersToObserve } from "../../src/plan/plan.ts";
import {
  app,
  CAMERA,
  CATALOG,
  catalog,
  definition,
  desired,
  installation,
  known,
  observed,
  OTHER_CATALOG,
  READ,
  row,
  SEND,
} from "./builders.ts";
import { shareOf } from "../share.ts";

// Random worlds, judged by rules restated here from the promises, with npm's semver instead of our own version code.

const permissions = fc.subarray([SEND, READ, CAMERA]);
const knowledge: fc.Arbitrary<PermissionKnowledge> = fc.oneof(
  permissions.map((list) => known(...list)),
  fc.constant<PermissionKnowledge>({ state: "unknown" }),
);
const versions = fc.constantFrom("1.0.0", "2.0.0", "2.1.0", "2.4.0", "3.0.0", "4.0.0");
const ranges = fc.constantFrom("2.x", ">=2.1.0 <3.0.0", "<=2.0.0 || >=4.0.0", "*");
const entries: fc.Arbitrary<CatalogEntry> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(fc.tuple(versions, knowledge, fc.constantFrom("published", "published", "rejected")), { maxLength: 3 })
      .map((list) => catalog(...list.map(([version, required, state]) => definition(version, required, state)))),
  },
  fc.constant<CatalogEntry>({ state: "not-in-catalog" }),
  fc.constant<CatalogEntry>({ state: "ambiguous", ids: [CATALOG, OTHER_CATALOG] }),
  fc.constant<CatalogEntry>({ state: "unreadable", detail: "403" }),
);
const accounts = fc.constantFrom<Account>(
  { state: "eligible" },
  { state: "eligible" },
  { state: "eligible" },
  { state: "ineligible", because: "guest" },
  { state: "unknown", detail: "", plansOnly: false },
  { state: "unreadable", detail: "" },
  { state: "not-found", detail: null },
);
const observations: fc.Arbitrary<UserObservation | null> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      state: fc.constant("read" as const),
      absenceProven: fc.constantFrom(true, true, false),
      at: fc.constant(0),
      installations: fc.array(
        fc
          .record({
            version: fc.oneof(versions, fc.constantFrom(null, "next")),
            consent: knowledge,
            copy: fc.constantFrom(false, false, true),
          })
          .map(({ version, consent, copy }) =>
            installation(version, copy ? { consent, appId: OTHER_CATALOG } : { consent }),
          ),
        { maxLength: 1 },
      ),
    }),
  },
  fc.constant<UserObservation>({ state: "unreadable", detail: "502", at: 0 }),
  fc.constant(null),
);
const UNREAD: Target = {
  kind: "group",
  role: "to",
  name: "Finance",
  id: null,
  state: "unreadable",
  members: null,
  detail: null,
  source: { file: "a.yaml", line: 1, column: 1 },
};
const worlds = fc.record({
  entry: entries,
  approved: permissions,
  mayConsent: fc.constantFrom<boolean | "unknown">(true, false, "unknown"),
  people: fc.array(
    fc.record({
      ensure: fc.constantFrom<Ensure>("upgraded", "installed", "absent"),
      range: ranges,
      latest: fc.boolean(),
      account: accounts,
      observation: observations,
      unread: fc.constantFrom(false, false, false, true),
    }),
    { minLength: 1, maxLength: 6 },
  ),
});
type World = typeof worlds extends fc.Arbitrary<infer Value> ? Value : never;

interface Pair {
  readonly person: World["people"][number];
  readonly planned: PlanRow;
}

function planned(world: World, order: (rows: DesiredRow[]) => DesiredRow[] = (rows) => rows) {
  const shared = app({ approved: world.approved });
  const rows = world.people.map(({ ensure, range, latest, account, unread }, index) =>
    row({
      ensure,
      version: latest ? (range === "*" ? "latest" : `latest ${range}`) : range,
      account,
      app: shared,
      id: account.state === "not-found" ? null : `user-${index}`,
      name: `user${index}@contoso.com`,
      undecidedBy: unread ? [UNREAD] : [],
    }),
  );
  const users = new Map(
    world.people.flatMap(({ observation }, index): [string, UserObservation][] =>
      observation === null ? [] : [[`user-${index}`, observation]],
    ),
  );
  const state = desired(...order(rows));
  const seen = { ...observed(world.entry, null), users, mayConsent: world.mayConsent };
  return { state, plan: plan(state, seen) };
}

function pairs(world: World): readonly Pair[] {
  return planned(world).plan.rows.map((each, index) => {
    const person = world.people[index];
    if (person === undefined) throw new Error("one row for each person, in order");
    return { person, planned: each };
  });
}

/** The newest published definition by npm's order; null when the catalog does not tell one for certain. */
function newest(entry: CatalogEntry): { version: string; required: readonly Permission[] | null } | null {
  if (entry.state !== "found") return null;
  const published = entry.definitions.filter(({ publishingState }) => publishingState === "published");
  const texts = published.map(({ version }) => version ?? "");
  const [version] = semver.rsort([...texts]);
  if (version === undefined || new Set(texts).size < texts.length) return null;
  const required = published.find((each) => each.version === version)?.permissions;
  return { version, required: required?.state === "known" ? required.permissions : null };
}

const keys = (list: readonly Permission[]) => list.map(({ value, type }) => `${value} ${type}`).sort();
const RUNS = { numRuns: shareOf(1000) };

describe("a row", () => {
  it("does not depend on the order in which people were observed, nor on whom else", () => {
    fc.assert(
      fc.property(worlds, fc.array(fc.nat({ max: 8 }), { minLength: 8, maxLength: 8 }), (world, places) => {
        const { state, plan: expected } = planned(world);
        const others: readonly (UserObservation | null)[] = [{ state: "unreadable", detail: "502", at: 0 }, null];
        const held = [...world.people.map(({ observation }) => observation), ...others]
          .map((observation, index) => ({ id: `user-${index}`, observation, place: places[index] ?? 0 }))
          .toSorted((a, b) => a.place - b.place)
          .flatMap(({ id, observation }): [string, UserObservation][] =>
            observation === null ? [] : [[id, observation]],
          );
        const seen = { ...observed(world.entry, null), users: new Map(held), mayConsent: world.mayConsent };
        const twice = { ...state, rows: state.rows.flatMap((one) => [one, one]) };
        expect(plan(twice, seen).rows).toEqual(expected.rows.flatMap((one) => [one, one]));
      }),
      RUNS,
    );
  });
});

describe("promise 1: what is granted was approved, and is exactly what the definition requires", () => {
  it("holds", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        for (const { planned: each } of pairs(world)) {
          if (each.verdict !== "act") continue;
          if (each.action === "uninstall") {
            expect(each.consent).toEqual([]);
            continue;
          }
          const required = newest(world.entry)?.required ?? null;
          expect(required, "never on unknown").not.toBeNull();
          expect(keys(world.approved)).toEqual(expect.arrayContaining(keys(required ?? [])));
          const mayBeLeftOut = world.mayConsent === false && (required ?? []).every(({ type }) => type === "delegated");
          expect(keys(each.consent)).toEqual(mayBeLeftOut ? [] : keys(required ?? []));
        }
      }),
      RUNS,
    );
  });
});

describe("promise 2: nothing is removed that no absent names", () => {
  it("holds", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        for (const { person, planned: each } of pairs(world)) {
          if (each.action === "uninstall") expect(person.ensure).toBe("absent");
          if (person.ensure === "absent") expect(["uninstall", null]).toContain(each.action);
          if (each.action === "install") expect(person.ensure).toBe("installed");
        }
      }),
      RUNS,
    );
  });
});

describe("promise 3: unknown never leads to a write", () => {
  it("holds", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        for (const { person, planned: each } of pairs(world)) {
          if (each.verdict !== "act") continue;
          const { observation } = person;
          expect(person.unread).toBe(false);
          expect(["not-found", "unreadable"]).not.toContain(person.account.state);
          if (person.ensure !== "absent") expect(person.account.state).toBe("eligible");
          if (observation?.state !== "read") throw new Error("acts on somebody who was not read");
          expect(observation.installations.some(({ appId }) => appId === OTHER_CATALOG)).toBe(false);
          const [own] = observation.installations;
          if (each.action === "install") expect(own === undefined && observation.absenceProven).toBe(true);
          else expect(own).toBeDefined();
          if (each.action !== "uninstall") expect(newest(world.entry)).not.toBeNull();
        }
      }),
      RUNS,
    );
  });
});

describe("versions: only to an accepted one, and only forward", () => {
  it("holds", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        for (const { person, planned: each } of pairs(world)) {
          if (each.verdict !== "act" || each.action === "uninstall") continue;
          const offered = newest(world.entry)?.version ?? "none";
          expect(semver.satisfies(offered, person.range)).toBe(true);
          if (each.observed.state === "present") expect(semver.lt(each.observed.version ?? "", offered)).toBe(true);
        }
      }),
      RUNS,
    );
  });
});

describe("nothing is dropped, and the order of input does not change a decision (promise 9)", () => {
  it("holds", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { plan: forward } = planned(world);
        const { plan: backward } = planned(world, (rows) => rows.toReversed());
        expect(forward.rows).toHaveLength(world.people.length);
        expect([...backward.rows].toReversed()).toEqual([...forward.rows]);
        for (const { verdict, reason, drift } of forward.rows) {
          expect(verdict === "act").toBe(reason === null);
          expect(verdict === "act" && drift.length === 0, "an action closes a gap").toBe(false);
        }
      }),
      RUNS,
    );
  });
});

describe("who has to be read", () => {
  it("everybody whose row acts or is decided by what they have, and nobody whose row git and the directory decide", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { state, plan: made } = planned(world);
        const toRead = new Set(usersToObserve(state));
        for (const { user, verdict, reason } of made.rows) {
          if (verdict === "act") expect(toRead).toContain(user.id);
          if (reason === "targets-unreadable" || reason === "user-not-found" || reason === "not-applicable")
            expect(toRead).not.toContain(user.id);
        }
      }),
      RUNS,
    );
  });
});
