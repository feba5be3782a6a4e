import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Claim, divide, type LiveClaim, SLICE_RANKS, type SliceRank, sliceFor } from "../../src/model/slices.ts";

const claim = (holder: string, rank: SliceRank, wants: number): Claim => ({ holder, rank, wants });
const close = 1e-6;

describe("a limit", () => {
  it.each([
    { name: "of which all want less: each gets that", limit: 600, claims: [30, 30, 5], gives: [30, 30, 5] },
    { name: "is shared evenly", limit: 60, claims: [30, 30, 30], gives: [20, 20, 20] },
    { name: "of which one wants little: the others get the rest", limit: 65, claims: [30, 5, 40], gives: [30, 5, 30] },
    { name: "that nobody wants", limit: 60, claims: [], gives: [] },
    { name: "of which somebody wants nothing", limit: 60, claims: [0, 80], gives: [0, 60] },
  ])("$name", ({ limit, claims, gives }) => {
    const given = divide(
      limit,
      claims.map((wants, at) => claim(String(at), "routine", wants)),
    );
    expect([...claims.keys()].map((at) => given.get(String(at)))).toEqual(gives);
  });

  it.each([
    {
      name: "goes to writes before audits, which keep a twentieth",
      claims: [claim("audit", "audit", 100), claim("write", "writes", 100)],
      gives: { write: 95, audit: 5 },
    },
    {
      name: "goes to what is urgent first of all",
      claims: [claim("write", "writes", 100), claim("urgent", "urgent", 80), claim("audit", "audit", 1)],
      gives: { urgent: 80, write: 19, audit: 1 },
    },
    {
      name: "goes to audits where nobody writes",
      claims: [claim("audit", "audit", 70), claim("routine", "routine", 30)],
      gives: { routine: 30, audit: 70 },
    },
  ])("$name", ({ claims, gives }) => {
    expect(Object.fromEntries(divide(100, claims))).toEqual(gives);
  });

  const someClaims = fc
    .array(fc.record({ rank: fc.constantFrom(...SLICE_RANKS), wants: fc.double({ min: 0.1, max: 60, noNaN: true }) }), {
      maxLength: 40,
    })
    .map((all) => all.map(({ rank, wants }, at) => claim(String(at), rank, wants)));

  it("is never exceeded, leaves nothing that somebody wants, and lets nobody starve", () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 600, noNaN: true }), someClaims, (limit, claims) => {
        const given = divide(limit, claims);
        const total = [...given.values()].reduce((sum, one) => sum + one, 0);
        const wanted = claims.reduce((sum, { wants }) => sum + wants, 0);
        expect(total).toBeLessThanOrEqual(limit + close);
        expect(total).toBeCloseTo(Math.min(limit, wanted), 5);
        for (const { holder, wants } of claims) {
          expect(given.get(holder)).toBeGreaterThan(0);
          expect(given.get(holder)).toBeLessThanOrEqual(wants + close);
        }
        // Within a rank, whoever has less than another has all that it wants.
        for (const one of claims)
          for (const other of claims.filter(({ rank }) => rank === one.rank))
            if ((given.get(one.holder) ?? 0) < (given.get(other.holder) ?? 0) - close)
              expect(given.get(one.holder)).toBeCloseTo(one.wants, 5);
      }),
    );
  });
});

/** What happens to one of those who share: it asks, its answer is lost, or it dies and its slice ends. */
type Happening = {
  readonly who: number;
  readonly what: "asks" | "asks in vain" | "dies";
  readonly wants: number;
  readonly rank: SliceRank;
};

describe("those who share a limit", () => {
  const LIMIT = 100;
  const happenings = fc.array(
    fc.record<Happening>({
      who: fc.integer({ min: 0, max: 7 }),
      what: fc.constantFrom("asks", "asks", "asks", "asks in vain", "dies"),
      wants: fc.double({ min: 0.5, max: 60, noNaN: true }),
      rank: fc.constantFrom(...SLICE_RANKS),
    }),
    { maxLength: 120 },
  );

  it("never go faster together than it allows, and have their fair parts when each has asked a few times", () => {
    fc.assert(
      fc.property(happenings, (all) => {
        const live = new Map<string, LiveClaim>();
        const using = new Map<string, number>();
        const ask = ({ who, wants, rank }: Omit<Happening, "what">, isAnswered: boolean): void => {
          const holder = String(who);
          const others = [...live.values()].filter((other) => other.holder !== holder);
          const granted = sliceFor(LIMIT, { holder, rank, wants }, others);
          const before = Math.min(using.get(holder) ?? 0, live.get(holder)?.counted ?? 0);
          live.set(holder, { holder, rank, wants, counted: Math.max(granted, before) });
          if (isAnswered) using.set(holder, granted);
        };
        for (const { what, ...asker } of all) {
          if (what === "dies") {
            live.delete(String(asker.who));
            using.delete(String(asker.who));
          } else ask(asker, what === "asks");
          const inUse = [...using.values()].reduce((sum, one) => sum + one, 0);
          expect(inUse).toBeLessThanOrEqual(LIMIT + close);
        }
        const last = [...live.values()];
        for (let round = 0; round < 3; round += 1)
          for (const { holder, rank, wants } of last) ask({ who: Number(holder), rank, wants }, true);
        const fair = divide(LIMIT, last);
        for (const { holder } of last) expect(using.get(holder)).toBeCloseTo(fair.get(holder) ?? 0, 5);
      }),
    );
  });
});
