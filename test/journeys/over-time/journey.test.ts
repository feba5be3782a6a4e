import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Plan, Result } from "../../../src/model/plan.ts";
import { applyExitCode, judge } from "../../../src/plan/convergence.ts";
import { withStore } from "../../../src/session/open-store.ts";
import { acting, type Journey, startJourney, textOf } from "../journey.ts";
import { apps, EXPENSES, EXPENSES_MANIFEST } from "../worlds.ts";

let journey: Journey;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trueup-over-time-"));
});
afterEach(async () => {
  await journey.end();
  await rm(folder, { recursive: true, force: true });
});

const tenant = (count: number): string => `
population:
  - { count: ${count}, upn: "user{n}@contoso.com", groups: [Finance], installations: [{ app: expenses, version: 2.1.0 }] }
groups: [{ name: Finance }]
catalog:
  - { name: expenses, id: ${EXPENSES}, externalId: ${EXPENSES_MANIFEST}, definitions: [{ version: 2.1.0 }, { version: 2.4.0 }] }
`;
const FINANCE = "apiVersion: trueup/v1\nassignments: [{ app: expenses, version: latest, to: [{ group: Finance }] }]\n";

/** With a store of its own, which outlives each run as it outlives a process. */
async function start(count: number, policy: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const path = join(folder, "store.db");
  const files = {
    "apps.yaml": apps([]),
    "a.yaml": FINANCE,
    "policy.yaml": `apiVersion: trueup/v1\npolicy: { ${policy} }\n`,
    ...more,
  };
  journey = await startJourney(tenant(count), files, { remembers: true, environment: { TRUEUP_STORE: path } });
  return path;
}

/** Does something as soon as so many changes were sent. */
function whenSent(changes: number, work: () => unknown): () => void {
  let isDone = false;
  const watch = setInterval(() => {
    if (isDone || journey.writes().length < changes) return;
    isDone = true;
    void work();
  }, 1);
  return () => clearInterval(watch);
}

const reasons = (plan: Plan | Result): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...Map.groupBy(plan.rows, ({ reason }) => reason ?? "acts")].map(([reason, rows]) => [reason, rows.length]),
  );
const exitCode = (result: Result): number => applyExitCode(judge(result, { policySuspended: false, applies: true }));
const applied = (result: Result): number => result.rows.filter(({ outcome }) => outcome?.status === "applied").length;

it("a window that closes in mid-run: what is under way is finished, the rest waits as planned, and goes on when it opens", async () => {
  await start(
    100,
    'maxChanges: 1000, windows: { w: { days: [Mon, Tue, Wed, Thu, Fri, Sat, Sun], from: "00:00", to: "00:03" } }, window: w',
  );
  const done = whenSent(40, () => journey.wait(0.05));
  const result = await journey.apply();
  done();
  expect(applied(result)).toBeGreaterThanOrEqual(40);
  expect(reasons(result)).toEqual({ acts: applied(result), "outside-window": 100 - applied(result) });
  expect([exitCode(result), journey.writes().length]).toEqual([0, applied(result)]);
  expect(textOf(result)).toMatch(/on plan: \d+ rows wait, next pass that can act 2026-01-02 00:00 UTC/);
  expect(reasons(await journey.plan())).toMatchObject({ "outside-window": 100 - applied(result) });
  journey.wait((Date.parse("2026-01-02T00:00:01Z") - journey.clock.now()) / 3_600_000);
  expect(applied(await journey.converge())).toBe(100 - applied(result));
  expect(journey.writes()).toHaveLength(100);
});

it("a freeze in mid-run: nothing more is begun by anybody, until somebody thaws it", async () => {
  const path = await start(100, "maxChanges: 1000");
  const quiet = { notice: () => undefined };
  const freeze = { app: null, who: "ana@build-7", reason: "the audit runs", sinceMs: 0, untilMs: null };
  const done = whenSent(40, () => withStore(path, quiet, (store) => store.freezes.freeze(freeze)));
  const result = await journey.apply();
  done();
  expect(applied(result)).toBeGreaterThanOrEqual(40);
  expect(reasons(result)).toEqual({ acts: applied(result), frozen: 100 - applied(result) });
  expect([exitCode(result), journey.writes().length]).toEqual([3, applied(result)]);
  expect(reasons(await journey.apply())).toEqual({ frozen: 100 - applied(result), "in-sync": applied(result) });
  expect(journey.writes()).toHaveLength(applied(result));
  await withStore(path, quiet, (store) => store.freezes.thaw(null));
  expect(applied(await journey.converge())).toBe(100 - applied(result));
});

