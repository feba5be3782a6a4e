import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fractionOf, placesIn, rememberingFractions } from "../../src/rollout/ring-of-person.ts";
import { CATALOG, named, ring, share, userId } from "./world.ts";

/** As the rule says it: the first 8 bytes of SHA-256 over the text, as a part of 2^64. */
function fractionByRule(text: string): number {
  return Number(createHash("sha256").update(text, "utf8").digest().readBigUInt64BE() >> 12n) / 2 ** 52;
}

describe("where a person stands", () => {
  it("is a value that never changes, since it decides who is in a share", () => {
    const known = [0, 1, 2].map((index) => fractionOf(CATALOG, userId(index), "").toFixed(12));
    expect(known).toEqual(["0.423867504141", "0.804006323908", "0.948999219641"]);
  });

  it("follows the rule for any ids, whatever their case, and any salt", () => {
    fc.assert(
      fc.property(fc.uuid(), fc.oneof(fc.uuid(), fc.string()), fc.constantFrom("", "sha256:0f"), (app, user, salt) => {
        const text = `${app}\n${user}`.toLowerCase() + (salt === "" ? "" : `\n${salt}`);
        expect(fractionOf(app, user, salt)).toBe(fractionByRule(text));
        expect(fractionOf(app.toUpperCase(), user, salt)).toBe(fractionByRule(text));
      }),
    );
  });
});

describe("the ring of a person", () => {
  const rings = [share("a", 0.1), named("vip", [userId(1)]), ring("rest"), named("late", [userId(1), userId(2)])];
  const reaches = { a: { share: 0.1, atLeast: 0, below: 0.1, isSettled: true } };

  it("is that of the first target that names them, before any share, and else that of their hash", () => {
    const places = placesIn(rings, reaches, 4, (_, index) => index / 20);
    expect([0, 1, 2, 3].map((index) => places.ringOf(userId(index), index))).toEqual([0, 1, 3, 2]);
    expect([0, 1, 2, 3].map((index) => places.fractionOf(userId(index), index))).toEqual([0, null, null, 0.15]);
  });

  it("is found once for each row, however often it is asked for", () => {
    let asked = 0;
    const places = placesIn(rings, reaches, 4, () => (asked += 1) / 100);
    for (let time = 0; time < 3; time += 1) places.ringOf(userId(0), 0);
    expect(asked).toBe(1);
  });

  it("is the last one for whoever is not known, and told of any row", () => {
    const places = placesIn(rings, reaches, 1, () => 0.15);
    expect([places.ringOf(null, 0), places.fractionOf(null, 0)]).toEqual([3, null]);
    expect([places.ringOf(userId(0), 99), places.fractionOf(userId(0), 99)]).toEqual([2, 0.15]);
  });

  it("is the last one while a target before theirs may hold them", () => {
    const unread = { members: { kind: "named", userIds: new Set([userId(2)]), isWhole: false } } as const;
    const of = [
      named("it", [userId(0)]),
      share("a", 0.5),
      ring("unread", unread),
      named("vip", [userId(1)]),
      ring("rest"),
    ];
    const places = placesIn(of, reaches, 4, () => 0);
    expect([0, 1, 2, 3].map((index) => places.ringOf(userId(index), index))).toEqual([0, 4, 4, 4]);
    expect([0, 1].map((index) => places.fractionOf(userId(index), index))).toEqual([null, null]);
    const first = placesIn([ring("unread", unread), ring("rest"), named("late", [])], {}, 1, () => 0);
    expect([first.ringOf(userId(9), 0), first.fractionOf(userId(9), 0)]).toEqual([2, null]);
  });
});

describe("fractions that are remembered", () => {
  it("are those of the rule, for any row and whatever salt comes after which", () => {
    const remembered = rememberingFractions(CATALOG, 2);
    for (const salt of ["", "x", "x", ""]) {
      for (const index of [0, 1, 0, 7]) {
        expect(remembered(userId(index), index, salt)).toBe(fractionOf(CATALOG, userId(index), salt));
      }
    }
  });
});
