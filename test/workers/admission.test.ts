import { describe, expect, it } from "vitest";
import { heapNeedMb } from "../../src/session/heap-need.ts";
import { type Admitted, admit } from "../../src/workers/admission.ts";
import type { PassSize } from "../../src/workers/job-queue.ts";

const size = (people: number): PassSize => ({ people, rows: people });
const SMALL = size(1_000);
const LARGE = size(2_500_000);

const beside = (known: PassSize | null): Admitted => ({ size: known, isAlone: false });
const alone = (known: PassSize | null): Admitted => ({ size: known, isAlone: true });

describe("a pass", () => {
  it.each([
    { name: "of a small tenant, with nothing under way", asks: SMALL, underWay: [], admission: "now" },
    { name: "of a small tenant, beside another small one", asks: SMALL, underWay: [SMALL], admission: "now" },
    {
      name: "of a small tenant, beside one that takes nearly all",
      asks: SMALL,
      underWay: [size(830_000)],
      admission: "later",
    },
    { name: "of a tenant that no memory of this worker holds", asks: LARGE, underWay: [], admission: "never" },
    {
      name: "of a tenant that no memory of this worker holds, beside another",
      asks: LARGE,
      underWay: [SMALL],
      admission: "never",
    },
    {
      name: "of a tenant that fits unless all of it is changed, alone",
      asks: size(1_500_000),
      underWay: [],
      admission: "now",
    },
    {
      name: "of a tenant that fits unless all of it is changed, beside another",
      asks: size(1_500_000),
      underWay: [SMALL],
      admission: "later",
    },
    {
      name: "of a small tenant, beside one that fits unless all of it is changed",
      asks: SMALL,
      underWay: [size(1_500_000)],
      admission: "later",
    },
    { name: "of a tenant of unknown size, alone", asks: null, underWay: [], admission: "now" },
    { name: "of a tenant of unknown size, beside another", asks: null, underWay: [SMALL], admission: "later" },
    { name: "of a small tenant, beside one of unknown size", asks: SMALL, underWay: [null], admission: "later" },
  ] as const)("$name: $admission", ({ asks, underWay, admission }) => {
    expect(admit(beside(asks), underWay.map(beside), 900)).toBe(admission);
  });

  it("begins only where all together fit", () => {
    const limitMb = 3 * heapNeedMb({ ...SMALL, changes: SMALL.rows });
    expect(admit(beside(SMALL), [SMALL, SMALL].map(beside), limitMb)).toBe("now");
    expect(admit(beside(SMALL), [SMALL, SMALL, SMALL].map(beside), limitMb)).toBe("later");
  });

  it.each([
    { name: "one whose workers were gone, beside another", asks: alone(SMALL), underWay: [beside(SMALL)], is: "later" },
    { name: "another, beside one whose workers were gone", asks: beside(SMALL), underWay: [alone(SMALL)], is: "later" },
    { name: "one whose workers were gone, with nothing beside it", asks: alone(SMALL), underWay: [], is: "now" },
    { name: "one whose workers were gone and that no memory holds", asks: alone(LARGE), underWay: [], is: "never" },
  ] as const)("begins $name: $is", ({ asks, underWay, is }) => {
    expect(admit(asks, underWay, 900)).toBe(is);
  });
});
