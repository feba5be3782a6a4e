import { describe, expect, it } from "vitest";
import { heapNeedMb } from "../../src/session/heap-need.ts";
import { admit } from "../../src/workers/admission.ts";
import type { PassSize } from "../../src/workers/job-queue.ts";

const size = (people: number): PassSize => ({ people, rows: people });
const SMALL = size(1_000);
const LARGE = size(2_500_000);

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
    expect(admit(asks, underWay, 900)).toBe(admission);
  });

  it("begins only where all together fit", () => {
    const limitMb = 3 * heapNeedMb({ ...SMALL, changes: SMALL.rows });
    expect(admit(SMALL, [SMALL, SMALL], limitMb)).toBe("now");
    expect(admit(SMALL, [SMALL, SMALL, SMALL], limitMb)).toBe("later");
  });
});
