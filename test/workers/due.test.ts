import { describe, expect, it } from "vitest";
import { parseSchedule } from "../../src/controller/schedule.ts";
import { askedOnce, dueJob, type DueTenant, goneOn } from "../../src/workers/due.ts";
import type { LatestJob, PassCame } from "../../src/workers/job-queue.ts";
import { lastDue } from "../../src/workers/last-due.ts";

const SIZE = { people: 10, rows: 20 };
const CAME: PassCame = { exitCode: 0, outcome: "converged", summary: null, size: SIZE };
const tenant = (digest: string, dueMs: number | null): DueTenant => ({ name: "contoso", digest, dueMs });
const latest = (more: Partial<LatestJob> = {}): LatestJob => ({ id: "job-1", digest: "d1", came: CAME, ...more });

const idOf = (asks: DueTenant, before: LatestJob): string | undefined => dueJob(asks, before)?.id;

describe("a tenant", () => {
  it.each([
    { name: "that never had a pass", asks: tenant("d1", null), before: null, because: "commit", size: null },
    {
      name: "whose desired state is another one",
      asks: tenant("d2", null),
      before: latest(),
      because: "commit",
      size: SIZE,
    },
    { name: "whose schedule was due", asks: tenant("d1", 5), before: latest(), because: "schedule", size: SIZE },
    {
      name: "without a schedule, whose desired state is the same",
      asks: tenant("d1", null),
      before: latest(),
      because: null,
    },
    {
      name: "whose last pass was put off",
      asks: tenant("d1", null),
      before: latest({ came: { ...CAME, outcome: "standby" } }),
      because: "again",
      size: SIZE,
    },
    {
      name: "of whose last job nobody heard",
      asks: tenant("d1", null),
      before: latest({ came: null }),
      because: "again",
      size: null,
    },
  ])("$name: $because", ({ asks, before, because, size }) => {
    const due = dueJob(asks, before);
    expect(due?.job.because ?? null).toBe(because);
    if (due !== null) expect(due.job).toMatchObject({ tenant: "contoso", digest: asks.digest, size });
  });

  it("gets the same job from every worker that sees the same, and another one when something is new", () => {
    expect(idOf(tenant("d1", 5), latest())).toBe(idOf(tenant("d1", 5), latest({ id: "job-2" })));
    const ids = [
      idOf(tenant("d1", 5), latest()),
      idOf(tenant("d1", 6), latest()),
      idOf(tenant("d2", 5), latest()),
      idOf(tenant("d2", 5), latest({ id: "job-2" })),
      idOf({ ...tenant("d1", 5), name: "fabrikam" }, latest()),
      askedOnce(tenant("d1", 5), latest()).id,
      goneOn("job-1", { tenant: "contoso", digest: "d1", because: "once", size: null }).id,
    ];
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/);
  });
});

describe("a schedule", () => {
  const NOW = Date.parse("2026-06-17T10:30:30Z");
  it.each([
    { cron: "* * * * *", last: "2026-06-17T10:30:00Z" },
    { cron: "0 * * * *", last: "2026-06-17T10:00:00Z" },
    { cron: "0 6 * * *", last: "2026-06-17T06:00:00Z" },
    { cron: "0 12 * * *", last: "2026-06-16T12:00:00Z" },
    { cron: "0 6 1 * *", last: "2026-06-01T06:00:00Z" },
    { cron: "0 6 1 1 *", last: "2026-01-01T06:00:00Z" },
    { cron: "0 6 29 2 *", last: null },
  ])("$cron was due last at $last", ({ cron, last }) => {
    const dueMs = lastDue(parseSchedule(cron, "UTC"), NOW);
    expect(dueMs === null ? null : new Date(dueMs).toISOString()).toBe(last?.replace("Z", ".000Z") ?? null);
  });
});
