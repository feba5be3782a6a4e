import { describe, expect, it } from "vitest";
import { createIsoTimes, isoTime } from "../../src/model/clock.ts";
import { madeRows } from "../../src/model/rows.ts";

describe("rows that are made when somebody asks", () => {
  it("keep of a filter which rows they are, and make them again", () => {
    let made = 0;
    const rows = madeRows(6, (index) => {
      made += 1;
      return { index };
    });

    const even = rows.filter(({ index }) => index % 2 === 0);

    expect([made, even.length]).toEqual([6, 3]);
    expect(even.at(1)).toEqual({ index: 2 });
    expect(made).toBe(7);
    expect(Array.from(even.filter(({ index }) => index > 0))).toEqual([{ index: 2 }, { index: 4 }]);
    expect([even.at(3), even.at(-1)]).toEqual([undefined, undefined]);
    expect(rows.filter(() => false).length).toBe(0);
  });
});

describe("many times as text", () => {
  it("are those that isoTime writes, whatever their order", () => {
    const time = createIsoTimes();
    const first = Date.UTC(2026, 0, 5, 8);
    const times = Array.from({ length: 4_000 }, (_, index) => first + ((index * 7_919) % 4_000) * 61_007);

    for (const ms of [...times, ...times, -1, 0.5, first + 0.25, Date.UTC(12_026, 0)])
      expect(time(ms)).toBe(isoTime(ms));
  });
});
