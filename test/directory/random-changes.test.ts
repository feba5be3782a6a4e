import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { DAY_MS, startWorld, STORES, type World, worldsOn } from "./world.ts";

const PEOPLE = ["adele", "ben", "cleo", "dan", "eva", "finn"].map((name) => `${name}@contoso.com`);
const GROUPS = ["A", "B", "C", "D", "E"];

const TENANT = `
users: [${PEOPLE.map((upn) => `{ upn: ${upn} }`).join(", ")}]
groups:
  - { name: A, members: [{ group: B }, { user: adele@contoso.com }] }
  - { name: B, members: [{ group: C }, { user: ben@contoso.com }] }
  - { name: C, members: [{ user: cleo@contoso.com }] }
  - { name: D, members: [{ user: dan@contoso.com }, { user: adele@contoso.com }] }
  - { name: E }
`;

const person = fc.constantFrom(...PEOPLE);
const group = fc.constantFrom(...GROUPS);
const member = fc.oneof({ weight: 2, arbitrary: person }, group);

/** Something that somebody does in the tenant, or that Graph does to its answers. */
type Step = (world: World) => unknown;

function unlessThere(work: () => void): void {
  try {
    work();
  } catch (error) {
    // Who is gone cannot leave, and who is there cannot be restored.
    if (!(error instanceof Error) || error.name !== "NoSuchThing") throw error;
  }
}

const step: fc.Arbitrary<readonly [string, Step]> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(group, member).map(([a, b]) => named(`${b} joins ${a}`, (sandbox) => sandbox.addMember(a, b))),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(group, member)
      .map(([a, b]) => named(`${b} leaves ${a}`, (sandbox) => sandbox.removeMember(a, b))),
  },
  { weight: 2, arbitrary: person.map((one) => named(`${one} is deleted`, (sandbox) => sandbox.removeUser(one))) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(person, fc.boolean())
      .map(([one, isTold]) =>
        named(`${one} is restored, told ${isTold}`, (sandbox) => sandbox.restoreUser(one, isTold)),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(person, fc.boolean())
      .map(([one, teams]) => named(`${one} has Teams: ${teams}`, (sandbox) => sandbox.changeUser(one, { teams }))),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom("D", "C")
      .map((one) => named(`${one} is deleted`, (sandbox) => sandbox.removeGroup(one))),
  },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 1, max: 5 })
      .map((deltaPageSize) => named(`pages of ${deltaPageSize}`, (sandbox) => sandbox.setDials({ deltaPageSize }))),
  },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 0, max: 4 })
      .map((deltaReplays) => named(`${deltaReplays} replays`, (sandbox) => sandbox.setDials({ deltaReplays }))),
  },
  {
    weight: 1,
    arbitrary: fc.constant(
      named("a page fails", (sandbox) =>
        sandbox.addFault({ kind: "status", path: /skiptoken/, status: 403, times: 1 }),
      ),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constant(
      named("a token is gone", (sandbox) =>
        sandbox.addFault({ kind: "status", path: /deltatoken/, status: 410, times: 1 }),
      ),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constant<readonly [string, Step]>(["days pass", (world) => world.clock.advance(2 * DAY_MS)]),
  },
  { weight: 1, arbitrary: fc.constant<readonly [string, Step]>(["the store is lost", (world) => world.loseStore()]) },
);

function named(name: string, work: (sandbox: Sandbox) => void): readonly [string, Step] {
  return [name, ({ sandbox }) => unlessThere(() => work(sandbox))];
}

describe.each(STORES)("kept in %s:", (kind) => {
  worldsOn(kind);

  it("a directory that is followed shows what Graph shows, whatever happens in between", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        async (rounds) => {
          const world = await startWorld(TENANT, GROUPS);
          await world.look();
          for (const steps of rounds) {
            for (const [, take] of steps) await take(world);
            const { seen } = await world.look();
            world.sandbox.clearFaults();
            expect(seen, steps.map(([name]) => name).join("; ")).toEqual(await world.truth());
          }
        },
      ),
      { numRuns: kind === "SQLite" ? 15 : 8 },
    );
  });
});
