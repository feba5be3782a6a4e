import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isoTime } from "../../src/model/clock.ts";
import type { PlanRow, ResultRow } from "../../src/model/plan.ts";
import { type Common, planRows, rowsByApp } from "../../src/model/plan-rows.ts";

const NONE: readonly never[] = [];
const SENT = [{ value: "TeamsActivity.Send.User", type: "application" as const }];

const observed: fc.Arbitrary<PlanRow["observed"]> = fc.oneof(
  fc.record({
    state: fc.constant("present" as const),
    version: fc.constantFrom(null, "2.1.0", "2.4.0"),
    installationId: fc.oneof(
      fc.constantFrom("adele", "megan").map((user) => Buffer.from(`${user}##app`).toString("base64")),
      fc.string(),
    ),
    consent: fc.constantFrom<
      PlanRow["observed"] extends infer One ? Extract<One, { consent: unknown }>["consent"][] : never
    >({ state: "unknown" }, { state: "known", permissions: SENT }),
    at: times(),
  }),
  fc.record({ state: fc.constant("absent" as const), at: times() }),
  fc.record({ state: fc.constant("unreadable" as const), at: fc.option(times(), { nil: null }) }),
  fc.constant({ state: "not-observed" as const }),
);

/** As `isoTime` writes them, of one minute or of any, and texts that it does not write. */
function times(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.integer({ min: 0, max: 59_999 }).map((ms) => isoTime(Date.UTC(2026, 0, 5, 8) + ms)),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    fc.constantFrom("2026-01-05", "2026-01-05T08:00:00Z", "yesterday", ""),
  );
}

const rows: fc.Arbitrary<readonly ResultRow[]> = fc.array(
  fc
    .record({
      user: fc.record({
        id: fc.constantFrom(null, "adele", "megan"),
        userPrincipalName: fc.constantFrom(null, "adele@contoso.com"),
        asWritten: fc.string({ maxLength: 3 }),
      }),
      app: fc.constantFrom("expenses", "travel"),
      desired: fc.constant({ ensure: "installed", version: null } as const),
      observed,
      drift: fc.constantFrom(NONE, ["outdated" as const]),
      detail: fc.constantFrom(null, "why"),
      consent: fc.constantFrom(NONE, SENT),
      outcome: fc.constantFrom(null, {
        status: "applied" as const,
        code: null,
        message: null,
        requestId: null,
        at: "2026-01-05T08:00:00.000Z",
      }),
      judged: fc.constantFrom(
        { verdict: "act", action: "upgrade", reason: null, move: "trueup" } as const,
        { verdict: "held", action: "upgrade", reason: "protected", move: "none" } as const,
        { verdict: "nothing", action: null, reason: "in-sync", move: "none" } as const,
      ),
      more: fc.constantFrom({}, { unaccepted: NONE }, { replaced: { id: "old", installationId: "i", version: null } }),
    })
    .map(({ judged, more, ...row }): ResultRow => ({ ...row, sources: NONE, ...judged, ...more })),
  { maxLength: 12 },
);

describe("rows that are held in columns", () => {
  it("are the rows that were put in, in their order", () => {
    fc.assert(
      fc.property(rows, (all) => {
        const held = planRows(all);
        expect([...held]).toEqual(all);
        expect(held).toHaveLength(all.length);
        expect(all.map((_, index) => held.at(index))).toEqual(all);
        expect([held.at(-1), held.at(all.length)]).toEqual([undefined, undefined]);
        expect(held.map((row, index) => [row, index])).toEqual(all.map((row, index) => [row, index]));
        expect(held.flatMap(({ drift }) => drift)).toEqual(all.flatMap(({ drift }) => drift));
        expect(held.filter(({ verdict }) => verdict === "act")).toEqual(all.filter(({ verdict }) => verdict === "act"));
        expect(planRows(held)).toBe(held);
      }),
    );
  });

  it("are of kinds that hold all of them", () => {
    fc.assert(
      fc.property(rows, (all) => {
        const kinds = planRows(all).kinds();
        expect(kinds.reduce((sum, [, count]) => sum + count, 0)).toBe(all.length);
        for (const verdict of ["act", "held", "nothing"]) {
          const ofKinds = kinds.filter(([row]) => row.verdict === verdict).reduce((sum, [, count]) => sum + count, 0);
          expect(ofKinds).toBe(all.filter((row) => row.verdict === verdict).length);
        }
      }),
    );
  });

  it("change where they are to, and nowhere else", () => {
    fc.assert(
      fc.property(rows, fc.constantFrom("expenses", "nobody's"), (all, app) => {
        const held = planRows(all);
        const change = (row: ResultRow): ResultRow =>
          row.app === app && row.user.id === "adele" ? { ...row, detail: `changed ${row.detail}` } : row;
        const changed = held.revised(change, { kind: (row) => row.app === app, user: ({ id }) => id === "adele" });
        expect([...changed]).toEqual(all.map(change));
        expect(changed === held).toBe(all.every((row) => change(row) === row));
        expect([...held]).toEqual(all);
      }),
    );
  });

  it("are found by app", () => {
    fc.assert(
      fc.property(rows, (all) => {
        const found = [...rowsByApp(all)].map(([app, own]) => [app, [...own]] as const);
        expect(new Map(found)).toEqual(Map.groupBy(all, ({ app }) => app));
      }),
    );
  });
});

/** Something else for each property that rows may have in common. */
const OTHER: Record<keyof Common, unknown> = {
  app: "travel",
  desired: { ensure: "absent", version: null },
  drift: ["unwanted"],
  verdict: "blocked",
  action: "install",
  reason: "suspended",
  detail: "another",
  move: "app-owner",
  consent: SENT,
  sources: [{ file: "other.yaml", line: 1, column: 1 }],
  on: { catalogId: "other" },
  brings: "install",
  replaced: { id: "old", installationId: "i", version: null },
  unaccepted: ["outdated"],
  outcome: { status: "applied" },
};

it.each(Object.entries(OTHER))("tells kinds apart by %s", (name, value) => {
  const [one] = alike(1);
  if (one === undefined) throw new Error("no row");
  const other: PlanRow = { ...one, [name]: value };
  expect([...planRows([one, other, one, other])]).toEqual([one, other, one, other]);
});

it("shares a kind among people who differ in nothing but when and where", () => {
  expect(planRows(alike(500)).kinds()).toHaveLength(2);
});

const UNKNOWN = { state: "unknown" } as const;

function alike(count: number): readonly PlanRow[] {
  return Array.from({ length: count }, (_, index) => ({
    user: { id: `user${index}`, userPrincipalName: null, asWritten: `user${index}` },
    app: "expenses",
    desired: null,
    observed: {
      state: "present",
      version: "2.4.0",
      installationId: index % 2 === 0 ? `i${index}` : Buffer.from(`user${index}##app`).toString("base64"),
      consent: UNKNOWN,
      at: isoTime(index * 1_000),
    },
    drift: NONE,
    verdict: "nothing",
    action: null,
    reason: "in-sync",
    detail: null,
    move: "none",
    consent: NONE,
    sources: NONE,
  }));
}
