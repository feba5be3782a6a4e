import { describe, expect, it } from "vitest";
import { parseBudget, parseDuration, parseShare } from "../../src/cli/options.ts";
import { type BudgetLimit, createBudget } from "../../src/session/budget.ts";
import { createVirtualClock } from "../fakes/clock.ts";

/** Whether looking and changing may go on, as `look, change`, after what was used. */
async function left(limit: BudgetLimit | null, writes: boolean, used: { minutes: number; requests: number }) {
  const clock = createVirtualClock(Date.UTC(2026, 0, 5, 8));
  const budget = createBudget(limit, { clock, writes, requestsDone: () => used.requests });
  await clock.advance(used.minutes * 60_000);
  return [budget.readingEnds() === null ? "look" : "-", budget.changingEnds() === null ? "change" : "-"].join(" ");
}

const HALF_AN_HOUR: BudgetLimit = { kind: "duration", ms: 30 * 60_000, text: "30m" };
const THOUSAND: BudgetLimit = { kind: "requests", requests: 1000 };

describe("a budget", () => {
  it.each([
    { name: "without one", limit: null, writes: true, minutes: 999, requests: 99_999, goesOn: "look change" },
    {
      name: "time, a run that only looks",
      limit: HALF_AN_HOUR,
      writes: false,
      minutes: 29,
      requests: 9999,
      goesOn: "look change",
    },
    { name: "time that is up", limit: HALF_AN_HOUR, writes: false, minutes: 30, requests: 0, goesOn: "- -" },
    {
      name: "time, a run that writes looks with half of it",
      limit: HALF_AN_HOUR,
      writes: true,
      minutes: 15,
      requests: 0,
      goesOn: "- change",
    },
    {
      name: "time that is up, a run that writes",
      limit: HALF_AN_HOUR,
      writes: true,
      minutes: 30,
      requests: 0,
      goesOn: "- -",
    },
    {
      name: "requests, a run that only looks",
      limit: THOUSAND,
      writes: false,
      minutes: 999,
      requests: 999,
      goesOn: "look change",
    },
    {
      name: "requests, a run that writes looks with half of them",
      limit: THOUSAND,
      writes: true,
      minutes: 0,
      requests: 500,
      goesOn: "- change",
    },
    { name: "requests that are used up", limit: THOUSAND, writes: true, minutes: 0, requests: 1000, goesOn: "- -" },
  ])("$name: $goesOn", async ({ limit, writes, minutes, requests, goesOn }) => {
    expect(await left(limit, writes, { minutes, requests })).toBe(goesOn);
  });

  it("says what is used up, in the words it was given in", () => {
    const clock = createVirtualClock(0);
    const options = { clock, writes: false, requestsDone: () => 1000 };
    expect(createBudget(THOUSAND, options).readingEnds()).toBe("the budget of 1000 requests is used up");
  });
});

describe("flags", () => {
  it.each([
    { text: "0", ms: 0 },
    { text: "90s", ms: 90_000 },
    { text: "30m", ms: 1_800_000 },
    { text: "24h", ms: 86_400_000 },
    { text: "366d", ms: 366 * 86_400_000 },
  ])("a duration: $text is $ms ms", ({ text, ms }) => expect(parseDuration(text)).toBe(ms));

  it.each(["", "10", "1.5h", "-1h", "1w", "h", "1h30m", "367d", "99999999999999999d", "1H"])(
    "no duration: %s",
    (text) => expect(() => parseDuration(text)).toThrow(/whole number with a unit/),
  );

  it.each<{ text: string; limit: BudgetLimit }>([
    { text: "30m", limit: HALF_AN_HOUR },
    { text: "1000", limit: THOUSAND },
  ])("a budget: $text", ({ text, limit }) => expect(parseBudget(text)).toEqual(limit));

  it.each(["0", "0m", "", "-5", "1.5", "12345678901", "half"])("no budget: %s", (text) =>
    expect(() => parseBudget(text)).toThrow(/how long .* how many requests/),
  );

  it.each([
    { text: "1", share: 1 },
    { text: "0.25", share: 0.25 },
  ])("a share: $text", ({ text, share }) => expect(parseShare(text)).toBe(share));

  it.each(["0", "1.01", "", "-0.5", "90%", ".5e1"])("no share: %s", (text) =>
    expect(() => parseShare(text)).toThrow(/share above 0/),
  );
});
