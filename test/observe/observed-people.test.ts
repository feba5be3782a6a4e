import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Installation, NOT_READ_YET } from "../../src/model/observation.ts";
import type { PermissionKnowledge } from "../../src/model/permission.ts";
import type { Tried } from "../../src/observe/observation-cache.ts";
import { observedPeople } from "../../src/observe/observed-people.ts";

const APP = "0240a368-25e0-4569-8ebe-13601cb55a18";

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

const userIds = fc.uniqueArray(fc.oneof(fc.uuid(), fc.string({ maxLength: 8 })), { minLength: 1, maxLength: 6 });

/** Ids as in Graph's samples, and ids that only look like them: of somebody else, without the padding, in another case. */
function installationIds(userId: string): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constant(base64(`${userId}##${APP}`)),
    fc.constant(base64(`${userId}##${APP}`).replace(/=+$/, "")),
    fc.constant(base64(`${userId.toUpperCase()}##${APP}`)),
    fc.constant(base64(`${userId}#${APP}`)),
    fc.constant(base64(`${userId}##`)),
    fc.uuid().map((other) => base64(`${other}##${APP}`)),
    fc.string().map((text) => base64(`${userId}##${text}`)),
    fc.string({ unit: "grapheme" }),
    fc.base64String(),
  );
}

const consents: fc.Arbitrary<PermissionKnowledge> = fc.constantFrom<PermissionKnowledge[]>(
  { state: "unknown" },
  { state: "known", permissions: [] },
  { state: "known", permissions: [{ value: "TeamsActivity.Send.User", type: "application" }] },
);

function installations(userId: string): fc.Arbitrary<readonly Installation[]> {
  return fc.array(
    fc.record({
      id: installationIds(userId),
      appId: fc.constantFrom(APP, "other"),
      externalId: fc.constantFrom(null, "manifest"),
      distributionMethod: fc.constantFrom(null, "organization", "sideloaded"),
      version: fc.constantFrom(null, "2.1.0", "2.4.0"),
      consent: consents,
    }),
    { maxLength: 3 },
  );
}

function tried(userId: string): fc.Arbitrary<Tried> {
  const at = fc.oneof(fc.integer({ min: 0, max: 2 ** 45 }), fc.constant(Date.UTC(2026, 0, 5)));
  const whole = fc.record({
    state: fc.constant("read" as const),
    installations: installations(userId),
    absenceProven: fc.boolean(),
    at,
  });
  return fc.oneof(
    whole,
    whole.map((one) => ({ ...one, doubt: "an entry could not be read" })),
    fc.record({ state: fc.constant("unreadable" as const), detail: fc.string(), refused: fc.boolean(), at }),
  );
}

const seen = userIds.chain((ids) =>
  fc
    .array(
      fc.constantFrom(...ids).chain((id) => tried(id).map((observation) => [id, observation] as const)),
      { maxLength: 12 },
    )
    .map((notes) => ({ ids, notes })),
);

describe("what is held of people who are read", () => {
  it("is given back as it was seen, in the order in which they were asked for", () => {
    fc.assert(
      fc.property(seen, ({ ids, notes }) => {
        const people = observedPeople(ids);
        const expected = new Map<string, unknown>(ids.map((id) => [id, NOT_READ_YET]));
        for (const [id, observation] of notes) {
          people.note(id, observation);
          expected.set(id, observation);
        }
        expect([...ids].map((id) => people.get(id))).toEqual(ids.map((id) => expected.get(id)));
        const entries = people.entries();
        for (const entry of expected) expect(entries.next()).toEqual({ done: false, value: entry });
        expect([...people.keys()]).toEqual(ids);
        expect(people.size).toBe(ids.length);
      }),
    );
  });

  it("holds nobody who was not asked for", () => {
    const people = observedPeople(["adele"]);
    people.note("megan", { state: "unreadable", detail: "403", at: 1 });
    expect([people.get("megan"), people.size]).toEqual([undefined, 1]);
  });
});
