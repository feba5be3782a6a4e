import { describe, expect, it } from "vitest";
import type { FleetStatus, TenantStatus } from "../../../src/model/fleet-status.ts";
import type { State } from "../../../src/model/reasons.ts";
import { renderFleetMetrics } from "../../../src/controller/fleet-metrics.ts";
import { renderFleetPage } from "../../../src/report/fleet-page.ts";
import { renderFleetText } from "../../../src/report/text/fleet.ts";

const NOW = Date.parse("2026-01-05T08:00:00Z");
const HOUR = 3_600_000;

function tenant(name: string, changed: Partial<TenantStatus> = {}): TenantStatus {
  return {
    name,
    tenantId: "aaaaaaaa-0000-4000-8000-000000000001",
    labels: {},
    ring: 1,
    look: null,
    isStale: false,
    worker: null,
    isFrozen: false,
    trouble: null,
    ...changed,
  };
}

function look(state: State, amount: number, hoursAgo = 1): NonNullable<TenantStatus["look"]> {
  const rows = { "as-desired": 40, "held-as-meant": 0, waiting: 0, differs: 0, open: 0, unknown: 0 };
  return {
    at: NOW - hoursAgo * HOUR,
    state,
    rows: { ...rows, [state]: amount },
    toChange: state === "differs" ? amount : 0,
    apps: [],
  };
}

const STATUS: FleetStatus = {
  path: "tenants-repo",
  at: NOW,
  tenants: [
    tenant("broken", { trouble: "tenants/broken/apps.yaml:2: unknown key <script>alert(1)</script>", isStale: true }),
    tenant("new", { isStale: true, ring: 3 }),
    tenant("silent", { look: look("as-desired", 40, 90), isStale: true }),
    tenant("contoso", {
      look: look("differs", 12),
      worker: { holder: "process 7 on worker-2", sinceMs: NOW - 5 * 60_000 },
      labels: { region: "emea" },
    }),
    tenant("own", { look: look("as-desired", 1200), isFrozen: true }),
  ],
  queue: { waiting: 3, working: 1, givenUp: 1 },
  budgets: [{ registration: "11111111-2222-4333-8444-555555555555", limitClass: "reads", used: 0.25 }],
};

function page(status: FleetStatus, pages: readonly string[] = []): string {
  return [...renderFleetPage({ status, version: "1.0.0", pages: new Set(pages), isFile: true })].join("");
}

describe("the page of a fleet", () => {
  it("shows every tenant, the queue and shared limits", async () => {
    await expect(page(STATUS, ["contoso", "own"])).toMatchFileSnapshot("golden/fleet.html");
  });

  it("links to the pages that there are, runs nothing, and leaves out what is not known", () => {
    const html = page({ ...STATUS, queue: null, budgets: null }, ["own"]);
    expect(html.match(/href="tenants\/[^"]*"/g)).toEqual(['href="tenants/own/"']);
    expect(html).not.toMatch(/<script/);
    const [first] = STATUS.tenants;
    const quoting = {
      ...STATUS,
      tenants: first === undefined ? [] : [{ ...first, trouble: '"adele@contoso.com" is said twice' }],
    };
    expect(page(quoting)).toContain("(a person)");
    expect(page(quoting)).not.toContain("adele");
    expect(html).not.toMatch(/id="(queue|budget)"/);
  });
});

it("the text of a fleet has a line or more for each tenant", async () => {
  await expect([...renderFleetText(STATUS)].join("")).toMatchFileSnapshot("golden/fleet.txt");
});

it("metrics of a fleet tell of each tenant, and nothing that is not known", async () => {
  const text = await renderFleetMetrics({ ...STATUS, queue: null, budgets: null });
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  expect(lines).toContain('trueup_fleet_tenant_state{tenant="contoso",state="differs"} 1');
  expect(lines).toContain('trueup_fleet_tenant_rows{tenant="own",state="as-desired"} 1200');
  expect(lines).toContain('trueup_fleet_tenant_stale{tenant="silent"} 1');
  expect(lines).toContain('trueup_fleet_tenant_trouble{tenant="broken"} 1');
  expect(lines).toContain('trueup_fleet_tenant_working{tenant="contoso"} 1');
  expect(lines).toContain('trueup_fleet_tenant_frozen{tenant="own"} 1');
  expect(lines).toContain(`trueup_fleet_tenant_last_look_timestamp_seconds{tenant="own"} ${(NOW - HOUR) / 1000}`);
  expect(lines.filter((line) => /_(queue|shared)_|state\{tenant="(new|broken)"/.test(line))).toEqual([]);
  expect(await renderFleetMetrics(STATUS)).toContain('trueup_fleet_queue_passes{as="given-up"} 1');
});
