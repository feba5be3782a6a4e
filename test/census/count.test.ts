import { describe, expect, it } from "vitest";
import { createCounter } from "../../src/census/count.ts";
import { UNNAMED } from "../../src/census/from-store.ts";
import type { Installation, UserObservation } from "../../src/model/observation.ts";

const NOW = Date.UTC(2026, 0, 31);
const DAY = 86_400_000;
const APP = { ...UNNAMED, name: "expenses", catalogId: "app-1", manifestId: "manifest-1", offered: "2.4.0" };
const SEND = { value: "TeamsActivity.Send.User", type: "application" } as const;

const one = (changed: Partial<Installation> = {}): Installation => ({
  id: "i",
  appId: "app-1",
  externalId: "manifest-1",
  distributionMethod: "organization",
  version: "2.4.0",
  consent: { state: "known", permissions: [SEND] },
  ...changed,
});
const read = (installations: readonly Installation[], days = 0, absenceProven = true): UserObservation => ({
  state: "read",
  installations,
  absenceProven,
  at: NOW - days * DAY,
});

function count(all: readonly UserObservation[], covered = true) {
  const counter = createCounter([APP], NOW);
  for (const observation of all) counter.add(observation, () => covered);
  return counter.result();
}

describe("a census", () => {
  it("counts each person once, by version and consent, and says how old that is", () => {
    const { people, apps } = count([
      read([one()], 3),
      read([one()], 40),
      read([one({ version: "2.1.0", consent: { state: "unknown" } })]),
      read([]),
    ]);
    expect(apps[0]).toEqual({
      app: APP,
      versions: [
        {
          version: "2.4.0",
          people: 2,
          oldestAt: "2025-12-22T00:00:00.000Z",
          consents: [{ permissions: [SEND], people: 2 }],
        },
        {
          version: "2.1.0",
          people: 1,
          oldestAt: "2026-01-31T00:00:00.000Z",
          consents: [{ permissions: null, people: 1 }],
        },
      ],
      notInstalled: 1,
      otherCopy: 0,
      unknown: 0,
    });
    expect(people).toMatchObject({
      all: 4,
      read: 4,
      oldestAt: "2025-12-22T00:00:00.000Z",
      ages: { day: 2, week: 1, month: 0, older: 1 },
    });
  });

  it.each([
    { name: "could not be read", observation: { state: "unreadable", detail: "403", at: NOW } as const },
    { name: "was not read yet", observation: { state: "not-read-yet" } as const },
    { name: "was read where absence proves nothing", observation: read([], 0, false) },
    { name: "was read in part", observation: { ...read([]), doubt: "an entry has no id" } },
  ])("whoever $name is unknown, and not somebody without the app", ({ observation }) => {
    expect(count([observation]).apps[0]).toMatchObject({ versions: [], notInstalled: 0, unknown: 1 });
  });

  it("what a reading did not look for is unknown", () => {
    expect(count([read([])], false).apps[0]).toMatchObject({ notInstalled: 0, unknown: 1 });
  });

  it("another copy is neither the app nor nothing", () => {
    const copies = [one({ distributionMethod: "sideloaded" }), one({ appId: "app-2" })];
    expect(count(copies.map((copy) => read([copy]))).apps[0]).toMatchObject({
      versions: [],
      notInstalled: 0,
      otherCopy: 2,
    });
  });

  it("of nobody says that nobody was read", () => {
    expect(count([]).people).toMatchObject({ all: 0, read: 0, oldestAt: null });
  });
});