it("a store that does not tell any more what is frozen: the run ends, and says that it does not know", async () => {
  const path = await start(100, "maxChanges: 1000");
  const done = whenSent(40, () => {
    const database = new DatabaseSync(path);
    database.exec("DROP TABLE freezes");
    database.close();
  });
  const result = await journey.apply();
  done();
  const untried = result.rows.filter(({ outcome }) => outcome?.status === "not-tried");
  expect([reasons(result), applied(result) + untried.length]).toEqual([{ acts: 100 }, 100]);
  expect(untried.length).toBeGreaterThan(0);
  for (const { outcome } of untried)
    expect(outcome).toMatchObject({
      code: "stopped",
      message: "whether changes are frozen cannot be told: no such table: freezes",
    });
  expect([exitCode(result), journey.writes().length]).toEqual([3, applied(result)]);
});

it("an exception that ends: its people are left alone, and then are like any other", async () => {
  const exception =
    "{ app: expenses, to: [{ user: user1@contoso.com }], reason: audit, owner: audit-it, until: 2026-01-01 }";
  await start(3, "maxChanges: 1000", { "exceptions.yaml": `apiVersion: trueup/v1\nexceptions: [${exception}]\n` });
  const result = await journey.converge();
  expect(reasons(result)).toEqual({ acts: 2, excepted: 1 });
  expect(exitCode(result)).toBe(0);
  expect(textOf(result)).toContain("1 row, ENDS 2026-01-01: 1 row will act then");
  journey.wait(24);
  const plan = await journey.plan();
  expect(acting(plan)).toEqual(["user1@contoso.com expenses"]);
  expect(plan.rows.at(0)?.detail).toBe("the exception ended 2026-01-01, owned by audit-it: audit");
  await journey.converge();
});

it("perDay over runs, commits, restarts and somebody forgotten: never more in any 24 hours", async () => {
  const path = await start(5, "maxDue: 10, perDay: 2");
  const first = await journey.apply();
  expect([applied(first), reasons(first), exitCode(first)]).toEqual([2, { acts: 2, "next-day": 3 }, 0]);
  journey.wait(12);
  await journey.write({ "policy.yaml": "apiVersion: trueup/v1\npolicy: { maxDue: 11, perDay: 2 }\n" });
  for (const user of [
    "user1@contoso.com",
    "user2@contoso.com",
    "user3@contoso.com",
    "user4@contoso.com",
    "user5@contoso.com",
  ])
    await withStore(path, { notice: () => undefined }, (store) => store.forget(user));
  expect(reasons(await journey.apply())).toEqual({ "in-sync": 2, "next-day": 3 });
  journey.wait(13);
  expect(applied(await journey.apply())).toBe(2);
  journey.wait(25);
  expect(applied(await journey.converge())).toBe(1);
});

it("what is left alone is not even read, and nobody else is kept from anything", async () => {
  const leave = "{ app: expenses, ensure: leave, to: [{ user: user1@contoso.com }] }";
  await start(2, "maxChanges: 10", { "leave.yaml": `apiVersion: trueup/v1\nassignments: [${leave}]\n` });
  const result = await journey.converge();
  expect(reasons(result)).toEqual({ acts: 1, "left-alone": 1 });
  expect(result.rows.at(0)?.observed).toEqual({ state: "not-observed" });
  expect(exitCode(result)).toBe(0);
});

it("perDay with writes that Graph throttles: what is sent again takes the slot of somebody else", async () => {
  await start(12, "maxDue: 20, perDay: 8");
  const retry = { "Retry-After": "1" };
  journey.sandbox.addFault({
    kind: "status",
    method: "POST",
    path: /upgrade/,
    status: 429,
    after: 2,
    times: 2,
    headers: retry,
  });
  const result = await journey.apply();
  expect(journey.writes().length).toBeLessThanOrEqual(8);
  expect(applied(result)).toBeGreaterThanOrEqual(6 - 1);
  expect(reasons(result)["next-day"]).toBe(12 - applied(result));
  expect(exitCode(result)).toBe(0);
});
